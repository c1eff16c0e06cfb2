-- The service as the operator sees it: its settings, its mail, its figures.

-- Promise: each setting has the value that was given; unknown names are refused. Lock: the settings' rows.
create or replace function admin.settings(_with jsonb) returns waymark.answer
language plpgsql security definer set search_path = waymark, pg_temp as $$
begin
	if exists (select from jsonb_object_keys(_with) k where k <> 'public_url') then
		return refuse('invalid', 'no such setting: there is public_url');
	elsif jsonb_typeof(_with -> 'public_url') <> 'string' then
		return refuse('invalid', 'public_url: must be text');
	elsif octet_length(_with ->> 'public_url') > 1000 then
		return refuse('too_large', 'public_url');
	end if;
	insert into setting (name, value)
	select s.key, rtrim(s.value, '/') from jsonb_each_text(_with) s
	on conflict (name) do update set value = excluded.value where setting.value <> excluded.value;
	return (select ok(coalesce(jsonb_object_agg(s.name, s.value), '{}')) from setting s);
end
$$;

-- Promise: two hundred mails behind an id, in order, with what their templates are filled with. No lock.
create or replace function admin.mail_list(_with jsonb) returns waymark.answer
language sql stable security definer set search_path = waymark, pg_temp as $$
	select case when after_given(_with) is null then refuse('invalid', 'after: must be a whole number')
		else ok(jsonb_build_object('mails', coalesce(jsonb_agg(jsonb_build_object('mail', m.id, 'person', m.person, 'email', m.email,
		'template', m.template, 'language', m.language, 'params', m.params, 'state', m.state, 'made_at', micros(m.made_at),
		'until', micros(m.until)) order by m.id), '[]'))) end
	from (select * from mail l where l.id > after_given(_with) order by l.id limit 200) m
$$;

-- Promise: figures of the service, none of them about anybody; unheld names the roles that somebody must hold and nobody does.
-- No lock.
create or replace function admin.facts(_with jsonb) returns waymark.answer
language sql stable security definer set search_path = waymark, pg_temp as $$
	select ok(jsonb_build_object(
		'people', (select count(*) from person),
		'sessions', (select count(*) from session s where s.ended_at is null and s.until > clock()),
		'channels', (select count(*) from channel),
		'events', (select coalesce(sum(c.head), 0) from channel c),
		'circles_open', (select count(*) from circle c where c.state <> 'closed'),
		'places', (select count(*) from place),
		'topics', (select count(*) from topic t where t.merged_into is null),
		'due', (select count(*) from due),
		'due_late', (select count(*) from due d where d.at < clock() - interval '1 minute'),
		'due_failing', (select count(*) from due d where d.attempts > 0),
		'search_waiting', (select count(*) from search_due),
		'mail_waiting', (select count(*) from mail m where m.state = 'waiting'),
		'invitations_open', (select count(*) from invitation i where i.used_at is null and i.until > clock()),
		'migrations', (select count(*) from migration m where m.name not like 'function:%'),
		'unheld', (select coalesce(jsonb_agg(r), '[]') from unnest(array['broker', 'safeguarding', 'operator']) r
			where not exists (select from role_held h where h.role = r))))
$$;
