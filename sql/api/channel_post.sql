-- Promise: a batch of messages, each judged by itself and answered in its place: kept with a dense position, or refused without a
-- trace. A nonce that was used gives the first answer again (detail 'repeat'), within the batch as well; other words under it are
-- conflict / nonce_reused, unless the message was edited or taken back since. text comes back only if normal form C changed it.
-- Runs as waymark_posts, which may do no more than this. One statement for the whole batch, whatever its size.
-- Lock: the channel rows, in ascending id, until the commit.
create or replace function api.channel_post(_persons bigint[], _channels bigint[], _nonces bytea[], _texts text[], _langs text[],
	_reply_tos bigint[])
returns table (ord int, outcome text, detail text, seq bigint, at bigint, lang text, text text)
language plpgsql security definer
set search_path = waymark, pg_temp
set plan_cache_mode = force_generic_plan
-- A daemon prepares this when the tables may still be empty, and keeps the plan: so only the one that stays good as they grow,
-- an index look-up for each row of the batch, is allowed.
set enable_seqscan = off
set enable_bitmapscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_material = off
as $$
#variable_conflict use_column
declare
	_now timestamptz;
begin
	perform from channel c where c.id = any(_channels) order by c.id for no key update;
	_now := clock();
	return query
	with asked as materialized (
		select a.ord, a.person, a.channel, a.nonce, nullif(a.lang, '') as lang, nullif(a.reply_to, 0) as reply_to, a.text as given,
			-- To normalise costs more than all the rest of a post; plain ASCII, and most other text, is in normal form already.
			case when octet_length(a.text) = char_length(a.text) or a.text is nfc normalized then a.text else normalize(a.text, nfc) end as text
		from unnest(_persons, _channels, _nonces, _texts, _langs, _reply_tos)
			with ordinality a(person, channel, nonce, text, lang, reply_to, ord)
	),
	judged as materialized (
		select a.*, c.head, p.language, e.seq as kept_seq, e.at as kept_at, e.lang as kept_lang,
			e.altered_at is not null or (e.text = a.text and e.about is not distinct from a.reply_to) as same,
			case
				when m.person is null then 'not_found'
				when c.kind = 'inbox' then 'denied'
				when octet_length(a.text) > 16000 then 'too_large'
				when a.text = '' or (a.lang is not null and not is_language(a.lang)) then 'invalid'
				when a.reply_to is not null and (r.seq is null or r.seq <= m.from_seq) then 'invalid'
			end as refusal,
			case
				when m.person is null or c.kind = 'inbox' then null
				when octet_length(a.text) > 16000 then 'text'
				when a.text = '' then 'text: is empty'
				when a.lang is not null and not is_language(a.lang) then 'lang: is not a language tag'
				when a.reply_to is not null and (r.seq is null or r.seq <= m.from_seq) then 'reply_to: is no message'
			end as reason
		from asked a
		left join channel c on c.id = a.channel
		left join membership m on m.channel = a.channel and m.person = a.person and m.until_seq is null
		left join person p on p.id = a.person
		left join event e on e.channel = a.channel and e.actor = a.person and e.nonce = a.nonce
		left join event r on r.channel = a.channel and r.seq = a.reply_to and r.kind = 'message'
	),
	turned as (
		select j.*, row_number() over w as turn, first_value(j.text) over w as first_text, first_value(j.reply_to) over w as first_reply_to,
			first_value(j.refusal) over w as first_refusal
		from judged j
		window w as (partition by j.channel, j.person, j.nonce order by j.ord)
	),
	placed as materialized (
		select t.*, t.turn = 1 and t.kept_seq is null and t.refusal is null as fresh,
			t.head + count(*) filter (where t.turn = 1 and t.kept_seq is null and t.refusal is null) over w as place
		from turned t
		window w as (partition by t.channel order by t.ord rows unbounded preceding)
	),
	kept as (
		insert into event (channel, seq, at, actor, about, kind, lang, nonce, text)
		select p.channel, p.place, _now, p.person, p.reply_to, 'message', coalesce(p.lang, p.language), p.nonce, p.text
		from placed p
		where p.fresh
	),
	grown as (
		select p.channel, min(p.place) as low, max(p.place) as high from placed p where p.fresh group by p.channel
	),
	moved as (
		update channel c set head = g.high, last_at = _now from grown g where c.id = g.channel
	),
	wanted as (
		insert into search_due (channel, from_seq, to_seq, at) select g.channel, g.low, g.high, _now from grown g
	),
	firsts as (
		select p.*, first_value(p.place) over (partition by p.channel, p.person, p.nonce order by p.ord) as first_place
		from placed p
	)
	select f.ord::int,
		case when f.kept_seq is not null then case when f.same then 'ok' else 'conflict' end
			when f.turn > 1 and f.first_refusal is null
				then case when f.text = f.first_text and f.reply_to is not distinct from f.first_reply_to then 'ok' else 'conflict' end
			else coalesce(f.refusal, 'ok') end,
		case when f.kept_seq is not null then case when f.same then 'repeat' else 'nonce_reused' end
			when f.turn > 1 and f.first_refusal is null
				then case when f.text = f.first_text and f.reply_to is not distinct from f.first_reply_to then 'repeat' else 'nonce_reused' end
			else f.reason end,
		case when f.kept_seq is not null then f.kept_seq when f.first_refusal is null then f.first_place end,
		micros(coalesce(f.kept_at, _now)),
		coalesce(f.kept_lang, f.lang, f.language),
		case when f.text <> f.given then f.text end
	from firsts f
	order by f.ord;
end
$$;
