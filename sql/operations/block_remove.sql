-- Promise: the block is gone. One that never was is ok. Lock: its row.
create or replace function operation.block_remove(_me bigint, _person bigint) returns waymark.answer
language plpgsql set search_path = waymark, pg_temp as $$
begin
	delete from block b where b.person = _me and b.other = _person;
	return ok('{}');
end
$$;
