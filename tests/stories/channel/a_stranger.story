# A channel that one is not in does not exist, whatever is asked of it.
people: ann, ben, eve
circle chat: ann with ben
ann signs in
ann says "Between us." in chat
eve signs in
eve follows chat -> not_found
eve says "Let me in." in chat -> not_found
eve edits "Between us." to "x" in chat -> not_found
eve retracts "Between us." in chat -> not_found
eve marks "Between us." with "x" in chat -> not_found
eve reads chat up to "Between us." -> not_found
eve types in chat -> not_found
eve calls channel.history {"channel": "@chat.channel"} -> not_found
eve calls circle.leave {"circle": "@chat"} -> not_found
eve hears nothing more
