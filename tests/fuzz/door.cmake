add_fuzz(door gateway)
