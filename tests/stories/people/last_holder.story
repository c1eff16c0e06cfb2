# The service never loses its last broker or its last safeguarding lead.
people: olu, bea
the operator makes olu a operator
the operator makes bea a broker
olu signs in
olu calls role.revoke {"person": "@bea", "role": "broker"} -> conflict last_holder
