-- Promise: what has ended is swept away, once an hour: askings for links after a day, sessions ninety days after their end, the
-- contents of mails that are sent or came too late. Comes again by itself. Lock: the rows that go.
create or replace function waymark.job_sweep(_object bigint) returns jsonb
language plpgsql security definer set search_path = waymark, pg_temp as $$
begin
	delete from sign_in s where s.made_at < clock() - interval '1 day' and s.until < clock();
	delete from session s where least(s.ended_at, s.until) < clock() - interval '90 days';
	update mail m set state = 'late' where m.state = 'waiting' and m.until < clock();
	update mail m set params = '{}' where m.state <> 'waiting' and m.params <> '{}';
	perform due_put('sweep', _object, clock() + interval '1 hour');
	return null;
end
$$;
