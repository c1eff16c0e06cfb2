# An inbox is its owner's alone.
people: ann, ben
circle chat: ann
ann signs in
ben signs in
ben follows inbox
ann asks ben into chat
ben hears invited {"circle": "@chat", "by": "@ann"} in inbox
