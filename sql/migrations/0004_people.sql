-- People: what others may see of them (person), what only they may (account), what they may do, and whom they do not wish to meet.
create table waymark.person (
	id bigint generated always as identity primary key,
	external text unique check (octet_length(external) between 1 and 64), -- the key of an import, so that it may run twice
	name text not null check (octet_length(name) between 1 and 200),
	language text not null check (octet_length(language) between 2 and 35),
	place bigint references waymark.place,
	made_at timestamptz not null
);

create table waymark.account (
	person bigint primary key references waymark.person,
	email text check (octet_length(email) between 3 and 254),
	hours_per_month smallint check (hours_per_month between 0 and 200),
	may_ask boolean not null default false,
	paused_until timestamptz,
	adult_at timestamptz -- when they said that they are 18 or older
);
create unique index on waymark.account (lower(email));

create table waymark.role_held (
	person bigint not null references waymark.person,
	role text not null check (role in ('member', 'coach', 'facilitator', 'coordinator', 'broker', 'safeguarding', 'operator')),
	place bigint references waymark.place, -- null: everywhere
	given_at timestamptz not null
);
create unique index on waymark.role_held (person, role, coalesce(place, 0));
create index on waymark.role_held (role);

create table waymark.person_topic (
	person bigint not null references waymark.person,
	topic bigint not null references waymark.topic,
	level smallint check (level between 1 and 4), -- 1 learning, 2 practising, 3 experienced, 4 guides others
	years smallint check (years between 0 and 80),
	primary key (person, topic)
);
create index on waymark.person_topic (topic);

create table waymark.person_language (
	person bigint not null references waymark.person,
	lang text not null check (octet_length(lang) between 2 and 35),
	primary key (person, lang)
);

create table waymark.block (
	person bigint not null references waymark.person,
	other bigint not null references waymark.person check (other <> person),
	at timestamptz not null,
	primary key (person, other)
);
create index on waymark.block (other);
