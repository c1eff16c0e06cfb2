-- Promise: a link, or six digits with their address, opens one session and never another. Five wrong tries at the digits of an
-- address end all of its digits. The first that was mailed proves that the address is the person's, and ends every other session of
-- theirs: whoever made the invitation held its link too, and may have accepted it in their name.
-- At the door: runs as the owner. Lock: the row of the asking: of two at once, one enters; then the account's and the sessions' rows.
create or replace function operation.session_enter(_me bigint, _code text, _email text) returns waymark.answer
language plpgsql security definer set search_path = waymark, pg_temp as $$
declare
	_address text := lower(btrim(_email));
	_asked sign_in;
	_ended bigint;
begin
	if _code ~ '^[0-9]{6}$' then
		if _address is null then
			return refuse('invalid', 'email: is needed with six digits');
		end if;
		_asked := digits_try(_address, _code);
	else
		select s.* into _asked from sign_in s where s.link_sha256 = hashed(_code) and s.person is not null for update;
	end if;
	if _asked.id is null then
		return refuse('not_found');
	elsif _asked.used_at is not null then
		return refuse('conflict', 'already_used');
	elsif _asked.until <= clock() then
		return refuse('conflict', 'expired');
	end if;
	update sign_in s set used_at = clock() where s.id = _asked.id;
	if _asked.email is not null then -- what the operator hands over was not mailed
		update account a set proven_at = clock() where a.person = _asked.person and a.proven_at is null returning a.person into _ended;
		perform sessions_end(_ended);
	end if;
	return ok(jsonb_build_object('token', session_make(_asked.person), 'person', self_shape(_asked.person)), _ended => _ended);
end
$$;
