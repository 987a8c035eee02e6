-- What agents write into a chat that its contact has left follows them by mail: 1 as long as it may. What was written
-- before this was known stays where it is.
alter table outbox add column may_follow bigint not null default 0;
create index outbox_unseen on outbox (conversation_id, entry_seq)
    where channel = 'webchat' and may_follow = 1 and (state = 'queued' or state = 'sent');
