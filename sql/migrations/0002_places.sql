-- Places: what people call them, with an official code or none, each inside another.
create table waymark.place (
	id bigint generated always as identity primary key,
	code text unique check (octet_length(code) between 1 and 16),
	name text not null check (octet_length(name) between 1 and 200),
	nation text check (nation in ('England', 'Scotland', 'Wales', 'Northern Ireland')),
	kind text not null check (octet_length(kind) between 1 and 64),
	within bigint references waymark.place check (within <> id),
	need_quintile smallint check (need_quintile between 1 and 5), -- 1: most in need, within its own nation
	added_by bigint,                                             -- null: imported
	added_at timestamptz not null
);
create index on waymark.place using gin (waymark.plain(name) waymark.gin_trgm_ops);
create index on waymark.place (within);
create index on waymark.place (added_by, added_at) where added_by is not null;

-- Its names in other languages than English.
create table waymark.place_name (
	place bigint not null references waymark.place,
	lang text not null check (octet_length(lang) between 2 and 35),
	name text not null check (octet_length(name) between 1 and 200),
	primary key (place, lang)
);
create index on waymark.place_name using gin (waymark.plain(name) waymark.gin_trgm_ops);
