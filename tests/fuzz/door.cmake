# The HTTP door, read from bytes that nobody sent in good faith.
add_fuzz(door gateway)
