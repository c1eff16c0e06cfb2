-- Promise: nothing brings these two together from now on; the other is not told. Again is ok. Lock: none but the row.
create or replace function operation.block_add(_me bigint, _person bigint) returns waymark.answer
language plpgsql set search_path = waymark, pg_temp as $$
begin
	if _person = _me then
		return refuse('invalid', 'person: is yourself');
	elsif not person_is(_person) then
		return refuse('not_found');
	elsif (select count(*) from block b where b.person = _me) >= 1000 then
		return refuse('too_large', 'person: a thousand are blocked');
	end if;
	insert into block (person, other, at) values (_me, _person, clock()) on conflict do nothing;
	return ok('{}');
end
$$;
