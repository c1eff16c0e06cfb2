-- Learning circles, and who is asked into them.
create table waymark.circle (
	id bigint generated always as identity primary key,
	external text unique check (octet_length(external) between 1 and 64),
	channel bigint not null unique references waymark.channel,
	opened_by bigint not null references waymark.person,
	title text not null check (octet_length(title) between 1 and 400),
	purpose text not null check (octet_length(purpose) between 1 and 4000),
	language text not null check (octet_length(language) between 2 and 35),
	seats smallint not null check (seats between 2 and 50),
	state text check (octet_length(state) between 1 and 64),
	moved_at timestamptz not null
);

create table waymark.circle_topic (
	circle bigint not null references waymark.circle,
	topic bigint not null references waymark.topic,
	primary key (circle, topic)
);

-- Asked and not yet joined. keeps_seat_until: a seat stays free for them (they accepted an invitation from outside).
create table waymark.circle_invited (
	circle bigint not null references waymark.circle,
	person bigint not null references waymark.person,
	by bigint not null references waymark.person,
	at timestamptz not null,
	keeps_seat_until timestamptz,
	primary key (circle, person)
);
create index on waymark.circle_invited (person);
create index on waymark.circle_invited (by);
