-- Promise: the people of the rows are there, each once by the row's id, with account, inbox, roles, topics and languages; one who is
-- there already is left as they are, for they may have changed it themselves. A row that is not right is named, and then nothing
-- at all is changed. Lock: an advisory lock, one import at a time.
create or replace function admin.import_people(_with jsonb) returns waymark.answer
language plpgsql security definer set search_path = waymark, pg_temp as $$
declare
	_problem text;
	_row jsonb;
	_added int := 0;
begin
	if jsonb_typeof(_with -> 'rows') is distinct from 'array' then
		return refuse('invalid', 'rows: is no list');
	end if;
	perform pg_advisory_xact_lock(hashtext('waymark.import'), hashtext('people'));
	_problem := person_rows_problem(_with -> 'rows');
	if _problem is not null then
		return refuse('invalid', _problem);
	end if;
	for _row in select r from jsonb_array_elements(_with -> 'rows') r loop
		if not exists (select from person p where p.external = _row ->> 'id') then
			perform person_import(_row);
			_added := _added + 1;
		end if;
	end loop;
	return ok(jsonb_build_object('read', jsonb_array_length(_with -> 'rows'), 'added', _added));
end
$$;

create or replace function waymark.person_import(_row jsonb) returns void
language plpgsql security definer set search_path = waymark, pg_temp as $$
declare
	_person bigint := person_make(_row ->> 'name', coalesce(_row #>> '{languages,0}', _row ->> 'language', 'en'),
		place_meant(nullif(_row ->> 'place_code', '')), _row ->> 'email', true, _proven => true);
begin
	update person p set external = _row ->> 'id' where p.id = _person;
	update account a set hours_per_month = least(whole(coalesce(_row #>> '{availability,hours_per_month}', _row ->> 'hours')), 200)
	where a.person = _person;
	insert into role_held (person, role, given_at)
	select _person, r, clock() from unnest(words_given(_row -> 'roles')) r where is_role(r)
	on conflict do nothing;
	insert into person_language (person, lang)
	select _person, l from unnest(words_given(_row -> 'languages')) l where is_language(l)
	on conflict do nothing;
	insert into person_topic (person, topic, level, years)
	select _person, t.id, whole(k ->> 'level'), whole(k ->> 'years')
	from jsonb_array_elements(coalesce(_row -> 'topics', '[]')) k
	join topic t on t.slug = k ->> 'topic'
	on conflict do nothing;
end
$$;

create or replace function waymark.person_rows_problem(_rows jsonb) returns text
language sql stable security definer set search_path = waymark, pg_temp as $$
	select 'row ' || r.ordinality || ': ' || r.problem
	from (
		select p.ordinality, case
			when coalesce(octet_length(p.value ->> 'id'), 0) not between 1 and 64 then 'id: 1 to 64 bytes'
			when coalesce(kept_bytes(p.value ->> 'name'), 0) not between 1 and 200 then 'name: 1 to 200 bytes'
			when not is_printable(p.value ->> 'name') then 'name: cannot be shown'
			when words_given(p.value -> 'roles') is null then 'roles: must be a list of words'
			when words_given(p.value -> 'languages') is null then 'languages: must be a list of words'
			when jsonb_typeof(p.value -> 'topics') <> 'array' then 'topics: is no list'
			when whole(coalesce(p.value #>> '{availability,hours_per_month}', p.value ->> 'hours')) < 0 then 'hours: 0 or more'
			when p.value ->> 'email' !~ '^[^@[:space:]]+@[^@[:space:]]+$' or octet_length(p.value ->> 'email') > 254 then 'email: is no mail address'
			when not is_language(coalesce(p.value #>> '{languages,0}', p.value ->> 'language', 'en')) then 'languages: no language tag'
			when jsonb_array_length(coalesce(p.value -> 'topics', '[]')) > 30 then 'topics: thirty at most'
			when exists (select from jsonb_array_elements(coalesce(p.value -> 'topics', '[]')) k
				where whole(k ->> 'level') not between 1 and 4 or whole(k ->> 'years') not between 0 and 80) then 'topics: level 1 to 4, years 0 to 80'
			when count(*) over (partition by p.value ->> 'id') > 1 then 'id: stands twice'
			when exists (select from account a join person o on o.id = a.person
				where lower(a.email) = lower(p.value ->> 'email') and o.external is distinct from p.value ->> 'id') then 'email: somebody has it'
			when p.value ->> 'email' is not null and count(*) over (partition by lower(p.value ->> 'email')) > 1 then 'email: stands twice'
		end as problem
		from jsonb_array_elements(_rows) with ordinality p
	) r
	where r.problem is not null
	order by r.ordinality
	limit 1
$$;
