# Topics come in the language asked for.
people: ann
ann signs in
ann calls topic.list {"language": "cy"} -> ok {"topics": [{"slug": "engaging-communities", "label": "Ymgysylltu â chymunedau", "parent": null}]}
ann calls topic.list {} -> ok {"topics": [{"slug": "engaging-communities", "label": "Engaging with communities"}, {"slug": "sharing-power"}]}
