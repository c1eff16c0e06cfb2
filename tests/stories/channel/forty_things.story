# Many messages keep their order.
people: ann, ben
circle chat: ann with ben
ann signs in
ben signs in
ben follows chat
ann says 40 things in chat
ben hears ann say 40 things in chat
ben hears nothing more
