# A block is not told, and keeps the two apart: an invitation seems to go through and never arrives.
people: ann, ben
circle chat: ann
ann signs in
ben signs in
ben follows inbox
ben calls block.add {"person": "@ann"}
ann asks ben into chat
ben hears nothing more
ben joins chat -> not_found
ben calls block.remove {"person": "@ann"}
ann asks ben into chat
ben hears invited {"circle": "@chat"} in inbox
ben calls block.add {"person": "@ben"} -> invalid yourself
ben calls block.add {"person": 9007199254740991} -> not_found
