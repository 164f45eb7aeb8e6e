"""Django's PostgreSQL backend, which refuses server versions that this project is not tested on, and plans less.

Every connection uses it, so web, worker and commands are refused before they read or change anything.
"""

import sys

from django.db.backends.postgresql import base, features
from psycopg.types.numeric import IntDumper

#: Joins of more than five tables are made in the order in which they are written: along the keys from the row that is
#: asked for. To try every order of a dozen takes PostgreSQL ten times as long as to read the rows of one claim.
JOINS = "SET join_collapse_limit = 5"
#: What is prepared, and the statements of functions and triggers, is planned once for each connection. PostgreSQL would
#: plan many of them anew for each list of ids that it is given, which takes it longer than to read a few rows by id.
PLANS = "SET plan_cache_mode = force_generic_plan"


class DatabaseFeatures(features.DatabaseFeatures):
    minimum_database_version = (16,)


class LargeIntDumper(IntDumper):
    """Sends small integers as large ones: as others, they would be of another type, and the statement another one."""

    def upgrade(self, obj, format):
        return super().upgrade(2**31 if -(2**31) <= obj < 2**31 else obj, format)


class PreparedCursor(base.ServerBindingCursor):
    """Has PostgreSQL keep what it runs, parsed and planned, for as long as the connection lasts."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.adapters.register_dumper(int, LargeIntDumper)

    def execute(self, query, params=None, **more):
        return super().execute(query, params, prepare=True, **more)


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = DatabaseFeatures

    def prepared_cursor(self):
        """Return a cursor for statements that are run again and again with other values.

        The values are sent apart from a statement, so that PostgreSQL must be able to tell the type of each ``%s``.
        A statement that is logged has its values in it, and is not prepared.
        """
        if self.queries_logged:
            return self.cursor()
        self.ensure_connection()
        usual = self.connection.cursor_factory
        self.connection.cursor_factory = PreparedCursor
        try:
            return self.cursor()
        finally:
            self.connection.cursor_factory = usual

    def get_connection_params(self):
        # Never by itself, but what a PreparedCursor runs: psycopg prepares nothing where this is None.
        return super().get_connection_params() | {"prepare_threshold": sys.maxsize}

    def _configure_connection(self, connection):
        with connection.cursor() as cursor:
            cursor.execute(f"{JOINS}; {PLANS}")
        super()._configure_connection(connection)
        return True  # commit it, where nothing commits by itself
