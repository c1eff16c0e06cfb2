-- What the search job has yet to do, one row for each batch of posts: the positions to read again, each beside its channel.
alter table waymark.search_due rename to search_due_before;
create table waymark.search_due (
	channels bigint[] not null check (cardinality(channels) between 1 and 10000),
	seqs bigint[] not null check (cardinality(seqs) = cardinality(channels)),
	at timestamptz not null
);
insert into waymark.search_due (channels, seqs, at)
select array[d.channel], array[s], d.at
from waymark.search_due_before d
join waymark.channel c on c.id = d.channel
cross join generate_series(d.from_seq, least(d.to_seq, c.head)) s;
drop table waymark.search_due_before;
