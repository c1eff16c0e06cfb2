# History comes in pages, always in rising order.
people: ann, ben
circle chat: ann with ben
ann signs in
ann calls channel.post {"channel": "@chat.channel", "text": "a"} -> ok {"seq": "@a"}
ann calls channel.post {"channel": "@chat.channel", "text": "b"} -> ok {"seq": "@b"}
ann calls channel.post {"channel": "@chat.channel", "text": "c"} -> ok {"seq": "@c"}
ann calls channel.history {"channel": "@chat.channel", "before": "@c", "limit": 1} -> ok {"events": [{"seq": "@b", "body": {"text": "b"}}]}
ann calls channel.history {"channel": "@chat.channel", "after": "@a", "limit": 1} -> ok {"events": [{"seq": "@b"}]}
ann calls channel.history {"channel": "@chat.channel", "limit": 1} -> ok {"events": [{"seq": "@c"}]}
ann calls channel.history {"channel": "@chat.channel", "after": "@c"} -> ok {"events": []}
ann calls channel.history {"channel": "@chat.channel", "limit": 201} -> invalid limit
