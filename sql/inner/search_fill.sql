-- Promise: messages that were posted or altered are found by their new words, and no longer by their old; about _limit of them, or
-- one batch of posts if that is more; gives how many were read.
-- Lock: the rows of search_due that it takes; nobody waits for them.
create or replace function waymark.search_fill(_limit int) returns int
language plpgsql security definer set search_path = waymark, pg_temp as $$
declare
	_read int;
begin
	with free as materialized (
		select d.ctid as at, cardinality(d.seqs) as size from search_due d limit _limit for update skip locked
	),
	taken as (
		delete from search_due s
		where s.ctid = any(array(
			select f.at from (select f.at, sum(f.size) over (order by f.at) - f.size as before from free f) f where f.before < _limit
		))
		returning s.channels, s.seqs
	),
	meant as (
		select distinct e.channel, e.seq, e.text, e.lang
		from taken t
		cross join unnest(t.channels, t.seqs) n(channel, seq)
		join event e on e.channel = n.channel and e.seq = n.seq and e.kind = 'message'
	),
	gone as (
		delete from search s using meant m where s.channel = m.channel and s.seq = m.seq and m.text is null
	),
	kept as (
		insert into search (channel, seq, words)
		select m.channel, m.seq, search_words(m.text, m.lang) from meant m where m.text is not null
		on conflict (channel, seq) do update set words = excluded.words
	)
	select count(*) into _read from meant;
	return _read;
end
$$;

-- Promise: the words by which a text is found: English ones by their stem, Welsh ones by their radical, all of them as they stand.
create or replace function waymark.search_words(_text text, _lang text) returns tsvector
language sql stable parallel safe set search_path = waymark, pg_temp as $$
	select to_tsvector('waymark.simple', _text)
		|| case
			when _lang ~ '^en' then to_tsvector('waymark.english', _text)
			when _lang ~ '^cy' then welsh_words(_text)
			else ''::tsvector
		end
$$;
