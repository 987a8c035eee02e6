-- What agents have begun to write: one draft of each agent on a conversation.
create table draft (
    agent_id uuid not null references record (id),
    conversation_id uuid not null references conversation (id),
    mode text not null,
    reply text not null,
    note text not null,
    version bigint not null,
    updated_at bigint not null,
    primary key (agent_id, conversation_id)
);
create index draft_conversation on draft (conversation_id);
