-- When it was shown that the account's address is the person's: what was mailed there was used. Null: somebody accepted an invitation
-- in the name of the address, and whoever made the invitation held its link too. What the operator made is taken for shown.
alter table waymark.account add column proven_at timestamptz;
update waymark.account a set proven_at = clock_timestamp()
where not exists (select from waymark.invitation i where i.person = a.person)
	or exists (select from waymark.sign_in s where s.person = a.person and s.used_at is not null and s.email is not null);
