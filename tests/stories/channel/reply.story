# An answer points at the message that it answers.
people: ann, ben
circle chat: ann with ben
ann signs in
ben signs in
ann follows chat
ann says "Who brings the kettle?" in chat
ben answers "Who brings the kettle?" with "I do." in chat
ann hears ann say "Who brings the kettle?" in chat
ann hears ben answer "Who brings the kettle?" with "I do." in chat
