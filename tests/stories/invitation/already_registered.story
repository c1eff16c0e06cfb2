# A mail address belongs to one person; an invitation that was tried with five such ends.
people: ann, ben
ann signs in
ann calls invitation.make {"why": "Come."} -> ok {"link": "@link"}
guest greets
guest calls invitation.accept {"code": "@link#", "name": "B", "email": "ben.already_registered@example.org", "language": "en", "adult": true} -> conflict already_registered
guest calls invitation.accept {"code": "@link#", "name": "B", "email": "ben.already_registered@example.org", "language": "en", "adult": true} -> conflict already_registered
guest calls invitation.accept {"code": "@link#", "name": "B", "email": "ben.already_registered@example.org", "language": "en", "adult": true} -> conflict already_registered
guest calls invitation.accept {"code": "@link#", "name": "B", "email": "ben.already_registered@example.org", "language": "en", "adult": true} -> conflict already_registered
guest calls invitation.accept {"code": "@link#", "name": "B", "email": "ben.already_registered@example.org", "language": "en", "adult": true} -> conflict already_registered
guest calls invitation.accept {"code": "@link#", "name": "B", "email": "new.already_registered@example.org", "language": "en", "adult": true} -> conflict expired
