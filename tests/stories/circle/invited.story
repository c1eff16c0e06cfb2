# Whoever is asked in finds it in their inbox, may read what it is, and sees no talk before joining.
people: ann, ben
circle chat: ann
ben signs in
ben follows inbox
ann signs in
ann asks ben into chat
ben hears invited {"circle": "@chat", "title": "chat", "by": "@ann", "name": "ann"} in inbox
ben calls circle.get {"circle": "@chat"} -> ok {"circle": {"title": "chat", "you": "invited", "channel": null}}
ben follows chat -> not_found
ben joins chat
ben follows chat
ann says "Welcome." in chat
ben hears ann say "Welcome." in chat
