-- The roles of the cluster: made if missing, never altered, so it is safe to run every time.
--
-- waymark_owner       owns schemas, tables and the inner functions; nobody signs in as it.
-- waymark_operations  the operations run as it, behind row-level security that sees one person.
-- waymark_posts       the batched post runs as it: it may read memberships and add messages, and nothing else.
-- waymark_daemon      the daemon signs in as it: it may call functions of schemas api and admin, and read no table.
do $$
begin
	if not exists (select from pg_roles where rolname = 'waymark_owner') then
		create role waymark_owner nologin;
	end if;
	if not exists (select from pg_roles where rolname = 'waymark_operations') then
		create role waymark_operations nologin;
	end if;
	if not exists (select from pg_roles where rolname = 'waymark_posts') then
		create role waymark_posts nologin;
	end if;
	if not exists (select from pg_roles where rolname = 'waymark_daemon') then
		create role waymark_daemon login;
	end if;
	-- Whoever migrates must be able to hand things to their owners; a superuser always is.
	if not (select rolsuper from pg_roles where rolname = current_user) then
		execute format('grant waymark_owner, waymark_operations, waymark_posts to %I', current_user);
	end if;
end
$$;
