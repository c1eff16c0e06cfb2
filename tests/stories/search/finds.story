# A message is found soon by its words in any form, English and Welsh; not by those who may not see it.
people: ann, ben, eve
circle chat: ann with ben
ann signs in
ben signs in
eve signs in
ann says "The volunteers were knocking on doors." in chat
ann soon calls channel.search {"text": "volunteer door"} -> ok {"hits": [{"channel": "@chat.channel"}]}
ben calls channel.search {"text": "knock", "channel": "@chat.channel"} -> ok {"hits": [{"channel": "@chat.channel"}]}
eve calls channel.search {"text": "volunteer door"} -> ok {"hits": []}
ann retracts "The volunteers were knocking on doors." in chat
ann calls channel.search {"text": "volunteer door"} -> ok {"hits": []}
