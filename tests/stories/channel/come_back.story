# Who leaves and comes back does not hear what was said between.
people: ann, ben
circle chat: ann with ben
ann signs in
ben signs in
ben leaves chat
ann says "While you were out." in chat
ann asks ben into chat
ben joins chat
ann says "Welcome back." in chat
ben follows chat after "While you were out."
ben hears ben join chat
ben hears ann say "Welcome back." in chat
