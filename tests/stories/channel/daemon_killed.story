# After the daemon was killed, everyone resumes with no gap and no repeat.
people: ann, ben
circle chat: ann with ben
ann signs in
ben signs in
ben follows chat
ann says "one" in chat
ben hears ann say "one" in chat
ann says "two" in chat
the daemon is killed
the daemon is back
ben is closed with 1006
ann is closed with 1006
ann signs in
ann repeats "two" in chat
ann says "three" in chat
ben signs in
ben follows chat from there on
ben hears ann say "two" in chat
ben hears ann say "three" in chat
ben hears nothing more
