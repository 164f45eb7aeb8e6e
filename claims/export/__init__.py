"""What leaves the desk: the checked text in Word, sources, changes memo, in the formats of other programs."""
