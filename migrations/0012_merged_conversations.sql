-- A conversation that has become a part of another: its entries are shown on the other's timeline.
alter table conversation add column merged_into_id uuid references conversation (id);
create index conversation_merged on conversation (merged_into_id)
    where merged_into_id is not null;
