-- Promise: the same answer for everybody. If somebody has this address, a link and six digits are mailed to it, good once, for a
-- quarter of an hour. Five an hour for an address, whether or not somebody has it.
-- At the door: runs as the owner. Lock: an advisory lock on the address, so that five is five.
create or replace function operation.session_link(_me bigint, _email text) returns waymark.answer
language plpgsql security definer set search_path = waymark, pg_temp as $$
declare
	_address text := lower(btrim(_email));
	_person person;
	_code text := secret();
	_digits text := six_digits();
	_id bigint;
begin
	if _address !~ '^[^@[:space:]]+@[^@[:space:]]+$' or octet_length(_address) > 254 then -- a small letter can be longer
		return refuse('invalid', 'email: is no mail address');
	end if;
	perform pg_advisory_xact_lock(hashtext('waymark.sign_in'), hashtext(_address));
	if (select count(*) from sign_in s where lower(s.email) = _address and s.made_at > clock() - interval '1 hour') >= 5 then
		return refuse('rate_limited');
	end if;
	select p.* into _person from account a join person p on p.id = a.person where lower(a.email) = _address;
	insert into sign_in (email, person, link_sha256, digits_sha256, made_at, until)
	values (_address, _person.id, hashed(_code), hashed(_address || _digits), clock(), clock() + interval '15 minutes')
	returning id into _id;
	if _person.id is not null then
		perform mail_put(_person.id, _email, 'sign_in', _person.language,
			jsonb_build_object('name', _person.name, 'link', link('enter', _code), 'digits', _digits),
			'sign_in ' || _id, clock() + interval '15 minutes');
	end if;
	return ok('{}');
end
$$;
