# A text may have sixteen thousand bytes and not one more; nothing of a longer one is kept.
people: ann, ben
circle chat: ann with ben
ann signs in
ben signs in
ben follows chat
ann says 16000 bytes in chat
ann says 16001 bytes in chat -> too_large text
ann says "Short again." in chat
ben hears message {} in chat
ben hears ann say "Short again." in chat
ben hears nothing more
