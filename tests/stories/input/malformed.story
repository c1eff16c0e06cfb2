# A message that is no MessagePack, or no MessagePack-RPC, ends the connection with a reason.
people: ann
ann signs in
ann sends bytes "c1"
ann is closed with 1002
ann signs in
ann sends bytes "93 00 01"
ann is closed with 1002
ann signs in
ann sends bytes "dd ff ff ff ff"
ann is closed with 1002
ann signs in
ann sends bytes "94 00 01 a1 78 90 c0"
ann is closed with 1002
ann signs in
ann sends bytes "93 02 a1 78 90"
ann is closed with 1002
