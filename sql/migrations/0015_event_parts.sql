-- The log in four parts instead of sixteen: each part that a batch of posts touches is opened anew, with its indexes and checks, in
-- every statement, and with sixteen that cost as much as the messages themselves.
do $$
begin
	for i in 0..15 loop
		execute format('alter table waymark.event detach partition waymark.event_%s', i);
	end loop;
	for i in 0..3 loop
		execute format('create table waymark.event_part_%s partition of waymark.event for values with (modulus 4, remainder %s)', i, i);
	end loop;
	for i in 0..15 loop
		execute format('insert into waymark.event select * from waymark.event_%s', i);
		execute format('drop table waymark.event_%s', i);
	end loop;
end
$$;
