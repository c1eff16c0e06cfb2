# An invitation works once; whoever accepted it may repeat that under the same nonce.
people: ann
ann signs in
ann calls invitation.make {"why": "Come."} -> ok {"link": "@link"}
guest greets
nonce mine
guest calls invitation.accept {"code": "@link#", "name": "G", "email": "g.used@example.org", "language": "en", "adult": true, "nonce": "@mine"} -> ok {"token": "@token"}
guest calls invitation.accept {"code": "@link#", "name": "G", "email": "g.used@example.org", "language": "en", "adult": true, "nonce": "@mine"} -> ok {"token": "@token"}
other greets
other calls invitation.read {"code": "@link#"} -> conflict already_used
other calls invitation.accept {"code": "@link#", "name": "H", "email": "h.used@example.org", "language": "en", "adult": true} -> conflict already_used
