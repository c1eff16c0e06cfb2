# Two members hear a third, once and in order, and so does the third.
people: ann, ben, cat
circle chat: ann with ben, cat
ann signs in
ben signs in
cat signs in
ann follows chat
ben follows chat
cat follows chat
cat says "Good morning, all." in chat
cat says "Who has the key?" in chat
ann hears cat say "Good morning, all." in chat
ann hears cat say "Who has the key?" in chat
ben hears cat say "Good morning, all." in chat
ben hears cat say "Who has the key?" in chat
cat hears cat say "Good morning, all." in chat
cat hears cat say "Who has the key?" in chat
ann hears nothing more
ben hears nothing more
