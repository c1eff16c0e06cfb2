# Without its database the service says so, loses nothing, and comes back by itself.
people: ann, ben
circle chat: ann with ben
ann signs in
ben signs in
ben follows chat
ann says "one" in chat
ben hears ann say "one" in chat
the database is lost
ann calls channel.post {"channel": "@chat.channel", "text": "not now"} -> unavailable
ben hears nothing more
the database is back
ann says "two" in chat
ben hears ann say "two" in chat
ben hears nothing more
