-- The newest report of each device, as JSON. It holds no secret, only marks of them.
create table inventory_reports (
  device      text not null primary key,
  received_at text not null,
  sent_by     text not null,
  document    text not null
) strict;

-- One row: what secrets of all devices are marked with.
create table inventory_salt (
  one  integer not null primary key check (one = 1),
  salt blob    not null
) strict;
