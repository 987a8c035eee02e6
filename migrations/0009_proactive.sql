-- By which rule the chat had spoken first, where the contact answered that.
alter table conversation add column proactive_rule_id uuid references record (id);
create index conversation_proactive on conversation (proactive_rule_id, status)
    where proactive_rule_id is not null;

-- How often each rule applied, by day (days since 1970, UTC). `held_out`: it applied, and the visitor
-- was not to see it; `started_without`: they began a conversation all the same.
create table proactive_count (
    rule_id uuid not null references record (id),
    day bigint not null,
    shown bigint not null,
    held_out bigint not null,
    dismissed bigint not null,
    started_without bigint not null,
    primary key (rule_id, day)
);
