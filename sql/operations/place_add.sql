-- Promise: the place as people call it; one of that name inside the same place is given back instead. Twenty a day a person.
-- Lock: none but the new row; the same name at the same moment may come twice, which harms nobody.
create or replace function operation.place_add(_me bigint, _name text, _within bigint) returns waymark.answer
language plpgsql set search_path = waymark, pg_temp as $$
declare
	_words text := normalize(btrim(_name), NFC);
	_place bigint;
begin
	if _words = '' then
		return refuse('invalid', 'name: is empty');
	elsif _within is not null and not exists (select from place p where p.id = _within) then
		return refuse('not_found', 'within');
	end if;
	select p.id into _place from place p
	where plain(p.name) = plain(_words) and p.within is not distinct from _within
	order by p.id limit 1;
	if _place is null then
		if (select count(*) from place p where p.added_by = _me and p.added_at > clock() - interval '1 day') >= 20 then
			return refuse('rate_limited');
		end if;
		insert into place (name, nation, kind, within, added_by, added_at)
		select _words, (select p.nation from place p where p.id = _within), 'vernacular', _within, _me, clock()
		returning id into _place;
	end if;
	return ok(jsonb_build_object('places', jsonb_build_array(place_shape(_place, language_of(_me)))));
end
$$;
