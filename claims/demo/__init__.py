"""The demo desk: invented people, an article in our own words, and real public sources named as what they are.

What a source says is given as a gist in our words and labelled so; a verdict never says more than the sources carry.
"""

#: Everybody knows it: `manage.py up` refuses to serve these accounts beyond this machine.
PASSWORD = "demo"  # noqa: S105
DESK = "World desk"
