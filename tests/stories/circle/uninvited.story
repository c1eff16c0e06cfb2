# Nobody joins a circle that they were not asked to, and it does not exist for them.
people: ann, eve
circle chat: ann
eve signs in
eve joins chat -> not_found
eve calls circle.get {"circle": "@chat"} -> not_found
eve calls circle.invite {"circle": "@chat", "person": "@eve"} -> not_found
