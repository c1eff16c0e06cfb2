# Whoever stops following hears nothing more, and whoever follows again hears what comes then.
people: ann, ben
circle chat: ann with ben
ann signs in
ben signs in
ben follows chat
ann says "one" in chat
ben hears ann say "one" in chat
ben unfollows chat
ann says "two" in chat
ben hears nothing more
ben follows chat
ann says "three" in chat
ben hears ann say "three" in chat
ben unfollows chat
ben unfollows chat -> not_found
