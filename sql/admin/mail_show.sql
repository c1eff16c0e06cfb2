-- Promise: one mail of the outbox, with what its template is filled with. No lock.
create or replace function admin.mail_show(_with jsonb) returns waymark.answer
language sql stable security definer set search_path = waymark, pg_temp as $$
	select coalesce(
		(select ok(jsonb_build_object('mail', m.id, 'person', m.person, 'email', m.email, 'template', m.template,
			'language', m.language, 'params', m.params, 'state', m.state, 'made_at', micros(m.made_at), 'until', micros(m.until),
			'sent_at', micros(m.sent_at)))
		from mail m where m.id = waymark.whole(_with ->> 'mail')),
		refuse('not_found', 'mail'))
$$;
