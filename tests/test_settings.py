"""Settings: nothing undocumented, nothing unsafe by default, and a loud word where something is missing."""

import ast
import logging
import os
import re
import socket
import struct
import subprocess
import sys
import threading

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils.module_loading import import_string
from django_htmx.jinja import htmx_script

from factcheck.settings import BASE_DIR, database
from tests.make import make_person

PASSWORD = "bridge-40-lorries"  # noqa: S105 - what make_person gives everybody
NOT_SETTINGS = {"DJANGO_SETTINGS_MODULE"}  # says where settings are


def names_read_from_the_environment():
    """Names in os.environ.get("…"), os.environ["…"], and switch("…", …), in all code that is not a test."""
    for folder in ("factcheck", "claims"):
        for path in (BASE_DIR / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                    if ast.unparse(node.func) in {"os.environ.get", "os.getenv", "switch"}:
                        yield node.args[0].value
                elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
                    yield ast.literal_eval(node.slice)


def run(*command, **environment):
    """Run Python in an environment with these variables of ours and no others."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "VIRTUAL_ENV", "LANG"}}
    return subprocess.run(
        [sys.executable, *command], cwd=BASE_DIR, env=kept | environment, capture_output=True, text=True, check=False
    )


PRODUCTION = {
    "SECRET_KEY": "of-a-length-and-with-letters-that-django-thinks-good-enough-for-a-desk-0123456789",
    "ALLOWED_HOSTS": "desk.example.org",
}


def test_every_setting_is_documented_and_none_that_is_not_read():
    documented = set(re.findall(r"^([A-Z_0-9]+)=", (BASE_DIR / ".env.example").read_text(), re.MULTILINE))
    assert set(names_read_from_the_environment()) - NOT_SETTINGS == documented


def test_the_log_of_an_error_holds_nothing_of_the_row_that_the_database_refused(db):
    line = settings.LOGGING["formatters"]["line"]
    formatter = import_string(line["()"])(line["format"])
    told = "\n\n".join(["John", "Deep" + "throat"])
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE told (name text, number int CHECK (number > 0)) ON COMMIT DROP")
        cursor.execute("INSERT INTO told VALUES (%s, 0)", [told])
    assert "Deepthroat" in str(refused.value)
    trace = (refused.type, refused.value, refused.tb)
    said = formatter.format(logging.LogRecord("django.request", logging.ERROR, "", 0, "Error", (), trace))
    assert "violates check constraint" in said and "direct cause" in said and "Deepthroat" not in said


@pytest.mark.parametrize("name", PRODUCTION)
def test_the_web_server_does_not_start_without(name):
    given = {key: value for key, value in PRODUCTION.items() if key != name}
    started = run("-c", "import factcheck.wsgi", **given)
    assert started.returncode == 1
    assert f"{name} is not set" in started.stderr


def test_the_web_server_starts_with_what_production_needs():
    assert run("-c", "import factcheck.wsgi", **PRODUCTION).returncode == 0


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("TLS", "maybe", "it must be on or off"),
        ("SESSION_IDLE_MINUTES", "2 hours", "it must be a whole number of minutes"),
        ("SESSION_IDLE_MINUTES", "0", "it must be a whole number of minutes"),
        ("ARCHIVE_DEPOSIT", "web.archive.org", "it must be an address"),
        ("DATABASE_URL", "sqlite:///desk", "must begin with postgresql://"),
        ("DATABASE_URL", "postgresql://desk@db:sixty/desk", "DATABASE_URL cannot be read"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused(name, value, words):
    read = run("-c", "import factcheck.settings", **{name: value})
    assert read.returncode == 1
    assert words in read.stderr


def test_without_a_database_commands_say_how_to_get_one(tmp_path):
    command = run("manage.py", "showmigrations", FACTCHECK_HOME=str(tmp_path))
    assert command.returncode == 1
    assert command.stderr.strip().splitlines()[-1] == (
        "The database is not running. Start it with `uv run manage.py up`, or set DATABASE_URL."
    )


@pytest.mark.parametrize("command", [["migrate"], ["check", "--deploy"], ["reference"]])
def test_a_database_server_that_is_too_old_is_refused_before_anything_is_asked_of_it(command):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        asked = []
        threading.Thread(target=be_postgresql_15, args=(listener, asked), daemon=True).start()
        address = f"postgresql://somebody@127.0.0.1:{listener.getsockname()[1]}/factcheck?sslmode=disable"
        done = run("manage.py", *command, DATABASE_URL=address)
    assert done.returncode == 1
    assert "PostgreSQL 16 or later is required (found 15.4)" in done.stderr and "Traceback" not in done.stderr
    assert asked in ([], [b"X"], [b""])  # nothing but goodbye


def be_postgresql_15(listener, asked):
    """Greet one client in PostgreSQL's own protocol, version 3, and note the kind of the message that follows."""

    def message(kind, body):
        return kind + struct.pack("!i", len(body) + 4) + body

    client, _ = listener.accept()
    with client:
        client.recv(struct.unpack("!i", client.recv(4))[0] - 4)
        client.sendall(
            message(b"R", struct.pack("!i", 0))
            + b"".join(
                message(b"S", name + b"\0" + value + b"\0")
                for name, value in ((b"server_version", b"15.4"), (b"client_encoding", b"UTF8"))
            )
            + message(b"K", struct.pack("!ii", 1, 1))
            + message(b"Z", b"I")
        )
        asked.append(client.recv(1))


def test_an_address_of_a_database_is_read_in_full():
    read = database("postgresql://desk:p%40ss@db.example.org:5433/fact%20check?sslmode=require")
    assert [read[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "desk",
        "p@ss",
        "db.example.org",
        5433,
        "fact check",
    ]
    assert read["OPTIONS"]["sslmode"] == "require"
    by_socket = database("postgresql://desk@/factcheck?host=/run/postgresql")
    assert (by_socket["HOST"], by_socket["NAME"]) == ("/run/postgresql", "factcheck")


def test_no_migration_is_missing(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_scripts_and_styles_come_from_here_or_carry_a_nonce(client, db):
    assert client.get("/healthz")["Content-Security-Policy"] == (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none';"
        " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    assert "<CSP_NONCE_SENTINEL>" in map(str, settings.SECURE_CSP["script-src"])


def test_ten_wrong_passwords_lock_one_name_out_at_one_address(db, rf, settings):
    settings.AXES_ENABLED = True
    person = make_person("Leyla", username="leyla")

    def try_in(password, address="192.0.2.1"):
        request = rf.post("/", REMOTE_ADDR=address)
        return authenticate(request, username="leyla", password=password)

    for _ in range(9):
        assert try_in("wrong") is None
    assert try_in(PASSWORD) == person
    for _ in range(10):
        assert try_in("wrong") is None
    assert try_in(PASSWORD) is None
    assert try_in(PASSWORD, address="192.0.2.2") == person


def test_only_scripts_with_a_short_form_beside_them_and_what_of_htmx_no_page_loads_are_not_collected():
    ignored = apps.get_app_config("staticfiles").ignore_patterns
    every = {path for finder in get_finders() for path, _ in finder.list([])}
    kept = {path for finder in get_finders() for path, _ in finder.list(ignored)}
    left = {path for path in every - kept if not re.match(r"django_htmx/(ext/|htmx-4|htmax-4)", path)}
    assert len(left) == 4 and {path.replace(".js", ".min.js") for path in left} <= kept
    assert "django_htmx/htmx-2.min.js" in htmx_script() and "django_htmx/htmx-2.min.js" in kept
