"""`manage.py bench`: fill a separate database with a desk's work, and time requests to a real web server."""
