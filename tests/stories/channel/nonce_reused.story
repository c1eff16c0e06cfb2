# Other words under a used nonce are refused.
people: ann, ben
circle chat: ann with ben
ann signs in
ben signs in
nonce first
ann calls channel.post {"channel": "@chat.channel", "text": "one", "nonce": "@first"} -> ok {"seq": "@one"}
ann calls channel.post {"channel": "@chat.channel", "text": "one", "nonce": "@first"} -> ok {"seq": "@one"}
ann calls channel.post {"channel": "@chat.channel", "text": "two", "nonce": "@first"} -> conflict nonce_reused
ben calls channel.post {"channel": "@chat.channel", "text": "two", "nonce": "@first"}
