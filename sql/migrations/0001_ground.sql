-- The ground: extensions, the shapes in which functions answer each other, and settings.
create extension pg_trgm with schema waymark;
create extension unaccent with schema waymark;
create extension pgcrypto with schema waymark;

-- What every operation returns. outcome is 'ok' or a code of errors.toml; detail the conflict's reason, or words that name the
-- field; reply the object that the operation gives; events what waymark.append returned, or null.
create type waymark.answer as (outcome text, detail text, reply jsonb, events jsonb);

-- One thing that is about to be an event. about is the position that it speaks of: the message answered, edited, taken back.
create type waymark.happening as (channel bigint, actor bigint, kind text, lang text, text text, about bigint, body jsonb);

-- Text without case and accents, for indexes and comparisons: 'Ynys Môn' becomes 'ynys mon'.
create function waymark.plain(_text text) returns text
language sql immutable strict parallel safe
return lower(waymark.unaccent('waymark.unaccent'::regdictionary, _text));

create table waymark.setting (
	name text primary key check (octet_length(name) between 1 and 64),
	value text not null check (octet_length(value) <= 2000)
);
