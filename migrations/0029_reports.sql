-- What reports count. All of it is made of the log, and can be made anew.

-- What must be remembered of a conversation from one event to the next, as JSON.
create table report_memory (
    conversation_id uuid primary key,
    memory text not null
);

-- When each agent last did something.
create table report_act (
    agent_id uuid primary key,
    at bigint not null
);

-- What was said and done in a quarter of an hour (in quarters since 1970). No queue or agent: the nil
-- UUID.
create table report_activity (
    conversation_id uuid not null,
    quarter bigint not null,
    inbox_id uuid not null,
    channel text not null,
    queue_id uuid not null,
    agent_id uuid not null,
    received bigint not null,
    sent bigint not null,
    work_ms bigint not null,
    primary key (conversation_id, quarter, inbox_id, queue_id, agent_id)
);
create index report_activity_quarter on report_activity (quarter);

-- The contact began to write, or changed the channel.
create table report_step (
    seq bigint primary key,
    at bigint not null,
    conversation_id uuid not null,
    queue_id uuid not null,
    channel text not null
);
create index report_step_at on report_step (at);
create index report_step_conversation on report_step (conversation_id);

-- An agent answered; `seq` is the answer's.
create table report_reply (
    seq bigint primary key,
    conversation_id uuid not null,
    queue_id uuid not null,
    agent_id uuid not null,
    channel text not null,
    asked_at bigint not null,
    wait_ms bigint not null,
    is_first boolean not null
);
create index report_reply_asked on report_reply (asked_at);

-- The customer was asked for something that was known; `seq` is the agent's message.
create table report_repeated (
    seq bigint not null,
    fact_key text not null,
    at bigint not null,
    conversation_id uuid not null,
    queue_id uuid not null,
    channel text not null,
    by_what text not null,
    primary key (seq, fact_key)
);
create index report_repeated_at on report_repeated (at);
