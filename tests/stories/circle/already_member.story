# A member is not asked in again and does not join again.
people: ann, ben
circle chat: ann with ben
ann signs in
ben signs in
ann asks ben into chat -> conflict already_member
ben joins chat -> conflict already_member
