# The one who opened the circle may follow from its first event: their own joining.
people: ann, ben
circle chat: ann with ben
ann signs in
ann says "one" in chat
ann/phone signs in
ann/phone follows chat from the start
ann/phone hears ann join chat
ann/phone hears ben join chat
ann/phone hears ann say "one" in chat
ann/phone hears nothing more
