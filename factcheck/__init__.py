"""The project package: wiring only, no word of the trade."""
