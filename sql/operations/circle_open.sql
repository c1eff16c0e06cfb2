-- Promise: a circle that asks people in, with a channel whose first member and facilitator is whoever opened it. Twenty open a
-- person. Lock: the new circle's and channel's rows.
create or replace function operation.circle_open(_me bigint, _title text, _purpose text, _topics bigint[], _seats bigint, _language text)
returns waymark.answer
language plpgsql set search_path = waymark, pg_temp as $$
declare
	_channel bigint;
	_circle bigint;
	_state happening;
	_events jsonb;
begin
	if not is_language(coalesce(_language, 'en')) then
		return refuse('invalid', 'language: is not a language tag');
	elsif exists (select from unnest(_topics) t where not exists (select from topic k where k.id = t)) then
		return refuse('not_found', 'topics');
	elsif (select count(*) from circle c where c.opened_by = _me and c.state <> 'closed') >= 20 then
		return refuse('rate_limited');
	end if;
	_channel := channel_make('circle');
	insert into circle (channel, opened_by, title, purpose, language, seats, moved_at)
	values (_channel, _me, normalize(_title, NFC), normalize(_purpose, NFC), coalesce(_language, language_of(_me)), _seats, clock())
	returning id into _circle;
	insert into circle_topic (circle, topic) select distinct _circle, t from unnest(_topics) t;
	_state := move('circle', _circle, 'inviting', _me);
	_events := join_channel(_channel, _me, 'facilitator', _after => array[_state]);
	return ok(jsonb_build_object('circle', _circle, 'channel', _channel), _events);
end
$$;
