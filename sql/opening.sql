-- The opening of every migrate that changes a function: all functions go, and the files that follow make them anew in the same
-- transaction. So a function that was renamed or lost a parameter leaves nothing behind. Immutable ones stay: they stand in indexes.
-- Lock: those of the functions' own rows in the catalogue; calls that are running finish with what they began with.
set local check_function_bodies = off; -- files stand in the order of their names, not of their calls
set local client_min_messages = warning;
drop schema if exists operation, api, admin cascade;
create schema operation;
create schema api;
create schema admin;

do $$
declare
	_function text;
begin
	-- By name and all at once: one that goes takes others with it, and those have no name any more.
	foreach _function in array (
		select coalesce(array_agg(p.oid::regprocedure::text), '{}')
		from pg_proc p
		where p.pronamespace = 'waymark'::regnamespace
			and p.provolatile <> 'i'
			and not exists (select from pg_depend d where d.objid = p.oid and d.classid = 'pg_proc'::regclass and d.deptype = 'e')
	)
	loop
		execute format('drop function if exists %s cascade', _function);
	end loop;
end
$$;

-- A function's owner must be allowed to make things where it stands.
grant create, usage on schema waymark, operation, api, admin to waymark_owner, waymark_operations, waymark_posts;
