# Of others one sees what may be seen, and only of those one shares a channel with.
people: ann, ben, eve
circle chat: ann with ben
ann signs in
eve signs in
ann calls profile.get {"person": "@ben"} -> ok {"profile": {"person": "@ben", "name": "ben", "email": null, "hours_per_month": null}}
eve calls profile.get {"person": "@ben"} -> not_found
eve calls profile.get {"person": 9007199254740991} -> not_found
