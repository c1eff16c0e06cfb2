-- Who owns what and who may do what: said whole, each time, after everything else.
do $$
declare
	_thing record;
begin
	-- Tables, sequences and types are the owner's.
	for _thing in
		select c.oid::regclass as name, case c.relkind when 'S' then 'sequence' else 'table' end as kind
		from pg_class c
		where c.relnamespace = 'waymark'::regnamespace and c.relkind in ('r', 'p')
			and c.relowner <> 'waymark_owner'::regrole
	loop
		execute format('alter %s %s owner to waymark_owner', _thing.kind, _thing.name);
	end loop;
	-- A function that runs with its owner's rights is waymark_owner's; all others run as whoever calls them.
	for _thing in
		select p.oid::regprocedure as name, p.prosecdef as definer, n.nspname as schema
		from pg_proc p
		join pg_namespace n on n.oid = p.pronamespace
		where n.nspname in ('waymark', 'operation', 'api', 'admin')
			and not exists (select from pg_depend d where d.objid = p.oid and d.classid = 'pg_proc'::regclass and d.deptype = 'e')
	loop
		execute format('alter function %s owner to %I', _thing.name,
			case when _thing.schema = 'api' then 'waymark_operations' else 'waymark_owner' end);
		execute format('revoke all on function %s from public', _thing.name);
		execute format('grant execute on function %s to %I', _thing.name,
			case when _thing.schema in ('api', 'admin') then 'waymark_daemon' else 'waymark_operations' end);
	end loop;
end
$$;

-- Of schema api, these stand outside the wall: at the door nobody is signed in yet, and jobs are nobody's.
alter function api.session_hello(text) owner to waymark_owner;
alter function api.invitation_accept(bigint, bytea, text, text, text, bigint, text, boolean, boolean) owner to waymark_owner;
alter function api.jobs(int) owner to waymark_owner;
alter function api.signatures() owner to waymark_owner;
alter function api.schema_version() owner to waymark_owner;
alter function api.channel_post(bigint[], bigint[], bytea[], text[], text[], bigint[]) owner to waymark_posts;

-- Making things was for this transaction only.
revoke create on schema waymark, operation, api, admin from waymark_operations, waymark_posts;
grant usage on schema waymark, operation to waymark_operations;
grant usage on schema waymark to waymark_posts;
revoke all on schema waymark, operation from waymark_daemon;
grant usage on schema api, admin, waymark to waymark_daemon; -- waymark: for the type of the answers

-- The operations.
revoke all on all tables in schema waymark from waymark_operations, waymark_posts, waymark_daemon, public;
grant select on waymark.place, waymark.place_name, waymark.topic, waymark.topic_parent, waymark.topic_closure, waymark.topic_label,
	waymark.person, waymark.person_topic, waymark.account, waymark.block, waymark.role_held, waymark.session, waymark.command,
	waymark.invitation, waymark.channel, waymark.membership, waymark.event, waymark.read_mark, waymark.reaction, waymark.search,
	waymark.circle, waymark.circle_topic, waymark.circle_invited to waymark_operations;
grant insert on waymark.place, waymark.person_topic, waymark.block, waymark.role_held, waymark.command, waymark.invitation,
	waymark.read_mark, waymark.reaction, waymark.circle, waymark.circle_topic, waymark.circle_invited, waymark.search_due
	to waymark_operations;
grant delete on waymark.person_topic, waymark.block, waymark.role_held, waymark.command, waymark.circle_invited to waymark_operations;
grant update (name, language, place) on waymark.person to waymark_operations;
grant update (hours_per_month, may_ask, paused_until) on waymark.account to waymark_operations;
grant update (ended_at) on waymark.session to waymark_operations;
grant update (outcome, detail, sealed) on waymark.command to waymark_operations;
grant update (text, lang, altered_at) on waymark.event to waymark_operations;
grant update (seq) on waymark.read_mark to waymark_operations;
grant update (off, event_seq) on waymark.reaction to waymark_operations;

-- The batch of posts: what it reads of each table, and the few columns that it may write.
grant select (id, language) on waymark.person to waymark_posts;
grant select (id, kind, head), update (head, last_at) on waymark.channel to waymark_posts;
grant select (channel, person, from_seq, until_seq) on waymark.membership to waymark_posts;
grant select (channel, seq, at, actor, kind, lang, nonce, about, altered_at, text) on waymark.event to waymark_posts;
grant insert (channel, seq, at, actor, kind, lang, nonce, about, text) on waymark.event to waymark_posts;
grant insert on waymark.search_due to waymark_posts;
grant execute on function waymark.clock(), waymark.micros(timestamptz), waymark.is_language(text),
	waymark.replies_fit(bigint[], bigint[], bigint[]),
	waymark.posts_keep(bigint[], bigint[], bytea[], text[], text[], bigint[]),
	waymark.posts_judge(bigint[], bigint[], bytea[], text[], text[], bigint[]),
	waymark.posts_judged(bigint[], bigint[], bytea[], text[], text[], bigint[]) to waymark_posts;
