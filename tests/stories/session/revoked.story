# When the operator ends a person's sessions, their connections close at once and nobody else's do.
people: ann, ben
circle chat: ann with ben
ann signs in
ann follows chat
ben signs in
ben follows chat
the operator ends ann
ann is closed with 4001
ben says "Where did she go?" in chat
ben hears ben say "Where did she go?" in chat
ann connects
ann signs in -> unauthenticated
