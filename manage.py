#!/usr/bin/env python
"""The shell's door to the project. Without DATABASE_URL, commands use the database that `manage.py up` is running."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import NotSupportedError, OperationalError

from factcheck.local import postgres

# What makes or empties tables runs as their owner; everything else as the role that web and worker have.
OWNER_COMMANDS = {"migrate", "flush", "check_database"}


def main(arguments):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    embedded = not os.environ.get("DATABASE_URL")
    if arguments[1:2] and arguments[1] in OWNER_COMMANDS:
        if embedded:
            os.environ["DATABASE_URL"] = postgres.url(postgres.OWNER, postgres.home())
        elif os.environ.get("DATABASE_OWNER_URL"):
            os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"]
    try:
        execute_from_command_line(arguments)
    except NotSupportedError as error:  # an old server, and the first connection to it
        sys.exit(f"The database server is too old, and nothing was changed in it: {error}")
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None):
            raise  # an answer of the database: it is there
        if not embedded:
            sys.exit(f"The database cannot be reached: {error}\nSee DATABASE_URL and DATABASE_OWNER_URL.")
        if (postgres.socket_folder(postgres.home()) / ".s.PGSQL.5432").exists():
            raise
        sys.exit("The database is not running. Start it with `uv run manage.py up`, or set DATABASE_URL.")


if __name__ == "__main__":
    main(sys.argv)
