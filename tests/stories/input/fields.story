# A field that is missing, too long, of a wrong kind or out of range is named.
people: ann
circle chat: ann
ann signs in
ann calls channel.post {"channel": "@chat.channel"} -> invalid text
ann calls channel.post {"text": "x"} -> invalid channel
ann calls channel.post {"channel": "seven", "text": "x"} -> invalid channel
ann calls channel.post {"channel": 0, "text": "x"} -> invalid channel
ann calls channel.post {"channel": "@chat.channel", "text": 7} -> invalid text
ann calls channel.post {"channel": "@chat.channel", "text": ""} -> invalid text
ann calls channel.post {"channel": "@chat.channel", "text": "x", "reply_to": -1} -> invalid reply_to
ann calls circle.open {"title": "t", "purpose": "p", "topics": "none", "seats": 5} -> invalid topics
ann calls circle.open {"title": "t", "purpose": "p", "topics": [1,2,3,4,5,6,7,8,9,10,11], "seats": 5} -> too_large topics
ann calls circle.open {"title": "t", "purpose": "p", "topics": [], "seats": 51} -> invalid seats
ann calls channel.post {"channel": "@chat.channel", "text": "x", "unknown_to_us": [1, {"a": null}]}
