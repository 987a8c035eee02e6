-- What goes out waits by inbox: one that cannot send holds nobody else up.
drop index outbox_due;
create index outbox_due on outbox (inbox_id, due_at) where state = 'queued';
create index outbox_failed on outbox (inbox_id, entry_seq) where state = 'failed';

-- Events on their way to webhooks. `state`: queued, sent, failed. What is sent is the event itself.
create table delivery (
    id uuid primary key,
    webhook_id uuid not null references record (id),
    event_seq bigint not null references event (seq),
    conversation_id uuid,
    state text not null,
    attempts bigint not null,
    created_at bigint not null,
    due_at bigint not null,
    tried_at bigint,
    status bigint,
    reason text,
    unique (webhook_id, event_seq)
);
create index delivery_due on delivery (webhook_id, due_at) where state = 'queued';
create index delivery_order on delivery (webhook_id, conversation_id, event_seq) where state = 'queued';
create index delivery_list on delivery (webhook_id, id);
create index delivery_age on delivery (created_at) where state <> 'queued';
