# The same opening under the same nonce opens one circle; another under it is refused.
people: ann
ann signs in
nonce once
ann calls circle.open {"title": "One", "purpose": "p", "topics": [], "seats": 5, "nonce": "@once"} -> ok {"circle": "@c"}
ann calls circle.open {"title": "One", "purpose": "p", "topics": [], "seats": 5, "nonce": "@once"} -> ok {"circle": "@c"}
ann calls circle.open {"title": "Two", "purpose": "p", "topics": [], "seats": 5, "nonce": "@once"} -> conflict nonce_reused
