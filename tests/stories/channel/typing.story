# Typing is shown to the others who follow, and never kept.
people: ann, ben
circle chat: ann with ben
ann signs in
ben signs in
ann types in chat -> not_found
ann follows chat
ben follows chat
ann types in chat
ben notices ann typing in chat
ann hears nothing more
ann says "There." in chat
ben hears ann say "There." in chat
