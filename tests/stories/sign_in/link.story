# A sign-in link says whose it is, works once, and gives a session.
people: ann
the operator makes a link for ann
guest connects
guest calls session.read {"code": "@link#"} -> ok {"name": "ann"}
guest calls session.enter {"code": "@link#"} -> ok {"token": "@token", "person": {"id": "@ann"}}
guest calls session.hello {"client": "stories", "token": "@token"} -> ok {"person": {"id": "@ann"}}
other connects
other calls session.read {"code": "@link#"} -> conflict already_used
other calls session.enter {"code": "@link#"} -> conflict already_used
other calls session.enter {"code": "no-such-code"} -> not_found
