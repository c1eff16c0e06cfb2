-- Promise: the circles of the rows are there, each once by the row's id: opened by its host, the members joined, the current
-- question its first message; all as if these people had done it. One that is there already is left as it is. A row that is not
-- right is named, and then nothing at all is changed.
-- Lock: an advisory lock, one import at a time; then what opening and joining lock.
create or replace function admin.import_circles(_with jsonb) returns waymark.answer
language plpgsql security definer set search_path = waymark, pg_temp as $$
declare
	_problem text;
	_row jsonb;
	_added int := 0;
	_events jsonb := '[]';
begin
	if jsonb_typeof(_with -> 'rows') is distinct from 'array' then
		return refuse('invalid', 'rows: is no list');
	end if;
	perform pg_advisory_xact_lock(hashtext('waymark.import'), hashtext('circles'));
	_problem := circle_rows_problem(_with -> 'rows');
	if _problem is not null then
		return refuse('invalid', _problem);
	end if;
	for _row in select r from jsonb_array_elements(_with -> 'rows') r loop
		if not exists (select from circle c where c.external = _row ->> 'id') then
			_events := _events || circle_import(_row);
			_added := _added + 1;
		end if;
	end loop;
	perform set_config('waymark.person', '', true);
	return ok(jsonb_build_object('read', jsonb_array_length(_with -> 'rows'), 'added', _added), _events);
end
$$;

-- Promise: one circle; gives its events. The host and each member act in turn.
create or replace function waymark.circle_import(_row jsonb) returns jsonb
language plpgsql security definer set search_path = waymark, pg_temp as $$
declare
	_host bigint := (select p.id from person p where p.external = _row ->> 'host');
	_language text := coalesce(_row ->> 'language', 'en');
	_channel bigint := channel_make('circle');
	_circle bigint;
	_member bigint;
	_events jsonb;
begin
	perform set_config('waymark.person', _host::text, true);
	insert into circle (external, channel, opened_by, title, purpose, language, seats, moved_at)
	values (_row ->> 'id', _channel, _host, normalize(_row ->> 'name', NFC), normalize(_row ->> 'purpose', NFC), _language,
		coalesce(whole(_row ->> 'size_limit'), 12), clock())
	returning id into _circle;
	insert into circle_topic (circle, topic)
	select _circle, t.id from unnest(words_given(_row -> 'topics')) k join topic t on t.slug = k
	on conflict do nothing;
	_events := join_channel(_channel, _host, 'facilitator', _after => array[move('circle', _circle, 'inviting', _host)]);
	if _row ->> 'current_question' <> '' then
		_events := _events || append(array[row(_channel, _host, 'message', _language, normalize(_row ->> 'current_question', NFC), null, null)::happening]);
		insert into search_due (channels, seqs, at) values (array[_channel], array[(_events -> -1 ->> 'seq')::bigint], clock());
	end if;
	for _member in
		select p.id from unnest(words_given(_row -> 'members')) with ordinality m(id, ordinality)
		join person p on p.external = m.id
		where p.id <> _host
		order by m.ordinality
	loop
		perform set_config('waymark.person', _member::text, true);
		_events := _events || join_channel(_channel, _member, 'member', _after => case
			when (select c.state from circle c where c.id = _circle) = 'inviting' then array[move('circle', _circle, 'active', null)]
			else '{}' end);
	end loop;
	-- Who was there from the start reads from the start: the host's question is for them.
	update membership m set from_seq = 0 where m.channel = _channel;
	update read_mark r set seq = 0 where r.channel = _channel and r.person <> _host;
	return _events;
end
$$;

create or replace function waymark.circle_rows_problem(_rows jsonb) returns text
language sql stable security definer set search_path = waymark, pg_temp as $$
	select 'row ' || r.ordinality || ': ' || r.problem
	from (
		select c.ordinality, case
			when coalesce(octet_length(c.value ->> 'id'), 0) not between 1 and 64 then 'id: 1 to 64 bytes'
			when coalesce(kept_bytes(c.value ->> 'name'), 0) not between 1 and 400 then 'name: 1 to 400 bytes'
			when not is_printable(c.value ->> 'name') then 'name: cannot be shown'
			when words_given(c.value -> 'members') is null then 'members: must be a list of ids'
			when words_given(c.value -> 'topics') is null then 'topics: must be a list of words'
			when coalesce(kept_bytes(c.value ->> 'purpose'), 0) not between 1 and 4000 then 'purpose: 1 to 4000 bytes'
			when kept_bytes(c.value ->> 'current_question') > 16000 then 'current_question: 16000 bytes at most'
			when not is_language(coalesce(c.value ->> 'language', 'en')) then 'language: no language tag'
			when coalesce(whole(c.value ->> 'size_limit'), 12) not between 2 and 50 then 'size_limit: 2 to 50'
			when cardinality(words_given(c.value -> 'members')) > coalesce(whole(c.value ->> 'size_limit'), 12) then 'members: more than seats'
			when not exists (select from person p where p.external = c.value ->> 'host') then 'host: no such person'
			when exists (select from unnest(words_given(c.value -> 'members')) m
				where not exists (select from person p where p.external = m)) then 'members: no such person'
			when count(*) over (partition by c.value ->> 'id') > 1 then 'id: stands twice'
		end as problem
		from jsonb_array_elements(_rows) with ordinality c
	) r
	where r.problem is not null
	order by r.ordinality
	limit 1
$$;
