-- Promise: the asking that these six digits belong to, or nothing; a wrong try counts against every open asking of the address, and
-- the fifth ends them. Who asks again and again for new digits to guess at has twenty-five counts a day; links go on working.
-- Lock: the rows of those askings.
create or replace function waymark.digits_try(_address text, _digits text) returns waymark.sign_in
language plpgsql security definer set search_path = waymark, pg_temp as $$
declare
	_asked sign_in;
begin
	perform from sign_in s where lower(s.email) = _address and s.until > clock() order by s.id for update;
	select s.* into _asked
	from sign_in s
	where lower(s.email) = _address and s.until > clock() and s.tries < 5 and s.digits_sha256 = hashed(_address || _digits)
		and s.person is not null
		and (select sum(d.tries) from sign_in d where lower(d.email) = _address and d.made_at > clock() - interval '1 day') < 25
	order by s.used_at nulls first, s.id desc
	limit 1;
	if _asked.id is null then
		update sign_in s set tries = s.tries + 1
		where lower(s.email) = _address and s.until > clock() and s.used_at is null and s.tries < 5;
	end if;
	return _asked;
end
$$;
