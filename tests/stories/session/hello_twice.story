# A connection says hello once; nobody may say it again with a token.
people: ann
ann signs in
ann signs in -> conflict already_hello
ben greets
ben greets -> conflict already_hello
ann/phone greets
ann/phone signs in
ann/phone greets -> conflict already_hello
