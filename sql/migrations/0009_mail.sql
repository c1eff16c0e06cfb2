-- The mail outbox: what is to be sent until the server accepts it. Templates hold the words; nobody's own words stand in a subject.
create table waymark.mail (
	id bigint generated always as identity primary key,
	person bigint references waymark.person,
	email text not null check (octet_length(email) between 3 and 254),
	template text not null check (template in ('sign_in', 'invitation')),
	language text not null check (octet_length(language) between 2 and 35),
	params jsonb not null check (octet_length(params::text) <= 16000),
	unique_key text not null unique check (octet_length(unique_key) between 1 and 100), -- one cause, one mail
	state text not null default 'waiting' check (state in ('waiting', 'sent', 'refused', 'late')),
	until timestamptz not null, -- pointless after that
	made_at timestamptz not null,
	sent_at timestamptz
);
create index on waymark.mail (made_at) where state = 'waiting';
