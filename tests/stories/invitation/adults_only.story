# Only adults accept, with a mail address and a language; the invitation is not used up by a refusal.
people: ann
ann signs in
ann calls invitation.make {"why": "Come."} -> ok {"link": "@link"}
guest greets
guest calls invitation.accept {"code": "@link#", "name": "G", "email": "g.adults@example.org", "language": "en", "adult": false} -> invalid adult
guest calls invitation.accept {"code": "@link#", "name": "G", "email": "no address", "language": "en", "adult": true} -> invalid email
guest calls invitation.accept {"code": "@link#", "name": "G", "email": "g.adults@example.org", "language": "?!", "adult": true} -> invalid language
guest calls invitation.accept {"code": "@link#", "name": "G", "email": "g.adults@example.org", "language": "en", "adult": true} -> ok {"person": {"name": "G"}}
