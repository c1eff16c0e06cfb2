-- Promise: all of these messages are kept and answered, if every one is new, allowed and of its own nonce; else unique_violation.
-- A nonce that was used is found by the index that keeps it unique, so nothing looks for it.
-- Lock: the channel rows, in ascending id, until the commit.
create or replace function waymark.posts_keep(_persons bigint[], _channels bigint[], _nonces bytea[], _texts text[], _langs text[],
	_reply_tos bigint[])
returns table (ord int, outcome text, detail text, seq bigint, at bigint, lang text, text text)
language plpgsql as $$
#variable_conflict use_column
declare
	_now timestamptz := waymark.clock();
	_at bigint;
	_kept bigint;
begin
	-- The head moves first, as the lock; what is read behind it is as it is under that lock.
	update waymark.channel c
	set head = c.head + g.posts, last_at = _now
	from (select n.id, count(*) as posts from unnest(_channels) n(id) group by n.id order by n.id) g
	where c.id = g.id;
	_now := waymark.clock();
	_at := waymark.micros(_now);
	if array_remove(array_remove(_reply_tos, null), 0) <> '{}' and not waymark.replies_fit(_persons, _channels, _reply_tos) then
		raise unique_violation using message = 'an answer to no message';
	end if;
	return query
	with asked as (
		select a.*, nullif(a.lang, '') as tongue,
			-- To normalise costs more than all the rest of a post; plain ASCII, and most other text, is in normal form already.
			case when octet_length(a.text) = char_length(a.text) or a.text is nfc normalized then a.text else normalize(a.text, nfc) end as words
		from unnest(_persons, _channels, _nonces, _texts, _langs, _reply_tos)
			with ordinality a(person, channel, nonce, text, lang, reply_to, ord)
		offset 0 -- so that it is worked out once
	),
	placed as materialized (
		select a.ord, a.person, a.channel, a.nonce, nullif(a.reply_to, 0) as reply_to, a.words, nullif(a.words, a.text) as changed,
			coalesce(a.tongue, p.language) as lang,
			c.head + 1 - row_number() over (partition by a.channel order by a.ord desc) as place,
			m.person is not null and c.kind <> 'inbox' and octet_length(a.words) between 1 and 16000
				and (a.tongue is null or waymark.is_language(a.tongue)) as fits
		from asked a
		left join waymark.channel c on c.id = a.channel
		left join waymark.membership m on m.channel = a.channel and m.person = a.person and m.until_seq is null
		left join waymark.person p on p.id = a.person
	),
	kept as (
		insert into waymark.event (channel, seq, at, actor, about, kind, lang, nonce, text)
		select p.channel, p.place, _now, p.person, p.reply_to, 'message', p.lang, p.nonce, p.words
		from placed p
		where p.fits
	),
	wanted as (
		insert into waymark.search_due (channels, seqs, at)
		select array_agg(p.channel), array_agg(p.place), _now from placed p where p.fits having count(*) > 0
	)
	select p.ord::int, 'ok', null::text, p.place, _at, p.lang, p.changed
	from placed p
	where p.fits;
	get diagnostics _kept = row_count;
	if _kept <> cardinality(_persons) then
		raise unique_violation using message = 'a message that is not to be kept';
	end if;
end
$$;

-- Promise: true if every message that is answered is one that the person may see. No lock.
create or replace function waymark.replies_fit(_persons bigint[], _channels bigint[], _reply_tos bigint[]) returns boolean
language sql stable as $$
	select not exists (
		select from unnest(_persons, _channels, _reply_tos) a(person, channel, reply_to)
		left join waymark.membership m on m.channel = a.channel and m.person = a.person and m.until_seq is null
		left join waymark.event r on r.channel = a.channel and r.seq = a.reply_to and r.kind = 'message'
		where a.reply_to <> 0 and (m.person is null or r.seq is null or r.seq <= m.from_seq)
	)
$$;
