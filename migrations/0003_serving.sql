-- Which process serves the store. `epoch` grows whenever another one takes over; whoever writes
-- reads it under the lock of log_head anyway, so a process that was taken over from is noticed.
alter table log_head add column epoch bigint not null default 0;

-- One row. `holder` names the process for people, none when nobody serves. `renewals` grows while it
-- lives. `guarded`: it holds the operating system's lock (SQLite) or a session lock (PostgreSQL),
-- which ends with the process.
create table serving (
    id bigint primary key,
    epoch bigint not null,
    holder text,
    since bigint not null,
    renewals bigint not null,
    guarded boolean not null
);
insert into serving (id, epoch, holder, since, renewals, guarded) values (1, 0, null, 0, 0, false);
