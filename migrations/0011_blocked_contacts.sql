-- Since when, by whom and why a contact can begin nothing more, as JSON; null for everybody else.
alter table contact add column blocked text;
create index contact_blocked on contact (id) where blocked is not null;
