# An invitation with an account keeps a seat, so that the newcomer finds it free.
people: ann, ben
ann signs in
ben signs in
ann calls circle.open {"title": "Pair", "purpose": "p", "topics": [], "seats": 2} -> ok {"circle": "@pair"}
ann calls invitation.make {"circle": "@pair", "why": "You should be here."} -> ok {"link": "@link"}
guest greets
guest calls invitation.accept {"code": "@link#", "name": "Guest", "email": "guest.seat@example.org", "language": "en", "adult": true} -> ok {"token": "@token"}
ann calls circle.invite {"circle": "@pair", "person": "@ben"} -> ok {"state": "invited"}
ben calls circle.join {"circle": "@pair"} -> conflict full
guest calls session.hello {"client": "guest", "token": "@token"} -> ok {"person": {"name": "Guest"}}
guest calls circle.join {"circle": "@pair"} -> ok {"state": "member"}
