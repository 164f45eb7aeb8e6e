"""Django's PostgreSQL backend, changed to refuse server versions that this project is not tested on.

Every connection uses it, so web, worker and commands are refused before they read or change anything.
"""

from django.db.backends.postgresql import base, features


class DatabaseFeatures(features.DatabaseFeatures):
    minimum_database_version = (16,)


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = DatabaseFeatures
