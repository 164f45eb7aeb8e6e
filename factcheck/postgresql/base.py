"""Django's PostgreSQL backend, except that it refuses servers older than those that this project is tried on.

Every connection goes through it: web, worker and commands are refused before they read or change anything.
"""

from django.db.backends.postgresql import base, features


class DatabaseFeatures(features.DatabaseFeatures):
    minimum_database_version = (16,)


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = DatabaseFeatures
