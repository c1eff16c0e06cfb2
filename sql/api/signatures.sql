-- For the daemon's start: what stands in schema api, so that a mismatch with its own schema is found before anyone is served. No lock.

create or replace function api.signatures() returns table (name text, arguments text)
language sql stable security definer set search_path = waymark, pg_temp as $$
	select p.proname::text, coalesce(string_agg(format_type(a.type, null), ',' order by a.place), '')
	from pg_proc p
	left join lateral unnest(p.proargtypes) with ordinality a(type, place) on true
	where p.pronamespace = 'api'::regnamespace
	group by p.oid, p.proname
$$;

-- Promise: how many migrations this database has had.
create or replace function api.schema_version() returns int
language sql stable security definer set search_path = waymark, pg_temp as $$
	select count(*)::int from migration m where m.name not like 'function:%'
$$;
