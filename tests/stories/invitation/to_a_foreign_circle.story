# Nobody invites to a circle that they are not in.
people: ann, eve
circle chat: ann
eve signs in
eve calls invitation.make {"circle": "@chat", "why": "Sneak in."} -> not_found circle
