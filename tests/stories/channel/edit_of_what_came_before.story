# An edit of a message from before somebody joined brings the words to nobody; whoever has the message reads it again.
people: ann, ben, cat
circle chat: ann with ben
ann signs in
ben signs in
ben follows chat
ann says "Before Cat." in chat
ben hears ann say "Before Cat." in chat
ann asks cat into chat
cat signs in
cat joins chat
cat follows chat
ben hears cat join chat
ann edits "Before Cat." to "Not for Cat." in chat
ben hears edited {"text": null} in chat
cat hears edited {"text": null} in chat
ben calls channel.history {"channel": "@chat.channel"} -> ok {"events": [{"kind": "message", "body": {"text": "Not for Cat.", "edited": true}}]}
ann says "With Cat." in chat
ann edits "With Cat." to "For Cat too." in chat
cat hears ann say "With Cat." in chat
cat hears ann edit "With Cat." to "For Cat too." in chat
