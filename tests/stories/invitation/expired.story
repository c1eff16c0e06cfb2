# An invitation that has ended is refused by that name.
people: ann
ann signs in
ann calls invitation.make {"why": "Expired story."} -> ok {"link": "@link"}
in the database "update waymark.invitation set until = now() - interval '1 hour' where why = 'Expired story.'"
guest greets
guest calls invitation.read {"code": "@link#"} -> conflict expired
guest calls invitation.accept {"code": "@link#", "name": "G", "email": "g.expired@example.org", "language": "en", "adult": true} -> conflict expired
