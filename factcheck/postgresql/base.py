"""Django's PostgreSQL backend, which refuses server versions that this project is not tested on, and plans less.

Every connection uses it, so web, worker and commands are refused before they read or change anything.
"""

from django.db.backends.postgresql import base, features

#: Joins of more than five tables are made in the order in which they are written: along the keys from the row that is
#: asked for. To try every order of a dozen takes PostgreSQL ten times as long as to read the rows of one claim.
JOINS = "SET join_collapse_limit = 5"


class DatabaseFeatures(features.DatabaseFeatures):
    minimum_database_version = (16,)


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = DatabaseFeatures

    def _configure_connection(self, connection):
        with connection.cursor() as cursor:
            cursor.execute(JOINS)
        super()._configure_connection(connection)
        return True  # commit it, where nothing commits by itself
