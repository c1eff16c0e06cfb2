-- Time: one clock for all functions, and microseconds since 1970 on the wire. No locks.

-- Promise: the time now; the setting waymark.now instead, if set, so that a test can live through weeks.
create or replace function waymark.clock() returns timestamptz
language sql volatile parallel safe
return coalesce(nullif(current_setting('waymark.now', true), '')::timestamptz, clock_timestamp());

create or replace function waymark.micros(_at timestamptz) returns bigint
language sql stable strict parallel safe
return (extract(epoch from _at) * 1000000)::bigint;

create or replace function waymark.instant(_micros bigint) returns timestamptz
language sql stable strict parallel safe
return timestamptz 'epoch' + make_interval(secs => _micros / 1000000) + (_micros % 1000000) * interval '1 microsecond';

-- Promise: the moment so many working days (Monday to Friday) later, at the same time of day.
create or replace function waymark.working_days(_from timestamptz, _days int) returns timestamptz
language plpgsql stable strict parallel safe as $$
declare
	_at timestamptz := _from;
	_left int := _days;
begin
	while _left > 0 loop
		_at := _at + interval '1 day';
		if extract(isodow from _at at time zone 'UTC') < 6 then
			_left := _left - 1;
		end if;
	end loop;
	return _at;
end
$$;
