-- Promise: the jobs that are due are done, each once, in the same transaction as what it causes; one that fails is undone by
-- itself, put off (a minute, doubling, a day at most) and counted. Two daemons never do the same one: what another has claimed
-- is passed over, and a claim that dies with its transaction is free again.
-- Lock: the claimed rows of due and search_due, then what each job locks.
create or replace function api.jobs(_limit int) returns table (done int, next_at bigint, events jsonb)
language plpgsql security definer set search_path = waymark, pg_temp as $$
declare
	_job due;
	_told jsonb;
	_filled int;
begin
	-- In small helpings, for a fifth of a second: a flood of posts leaves more than one call can do.
	done := 0;
	loop
		_filled := search_fill(20);
		done := done + _filled;
		exit when _filled = 0 or clock_timestamp() > statement_timestamp() + interval '200 ms';
	end loop;
	events := '[]';
	for _job in
		select d.* from due d where d.at <= clock() order by d.at limit _limit for update skip locked
	loop
		begin
			delete from due d where d.id = _job.id;
			execute format('select waymark.%I($1)', 'job_' || _job.kind) into _told using _job.object;
			events := events || coalesce(_told, '[]');
			done := done + 1;
		exception when others then
			update due d
			set attempts = least(d.attempts + 1, 1000), problem = left(sqlstate || ' ' || sqlerrm, 100),
				at = clock() + least(interval '1 minute' * 2 ^ least(d.attempts, 11), interval '1 day')
			where d.id = _job.id;
		end;
	end loop;
	-- Posts ask for search rows without a timer: so look again within two seconds in any case.
	next_at := micros(least((select min(d.at) from due d where d.at > clock()), clock() + interval '2 seconds'));
	return next;
end
$$;
