# Whoever opens a circle facilitates it and is alone in it.
people: ann
ann signs in
ann calls circle.open {"title": "First Winters", "purpose": "To get through them.", "topics": [], "seats": 9, "language": "cy"} -> ok {"circle": "@c", "channel": "@h"}
ann calls circle.get {"circle": "@c"} -> ok {"circle": {"id": "@c", "channel": "@h", "title": "First Winters", "seats": 9, "taken": 1, "state": "inviting", "you": "facilitator", "language": "cy"}}
ann calls channel.list {} -> ok {"channels": [{"id": "@h", "kind": "circle", "about": "@c", "title": "First Winters"}]}
ann calls channel.members {"channel": "@h"} -> ok {"members": [{"person": "@ann", "role": "facilitator"}]}
