-- Invitations of people who have no account yet.
create table waymark.invitation (
	id bigint generated always as identity primary key,
	by bigint not null references waymark.person,
	circle bigint references waymark.circle,
	email text check (octet_length(email) between 3 and 254),
	why text not null check (octet_length(why) between 1 and 4000),
	asks_hours smallint check (asks_hours between 0 and 200),
	code_sha256 bytea not null unique check (octet_length(code_sha256) = 32),
	made_at timestamptz not null,
	until timestamptz not null,
	used_at timestamptz,
	person bigint references waymark.person, -- who came of it
	nonce_sha256 bytea check (octet_length(nonce_sha256) = 32), -- of the acceptance, so that a repeat finds its answer
	sealed bytea                                                -- that answer
);
create index on waymark.invitation (by) where used_at is null;
