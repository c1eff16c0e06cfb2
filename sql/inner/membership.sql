-- Coming and going: a person's range in a channel opens at their joined event and ends at their left event.

-- Promise: they are a member from their own joined event on (and see it), or from the channel's beginning if they are its first.
-- _before and _after are appended around it. Lock: the channel's row.
create or replace function waymark.join_channel(_channel bigint, _person bigint, _role text, _before waymark.happening[] default '{}',
	_after waymark.happening[] default '{}') returns jsonb
language plpgsql security definer set search_path = waymark, pg_temp as $$
declare
	_joined happening;
	_events jsonb;
	_from bigint;
begin
	select _channel, me(), 'joined', null, null, null, jsonb_build_object('person', p.id, 'name', p.name, 'role', _role)
	into strict _joined
	from person p
	where p.id = _person;
	_events := append(_before || _joined || _after);
	_from := (_events -> cardinality(_before) ->> 'seq')::bigint - 1;
	if not exists (select from membership m where m.channel = _channel) then
		_from := 0;
	end if;
	insert into membership (channel, person, role, from_seq, joined_at) values (_channel, _person, _role, _from, clock());
	insert into read_mark (channel, person, seq) values (_channel, _person, _from)
	on conflict (channel, person) do update set seq = greatest(read_mark.seq, excluded.seq);
	return _events;
end
$$;

-- Promise: they are a member no longer; their own left event is the last that they see. Lock: the channel's row.
create or replace function waymark.part_channel(_channel bigint, _person bigint, _after waymark.happening[] default '{}') returns jsonb
language plpgsql security definer set search_path = waymark, pg_temp as $$
declare
	_left happening := row(_channel, me(), 'left', null, null, null, jsonb_build_object('person', _person));
	_events jsonb := append(_left || _after);
begin
	update membership m set until_seq = (_events -> 0 ->> 'seq')::bigint
	where m.channel = _channel and m.person = _person and m.until_seq is null;
	if not found then
		raise exception 'person % is not in channel %', _person, _channel;
	end if;
	return _events;
end
$$;

-- Promise: an empty channel.
create or replace function waymark.channel_make(_kind text, _owner bigint default null) returns bigint
language sql security definer set search_path = waymark, pg_temp as $$
	insert into channel (kind, owner, last_at) values (_kind, _owner, clock()) returning id
$$;
