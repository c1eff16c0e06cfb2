# Unread counts others' messages, and reading never goes back.
people: ann, ben
circle chat: ann with ben
ann signs in
ben signs in
ben calls channel.post {"channel": "@chat.channel", "text": "mine"} -> ok {"seq": "@mine"}
ann calls channel.post {"channel": "@chat.channel", "text": "one"} -> ok {"seq": "@one"}
ann calls channel.post {"channel": "@chat.channel", "text": "two"} -> ok {"seq": "@two"}
ben calls channel.list {} -> ok {"channels": [{"id": "@chat.channel", "unread": 2, "head": "@two"}]}
ben calls channel.read {"channel": "@chat.channel", "seq": "@two"} -> ok {"read": "@two"}
ben calls channel.read {"channel": "@chat.channel", "seq": "@one"} -> ok {"read": "@two"}
ben calls channel.list {} -> ok {"channels": [{"id": "@chat.channel", "unread": 0, "read": "@two"}]}
