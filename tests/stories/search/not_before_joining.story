# What was said before one joined is not found.
people: ann, ben
circle chat: ann
ann signs in
ann says "The earliest heron of the story." in chat
ann asks ben into chat
ben signs in
ben joins chat
ann says "The latest heron of the story." in chat
ann soon calls channel.search {"text": "earliest heron", "channel": "@chat.channel"} -> ok {"hits": [{"snippet": "@any"}]}
ben soon calls channel.search {"text": "latest heron"} -> ok {"hits": [{"channel": "@chat.channel"}]}
ben calls channel.search {"text": "earliest heron"} -> ok {"hits": []}
