-- The second wall: row-level security. The operations run as waymark_operations and see, of each table, what one person may see:
-- whoever the daemon named in waymark.person for this question. Nobody named, nothing seen. A function that is called for one
-- person while the wall stands around another finds nothing and fails. Functions of the owner stand outside: they are few, and
-- each says so. FORCE, so that even the owner passes by a rule that is written here and not by a hidden privilege.
do $$
declare
	_table regclass;
	_rule record;
begin
	for _table in
		select c.oid::regclass from pg_class c
		where c.relnamespace = 'waymark'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
	loop
		execute format('alter table %s enable row level security', _table);
		execute format('alter table %s force row level security', _table);
		for _rule in select p.polname from pg_policy p where p.polrelid = _table loop
			execute format('drop policy %I on %s', _rule.polname, _table);
		end loop;
		execute format('create policy owner on %s to waymark_owner using (true) with check (true)', _table);
	end loop;
end
$$;

-- Maps and rules that everybody may read.
create policy read on waymark.place for select to waymark_operations using (true);
create policy add on waymark.place for insert to waymark_operations with check (added_by = waymark.me());
create policy read on waymark.place_name for select to waymark_operations using (true);
create policy read on waymark.topic for select to waymark_operations using (true);
create policy read on waymark.topic_parent for select to waymark_operations using (true);
create policy read on waymark.topic_closure for select to waymark_operations using (true);
create policy read on waymark.topic_label for select to waymark_operations using (true);

-- People: oneself, and those with whom one shares a channel.
create policy read on waymark.person for select to waymark_operations
	using (id = (select waymark.me()) or id in (select waymark.my_fellows()));
create policy change on waymark.person for update to waymark_operations using (id = waymark.me());
create policy read on waymark.person_topic for select to waymark_operations
	using (person = (select waymark.me()) or person in (select waymark.my_fellows()));
create policy change on waymark.person_topic for all to waymark_operations using (person = waymark.me());
create policy own on waymark.account to waymark_operations using (person = waymark.me());
create policy own on waymark.block to waymark_operations using (person = waymark.me());
create policy read on waymark.role_held for select to waymark_operations
	using (person = (select waymark.me()) or (select waymark.am('operator')));
create policy change on waymark.role_held for all to waymark_operations using ((select waymark.am('operator')));
create policy own on waymark.session to waymark_operations using (person = waymark.me());
create policy own on waymark.command to waymark_operations using (person = waymark.me());
create policy own on waymark.invitation to waymark_operations using (by = waymark.me());

-- Channels: those one is in; of their events, those in one's own ranges.
create policy read on waymark.channel for select to waymark_operations using (id in (select waymark.my_channels_ever()));
create policy read on waymark.membership for select to waymark_operations
	using (person = (select waymark.me()) or channel in (select waymark.my_channels()));
create policy read on waymark.event for select to waymark_operations using (exists (
	select from waymark.membership m
	where m.channel = event.channel and m.person = (select waymark.me())
		and event.seq > m.from_seq and event.seq <= coalesce(m.until_seq, event.seq)
));
create policy change on waymark.event for update to waymark_operations
	using (actor = waymark.me() or channel in (select waymark.my_facilitated()));
create policy own on waymark.read_mark to waymark_operations using (person = waymark.me());
create policy own on waymark.reaction to waymark_operations using (person = waymark.me());
create policy read on waymark.search for select to waymark_operations using (channel in (select waymark.my_channels_ever()));
create policy add on waymark.search_due for insert to waymark_operations with check (true);

-- Circles: those one is in, is asked into, or is just opening.
create policy read on waymark.circle for select to waymark_operations
	using (channel in (select waymark.my_channels_ever()) or id in (select waymark.my_invited()) or opened_by = (select waymark.me()));
create policy add on waymark.circle for insert to waymark_operations with check (opened_by = waymark.me() and state is null);
create policy read on waymark.circle_topic for select to waymark_operations
	using (circle in (select c.id from waymark.circle c));
create policy add on waymark.circle_topic for insert to waymark_operations
	with check (circle in (select c.id from waymark.circle c where c.opened_by = waymark.me()));
create policy read on waymark.circle_invited for select to waymark_operations
	using (person = waymark.me() or by = waymark.me());
create policy add on waymark.circle_invited for insert to waymark_operations with check (by = waymark.me());
create policy take on waymark.circle_invited for delete to waymark_operations using (person = waymark.me());

-- The batch of posts speaks for many people at once, so its wall is its narrow rights (grants.sql), and messages only.
create policy posts on waymark.person for select to waymark_posts using (true);
create policy posts on waymark.channel to waymark_posts using (true);
create policy posts on waymark.membership for select to waymark_posts using (true);
create policy posts on waymark.event for select to waymark_posts using (kind = 'message');
create policy posts_add on waymark.event for insert to waymark_posts with check (kind = 'message' and nonce is not null);
create policy posts on waymark.search_due for insert to waymark_posts with check (true);
