# Who joins late sees the talk from there on, and is told that something came before.
people: ann, ben
circle chat: ann
ann signs in
ann says "Before." in chat
ann asks ben into chat
ben signs in
ben joins chat
ann says "After." in chat
ben follows chat from the start
ben hears of a gap in chat
ben hears ben join chat
ben hears ann say "After." in chat
ben hears nothing more
ben edits "Before." to "x" in chat -> not_found
