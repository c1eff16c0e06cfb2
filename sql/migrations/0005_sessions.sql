-- Signing in: sessions, and the links and six digits that open them. No secret is kept, only its SHA-256.
create table waymark.session (
	id bigint generated always as identity primary key,
	person bigint not null references waymark.person,
	token_sha256 bytea not null unique check (octet_length(token_sha256) = 32),
	made_at timestamptz not null,
	seen_at timestamptz not null, -- to the hour
	until timestamptz not null,
	ended_at timestamptz
);
create index on waymark.session (person);

-- One asking for a link. Kept for addresses that nobody has as well, so that both cost and count the same.
create table waymark.sign_in (
	id bigint generated always as identity primary key,
	email text check (octet_length(email) between 3 and 254), -- null: made by the operator for a person without one
	person bigint references waymark.person,                  -- null: nobody has this address
	link_sha256 bytea unique check (octet_length(link_sha256) = 32),
	digits_sha256 bytea check (octet_length(digits_sha256) = 32),
	tries smallint not null default 0 check (tries between 0 and 5), -- wrong ones at the digits
	made_at timestamptz not null,
	until timestamptz not null,
	used_at timestamptz
);
create index on waymark.sign_in (lower(email), made_at);
create index on waymark.sign_in (made_at);
