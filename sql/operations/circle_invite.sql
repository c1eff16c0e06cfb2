-- Promise: the person is asked into the circle, once, by an event in their inbox. Any member may ask.
-- Where the other has blocked the one who asks, the answer is the same and nothing happens: they are not to be told. Whom one has
-- blocked oneself cannot be found. Lock: the asking's row, then the channel row of the inbox.
create or replace function operation.circle_invite(_me bigint, _circle bigint, _person bigint) returns waymark.answer
language plpgsql set search_path = waymark, pg_temp as $$
declare
	_title text;
	_state text;
	_channel bigint;
begin
	select c.title, c.state, c.channel into _title, _state, _channel
	from circle c
	join membership m on m.channel = c.channel and m.person = _me and m.until_seq is null
	where c.id = _circle;
	if _title is null then
		return refuse('not_found');
	elsif _state = 'closed' then
		return refuse('conflict', 'closed');
	elsif not person_is(_person) or exists (select from block b where b.person = _me and b.other = _person) then
		return refuse('not_found', 'person');
	elsif exists (select from membership m where m.channel = _channel and m.person = _person and m.until_seq is null) then
		return refuse('conflict', 'already_member');
	elsif (select count(*) from circle_invited i where i.by = _me) >= 100 then
		return refuse('rate_limited');
	elsif blocked(_me, _person) then
		return ok(jsonb_build_object('state', 'invited'));
	end if;
	insert into circle_invited (circle, person, by, at) values (_circle, _person, _me, clock()) on conflict do nothing;
	if not found then
		return ok(jsonb_build_object('state', 'invited'));
	end if;
	return ok(jsonb_build_object('state', 'invited'), append(array[row(inbox_of(_person), _me, 'invited', null, null, null,
		jsonb_build_object('circle', _circle, 'title', _title, 'by', _me, 'name', (select p.name from person p where p.id = _me))
	)::happening]));
end
$$;
