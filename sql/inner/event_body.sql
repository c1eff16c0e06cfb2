-- Promise: what stands in an event's body on the wire, by its kind; a message that was taken back has an empty one. No lock.
create or replace function waymark.event_body(_kind text, _text text, _about bigint, _altered boolean, _body jsonb) returns jsonb
language sql stable parallel safe as $$
	select case _kind
		when 'message' then case
			when _text is null then '{}'::jsonb
			when _about is null and not _altered then jsonb_build_object('text', _text)
			else jsonb_strip_nulls(jsonb_build_object('text', _text, 'reply_to', _about, 'edited', nullif(_altered, false)))
		end
		when 'edited' then jsonb_strip_nulls(jsonb_build_object('seq', _about, 'text', _text))
		when 'retracted' then jsonb_build_object('seq', _about)
		when 'reaction' then jsonb_build_object('seq', _about) || _body
		else coalesce(_body, '{}'::jsonb)
	end
$$;
