# Places are found by name in either language, by code, and in spite of typing errors.
people: ann
ann signs in
ann calls place.find {"text": "Gwynedd"} -> ok {"places": [{"code": "W06000002", "name": "Gwynedd", "nation": "Wales"}]}
ann calls place.find {"text": "Caerdydd"} -> ok {"places": [{"code": "W06000015"}]}
ann calls place.find {"text": "Middlesborough"} -> ok {"places": [{"code": "E06000002", "name": "Middlesbrough"}]}
ann calls place.find {"code": "E08000003"} -> ok {"places": [{"name": "Manchester"}]}
ann calls place.find {"code": "X00000000"} -> ok {"places": []}
