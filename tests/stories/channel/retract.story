# A message that is taken back is blank for everyone, and stays so.
people: ann, ben
circle chat: ann with ben
ann signs in
ben signs in
ben follows chat
ben says "I did not mean that." in chat
ben retracts "I did not mean that." in chat
ben hears ben say "I did not mean that." in chat
ben hears ben retract "I did not mean that." in chat
ben edits "I did not mean that." to "Or did I?" in chat -> conflict retracted
ben retracts "I did not mean that." in chat -> conflict retracted
ben calls channel.history {"channel": "@chat.channel"} -> ok {"events": [{"kind": "message", "body": {"text": null}}]}
