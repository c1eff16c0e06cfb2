# A token that nobody has opens nothing, and the connection may try again.
people: ann
guest connects
guest calls session.hello {"client": "a", "token": "not-a-token-of-anyone"} -> unauthenticated
guest calls channel.list {} -> unauthenticated
guest greets
