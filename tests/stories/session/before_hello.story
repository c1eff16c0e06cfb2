# Before hello only the few early operations are answered.
people: ann
circle chat: ann
ann connects
ann calls channel.post {"channel": "@chat.channel", "text": "too early"} -> unauthenticated say session.hello
ann calls channel.subscribe {"channel": "@chat.channel"} -> unauthenticated
ann signs in
ann follows chat
