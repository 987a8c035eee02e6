-- How queues serve: counted as it happens, by the minute, so that a board reads a few hundred rows.

-- Since when an interaction has waited in its queue for a first answer there; null once it had one.
alter table interaction add column unanswered_since bigint;
update interaction set unanswered_since = enqueued_at where state in ('waiting', 'offered');

-- Whoever waits in a queue, in the order of the routing engine: a step of priority is worth two
-- minutes (120,000,000 microseconds).
create index interaction_waiting on interaction (queue_id, (enqueued_at - priority * 120000000))
    where state in ('waiting', 'offered');

create table queue_minute (
    -- Minutes since 1970.
    minute bigint not null,
    queue_id uuid not null references record (id),
    -- Came to wait, and waits no longer; of whatever reason.
    entered bigint not null,
    departed bigint not null,
    answered bigint not null,
    -- Of those answered, within what the queue promised then.
    answered_in_time bigint not null,
    -- The sum of the waits of those answered.
    answer_wait_ms bigint not null,
    abandoned bigint not null,
    -- Of those abandoned, after the time within which the queue promised an answer.
    abandoned_late bigint not null,
    passed_on bigint not null,
    primary key (minute, queue_id)
);
