# Titles that show nothing, or turn what stands beside them, are refused by their field; in a message lines may end.
people: ann
circle chat: ann
ann signs in
ann follows chat
ann calls circle.open {"title": "  ", "purpose": "p", "topics": [], "seats": 5} -> invalid title
ann calls circle.open {"title": "\u001b[2J", "purpose": "p", "topics": [], "seats": 5} -> invalid title
ann calls circle.open {"title": "\u202egniklaW", "purpose": "p", "topics": [], "seats": 5} -> invalid title
ann says "One line.\nAnother." in chat
ann hears ann say "One line.\nAnother." in chat
