-- Servers declared through the API. There is no column for a command, and there never will be one.
create table servers (
  name                 text    not null primary key,
  url                  text    not null,
  credential_header    text,
  credential_scheme    text,
  credential_reference text,
  era                  text,
  sessions             text    not null,
  deadline_ms          integer not null,
  created_by           text    not null,
  created_at           text    not null,
  check ((credential_header is null) = (credential_reference is null)),
  check ((credential_header is null) = (credential_scheme is null))
) strict;

-- At most one decision a server, also for servers of the settings file, so this refers to no table.
create table approvals (
  server      text not null primary key,
  fingerprint text not null,
  decided_by  text not null,
  decided_at  text not null
) strict;

-- autoincrement: records name grants by id, so an id is never used again.
create table grants (
  id         integer primary key autoincrement,
  role       text not null,
  primitive  text not null,
  glob       text not null,
  given_by   text not null,
  given_at   text not null,
  unique (role, primitive, glob)
) strict;

-- What a key is, never the key itself. Roles and attributes are JSON.
create table keys (
  id         text not null primary key,
  name       text not null,
  prefix     text not null,
  hash       text not null unique,
  roles      text not null,
  attributes text not null,
  created_at text not null,
  expires_at text,
  revoked_at text
) strict;

create unique index keys_in_use_by_name on keys (name) where revoked_at is null;
