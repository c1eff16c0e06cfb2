-- Commands: what was answered to each nonce. The nonce itself is not kept: its SHA-256 finds the row, and it is the key that
-- seals the reply, so that a link in a reply lies nowhere in clear.
create table waymark.command (
	person bigint not null references waymark.person,
	nonce_sha256 bytea not null check (octet_length(nonce_sha256) = 32),
	operation text not null check (octet_length(operation) between 1 and 64),
	digest bytea not null check (octet_length(digest) = 32), -- of the content, keyed by the nonce
	outcome text check (octet_length(outcome) <= 64),        -- null only within the transaction that began it
	detail text check (octet_length(detail) <= 2000),
	sealed bytea,
	at timestamptz not null,
	primary key (person, nonce_sha256)
);
