# A mail address belongs to one person.
people: ann, ben
ann signs in
ann calls invitation.make {"why": "Come."} -> ok {"link": "@link"}
guest greets
guest calls invitation.accept {"code": "@link#", "name": "B", "email": "ben.already_registered@example.org", "language": "en", "adult": true} -> conflict already_registered
