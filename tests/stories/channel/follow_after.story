# Following after a message begins with the one behind it.
people: ann, ben
circle chat: ann with ben
ann signs in
ben signs in
ann says "one" in chat
ann says "two" in chat
ann says "three" in chat
ben follows chat after "one"
ben hears ann say "two" in chat
ben hears ann say "three" in chat
ann says "four" in chat
ben hears ann say "four" in chat
ben hears nothing more
