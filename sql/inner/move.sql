-- Promise: the one way by which an object changes its state: only a move that its life-cycle knows, from the state that it is in
-- now. Gives the happening that says so, for the caller to append. _by is null when the service itself moves it.
-- Lock: the object's row, until the commit.
create or replace function waymark.move(_object text, _id bigint, _to text, _by bigint) returns waymark.happening
language plpgsql security definer set search_path = waymark, pg_temp as $$
declare
	_from text;
	_channel bigint;
begin
	if not exists (select from lifecycle_move l where l.lifecycle = _object) then
		raise exception 'no life-cycle of a %', _object; -- and no table of that name is looked for
	end if;
	execute format('select state, channel from waymark.%I where id = $1 for no key update', _object) into _from, _channel using _id;
	if _channel is null then
		raise exception 'no % %', _object, _id;
	end if;
	if not exists (
		select from lifecycle_move l where l.lifecycle = _object and l."from" is not distinct from _from and l."to" = _to
	) then
		raise exception 'a % may not move from % to %', _object, coalesce(_from, 'nothing'), _to;
	end if;
	execute format('update waymark.%I set state = $2, moved_at = waymark.clock() where id = $1', _object) using _id, _to;
	return row(_channel, _by, 'state', null, null, null,
		jsonb_build_object('object', _object, 'id', _id, 'from', _from, 'to', _to, 'by', _by))::happening;
end
$$;
