-- Promise: what was given is changed, what was absent stays. Lock: the person's own rows.
create or replace function operation.profile_set(_me bigint, _name text, _language text, _place bigint, _topics bigint[],
	_hours_per_month bigint, _may_ask boolean, _paused_until bigint) returns waymark.answer
language plpgsql set search_path = waymark, pg_temp as $$
begin
	if not is_language(coalesce(_language, 'en')) then
		return refuse('invalid', 'language: is not a language tag');
	elsif _place is not null and not exists (select from place p where p.id = _place) then
		return refuse('not_found', 'place');
	elsif exists (select from unnest(_topics) t where not exists (select from topic k where k.id = t)) then
		return refuse('not_found', 'topics');
	end if;
	update person p
	set name = coalesce(normalize(_name, NFC), p.name), language = coalesce(_language, p.language), place = coalesce(_place, p.place)
	where p.id = _me;
	update account a
	set hours_per_month = coalesce(_hours_per_month, a.hours_per_month), may_ask = coalesce(_may_ask, a.may_ask),
		paused_until = case when _paused_until is null then a.paused_until when _paused_until > 0 then instant(_paused_until) end
	where a.person = _me;
	if _topics is not null then
		delete from person_topic t where t.person = _me and t.topic <> all(_topics);
		insert into person_topic (person, topic) select distinct _me, t from unnest(_topics) t on conflict do nothing;
	end if;
	return ok(jsonb_build_object('profile', profile_shape(_me, true, language_of(_me))));
end
$$;
