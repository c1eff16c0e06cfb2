# Asking for a link gives the same answer whether the person exists or not; six wrong digits are not found.
people: ann
guest connects
guest calls session.link {"email": "ann.mailed_link@example.org"} -> ok {}
guest calls session.link {"email": "nobody.at.all@example.org"} -> ok {}
guest calls session.link {"email": "no address"} -> invalid email
guest calls session.enter {"code": "000000"} -> invalid email
guest calls session.enter {"code": "000000", "email": "nobody.at.all@example.org"} -> not_found
