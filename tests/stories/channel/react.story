# A mark can be put on a message and taken off again.
people: ann, ben
circle chat: ann with ben
ann signs in
ben signs in
ann follows chat
ann says "We won the bid." in chat
ben marks "We won the bid." with "🎉" in chat
ann hears ann say "We won the bid." in chat
ann hears ben mark "We won the bid." with "🎉" in chat
ben unmarks "We won the bid." with "🎉" in chat
ann hears ben unmark "We won the bid." with "🎉" in chat
ann hears nothing more
