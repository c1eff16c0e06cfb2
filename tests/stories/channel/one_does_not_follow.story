# A member who does not follow the channel is sent nothing of it.
people: ann, ben
circle chat: ann with ben
ann signs in
ben signs in
ann says "Is anybody there?" in chat
ben hears nothing more
