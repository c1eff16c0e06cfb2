# Hello tells who you are, where your notices arrive and by which rules.
people: ann
ann connects
guest greets
ann signs in
ann follows inbox from the start
ann hears nothing more
