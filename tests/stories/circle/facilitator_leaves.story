# When the facilitator leaves, the one who is longest in the circle takes over, and everybody hears of it.
people: ann, ben, cat
circle chat: ann with ben, cat
ann signs in
ben signs in
cat signs in
ben takes cat out of chat -> denied
cat follows chat
ann leaves chat
cat hears ann leave chat
cat hears role {"person": "@ben", "role": "facilitator"} in chat
ben takes cat out of chat
