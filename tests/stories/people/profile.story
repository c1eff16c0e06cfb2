# A profile keeps what is absent, and takes what is given.
people: ann
ann signs in
ann calls place.find {"code": "W06000002"} -> ok {"places": [{"id": "@gwynedd"}]}
ann calls profile.set {"name": "Ann o'r Felin", "language": "cy", "place": "@gwynedd", "hours_per_month": 4, "may_ask": true} -> ok {"profile": {"name": "Ann o'r Felin", "language": "cy", "hours_per_month": 4}}
ann calls profile.set {"paused_until": 1999999999000000} -> ok {"profile": {"name": "Ann o'r Felin", "paused_until": 1999999999000000}}
ann calls profile.set {"paused_until": 0} -> ok {"profile": {"paused_until": null, "may_ask": true}}
ann calls profile.set {"place": 9007199254740991} -> not_found place
ann calls profile.set {"topics": [9007199254740991]} -> not_found topics
ann calls profile.set {"language": "not a tag"} -> invalid language
