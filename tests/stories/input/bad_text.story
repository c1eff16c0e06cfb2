# Bytes that are no UTF-8 end the connection: they are no MessagePack text.
people: ann
circle chat: ann
ann signs in
ann sends bytes "94 00 07 ac 63 68 61 6e 6e 65 6c 2e 70 6f 73 74 91 82 a7 63 68 61 6e 6e 65 6c 01 a4 74 65 78 74 a2 c3 28"
ann is closed with 1002
