# When the facilitator leaves, the one who is longest in the circle takes over.
people: ann, ben, cat
circle chat: ann with ben, cat
ann signs in
ben signs in
cat signs in
ben takes cat out of chat -> denied
ann leaves chat
ben takes cat out of chat
