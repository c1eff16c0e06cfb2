-- Promise: a link that works once, mailed too if there is an address; thirty open ones a person, with those of the last month that
-- were tried with an address that somebody has. Whoever has blocked the one who
-- invites is not mailed, and the answer is the same. Lock: an advisory lock on the person, so that thirty is thirty.
create or replace function operation.invitation_make(_me bigint, _email text, _circle bigint, _why text, _asks_hours bigint, _until bigint)
returns waymark.answer
language plpgsql set search_path = waymark, pg_temp as $$
declare
	_code text := secret();
	_end timestamptz := coalesce(instant(_until), working_days(clock(), 10));
	_id bigint;
begin
	if _circle is not null and not exists (select from circle c join membership m on m.channel = c.channel
			where c.id = _circle and m.person = _me and m.until_seq is null) then
		return refuse('not_found', 'circle');
	elsif _circle is not null and (select c.state from circle c where c.id = _circle) = 'closed' then
		return refuse('conflict', 'closed');
	elsif _email !~ '^[^@[:space:]]+@[^@[:space:]]+$' then
		return refuse('invalid', 'email: is no mail address');
	elsif _end <= clock() or _end > clock() + interval '90 days' then
		return refuse('invalid', 'until: is not within the next 90 days');
	end if;
	perform pg_advisory_xact_lock(hashtext('waymark.invitation'), hashtext(_me::text));
	if (select count(*) from invitation i where i.by = _me
			and (i.used_at is null and i.until > clock() or i.tries > 0 and i.made_at > clock() - interval '30 days')) >= 30 then
		return refuse('rate_limited');
	end if;
	insert into invitation (by, circle, email, why, asks_hours, code_sha256, made_at, until)
	values (_me, _circle, _email, normalize(_why, NFC), _asks_hours, hashed(_code), clock(), _end)
	returning id into _id;
	perform invitation_mail(_id, link('join', _code));
	return ok(jsonb_build_object('invitation', _id, 'link', link('join', _code)));
end
$$;
