"""`manage.py migrate`: Django's own, which then updates functions, triggers and rights (claims/sql).

Desks that are there get the rows that this version needs and they lack (claims/reference.py).
"""

import importlib

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from claims import database, reference

FIRST = importlib.import_module("claims.migrations.0001_all_tables").Migration
TOO_OLD = (
    "This database was made by a version from before 30 November 2026, and this one cannot upgrade it: the migrations"
    " between them are gone. Upgrade it with a version of that day first, or begin with a new database (`manage.py up`:"
    " with another FACTCHECK_HOME). Nothing was changed."
)


class Command(migrate.Command):
    stealth_options = ("what_is_kept",)

    def handle(self, *args, what_is_kept=True, **options):
        connection = connections[options["database"]]
        with connection.cursor() as cursor:
            if not database.knows_letters(cursor):
                raise CommandError(
                    "This database does not know letters beyond a to z. Make it with a UTF-8 locale:"
                    " CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'. Nothing was changed."
                )
        applied = {name for name in MigrationRecorder(connection).applied_migrations() if name[0] == "claims"}
        if applied and not (set(FIRST.replaces) <= applied or ("claims", "0001_all_tables") in applied):
            raise CommandError(TOO_OLD)
        first = not MigrationExecutor(connection).loader.applied_migrations
        super().handle(*args, **options)
        executor = MigrationExecutor(connection)
        # Before the newest migration, or with only a plan asked for, there is nothing to compare with yet.
        if not what_is_kept or executor.migration_plan(executor.loader.graph.leaf_nodes("claims")):
            return
        try:
            repaired = database.repair(connection)
        except database.NotRepaired as error:
            raise CommandError(str(error)) from error
        if repaired and not first:  # shown at any verbosity: no migration does this
            self.stdout.write(f"Brought up to date in the database: {database.counted(repaired)}.")
        if connection.alias == DEFAULT_DB_ALIAS:  # where the models are read from
            reference.ensure_all()
