# Words lead to the topics that they fit.
people: ann
ann signs in
ann calls topic.suggest {"text": "We want to hand real decisions and power to residents: shifting power."} -> ok {"topics": [{"slug": "sharing-power"}]}
