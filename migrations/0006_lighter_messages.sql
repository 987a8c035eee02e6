-- A message touches as few pages as its rules need. With every index that is ordered by conversation
-- or by sender, a batch of messages of as many visitors touches one page more for each.

-- The contact is the conversation's; a timeline of a contact is that of their conversations.
drop index entry_contact;
alter table entry drop column contact_id;

-- Versions are counted under the lock of log_head, and `check` counts them over.
drop index event_version;

-- A contact has few conversations; their order need not move with every message.
drop index conversation_contact;
create index conversation_contact on conversation (contact_id);

-- The sender's own ids come first: those of our pages and of most senders grow with time, so that
-- new ones stand side by side. They are compared as bytes.
create table inbound_by_id (
    inbox_id uuid not null references record (id),
-- sqlite:    sender text not null,
-- sqlite:    external_id text not null,
-- postgres:    sender text collate "C" not null,
-- postgres:    external_id text collate "C" not null,
    raw text not null,
    received_at bigint not null,
    entry_id uuid not null,
    primary key (external_id, sender, inbox_id)
);
insert into inbound_by_id (inbox_id, sender, external_id, raw, received_at, entry_id)
    select inbox_id, sender, external_id, raw, received_at, entry_id from inbound;
drop table inbound;
alter table inbound_by_id rename to inbound;

-- PostgreSQL would check each entry by a query of its own and lock its conversation for it, though
-- whoever writes an entry has just read the conversation under the log's lock. `check` compares.
-- postgres: alter table entry drop constraint entry_conversation_id_fkey;

-- The writer that fills this list merges it into the index while all others wait: sooner, so shorter.
-- postgres: alter index entry_search_terms set (gin_pending_list_limit = 512);
