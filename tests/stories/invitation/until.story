# An invitation ends within ninety days, and not before it began.
people: ann
ann signs in
ann calls invitation.make {"why": "Come.", "until": 1} -> invalid until
ann calls invitation.make {"why": "Come.", "until": 9007199254740991} -> invalid until
