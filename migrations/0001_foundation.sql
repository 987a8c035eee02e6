-- One text for SQLite and PostgreSQL. A line that begins with `-- sqlite:` or `-- postgres:` counts
-- for that engine only. Every integer is bigint, every time is microseconds since 1970 (UTC).

-- The log. log_head has one row; whoever writes locks it first, so that `seq` grows in the order
-- of the commits and a reader at `seq <= log_head.seq` misses nothing.
create table log_head (
    id bigint primary key,
    seq bigint not null
);
insert into log_head (id, seq) values (1, 0);

create table event (
-- sqlite:    seq integer primary key,
-- postgres:    seq bigint primary key,
    conversation_id uuid,
    version bigint,
    type text not null,
    at bigint not null,
    actor text not null,
    data text not null,
    audited boolean not null
);
create index event_audited on event (seq) where audited;
create unique index event_version on event (conversation_id, version) where conversation_id is not null;

create table setting (
    key text primary key,
    value text not null
);

-- The directory: every configured thing, by kind.
create table record (
    id uuid primary key,
    kind text not null,
    data text not null,
    version bigint not null,
    archived boolean not null
);

create table credential (
    agent_id uuid primary key references record (id),
    email text not null unique,
    password_hash text not null
);

create table session (
    token_hash bytea primary key,
    id uuid not null unique,
    agent_id uuid not null references record (id),
    created_at bigint not null,
    rotated_at bigint not null,
    last_seen_at bigint not null,
    expires_at bigint not null,
    previous_token_hash bytea
);
create index session_agent on session (agent_id);
create index session_previous on session (previous_token_hash) where previous_token_hash is not null;

create table api_token (
    id uuid primary key,
    token_hash bytea not null unique,
    agent_id uuid not null references record (id),
    name text not null,
    scopes text not null,
    created_at bigint not null,
    expires_at bigint,
    revoked_at bigint
);

create table presence (
    agent_id uuid primary key references record (id),
    state text not null,
    reason text,
    since bigint not null
);

create table contact (
    id uuid primary key,
    name text,
    language text,
    page text,
-- Name and identities in lower case, a line each: engines differ in what they know of letters.
    findable text not null,
    created_at bigint not null,
    last_seen_at bigint,
    version bigint not null
);

create table identity (
    id uuid primary key,
    contact_id uuid not null references contact (id),
    kind text not null,
    value text not null,
    verified boolean not null,
    created_at bigint not null
);
create index identity_contact on identity (contact_id);
create unique index identity_verified on identity (kind, value) where verified;
create index identity_value on identity (kind, value, contact_id);

create table conversation (
    id uuid primary key,
    contact_id uuid not null references contact (id),
    brand_id uuid not null references record (id),
    inbox_id uuid not null references record (id),
    channel text not null,
    queue_id uuid references record (id),
    assignee_id uuid references record (id),
    status text not null,
    subject text,
    preview text,
    unread bigint not null,
    last_seq bigint not null,
    agent_read_seq bigint not null,
    contact_delivered_seq bigint not null,
    contact_read_seq bigint not null,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null,
    interaction_id uuid
);
create index conversation_all on conversation (status, last_seq);
create index conversation_queue on conversation (queue_id, status, last_seq);
create index conversation_assignee on conversation (assignee_id, status, last_seq);
create index conversation_contact on conversation (contact_id, last_seq);

create table interaction (
    id uuid primary key,
    conversation_id uuid not null references conversation (id),
    queue_id uuid not null references record (id),
    channel text not null,
    priority bigint not null,
    preferred_agent_id uuid,
    enqueued_at bigint not null,
    version bigint not null,
    state text not null,
    agent_id uuid,
    state_data text not null
);
create index interaction_conversation on interaction (conversation_id);
create index interaction_live on interaction (state) where state <> 'ended';
create index interaction_agent on interaction (agent_id) where state <> 'ended' and agent_id is not null;

create table entry (
-- sqlite:    seq integer primary key,
-- postgres:    seq bigint primary key,
    id uuid not null unique,
    conversation_id uuid not null references conversation (id),
    contact_id uuid not null references contact (id),
    kind text not null,
    author text not null,
    at bigint not null,
    body text not null
);
create index entry_conversation on entry (conversation_id, seq);
create index entry_contact on entry (contact_id, seq);

-- What came in, as it came, before it was understood. One row per message of a sender, so that a
-- message sent twice is stored once.
create table inbound (
    inbox_id uuid not null references record (id),
    sender text not null,
    external_id text not null,
    raw text not null,
    received_at bigint not null,
    entry_id uuid not null,
    primary key (inbox_id, sender, external_id)
);

-- What goes out. `state`: queued, sent, delivered, failed.
create table outbox (
    entry_seq bigint primary key references entry (seq),
    conversation_id uuid not null references conversation (id),
    inbox_id uuid not null references record (id),
    state text not null,
    attempts bigint not null,
    due_at bigint not null,
    reason text
);
create index outbox_due on outbox (due_at) where state = 'queued';
create index outbox_open on outbox (conversation_id, entry_seq) where state = 'queued' or state = 'sent';

create table fact (
    conversation_id uuid not null references conversation (id),
    key text not null,
    value text not null,
    source text not null,
    at bigint not null,
    primary key (conversation_id, key)
);

-- Answers to requests that carried an Idempotency-Key, for 24 hours.
create table idempotency (
    actor text not null,
    key text not null,
    request_hash bytea not null,
    status bigint not null,
    body text not null,
    created_at bigint not null,
    primary key (actor, key)
);
create index idempotency_age on idempotency (created_at);

-- The terms are made by rapport_core::search; the tokenizer only takes them apart at the blanks.
-- sqlite: create virtual table entry_search using fts5 (terms, scope, content = '', contentless_delete = 1, tokenize = 'ascii');
-- postgres: create table entry_search (seq bigint primary key, terms tsvector not null);
-- postgres: create index entry_search_terms on entry_search using gin (terms);
