# A text frame is not the protocol: the connection ends with the reason for it.
people: ann
ann signs in
ann sends the text "hello"
ann is closed with 1003
