# Whoever is asked into a circle finds it among theirs, and joins it without having read their inbox.
people: ann, ben
circle chat: ann
ann signs in
ben signs in
ben calls circle.list {} -> ok {"circles": []}
ann asks ben into chat
ben calls circle.list {} -> ok {"circles": [{"id": "@chat", "title": "chat", "channel": null, "state": "inviting", "you": "invited"}]}
ben joins chat
ben calls circle.list {} -> ok {"circles": [{"id": "@chat", "title": "chat", "state": "active", "you": "member"}]}
ann calls circle.list {} -> ok {"circles": [{"id": "@chat", "you": "facilitator"}]}
ben leaves chat
ben calls circle.list {} -> ok {"circles": []}
guest greets
guest calls circle.list {} -> unauthenticated
