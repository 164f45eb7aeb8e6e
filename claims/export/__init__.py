"""What leaves the desk: an article's sources in the formats of other programs."""
