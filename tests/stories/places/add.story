# A place that people name themselves lies inside an official one, and is added once.
people: ann, ben
ann signs in
ben signs in
ann calls place.find {"code": "E08000015"} -> ok {"places": [{"id": "@wirral"}]}
ann calls place.add {"name": "The Story End", "within": "@wirral"} -> ok {"places": [{"id": "@end", "name": "The Story End", "within": "@wirral", "nation": "England", "code": null}]}
ben calls place.add {"name": "the story end", "within": "@wirral"} -> ok {"places": [{"id": "@end"}]}
ben calls place.add {"name": "Nowhere", "within": 9007199254740991} -> not_found within
ben calls place.find {"text": "The Story End"} -> ok {"places": [{"id": "@end"}]}
