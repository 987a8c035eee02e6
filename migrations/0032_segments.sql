-- Who belongs to which segment, as its condition says of each contact. All of it can be told anew.
create table segment_member (
    segment_id uuid not null,
    contact_id uuid not null,
    primary key (segment_id, contact_id)
);
create index segment_member_contact on segment_member (contact_id);

-- How many they are, and of which version of the segment.
create table segment_count (
    segment_id uuid primary key,
    segment_version bigint not null,
    members bigint not null,
    unknown bigint not null,
    unknown_reason text,
    counted_at bigint not null
);
