# A message that is larger than the service takes ends the connection with the reason for it.
people: ann
circle chat: ann
ann signs in
ann says 70000 bytes in chat -> closed 1009
ann signs in
ann says "Here again." in chat
