-- How messages travel to the server: found out, as it was for all until now, or fixed.
alter table servers add column transport text not null default 'AUTO' check (transport in ('AUTO', 'STREAMABLE', 'SSE'));
