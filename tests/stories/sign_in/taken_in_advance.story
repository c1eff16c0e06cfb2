# Whoever made an invitation may accept it in another's name; the first mailed link shows whose address it is, and ends that.
people: ann
ann signs in
ann calls invitation.make {"why": "Come.", "email": "zed.taken_in_advance@example.org"} -> ok {"link": "@link"}
taker greets
taker calls invitation.accept {"code": "@link#", "name": "Zed", "language": "en", "adult": true} -> ok {"token": "@first", "person": {"id": "@zed"}}
taker calls session.hello {"client": "stories", "token": "@first"} -> ok {"person": {"id": "@zed"}}
newcomer connects
newcomer calls session.link {"email": "zed.taken_in_advance@example.org"} -> ok {}
the newest mail to "zed.taken_in_advance@example.org" brings a link
newcomer calls session.enter {"code": "@link#"} -> ok {"token": "@second", "person": {"id": "@zed"}}
taker is closed with 4001
newcomer calls session.hello {"client": "stories", "token": "@second"} -> ok {"person": {"id": "@zed"}}
again connects
again calls session.hello {"client": "stories", "token": "@first"} -> unauthenticated
again calls session.link {"email": "zed.taken_in_advance@example.org"} -> ok {}
the newest mail to "zed.taken_in_advance@example.org" brings a link
again calls session.enter {"code": "@link#"} -> ok {"person": {"id": "@zed"}}
newcomer calls profile.get {} -> ok {"profile": {"name": "Zed"}}
