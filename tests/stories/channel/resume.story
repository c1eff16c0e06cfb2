# After a lost connection the talk goes on where it was, with no gap and no repeat.
people: ann, ben
circle chat: ann with ben
ann signs in
ben signs in
ben follows chat
ann says "one" in chat
ben hears ann say "one" in chat
ben hangs up
ann says "two" in chat
ann says "three" in chat
ben signs in
ben follows chat from there on
ben hears ann say "two" in chat
ben hears ann say "three" in chat
ann says "four" in chat
ben hears ann say "four" in chat
ben hears nothing more
