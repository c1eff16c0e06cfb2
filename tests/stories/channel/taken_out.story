# The facilitator may take somebody out; others may not; the one who is taken out hears nothing more.
people: ann, ben, cat
circle chat: ann with ben, cat
ann signs in
ben signs in
cat signs in
cat follows chat
ben takes cat out of chat -> denied
ann takes cat out of chat
cat hears cat leave chat
ann says "Quiet now." in chat
cat hears nothing more
cat says "But" in chat -> not_found
