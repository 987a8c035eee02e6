-- The pages that a contact was on; of each contact the newest ones.
create table page_visit (
    contact_id uuid not null references contact (id),
    at bigint not null,
    url text not null,
    title text not null,
    primary key (contact_id, at)
);
