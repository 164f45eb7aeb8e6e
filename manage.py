#!/usr/bin/env python
"""The project's commands. Without DATABASE_URL they use the database that `manage.py up` is running."""

import contextlib
import os
import sys

from django.core.management import execute_from_command_line
from django.db import NotSupportedError, OperationalError

from factcheck.local import postgres, users

# What makes, empties or encrypts tables anew runs as their owner; everything else as the role that web and worker have.
OWNER_COMMANDS = {"migrate", "flush", "check_database", "rotate_keys"}


def main(arguments):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    embedded = not os.environ.get("DATABASE_URL")
    with contextlib.ExitStack() as until_done:
        try:
            if arguments[1:2] and arguments[1] in OWNER_COMMANDS:
                if embedded:
                    os.environ["DATABASE_URL"] = _owner_of_embedded(until_done)
                elif os.environ.get("DATABASE_OWNER_URL"):
                    os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"]
            execute_from_command_line(arguments)
            sys.stdout.flush()
        except BrokenPipeError:  # “| head” has read enough; what is still to be written goes nowhere
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)
        except (postgres.NotStarted, users.NoUser) as error:
            sys.exit(str(error))
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


def _owner_of_embedded(until_done):
    """The address of the embedded database as the owner of its tables, for as long as this command runs.

    Root is let in while `up` runs. Anybody else is not, since the web server runs under their name: they stop `up`, and
    the server is started for this command alone.
    """
    home = postgres.home()
    server = postgres.Server(home)
    if users.is_root() and (server.socket / ".s.PGSQL.5432").exists():
        return server.url(postgres.OWNER)
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        sys.exit(f"{home}: {error.strerror}. Name another folder in FACTCHECK_HOME.")
    until_done.enter_context(postgres.held(home, f"process {os.getpid()}, a command of manage.py"))
    until_done.callback(server.stop)
    server.start(tell=print)
    return server.url(postgres.OWNER)


if __name__ == "__main__":
    main(sys.argv)
