-- Files that go with messages. The bytes are beside the store, under the row's id; a row without an
-- entry was uploaded and not sent yet.
create table attachment (
    id uuid primary key,
-- Who uploaded it: `agent:<id>` or `visitor:<identity>`; with their own key for the upload, by
-- which it is known when it comes again.
    uploader text not null,
    upload_key text,
    name text not null,
    content_type text not null,
    size_bytes bigint not null,
    sha256 bytea not null,
    width bigint,
    height bigint,
    uploaded_at bigint not null,
    conversation_id uuid references conversation (id),
    entry_id uuid references entry (id)
);
create unique index attachment_upload on attachment (uploader, upload_key) where upload_key is not null;
create index attachment_waiting on attachment (uploaded_at) where entry_id is null;
create index attachment_waiting_of on attachment (uploader) where entry_id is null;
create index attachment_entry on attachment (entry_id) where entry_id is not null;
