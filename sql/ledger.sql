-- The ledger: which migrations this database has had, and the digest of each file as it was then. Safe to run every time.
create schema if not exists waymark;
create table if not exists waymark.migration (
	name text primary key check (octet_length(name) between 1 and 200),
	sha256 text not null check (octet_length(sha256) = 64),
	at timestamptz not null default clock_timestamp()
);
