-- Files of contacts, and what has become of each of their rows.
create table contact_import (
    id uuid primary key,
    state text not null,
    file_name text not null,
    settings text not null,
    author text not null,
-- Rows below it have been worked off, on the way there as on the way back.
    next_row bigint not null,
    row_count bigint not null,
    created bigint not null,
    updated bigint not null,
    unchanged bigint not null,
    refused bigint not null,
    undone bigint not null,
    kept bigint not null,
    kept_until bigint,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);
create index contact_import_under_way on contact_import (id) where state in ('running', 'undoing');
create table contact_import_row (
    import_id uuid not null references contact_import (id),
    place bigint not null,
    cells text not null,
    outcome text,
-- Not a reference: the contact goes when the import is undone.
    contact_id uuid,
    trace text,
    errors text,
    primary key (import_id, place)
);
create index contact_import_refused on contact_import_row (import_id, place)
    where outcome = 'refused';
