# Only an operator gives roles and takes them back.
people: olu, ann
the operator makes olu a operator
olu signs in
ann signs in
ann calls role.grant {"person": "@ann", "role": "operator"} -> denied
olu calls role.grant {"person": "@ann", "role": "coach"} -> ok {"roles": [{"role": "coach", "place": null}]}
olu calls role.grant {"person": "@ann", "role": "emperor"} -> invalid role
olu calls role.grant {"person": 9007199254740991, "role": "coach"} -> not_found person
olu calls role.revoke {"person": "@ann", "role": "coach"} -> ok {"roles": [{"role": "member"}]}
olu calls role.revoke {"person": "@ann", "role": "coach"} -> not_found
