-- Companies, and what else is known of contacts: tags, custom fields and notes.
create table company (
    id uuid primary key,
    name text not null,
-- In lower case: no two companies have the same.
    name_key text not null,
    website text,
    description text,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);
create unique index company_name on company (name_key);
alter table contact add column company_id uuid references company (id);
-- The rows below are what contacts are found by; these are what they show, as JSON, null for none.
alter table contact add column tag_ids text;
alter table contact add column fields text;
create index contact_company on contact (company_id, id) where company_id is not null;
create table contact_tag (
    tag_id uuid not null references record (id),
    contact_id uuid not null references contact (id),
    primary key (tag_id, contact_id)
);
create index contact_tag_contact on contact_tag (contact_id);
create table contact_field_value (
    field_id uuid not null references record (id),
    contact_id uuid not null references contact (id),
-- The value as text, in lower case.
    value_key text not null,
-- A number, or the days since 1970-01-01 of a date; null for what has no order.
    value_rank double precision,
    primary key (contact_id, field_id)
);
create index contact_field_value_key on contact_field_value (field_id, value_key, contact_id);
create table contact_note (
    id uuid primary key,
    contact_id uuid not null references contact (id),
    author text not null,
    text text not null,
    created_at bigint not null
);
create index contact_note_contact on contact_note (contact_id, id);
