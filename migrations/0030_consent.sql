-- By which channel a contact has said that they want to be written to, and what they have said of each
-- (JSON by channel); null for nothing.
alter table contact add column preferred_channel text;
alter table contact add column consents text;
