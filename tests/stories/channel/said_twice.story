# The same words under the same nonce are kept once, and the answer is the same.
people: ann, ben
circle chat: ann with ben
ann signs in
ben signs in
ben follows chat
ann says "Only once." in chat
ann repeats "Only once." in chat
ann hangs up
ann signs in
ann repeats "Only once." in chat
ben hears ann say "Only once." in chat
ben hears nothing more
