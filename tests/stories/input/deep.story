# Nesting without end is not followed down.
people: ann
ann signs in
ann sends bytes "94 00 07 ac 63 68 61 6e 6e 65 6c 2e 70 6f 73 74 91 81 a1 78 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 c0"
ann is closed with 1002
