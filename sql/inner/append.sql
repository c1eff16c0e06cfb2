-- Promise: the happenings become events, in their order, with dense positions in each channel; given back as they go out, a JSON
-- array. Called last in an operation. The actor is whoever asks, or nobody.
-- Lock: the channel rows, in ascending id, until the commit: so positions follow the order of the commits and vanish on rollback.
create or replace function waymark.append(_happenings waymark.happening[]) returns jsonb
language plpgsql security definer set search_path = waymark, pg_temp as $$
declare
	_now timestamptz;
	_kept jsonb;
begin
	if exists (select from unnest(_happenings) h where h.actor is distinct from me() and h.actor is not null) then
		raise exception 'an event in the name of somebody else';
	end if;
	perform from channel c where c.id in (select h.channel from unnest(_happenings) h) order by c.id for no key update;
	_now := clock();
	with placed as materialized (
		select h.*, c.head + row_number() over (partition by h.channel order by h.ordinality) as seq
		from unnest(_happenings) with ordinality h
		join channel c on c.id = h.channel
	),
	kept as (
		insert into event (channel, seq, at, actor, about, kind, lang, text, body)
		select p.channel, p.seq, _now, p.actor, p.about, p.kind, p.lang, p.text, p.body from placed p
	),
	moved as (
		update channel c set head = n.head, last_at = _now
		from (select p.channel, max(p.seq) as head from placed p group by p.channel) n
		where c.id = n.channel
	)
	select jsonb_agg(jsonb_build_object('channel', p.channel, 'seq', p.seq, 'kind', p.kind, 'at', micros(_now), 'actor', p.actor,
			'body', event_body(p.kind, p.text, p.about, false, p.body))
		|| case when p.lang is null then '{}'::jsonb else jsonb_build_object('lang', p.lang) end order by p.ordinality)
	into _kept
	from placed p;
	if jsonb_array_length(coalesce(_kept, '[]')) <> coalesce(cardinality(_happenings), 0) then
		raise exception 'an event in a channel that does not exist';
	end if;
	return _kept;
end
$$;

-- Promise: the channel's row is ours until the commit: nothing is posted, edited or joined there meanwhile.
-- Lock: that row.
create or replace function waymark.channel_lock(_channel bigint) returns void
language sql security definer set search_path = waymark, pg_temp as $$
	select from channel c where c.id = _channel for no key update
$$;
