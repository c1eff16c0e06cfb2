-- Channels and their logs. Positions are dense: only waymark.append and api.channel_post hand them out, under the channel row's lock.
create table waymark.channel (
	id bigint generated always as identity primary key,
	kind text not null check (kind in ('circle', 'coaching', 'request', 'inbox')),
	owner bigint references waymark.person, -- of an inbox
	head bigint not null default 0 check (head >= 0),
	first bigint not null default 1 check (first >= 1), -- retention moves it up
	last_at timestamptz not null,
	check ((kind = 'inbox') = (owner is not null))
) with (fillfactor = 50); -- head changes with every batch: room for the new row on the same page
create unique index on waymark.channel (owner) where kind = 'inbox';

-- No foreign keys here: the two writers hold the channel row's lock, and a look-up for every message would cost a tenth of all.
-- text is the words of a message, or of an edited event; null once taken back. about is the position that the event speaks of.
create table waymark.event (
	channel bigint not null,
	seq bigint not null,
	at timestamptz not null,
	actor bigint,
	about bigint,
	altered_at timestamptz, -- edited or taken back
	kind text not null check (octet_length(kind) between 1 and 64),
	lang text check (octet_length(lang) between 2 and 35),
	nonce bytea check (octet_length(nonce) = 16),
	text text check (octet_length(text) <= 16000),
	body jsonb check (octet_length(body::text) <= 16000),
	primary key (channel, seq)
) partition by hash (channel);
do $$
begin
	for i in 0..15 loop
		execute format('create table waymark.event_%s partition of waymark.event for values with (modulus 16, remainder %s)', i, i);
	end loop;
end
$$;
create unique index event_nonce on waymark.event (channel, actor, nonce) where nonce is not null;
create index event_edited on waymark.event (channel, about) where kind = 'edited';

-- Who may see which positions: from_seq < seq <= until_seq. One open range a person and channel.
create table waymark.membership (
	channel bigint not null references waymark.channel,
	person bigint not null references waymark.person,
	role text not null check (role in ('member', 'facilitator', 'owner')),
	from_seq bigint not null check (from_seq >= 0),
	until_seq bigint check (until_seq >= from_seq),
	joined_at timestamptz not null,
	primary key (channel, person, from_seq)
);
create unique index membership_open on waymark.membership (channel, person) where until_seq is null;
create index on waymark.membership (person, channel);

create table waymark.read_mark (
	channel bigint not null references waymark.channel,
	person bigint not null references waymark.person,
	seq bigint not null check (seq >= 0),
	primary key (channel, person)
);

-- The last word on each mark: event_seq is the event that put it on or took it off.
create table waymark.reaction (
	channel bigint not null,
	seq bigint not null,
	person bigint not null references waymark.person,
	mark text not null check (octet_length(mark) between 1 and 32),
	off boolean not null,
	event_seq bigint not null,
	primary key (channel, seq, person, mark)
);
