# A code that nobody made is not found.
guest greets
guest calls invitation.read {"code": "no-such-code"} -> not_found
guest calls invitation.accept {"code": "no-such-code", "name": "G", "email": "g.unknown@example.org", "language": "en", "adult": true} -> not_found
