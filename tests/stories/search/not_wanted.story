# A search must name something that is to be found.
people: ann
circle chat: ann
ann signs in
ann says "Kayaks in the harbour" in chat
ann soon calls channel.search {"text": "kayaks -boats"} -> ok {"hits": [{"snippet": "Kayaks in the harbour"}]}
ann calls channel.search {"text": "-boats"} -> invalid text
ann calls channel.search {"text": " "} -> invalid text
