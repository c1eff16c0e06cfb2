# A circle runs once a second person is in it, and ends when the last one leaves.
people: ann, ben
circle chat: ann with ben
ann signs in
ben signs in
ann calls circle.get {"circle": "@chat"} -> ok {"circle": {"state": "active", "taken": 2}}
ben leaves chat
ann leaves chat
ann calls circle.get {"circle": "@chat"} -> not_found
