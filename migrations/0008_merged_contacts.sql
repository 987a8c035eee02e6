-- A contact who turned out to be another one: their conversations and identities are the other's.
alter table contact add column merged_into uuid references contact (id);
create index contact_merged on contact (merged_into) where merged_into is not null;
