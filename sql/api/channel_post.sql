-- Promise: a batch of messages, each judged by itself and answered in its place: kept with a dense position, or refused without a
-- trace. A nonce that was used gives the first answer again (detail 'repeat'), within the batch as well; other words under it are
-- conflict / nonce_reused, unless the message was edited or taken back since. text comes back only if normal form C changed it.
-- Nearly always all of a batch is new and allowed, and posts_keep, which takes that for granted, costs half of posts_judge; where it
-- finds something else it undoes what it did. Runs as waymark_posts, which may do no more than this.
-- Lock: the channel rows, in ascending id, until the commit.
create or replace function api.channel_post(_persons bigint[], _channels bigint[], _nonces bytea[], _texts text[], _langs text[],
	_reply_tos bigint[])
returns table (ord int, outcome text, detail text, seq bigint, at bigint, lang text, text text)
language plpgsql security definer
set search_path = waymark, pg_temp
set plan_cache_mode = force_generic_plan
-- A daemon prepares this when the tables may still be empty, and keeps the plan: so only the one that stays good as they grow,
-- an index look-up for each row of the batch, is allowed.
set enable_seqscan = off
set enable_bitmapscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_material = off
as $$
begin
	begin
		return query select k.* from posts_keep(_persons, _channels, _nonces, _texts, _langs, _reply_tos) k order by k.ord;
		return;
	exception when unique_violation then
		null; -- and nothing was added to the answer: it is whole before it is handed over
	end;
	return query select j.* from posts_judge(_persons, _channels, _nonces, _texts, _langs, _reply_tos) j order by j.ord;
end
$$;
