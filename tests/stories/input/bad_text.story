# A text that is no UTF-8 costs its request, not the connection; where there is no request to refuse, the connection ends.
people: ann
circle chat: ann
ann signs in
ann follows chat
ann sends bytes "94 00 07 ac 63 68 61 6e 6e 65 6c 2e 70 6f 73 74 91 82 a7 63 68 61 6e 6e 65 6c 01 a4 74 65 78 74 a2 c3 28"
ann says "Still here." in chat
ann hears ann say "Still here." in chat
ann hears nothing more
ann sends bytes "94 00 08 a2 c3 28 91 80"
ann is closed with 1002
