-- Promise: a person with an account, an inbox, the role member, and nothing else. _proven: the address is known to be theirs.
-- Lock: none but the new rows.
create or replace function waymark.person_make(_name text, _language text, _place bigint, _email text, _may_ask boolean, _proven boolean)
returns bigint
language plpgsql security definer set search_path = waymark, pg_temp as $$
declare
	_person bigint;
	_inbox bigint;
begin
	insert into person (name, language, place, made_at)
	values (normalize(_name, NFC), _language, _place, clock())
	returning id into _person;
	insert into account (person, email, may_ask, adult_at, proven_at)
	values (_person, _email, coalesce(_may_ask, false), clock(), case when _proven then clock() end);
	insert into role_held (person, role, given_at) values (_person, 'member', clock());
	_inbox := channel_make('inbox', _person);
	insert into membership (channel, person, role, from_seq, joined_at) values (_inbox, _person, 'owner', 0, clock());
	return _person;
end
$$;
