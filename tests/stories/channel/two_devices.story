# Both devices of a person hear everything, the one that spoke too.
people: ann, ben
circle chat: ann with ben
ben signs in
ben/phone signs in
ben follows chat
ben/phone follows chat
ben/phone says "On the bus." in chat
ben hears ben say "On the bus." in chat
ben/phone hears ben say "On the bus." in chat
