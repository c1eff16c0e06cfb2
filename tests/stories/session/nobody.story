# Whoever is nobody may not ask for what needs a person.
guest greets
guest calls channel.subscribe {"channel": 1} -> unauthenticated sign in
guest calls circle.open {"title": "t", "purpose": "p", "topics": [], "seats": 5} -> unauthenticated
