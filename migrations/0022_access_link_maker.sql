-- Who made a link: what they may not do any more, it does not give. None on links from before.
alter table access_link add column maker_id uuid references record (id);
