# Signing out ends every connection of that session, and the token with it.
people: ann, ben
circle chat: ann with ben
ann signs in
ann/phone signs in
ben signs in
ben follows chat
ann calls session.end {}
ann is closed with 4001
ann/phone is closed with 4001
ann connects
ann signs in -> unauthenticated
ben says "Still here." in chat
ben hears ben say "Still here." in chat
