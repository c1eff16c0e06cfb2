-- Promise: one's own profile whole, or of somebody whom one shares a channel with what others may see. No lock.
create or replace function operation.profile_get(_me bigint, _person bigint) returns waymark.answer
language plpgsql stable set search_path = waymark, pg_temp as $$
declare
	_profile jsonb;
begin
	if myself(_me) is null or coalesce(_person, _me) <> _me and _person not in (select my_fellows()) then
		return refuse('not_found');
	end if;
	_profile := profile_shape(coalesce(_person, _me), coalesce(_person, _me) = _me, language_of(_me));
	if _profile is null then
		return refuse('not_found');
	end if;
	return ok(jsonb_build_object('profile', _profile));
end
$$;
