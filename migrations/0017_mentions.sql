-- Notes that name an agent: of each conversation the newest one, and how far the agent has seen them.
alter table conversation add column mentioned_agent_ids text;
create table mention (
    agent_id uuid not null references record (id),
    conversation_id uuid not null references conversation (id),
    entry_seq bigint not null,
    seen_seq bigint not null,
    primary key (agent_id, conversation_id)
);
create index mention_unseen on mention (agent_id, entry_seq) where seen_seq < entry_seq;
create index mention_conversation on mention (conversation_id);
