# How far one has read is told to one's own other devices and to nobody else.
people: ann, ben
circle chat: ann with ben
ann signs in
ben signs in
ben/phone signs in
ann says "Read me." in chat
ann follows chat
ben follows chat
ben/phone follows chat
ben reads chat up to "Read me."
ben/phone notices the mark at "Read me." in chat
ann hears nothing more
