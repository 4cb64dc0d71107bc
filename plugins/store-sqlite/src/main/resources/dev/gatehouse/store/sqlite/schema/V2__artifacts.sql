-- Versions of artifacts. Moments are microseconds since 1970, so that they sort. The document comes last: whoever searches does not read it.
create table artifact_versions (
  id                integer primary key,
  kind              text    not null,
  name              text    not null,
  version           text    not null,
  source            text    not null,
  review            text    not null,
  status            text    not null,
  status_message    text,
  status_changed_at integer not null,
  published_at      integer not null,
  updated_at        integer not null,
  is_latest         integer not null,
  searched          text    not null,
  document          text    not null,
  unique (kind, name, version)
) strict;

create index artifact_versions_by_change on artifact_versions (updated_at);
create index artifact_versions_latest on artifact_versions (kind, name) where is_latest = 1;
