"""Which user runs which process. Root runs only `up` itself; one ordinary user runs the database, another the desk.

Any other user runs everything under their own name.
"""

import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

DATABASE_USERS = ("postgres", "nobody")
DESK_USERS = ("nobody", "daemon")  # the first of them that does not run the database is taken
READ_ALL, LOW_PORTS = "+dac_read_search", "+net_bind_service"  # Linux capabilities


class NoUser(Exception):
    """Root has no ordinary user to run something as; the message tells a person what is missing."""


def is_root():
    return os.geteuid() == 0


def name():
    """Return the name of the user who runs this, or their number if they have no name."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())


def database():
    """Return the passwd entry of the user that runs PostgreSQL for root."""
    return _first(DATABASE_USERS, "PostgreSQL refuses to run as root")


def desk():
    """Return the passwd entry of the user that runs web server, worker and beat for root."""
    others = [each for each in DESK_USERS if each != database().pw_name]
    return _first(others, "Web server and worker are not run as root")


def identity(user):
    """Return Popen's arguments for a process of that user, without supplementary groups."""
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def on_behalf_of_desk(needed, *, low_port=False):
    """Return how root starts a process as the desk's user: (what goes before its command, Popen's arguments).

    `needed` are files that it must read. If folders above them are closed to others (a project or a Python under
    /root), the process may read, but not write, every file of the machine. Raises NoUser if the system cannot grant
    that.
    """
    user = desk()
    hidden = [path for path in needed if not may(user, "-r", path)]
    if not hidden and not _finds_python(user):
        hidden = [sys.executable]
    granted = [READ_ALL] * bool(hidden) + [LOW_PORTS] * low_port
    if not granted:
        return [], identity(user)
    only = ",".join(["-all", *granted])
    command = [shutil.which("setpriv") or "setpriv", "--reuid", str(user.pw_uid), "--regid", str(user.pw_gid)]
    command += ["--clear-groups", "--no-new-privs", "--inh-caps", only, "--ambient-caps", only]
    command += ["--bounding-set", only, "--pdeathsig", "KILL", "--"]  # changing the user clears the death signal
    try:
        subprocess.run([*command, "true"], check=True, capture_output=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        what = f"may not read {hidden[0]}. Open the folders above it" if hidden else "may not use this port. Change it"
        raise NoUser(
            f"Web server and worker run as user `{user.pw_name}`, who {what}, or start it as an ordinary user."
        ) from None
    return command, {}


def may(user, how, path):
    """Return whether that user may read (`-r`) or run (`-x`) a file."""
    done = subprocess.run(["test", how, str(path)], **identity(user), check=False, cwd="/")  # noqa: S603, S607
    return done.returncode == 0


def _finds_python(user):
    """Return whether Python and Django start for that user."""
    command = [sys.executable, "-c", "import django"]
    return subprocess.run(command, **identity(user), check=False, capture_output=True).returncode == 0  # noqa: S603


def open_to_others(path):
    """Return whether everybody may pass through the folders above `path`."""
    return all(parent.stat().st_mode & 0o001 for parent in Path(path).parents if parent.exists())


def _first(names, why):
    for each in names:
        try:
            return pwd.getpwnam(each)
        except KeyError:
            continue
    raise NoUser(f"{why}, and there is no user {' or '.join(f'`{each}`' for each in names)} on this machine.")
