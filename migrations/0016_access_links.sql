-- Links by which an agent sets a password once: to join, or to have a new one. One for each agent.
create table access_link (
    agent_id uuid primary key references record (id),
    secret_hash bytea not null unique,
    purpose text not null,
    created_at bigint not null,
    expires_at bigint not null
);
