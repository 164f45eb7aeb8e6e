"""The tests start their own PostgreSQL, unless DATABASE_URL names one. Browser tests run if Chromium is found."""

import contextlib
import importlib
import os
import pkgutil
import shutil
import sys
import tempfile
import threading
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management.commands import flush
from django.core.management.sql import emit_post_migrate_signal
from django.db import OperationalError, connection, connections, transaction
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test.testcases import LiveServerThread, TransactionTestCase
from fakeredis import TcpFakeServer
from hypothesis import settings as hypothesis_settings
from psycopg.pq import TransactionStatus

import claims
from claims.apps import APP_ROLE
from claims.history import acting
from factcheck.local.postgres import OWNER, SUPERUSER, Server
from factcheck.settings import database
from tests.cast import CAST, cast  # noqa: F401
from tests.fetch.site import HERE, Site
from tests.live import LastingServer, close_all, keep_open
from tests.living import article  # noqa: F401
from tests.rabbit import PROGRAM as RABBIT
from tests.stored import THERE, empty, may_write_as_a_replica, with_rows

OFFICE = shutil.which("soffice")
#: The shell without windows does the same in half of the processor's time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
SERVER = pytest.StashKey[Server]()
TRUNCATED = DatabaseOperations.sql_flush
USUAL_SETTINGS = None  # of a session that was just opened
LONGEST_NAME = 60  # characters of a value in the name of a test's case

# Every process that a test starts would compile all modules again, and every run rewrite the asserts of all tests.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Playwright's sync API runs an event loop in the thread of the tests; Django would then refuse to use the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# Examples have no time limit: on a busy machine the first one, which loads what it tests, would fail.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")


def pytest_addoption(parser):
    parser.addoption(
        "--postgres",
        action="append",
        default=[],
        metavar="FOLDER",
        help="for tests/test_production.py: the folder of another PostgreSQL's programs, initdb and postgres",
    )
    parser.addoption(
        "--every-run",
        action="store_true",
        help="try each function over texts with every run of tests/text/growth.py, not with a sixth of them",
    )
    parser.addoption("--captures", type=int, default=6, help="how many captures are on their way when workers end (6)")
    parser.addoption(
        "--commit",
        action="store_true",
        help="run no test within one transaction: what the database asks of each transaction holds as in production",
    )


def pytest_configure(config):
    if not os.environ.get("DATABASE_URL"):
        # Settings are read before this runs, so they are changed here; the environment passes the values to parallel
        # workers.
        home = Path(tempfile.mkdtemp(prefix="factcheck-tests-"))
        home.chmod(0o755)
        config.stash[SERVER] = server = Server(home)
        server.start("fsync=off", "synchronous_commit=off", "full_page_writes=off")
        with psycopg.connect(server.url(SUPERUSER), autocommit=True) as connected:
            connected.execute(f"GRANT SET ON PARAMETER session_replication_role, log_statement TO {OWNER}")
        os.environ["DATABASE_URL"] = server.url(OWNER)
    elif not hasattr(config, "workerinput"):
        make_app_role(os.environ["DATABASE_URL"])
    connections["default"].settings_dict.update(database(os.environ["DATABASE_URL"]))
    DatabaseOperations.sql_flush = empty_what_has_rows
    flush.emit_post_migrate_signal = write_what_is_kept
    LiveServerThread.server_class = LastingServer
    TransactionTestCase._should_reload_connections = is_not_as_it_was_opened
    settings.SECRET_KEY = "only-for-tests-" + "0" * 50
    settings.IDENTITY_KEYS = [b"only for tests".ljust(32)]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["captures"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")
    # The test database has triggers switched off (below); the middleware would refuse to serve it.
    settings.MIDDLEWARE.remove("claims.views.middleware.database_kept")
    settings.AXES_ENABLED = False
    settings.MIDDLEWARE.insert(0, "tests.conftest.as_the_web")
    for name in ("SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"):
        setattr(settings, name, False)


def make_app_role(url):
    """On a given server, make the app's role if it is missing, and let the tests switch to it."""
    with psycopg.connect(url, dbname="postgres", autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE]).fetchone():
            server.execute(f"CREATE ROLE {APP_ROLE}")
        server.execute(f"GRANT {APP_ROLE} TO CURRENT_USER WITH INHERIT FALSE, SET TRUE")


@contextlib.contextmanager
def as_the_app():
    """Return a context manager that gives this connection the role of web and worker.

    At its end the database runs the checks of a commit. So every test also checks the rules that hold only for that
    role, although the tests' own rows are made by the owner. Inside another one it does nothing: there is one commit.
    Its queries are not counted.
    """
    connection.ensure_connection()
    session = connection.connection
    if session.execute("SELECT current_setting('role')").fetchone() == (APP_ROLE,):
        yield
        return
    session.execute(f"SET ROLE {APP_ROLE}")
    try:
        yield
        if connection.in_atomic_block and not connection.needs_rollback:
            with connection.wrap_database_errors:
                session.execute("SET CONSTRAINTS ALL IMMEDIATE")
                session.execute("SET CONSTRAINTS ALL DEFERRED")
    finally:
        if not session.closed and session.info.transaction_status != TransactionStatus.INERROR:
            session.execute("RESET ROLE")


def as_the_web(get_response):
    """Handle each request of the tests' clients with the role that web and worker have."""

    def middleware(request):
        try:
            connection.ensure_connection()
        except OperationalError:  # no database answers: the page reports that itself
            return get_response(request)
        with as_the_app():
            return get_response(request)

    return middleware


