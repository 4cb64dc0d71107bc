-- What was seen of a server when somebody approved it, or what it offered at its first use.
create table pins (
  server      text not null primary key,
  fingerprint text not null,
  pinned_by   text not null,
  pinned_at   text not null
) strict;

-- A definition is empty when it was too large to be kept.
create table pinned_items (
  server     text not null references pins (server) on delete cascade,
  kind       text not null,
  name       text not null,
  hash       text not null,
  definition blob not null,
  primary key (server, kind, name)
) strict;

-- What is to become of definitions that change after this decision; null for the usual.
alter table approvals add column drift text;
