"""What `manage.py up` and the tests start themselves: a PostgreSQL, and processes that end with their parent."""
