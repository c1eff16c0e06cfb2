# Somebody without an account is invited, accepts, joins, hears the talk from then on, leaves, and hears nothing more.
people: ann
circle chat: ann
ann signs in
ann says "Before you came." in chat
ann calls invitation.make {"circle": "@chat", "why": "You ran one of these in Leeds.", "asks_hours": 2} -> ok {"link": "@link"}
newcomer connects
newcomer calls invitation.read {"code": "@link#"} -> ok {"who": "ann", "what": "chat", "circle": "@chat", "why": "You ran one of these in Leeds.", "asks_hours": 2}
newcomer greets
newcomer calls place.find {"code": "E08000035"} -> ok {"places": [{"id": "@leeds", "name": "Leeds"}]}
newcomer calls invitation.accept {"code": "@link#", "name": "Nia", "email": "nia.newcomer@example.org", "place": "@leeds", "language": "cy", "adult": true, "may_ask": true} -> ok {"token": "@token", "person": {"id": "@nia", "name": "Nia", "language": "cy"}}
newcomer calls session.hello {"client": "stories", "token": "@token"} -> ok {"person": {"id": "@nia"}}
newcomer calls circle.get {"circle": "@chat"} -> ok {"circle": {"you": "invited"}}
newcomer joins chat
newcomer follows chat from the start
newcomer hears of a gap in chat
newcomer hears joined {"person": "@nia", "name": "Nia"} in chat
ann says "Croeso, Nia." in chat
newcomer hears ann say "Croeso, Nia." in chat
newcomer calls profile.get {} -> ok {"profile": {"name": "Nia", "language": "cy", "place": {"code": "E08000035"}, "may_ask": true, "email": "nia.newcomer@example.org"}}
newcomer leaves chat
newcomer hears left {"person": "@nia"} in chat
ann says "She is gone." in chat
newcomer hears nothing more
