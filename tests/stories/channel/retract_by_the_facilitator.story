# The facilitator may take back any message; another member may not.
people: ann, ben, cat
circle chat: ann with ben, cat
ann signs in
ben signs in
cat signs in
cat follows chat
ben says "Rude words." in chat
cat hears ben say "Rude words." in chat
cat retracts "Rude words." in chat -> denied
ann retracts "Rude words." in chat
cat hears ann retract "Rude words." in chat
