"""What `manage.py up` and the tests run for themselves: a PostgreSQL and processes that end with their parent."""
