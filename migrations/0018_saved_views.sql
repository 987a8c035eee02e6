-- Views of the list of conversations that agents have saved under a name.
create table saved_view (
    id uuid primary key,
    agent_id uuid references record (id),
    name text not null,
    filter text not null,
    version bigint not null,
    updated_at bigint not null
);
create index saved_view_agent on saved_view (agent_id);
