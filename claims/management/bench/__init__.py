"""`manage.py bench`: a desk full of rows in a database of its own, and people who ask a real web server at once."""