@contextlib.contextmanager
def acting_as_the_app(actor):
    """Replace ``acting`` in the product's own modules (the tests use it as the owner): see ``as_the_app``."""
    with acting(actor), as_the_app():
        yield


def pytest_sessionstart():
    for found in pkgutil.walk_packages(claims.__path__, "claims."):
        if found.name.split(".")[1] not in ("migrations", "history", "management"):
            module = importlib.import_module(found.name)
            if getattr(module, "acting", None) is acting:
                module.acting = acting_as_the_app


def pytest_collection(session):
    """Let the second of two parallel workers begin with the last file: what one has rewritten, the other only reads.

    pytest rewrites the asserts of every test, and takes ten seconds where that was never done.
    """
    worker = getattr(session.config, "workerinput", {}).get("workerid")
    if worker == "gw1" and session.config.args == session.config.getini("testpaths"):
        for file in sorted(Path(__file__).parent.rglob("test_*.py"), reverse=True):
            importlib.import_module(".".join(file.relative_to(session.config.rootpath).with_suffix("").parts))


def pytest_unconfigure(config):
    if server := config.stash.get(SERVER, None):
        server.stop()
        shutil.rmtree(server.folder, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_modify_db_settings, django_db_setup, django_db_blocker):
    """Make the test database and switch off the triggers that refuse TRUNCATE, which Django uses to empty tables."""
    global USUAL_SETTINGS
    with django_db_blocker.unblock():
        let_tables_be_emptied()
        connection.close()
        USUAL_SETTINGS = settings_of_session()
    yield
    close_all()


def let_tables_be_emptied():
    """Switch off the triggers that refuse TRUNCATE."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, quote_ident(tgname) FROM pg_trigger"
            " WHERE NOT tgisinternal AND tgtype & 32 <> 0"  # 32: on TRUNCATE
        )
        for table, trigger in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")


def empty_what_has_rows(operations, style, tables, **how):
    """Return the SQL that empties those tables that have rows, or Django's TRUNCATE of all if the role may do no other.

    TRUNCATE makes new files for each of two hundred tables and indexes, after every test that commits. ``KEPT`` keep
    their rows, unless TRUNCATE empties them.
    """
    with operations.connection.cursor() as cursor:
        if not may_write_as_a_replica(cursor):
            return TRUNCATED(operations, style, tables, **how)
        filled = [operations.quote_name(table) for table in with_rows(cursor, tables)]
    empty(filled)
    THERE.clear()
    return []


def write_what_is_kept(*args, **kwargs):
    """Write the rows of ``KEPT``, as Django does after it emptied the tables, where they were not kept."""
    if not apps.get_model("auth", "Permission").objects.exists():
        emit_post_migrate_signal(*args, **kwargs)


def settings_of_session():
    """Return what is set in the session with the database, its role included."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('role'), array_agg((name, setting)::text ORDER BY name)"
            " FROM pg_settings WHERE source = 'session' AND setting <> ''"
        )
        return cursor.fetchone()


def is_not_as_it_was_opened(case):
    """Return whether a test that commits left its session with other settings; only then is a new one opened."""
    keep_open()
    return settings_of_session() != USUAL_SETTINGS


def uses_the_database(item):
    return item.get_closest_marker("django_db") or {"db", "django_db_setup"} & set(getattr(item, "fixturenames", ()))


def pytest_collection_modifyitems(config, items):
    if config.getoption("commit"):
        for item in items:
            if uses_the_database(item):
                item.add_marker(pytest.mark.django_db(transaction=True))
    if os.environ.get("CI") != "true":
        needed = (
            ("browser", "Chromium", CHROMIUM),
            ("office", "LibreOffice", OFFICE),
            ("rabbitmq", "RabbitMQ", RABBIT),
        )
        for name, program, found in needed:
            for item in items if found is None else ():
                if item.get_closest_marker(name):
                    item.add_marker(pytest.mark.skip(reason=f"no {program} here; install it, or leave it to CI"))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Leave nothing of the cast to a test that does not ask for it."""
    if "cast" not in item.fixturenames and uses_the_database(item):
        CAST.remove()


def pytest_make_parametrize_id(val):
    """Name a case by the beginning of a long value: the name is in the environment of every program that is started."""
    if isinstance(val, (str, bytes)) and len(val) > LONGEST_NAME:
        return ascii(val[:LONGEST_NAME])
    return None


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    assert CHROMIUM, "CI needs a Chromium for the browser tests: apt-get install chromium"
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium has no sandbox for root
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": ["--disable-dev-shm-usage", *sandbox]}


@pytest.fixture
def live_server(live_server, browser):
    """The server that browsers visit. After a test its pages are closed, and their requests are answered.

    The tables are emptied next; a request still being answered would make that fail, or fail because of it.
    """
    yield live_server
    for context in browser.contexts:
        context.close()
    live_server.thread.httpd.answered()


@pytest.fixture
def app_role(db):
    """Return a context manager: inside it, this connection has only the rights of web and worker. It gives a cursor.

    An error inside rolls back what was done inside, as in a transaction of its own.
    """

    @contextlib.contextmanager
    def stepped_down():
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {APP_ROLE}")
            try:
                with transaction.atomic():
                    yield cursor
            finally:
                cursor.execute("RESET ROLE")

    return stepped_down


@pytest.fixture
def redis_server():
    """The port of a Redis server with nothing in it."""
    with TcpFakeServer(("127.0.0.1", 0)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.fixture
def site(settings):
    """A site of the web on this machine, from which pages may be fetched."""
    settings.FETCH_NETWORKS = HERE
    found = Site()
    yield found
    found.close()
