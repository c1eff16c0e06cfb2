# An operation that does not exist is refused with the nearest name that does.
people: ann
ann signs in
ann calls channel.pots {} -> invalid did you mean channel.post
ann calls nothing.like.it.at.all {} -> invalid there is no operation
