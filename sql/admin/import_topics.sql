-- Promise: the topics of the rows are there, each once by its slug, with their labels, synonyms, definition and wider topic; nothing
-- is taken away. A row that is not right is named, and then nothing at all is changed.
-- Lock: an advisory lock, one import at a time; then the topics' rows.
create or replace function admin.import_topics(_with jsonb) returns waymark.answer
language plpgsql security definer set search_path = waymark, pg_temp as $$
declare
	_problem text := topic_rows_problem(_with -> 'rows');
	_before bigint;
begin
	if _problem is not null then
		return refuse('invalid', _problem);
	end if;
	perform pg_advisory_xact_lock(hashtext('waymark.import'), hashtext('topics'));
	select count(*) into _before from topic;
	insert into topic (slug, kind, definition, made_at)
	select r.slug, r.kind, normalize(r.definition, NFC), clock() from topic_rows(_with -> 'rows') r
	on conflict (slug) do update set kind = excluded.kind, definition = excluded.definition;
	insert into topic_parent (topic, parent)
	select t.id, p.id
	from topic_rows(_with -> 'rows') r
	join topic t on t.slug = r.slug
	join topic p on p.slug = r.parent
	on conflict do nothing;
	perform topic_labels_put(_with -> 'rows');
	perform topic_close();
	return ok(jsonb_build_object('read', jsonb_array_length(_with -> 'rows'), 'added', (select count(*) from topic) - _before));
end
$$;

create or replace function waymark.topic_rows(_rows jsonb)
returns table (ord bigint, slug text, label text, label_cy text, parent text, kind text, synonyms text[], definition text)
language sql stable as $$
	select r.ordinality, coalesce(r.value ->> 'id', r.value ->> 'slug'), r.value ->> 'label', nullif(r.value ->> 'label_cy', ''),
		nullif(r.value ->> 'parent', ''), coalesce(nullif(r.value ->> 'kind', ''), 'topic'),
		case when r.value ->> 'synonyms' <> '' then string_to_array(r.value ->> 'synonyms', ';') else '{}' end,
		coalesce(r.value ->> 'definition', '')
	from jsonb_array_elements(_rows) with ordinality r
$$;

create or replace function waymark.topic_labels_put(_rows jsonb) returns void
language sql security definer set search_path = waymark, pg_temp as $$
	delete from topic_label l using topic t, topic_rows(_rows) r where t.slug = r.slug and l.topic = t.id;
	insert into topic_label (topic, lang, kind, label)
	select distinct on (t.id, l.lang, l.label) t.id, l.lang, l.kind, l.label
	from topic_rows(_rows) r
	join topic t on t.slug = r.slug
	cross join lateral (
		select 'en' as lang, 'preferred' as kind, normalize(r.label, NFC) as label
		union all
		select 'cy', 'preferred', normalize(r.label_cy, NFC) where r.label_cy is not null
		union all
		select 'en', 'alternative', normalize(btrim(s), NFC) from unnest(r.synonyms) s where btrim(s) <> ''
	) l
	order by t.id, l.lang, l.label, l.kind desc
$$;

create or replace function waymark.topic_rows_problem(_rows jsonb) returns text
language sql stable as $$
	select case
		when jsonb_typeof(_rows) is distinct from 'array' then 'rows: is no list'
		else (
			select 'row ' || r.ord || ': ' || r.problem
			from (
				select t.ord, case
					when t.slug is null or t.slug !~ '^[a-z0-9-]{1,64}$' then 'id: 1 to 64 of a-z, 0-9 and -'
					when coalesce(waymark.kept_bytes(t.label), 0) not between 1 and 400 or waymark.kept_bytes(t.label_cy) > 400 then 'label: 1 to 400 bytes'
					when octet_length(t.kind) > 64 then 'kind: 1 to 64 bytes'
					when cardinality(t.synonyms) > 100 or exists (select from unnest(t.synonyms) s where waymark.kept_bytes(s) > 400) then 'synonyms: too large'
					when waymark.kept_bytes(t.definition) > 4000 then 'definition: 4000 bytes at most'
					when t.parent = t.slug then 'parent: is itself'
					when t.parent is not null and not exists (select from waymark.topic k where k.slug = t.parent)
						and not exists (select from waymark.topic_rows(_rows) k where k.slug = t.parent) then 'parent: no such topic'
					when count(*) over (partition by t.slug) > 1 then 'id: stands twice'
				end as problem
				from waymark.topic_rows(_rows) t
			) r
			where r.problem is not null
			order by r.ord
			limit 1
		)
	end
$$;
