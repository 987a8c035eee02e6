-- What a conversation shows of its tags, as a JSON list of their ids in the order in which they were
-- put on; null when there are none. The table beside it finds conversations by tag.
alter table conversation add column tag_ids text;
create table conversation_tag (
    tag_id uuid not null references record (id),
    conversation_id uuid not null references conversation (id),
    primary key (tag_id, conversation_id)
);

-- When a snoozed conversation comes back.
alter table conversation add column snoozed_until bigint;
create index conversation_snoozed on conversation (snoozed_until) where snoozed_until is not null;
