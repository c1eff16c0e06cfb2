-- Search rows: the words of each message, filled by a job shortly after it was posted.
create table waymark.search (
	channel bigint not null,
	seq bigint not null,
	words tsvector not null,
	primary key (channel, seq)
);
create index on waymark.search using gin (words);

-- What the job has yet to do: read these positions again. A heap without an index or a key, so that a post pays next to
-- nothing, and none waits for another: with one row a channel a post could find the row that a running job is about to delete.
create table waymark.search_due (
	channel bigint not null,
	from_seq bigint not null,
	to_seq bigint not null,
	at timestamptz not null
);

create text search configuration waymark.english (copy = pg_catalog.english);
alter text search configuration waymark.english
	alter mapping for asciiword, word, hword, hword_part, asciihword, hword_asciipart with waymark.unaccent, english_stem;
create text search configuration waymark.simple (copy = pg_catalog.simple);
alter text search configuration waymark.simple
	alter mapping for asciiword, word, hword, hword_part, asciihword, hword_asciipart with waymark.unaccent, simple;
