# The words of one's own message can be changed, and everyone hears the new ones.
people: ann, ben
circle chat: ann with ben
ann signs in
ben signs in
ben follows chat
ann says "Tusday" in chat
ann edits "Tusday" to "Tuesday" in chat
ben hears ann say "Tusday" in chat
ben hears ann edit "Tusday" to "Tuesday" in chat
ben edits "Tuesday" to "Wednesday" in chat -> denied
ben hears nothing more
ben calls channel.history {"channel": "@chat.channel"} -> ok {"events": [{"kind": "message", "body": {"text": "Tuesday", "edited": true}}]}
