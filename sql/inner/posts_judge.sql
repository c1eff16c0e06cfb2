-- Promise: each message is judged by itself, as api.channel_post says; within the batch the first of a nonce stands for all of it.
-- One statement for the whole batch, whatever its size.
-- Lock: the channel rows, in ascending id, until the commit.
create or replace function waymark.posts_judge(_persons bigint[], _channels bigint[], _nonces bytea[], _texts text[], _langs text[],
	_reply_tos bigint[])
returns table (ord int, outcome text, detail text, seq bigint, at bigint, lang text, text text)
language plpgsql as $$
#variable_conflict use_column
declare
	_now timestamptz;
begin
	perform from waymark.channel c where c.id = any(_channels) order by c.id for no key update;
	_now := waymark.clock();
	return query
	with judged as materialized (
		select * from waymark.posts_judged(_persons, _channels, _nonces, _texts, _langs, _reply_tos)
	),
	turned as (
		select j.*, row_number() over w = 1 as first, first_value(j.refusal) over w as verdict, first_value(j.reason) over w as why,
			first_value(j.text) over w = j.text and first_value(j.reply_to) over w is not distinct from j.reply_to as alike
		from judged j
		window w as (partition by j.channel, j.person, j.nonce order by j.ord)
	),
	placed as materialized (
		select t.*, t.first and t.kept_seq is null and t.refusal is null as fresh,
			t.head + count(*) filter (where t.first and t.kept_seq is null and t.refusal is null) over w as place
		from turned t
		window w as (partition by t.channel order by t.ord rows unbounded preceding)
	),
	kept as (
		insert into waymark.event (channel, seq, at, actor, about, kind, lang, nonce, text)
		select p.channel, p.place, _now, p.person, p.reply_to, 'message', coalesce(p.lang, p.language), p.nonce, p.text
		from placed p
		where p.fresh
	),
	moved as (
		update waymark.channel c set head = g.high, last_at = _now
		from (select p.channel, max(p.place) as high from placed p where p.fresh group by p.channel) g
		where c.id = g.channel
	),
	wanted as (
		insert into waymark.search_due (channels, seqs, at)
		select array_agg(p.channel), array_agg(p.place), _now from placed p where p.fresh having count(*) > 0
	)
	select p.ord::int,
		case when not coalesce(p.same, p.alike) then 'conflict' when p.kept_seq is null then coalesce(p.verdict, 'ok') else 'ok' end,
		case when not coalesce(p.same, p.alike) then 'nonce_reused'
			when p.kept_seq is not null or not p.first and p.verdict is null then 'repeat'
			else p.why end,
		case when not coalesce(p.same, p.alike) then null
			when p.kept_seq is not null then p.kept_seq
			when p.verdict is null then first_value(p.place) over (partition by p.channel, p.person, p.nonce order by p.ord) end,
		waymark.micros(coalesce(p.kept_at, _now)),
		coalesce(p.kept_lang, p.lang, p.language),
		nullif(p.text, p.given)
	from placed p;
end
$$;

-- Promise: each message in normal form C beside what decides over it: the channel's head, the refusal and its reason or null, and
-- what was kept under its nonce before; same says whether that is this message. No lock.
create or replace function waymark.posts_judged(_persons bigint[], _channels bigint[], _nonces bytea[], _texts text[], _langs text[],
	_reply_tos bigint[])
returns table (ord bigint, person bigint, channel bigint, nonce bytea, lang text, reply_to bigint, given text, text text, head bigint,
	language text, kept_seq bigint, kept_at timestamptz, kept_lang text, same boolean, refusal text, reason text)
language sql stable as $$
	select a.*, c.head, p.language, e.seq, e.at, e.lang,
		case when e.seq is not null then e.altered_at is not null or (e.text = a.text and e.about is not distinct from a.reply_to) end,
		case
			when m.person is null then 'not_found'
			when c.kind = 'inbox' then 'denied'
			when octet_length(a.text) > 16000 then 'too_large'
			when a.text = '' or not waymark.is_language(a.lang) then 'invalid'
			when a.reply_to is not null and (r.seq is null or r.seq <= m.from_seq) then 'invalid'
		end,
		case
			when m.person is null or c.kind = 'inbox' then null
			when octet_length(a.text) > 16000 then 'text'
			when a.text = '' then 'text: is empty'
			when not waymark.is_language(a.lang) then 'lang: is not a language tag'
			when a.reply_to is not null and (r.seq is null or r.seq <= m.from_seq) then 'reply_to: is no message'
		end
	from (
		select n.ord, n.person, n.channel, n.nonce, nullif(n.lang, '') as lang, nullif(n.reply_to, 0) as reply_to, n.text as given,
			normalize(n.text, nfc) as text
		from unnest(_persons, _channels, _nonces, _texts, _langs, _reply_tos)
			with ordinality n(person, channel, nonce, text, lang, reply_to, ord)
	) a
	left join waymark.channel c on c.id = a.channel
	left join waymark.membership m on m.channel = a.channel and m.person = a.person and m.until_seq is null
	left join waymark.person p on p.id = a.person
	left join waymark.event e on e.channel = a.channel and e.actor = a.person and e.nonce = a.nonce
	left join waymark.event r on r.channel = a.channel and r.seq = a.reply_to and r.kind = 'message'
$$;
