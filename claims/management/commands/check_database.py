"""`manage.py check_database`: compare a database with what this version wants it to have, and repair it."""

import os
import shutil
import tempfile
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from claims import database
from factcheck.local.postgres import OWNER, Server
from factcheck.settings import database as connection_settings


class Command(BaseCommand):
    help = (
        "Compare functions, triggers, rights, tables and indexes of the database with what this version wants."
        " Ends with status 1, and a line for each difference, if they are not the same."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true", help="bring them to what this version wants")
        parser.add_argument(
            "--write", action="store_true", help="after a change of claims/sql or a migration: write wanted.json anew"
        )

    def handle(self, *, repair, write, **options):
        if write:
            self._write()
            return
        if unmigrated := database.unmigrated(connection):
            raise CommandError(f"{unmigrated} Run `manage.py migrate`.")
        try:
            if repair:
                for difference in database.repair(connection):
                    self.stdout.write(f"Repaired: {difference}.")
            with connection.cursor() as cursor:
                unlike = database.differences(cursor)
        except database.NotRepaired as error:
            raise CommandError(str(error)) from error
        for difference in unlike:
            self.stdout.write(f"The {difference}.")
        if unlike:
            raise CommandError(
                "The database is not what this version wants. `manage.py check_database --repair` repairs it."
            )
        self.stdout.write("The database has everything that this version keeps in it.")

    def _write(self):
        """Write wanted.json from a new database, which is made for this and then removed."""
        home = Path(tempfile.mkdtemp(prefix="factcheck-wanted-"))
        home.chmod(0o755)  # the database's user must be able to reach what is in it
        server = Server(home)
        try:
            server.start("fsync=off")
            os.environ["DATABASE_URL"] = server.url(OWNER)
            connection.close()
            connection.settings_dict.update(connection_settings(server.url(OWNER)))
            call_command("migrate", verbosity=0, skip_checks=True, what_is_kept=False)
            database.write(connection)
            connection.close()
        finally:
            server.stop()
            shutil.rmtree(home)
        self.stdout.write(f"Wrote {database.WANTED.name}.")
