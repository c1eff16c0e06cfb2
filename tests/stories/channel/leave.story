# Who leaves hears nothing more, at once, but may still read what they were there for.
people: ann, ben
circle chat: ann with ben
ann signs in
ben signs in
ann follows chat
ben follows chat
ann says "Stay." in chat
ben hears ann say "Stay." in chat
ben leaves chat
ann says "Gone." in chat
ann hears ann say "Stay." in chat
ann hears ben leave chat
ann hears ann say "Gone." in chat
ben hears ben leave chat
ben hears nothing more
ben says "One last thing." in chat -> not_found
ben follows chat -> not_found
ben calls channel.history {"channel": "@chat.channel"} -> ok {"events": [{"kind": "message", "body": {"text": "Stay."}}]}
