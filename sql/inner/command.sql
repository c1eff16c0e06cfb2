-- Commands: the same nonce gives the same answer, whatever has happened since.

-- Promise: a null outcome if this nonce is new, and then it is taken; else the first answer without its events, or
-- conflict / nonce_reused if it was used for something else. Behind the wall: nobody's commands but one's own.
-- Lock: the command's row; a repeat that comes while the first still runs waits for its end.
create or replace function waymark.command_begin(_me bigint, _nonce bytea, _operation text, _digest bytea) returns waymark.answer
language plpgsql set search_path = waymark, pg_temp as $$
declare
	_keyed bytea := hmac(_digest, _nonce, 'sha256'); -- so that a short text cannot be guessed from what is kept
	_first command;
begin
	insert into command (person, nonce_sha256, operation, digest, at)
	values (_me, sha256(_nonce), _operation, _keyed, clock())
	on conflict do nothing;
	if found then
		return null;
	end if;
	select c.* into strict _first from command c where c.person = _me and c.nonce_sha256 = sha256(_nonce);
	if _first.operation <> _operation or _first.digest <> _keyed then
		return refuse('conflict', 'nonce_reused');
	end if;
	return row(_first.outcome, _first.detail, convert_from(decrypt(_first.sealed, _nonce, 'aes'), 'UTF8')::jsonb, null, null)::answer;
end
$$;

-- Promise: the answer is kept under its nonce, sealed by it. A refusal that asks to try again later is not kept.
create or replace function waymark.command_end(_me bigint, _nonce bytea, _answer waymark.answer) returns void
language plpgsql set search_path = waymark, pg_temp as $$
begin
	if _answer.outcome in ('rate_limited', 'unavailable') then
		delete from command c where c.person = _me and c.nonce_sha256 = sha256(_nonce);
	else
		update command c
		set outcome = _answer.outcome, detail = _answer.detail,
			sealed = encrypt(convert_to(_answer.reply::text, 'UTF8'), _nonce, 'aes')
		where c.person = _me and c.nonce_sha256 = sha256(_nonce);
	end if;
end
$$;
