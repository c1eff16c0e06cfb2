# When the operator ends a person's sessions, links that were not used end too.
people: ann
the operator makes a link for ann
the operator ends ann
guest connects
guest calls session.enter {"code": "@link#"} -> conflict expired
