-- Links in mails by which their readers came back into the chat: each is used once. The nonce is the page's own, so
-- that one whose answer was lost on the way gets it again.
create table return_link_use (
    entry_id uuid primary key,
    nonce text not null,
    visitor text not null,
    used_at bigint not null
);
