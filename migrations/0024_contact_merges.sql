-- Who has become a part of whom, and what they brought (JSON), so that it can be undone. One that
-- was undone stays: what was said in between is found under either.
create table contact_merge (
    id uuid primary key,
    from_id uuid not null references contact (id),
    into_id uuid not null references contact (id),
    at bigint not null,
    actor text not null,
    moved text not null,
    undone_at bigint
);
create index contact_merge_from on contact_merge (from_id);
create index contact_merge_into on contact_merge (into_id, id);

-- Who are not the same person, though they share an address; each pair both ways round.
create table contact_apart (
    contact_id uuid not null references contact (id),
    other_id uuid not null references contact (id),
    primary key (contact_id, other_id)
);
create index contact_apart_other on contact_apart (other_id);
