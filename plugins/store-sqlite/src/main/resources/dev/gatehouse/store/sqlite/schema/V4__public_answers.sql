-- Whether what the server calls public may be kept by shared caches.
alter table servers add column believe_public integer not null default 0 check (believe_public in (0, 1));
