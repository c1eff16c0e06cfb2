# A circle holds as many as it has seats.
people: ann, ben, cat
ann signs in
ben signs in
cat signs in
ann calls circle.open {"title": "Small", "purpose": "p", "topics": [], "seats": 2} -> ok {"circle": "@small"}
ann calls circle.invite {"circle": "@small", "person": "@ben"} -> ok {"state": "invited"}
ann calls circle.invite {"circle": "@small", "person": "@cat"} -> ok {"state": "invited"}
ben calls circle.join {"circle": "@small"} -> ok {"state": "member"}
cat calls circle.join {"circle": "@small"} -> conflict full
ben calls circle.leave {"circle": "@small"} -> ok {"state": "left"}
cat calls circle.join {"circle": "@small"} -> ok {"state": "member"}
