-- By which channel a message goes out: what a contact's browser has is what went by web chat.
alter table outbox add column channel text not null default 'webchat';
-- sqlite:update outbox set channel = (select json_extract(e.body, '$.channel') from entry e where e.seq = outbox.entry_seq);
-- postgres:update outbox set channel = (select e.body::json ->> 'channel' from entry e where e.seq = outbox.entry_seq);
create index outbox_mail on outbox (conversation_id, entry_seq) where channel = 'email';

-- Inboxes by which the contact has written on a conversation, before the one by which they wrote last.
create table conversation_inbox (
    conversation_id uuid not null references conversation (id),
    inbox_id uuid not null references record (id),
    primary key (conversation_id, inbox_id)
);
insert into conversation_inbox (conversation_id, inbox_id)
    select distinct o.conversation_id, o.inbox_id from outbox o
    join conversation c on c.id = o.conversation_id where o.inbox_id <> c.inbox_id;
