-- Promise: the places of the rows are there, each once by its code, with what the row says of it; nothing is taken away. A row that
-- is not right is named, and then nothing at all is changed. The parent is looked for in the same rows and in what is there.
-- Lock: an advisory lock, one import at a time; then the rows of the places.
create or replace function admin.import_places(_with jsonb) returns waymark.answer
language plpgsql security definer set search_path = waymark, pg_temp as $$
declare
	_problem text := place_rows_problem(_with -> 'rows');
	_before bigint;
begin
	if _problem is not null then
		return refuse('invalid', _problem);
	end if;
	perform pg_advisory_xact_lock(hashtext('waymark.import'), hashtext('places'));
	select count(*) into _before from place;
	insert into place as p (code, name, nation, kind, need_quintile, added_at)
	select r.code, normalize(r.name, NFC), r.nation, coalesce(r.kind, 'place'), r.need, clock() from place_rows(_with -> 'rows') r
	on conflict (code) do update
	set name = excluded.name, nation = excluded.nation, kind = excluded.kind,
		need_quintile = coalesce(excluded.need_quintile, p.need_quintile);
	update place p set within = o.id
	from place_rows(_with -> 'rows') r
	join place o on o.code = r.parent
	where p.code = r.code and o.id <> p.id and p.within is distinct from o.id;
	insert into place_name (place, lang, name)
	select p.id, 'cy', normalize(r.name_cy, NFC) from place_rows(_with -> 'rows') r join place p on p.code = r.code where r.name_cy <> ''
	on conflict (place, lang) do update set name = excluded.name;
	return ok(jsonb_build_object('read', jsonb_array_length(_with -> 'rows'), 'added', (select count(*) from place) - _before));
end
$$;

-- The rows as columns. need is the given quintile, or the fifth in which the rank lies: 1 is the most in need.
create or replace function waymark.place_rows(_rows jsonb)
returns table (ord bigint, code text, name text, name_cy text, nation text, kind text, parent text, need int)
language sql stable as $$
	select r.ordinality, upper(r.value ->> 'code'), r.value ->> 'name', r.value ->> 'name_cy', nullif(r.value ->> 'nation', ''),
		nullif(r.value ->> 'kind', ''), coalesce(nullif(r.value ->> 'parent_code', ''), nullif(r.value ->> 'within', '')),
		coalesce(
			waymark.whole(r.value ->> 'need_quintile'),
			ceil(5.0 * waymark.whole(r.value ->> 'dep_rank_in_nation') / nullif(waymark.whole(r.value ->> 'dep_rank_of'), 0)))::int
	from jsonb_array_elements(_rows) with ordinality r
$$;

-- A whole number, or null if the text is none.
create or replace function waymark.whole(_text text) returns bigint
language sql stable parallel safe as $$
	select case when _text ~ '^-?[0-9]{1,15}$' then _text::bigint end
$$;

create or replace function waymark.place_rows_problem(_rows jsonb) returns text
language sql stable as $$
	select case
		when jsonb_typeof(_rows) is distinct from 'array' then 'rows: is no list'
		else (
			select 'row ' || r.ord || ': ' || case
				when coalesce(octet_length(r.code), 0) not between 1 and 16 then 'code: 1 to 16 bytes'
				when coalesce(waymark.kept_bytes(r.name), 0) not between 1 and 200 or waymark.kept_bytes(r.name_cy) > 200 then 'name: 1 to 200 bytes'
				when not waymark.is_printable(r.name) then 'name: cannot be shown'
				when r.nation not in ('England', 'Scotland', 'Wales', 'Northern Ireland') then 'nation: none of the four'
				when octet_length(r.kind) > 64 then 'kind: 1 to 64 bytes'
				when r.need not between 1 and 5 then 'need_quintile: 1 to 5'
				else 'code: stands twice'
			end
			from (select p.*, count(*) over (partition by p.code) as times from waymark.place_rows(_rows) p) r
			where coalesce(octet_length(r.code), 0) not between 1 and 16
				or coalesce(waymark.kept_bytes(r.name), 0) not between 1 and 200 or waymark.kept_bytes(r.name_cy) > 200
				or not waymark.is_printable(r.name) or r.nation not in ('England', 'Scotland', 'Wales', 'Northern Ireland')
				or octet_length(r.kind) > 64 or r.need not between 1 and 5 or r.times > 1
			order by r.ord
			limit 1
		)
	end
$$;
