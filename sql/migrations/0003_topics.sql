-- Topics: what people know about. A topic may lie under several wider ones, and has labels in every language.
create table waymark.topic (
	id bigint generated always as identity primary key,
	slug text not null unique check (octet_length(slug) between 1 and 64),
	kind text not null check (octet_length(kind) between 1 and 64),
	definition text not null default '' check (octet_length(definition) <= 4000),
	merged_into bigint references waymark.topic check (merged_into <> id), -- the id stays good for ever
	made_at timestamptz not null
);

-- The wider topics of a topic; the first (rank 1) is the one that lists show.
create table waymark.topic_parent (
	topic bigint not null references waymark.topic,
	parent bigint not null references waymark.topic check (parent <> topic),
	rank smallint not null default 1 check (rank between 1 and 20),
	primary key (topic, parent)
);

-- Every topic above a topic, itself at depth 0: the shortest way up.
create table waymark.topic_closure (
	topic bigint not null references waymark.topic,
	ancestor bigint not null references waymark.topic,
	depth smallint not null check (depth between 0 and 20),
	primary key (topic, ancestor)
);
create index on waymark.topic_closure (ancestor);

-- preferred: what it is called, one a language. alternative: also shown. hidden: only finds it (misspellings, words of other trades).
create table waymark.topic_label (
	id bigint generated always as identity primary key,
	topic bigint not null references waymark.topic,
	lang text not null check (octet_length(lang) between 2 and 35),
	kind text not null check (kind in ('preferred', 'alternative', 'hidden')),
	label text not null check (octet_length(label) between 1 and 400),
	unique (topic, lang, label)
);
create unique index on waymark.topic_label (topic, lang) where kind = 'preferred';
create index on waymark.topic_label using gin (waymark.plain(label) waymark.gin_trgm_ops);
