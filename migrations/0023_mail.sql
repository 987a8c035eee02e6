-- Mails as they came, stored before anything is made of them. `state`: received, taken (an entry
-- was made of it), known (a copy of one that was taken), noted (a report on another mail), refused.
create table mail (
    id uuid primary key,
    inbox_id uuid not null references record (id),
-- Where it lies on the mail server (RFC 3501, section 2.3.1.1).
    folder text not null,
    uid_validity bigint not null,
    uid bigint not null,
    state text not null,
    reason text,
-- Of what it says, by which a copy in another inbox is known.
    fingerprint bytea,
    size_bytes bigint not null,
-- The message, or the file in which it is.
    raw bytea,
    attachment_id uuid references attachment (id),
    received_at bigint not null,
    entry_id uuid
);
create unique index mail_place on mail (inbox_id, folder, uid_validity, uid);
create index mail_received on mail (inbox_id, received_at, uid) where state = 'received';
create index mail_fingerprint on mail (fingerprint) where state = 'taken';
create index mail_attachment on mail (attachment_id) where attachment_id is not null;

-- How far a folder has been read.
create table mail_cursor (
    inbox_id uuid not null references record (id),
    folder text not null,
    uid_validity bigint not null,
    uid bigint not null,
-- What came to the folder before is none of ours.
    since bigint not null,
    primary key (inbox_id, folder)
);

-- The message id of each mail that is on a conversation, with those that it follows.
create table mail_thread (
    message_id text not null,
    entry_id uuid not null,
    conversation_id uuid not null references conversation (id),
    seq bigint not null,
    thread text not null,
    primary key (message_id, entry_id)
);
create index mail_thread_conversation on mail_thread (conversation_id, seq);

-- Whose mails are taken as a part of a conversation: who wrote or was written to on it.
create table mail_participant (
    conversation_id uuid not null references conversation (id),
    address text not null,
    primary key (conversation_id, address)
);

-- Whose mails come from this address, though nobody has proved it.
alter table identity add column writes boolean not null default false;
create unique index identity_writes on identity (kind, value) where writes;

-- When its channel began to hand it over, where it cannot be asked later whether it has it.
alter table outbox add column handed_at bigint;
