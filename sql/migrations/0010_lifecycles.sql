-- What may become what: filled from protocol/schema/lifecycles.toml at every migrate, read by waymark.move only.
create table waymark.lifecycle_move (
	lifecycle text not null check (octet_length(lifecycle) between 1 and 64),
	"from" text check (octet_length("from") between 1 and 64), -- null: where an object begins
	"to" text not null check (octet_length("to") between 1 and 64),
	by text[] not null check (cardinality(by) between 1 and 10),
	unique nulls not distinct (lifecycle, "from", "to")
);
