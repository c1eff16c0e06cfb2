# A change without a nonce, or with one that is no nonce, is refused.
people: ann
circle chat: ann
ann signs in
# [0, 7, "channel.post", [{"channel": 1, "text": "x"}]]
ann sends bytes "94 00 07 ac 63 68 61 6e 6e 65 6c 2e 70 6f 73 74 91 82 a7 63 68 61 6e 6e 65 6c 01 a4 74 65 78 74 a1 78"
ann is refused with invalid
# The same with "nonce": 3
ann sends bytes "94 00 08 ac 63 68 61 6e 6e 65 6c 2e 70 6f 73 74 91 83 a5 6e 6f 6e 63 65 03 a7 63 68 61 6e 6e 65 6c 01 a4 74 65 78 74 a1 78"
ann is refused with invalid
