"""Production as README.md has it: its own commands, in its order, on a server of its own with nothing in it.

On other versions of PostgreSQL: `pytest tests/test_production.py --postgres /usr/lib/postgresql/16/bin`, as often as
there are versions. A version that is too old must be refused instead.
"""

import contextlib
import html
import http.client
import json
import os
import re
import secrets
import signal
import subprocess
import sys
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from django.db import connection

from claims.history import acting
from factcheck.local import processes
from factcheck.settings import BASE_DIR
from tests.make import note
from tests.servers import CleanServer
from tests.up_here import free_port, until

pytestmark = pytest.mark.xdist_group("up")

HOST = "desk.example.org"
OLDEST = 16
MIGRATE = "uv run --env-file .env --env-file .env.owner manage.py migrate"
TEXT = "Bridge closes\n\nThe mayor said the old bridge carries 40 lorries an hour. It reopens in May."
PEOPLE = """
import django
django.setup()
from claims.history import acting, record
from claims.models import Membership
from tests.make import make_desk, make_person
admin, desk = make_person("Ada Admin"), make_desk("City desk")
wanda = make_person("Wanda Writer", username="wanda")
with acting(admin):
    for role in ("writer", "checker"):
        Membership.objects.create(person=wanda, desk=desk, role=role)
        words = f"Ada Admin gave the role of {role} to Wanda Writer"
        record("role_given", words, actor=admin, desk=desk, data={"reason": "new"})
"""


def pytest_generate_tests(metafunc):
    if "binaries" in metafunc.fixturenames:
        given = metafunc.config.getoption("postgres")
        metafunc.parametrize("binaries", given or [None], ids=given or ["embedded"])


@pytest.fixture(scope="module")
def server():
    with CleanServer() as running:
        yield running


@pytest.fixture
def site(server, tmp_path):
    with Site(server, tmp_path) as made:
        yield made


def commands(language, holding):
    """The lines of the block of README.md's “In production” that is in `language` and has the word `holding`."""
    chapter = (BASE_DIR / "README.md").read_text().partition("\n## In production\n")[2]
    blocks = re.findall(rf"```{language}\n(.*?)```", chapter, re.DOTALL)
    (block,) = [block for block in blocks if holding in block]
    return [line for line in block.splitlines() if line and not line.startswith("#")]


class Site:
    """A database made with the README's statements, the environment that belongs to it, and its three services."""

    def __init__(self, server, home):
        self.server, self.home, self.port = server, home, free_port()
        self.name = f"factcheck_{secrets.token_hex(4)}"
        self.password = secrets.token_urlsafe(12)
        (home / "log").mkdir()

    def __enter__(self):
        self.environment = {
            name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "VIRTUAL_ENV", "LANG"}
        } | {"UV_NO_SYNC": "1", "COLUMNS": "100"}
        self.settings = {
            "DATABASE_URL": self.server.url("factcheck_app", self.password, self.name),
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": HOST,
            "TRUST_PROXY": "on",
            "FACTCHECK_HOME": str(self.home),
        }
        self.owner_url = self.server.url("factcheck_owner", self.password, self.name)
        lines = "".join(f"{name}={value}\n" for name, value in self.settings.items())
        (self.home / ".env").write_text(lines)
        (self.home / ".env.owner").write_text(f"DATABASE_OWNER_URL={self.owner_url}\n")
        self.services = []
        return self

    def __exit__(self, *_):
        for service in self.services:
            processes.stop(service)
        self.server.sql(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
        for role in ("factcheck_owner", "factcheck_app"):
            self.server.sql(f"DROP ROLE IF EXISTS {role}")

    def make_roles_and_database(self):
        for statement in commands("sql", "CREATE ROLE"):
            self.sql(statement)

    def sql(self, statement):
        """Run one of README.md's statements, with a password and the name of this database in it."""
        statement = statement.replace("'…'", f"'{self.password}'")
        self.server.sql(re.sub(r"DATABASE factcheck\b", f"DATABASE {self.name}", statement))

    def tables(self):
        return self.server.sql("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace", self.name)

    def command(self, line):
        """A command line of README.md with this site's files and port in it."""
        line = line.replace("--env-file .env", f"--env-file {self.home}/.env")
        return line.replace("127.0.0.1:8000", f"127.0.0.1:{self.port}").split()

    def run(self, line, **over):
        """Run one command line; returns (exit code, all that it said)."""
        done = subprocess.run(
            self.command(line),
            cwd=BASE_DIR,
            env=self.environment | over,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return done.returncode, done.stdout

    def release(self):
        """What README.md says to do once for each release."""
        for line in commands("sh", "manage.py migrate"):
            code, said = self.run(line)
            assert code == 0, f"{line}\n{said}"

    def serve(self):
        """Start what README.md says, each with its log in the home folder."""
        for number, line in enumerate(commands("sh", "gunicorn")):
            log = self.home / "log" / f"service-{number}.log"
            self.services.append(
                processes.spawn(self.command(line), signum=signal.SIGTERM, log=log, env=self.environment, cwd=BASE_DIR)
            )
        assert until(self.healthy, within=60), self.logs()

    def healthy(self):
        with contextlib.suppress(OSError):
            status, body = Browser(self.port).get("/healthz")
            return status == 200 and json.loads(body)["worker"]["state"] == "up"

    def logs(self):
        return "\n".join(f"{log.name}: {log.read_text()[-2000:]}" for log in (self.home / "log").iterdir())


class Browser:
    """Somebody behind a proxy that ends TLS: cookies, and forms that are sent as they were shown."""

    def __init__(self, port):
        self.port, self.cookies, self.body = port, {}, ""

    def get(self, path):
        return self._ask("GET", path)

    def post(self, path, fields):
        return self._ask("POST", path, urlencode(fields))

    def form(self, action):
        """The names and values of the form on the page last got that is sent to `action`."""
        reader = Forms()
        reader.feed(self.body)
        return dict(reader.forms[action])

    def _ask(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {
            "Host": HOST,
            "X-Forwarded-Proto": "https",
            "Origin": f"https://{HOST}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with contextlib.closing(connection):
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            self.body = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie", ()):
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.headers["Location"] or self.body


class Forms(HTMLParser):
    """`forms`: by address, the (name, value) pairs that a browser would send of a form as it is shown."""

    def __init__(self):
        super().__init__()
        self.forms, self.fields, self.select, self.textarea = {}, [], None, None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        name = given.get("name")
        if tag == "form":
            self.fields = self.forms.setdefault(given.get("action", ""), [])
        elif tag == "input" and name and (given.get("type") not in {"checkbox", "radio"} or "checked" in given):
            if given.get("type") not in {"file", "submit"}:
                self.fields.append((name, given.get("value", "")))
        elif tag == "select":
            self.select = name
            self.fields.append((name, ""))
        elif tag == "option" and self.select and "selected" in given:
            self.fields[-1] = (self.select, given.get("value", ""))
        elif tag == "textarea":
            self.textarea = name
            self.fields.append((name, ""))

    def handle_data(self, data):
        if self.textarea:
            name, before = self.fields.pop()
            self.fields.append((name, (before + data).removeprefix("\n")))

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None
        elif tag == "textarea":
            self.textarea = None


def test_the_readmes_commands_end_in_a_desk_where_a_claim_is_made_or_in_a_refusal(binaries, tmp_path):
    with CleanServer(binaries) as server, Site(server, tmp_path) as site:
        if server.major >= OLDEST:
            a_claim_is_made(site)
        else:
            all_of_it_is_refused(site)


def a_claim_is_made(site):
    site.make_roles_and_database()
    site.release()
    made = subprocess.run(
        [sys.executable, "-c", PEOPLE],
        cwd=BASE_DIR,
        env=site.environment | site.settings | {"DJANGO_SETTINGS_MODULE": "factcheck.settings"},
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stderr
    site.serve()
    browser = Browser(site.port)
    assert browser.get("/")[0] == 302
    browser.get("/login/")
    name_and_password = {"username": "wanda", "password": "bridge-40-lorries"}
    assert browser.post("/login/", browser.form("") | name_and_password) == (302, "/"), browser.body

    browser.get("/articles/new/")
    ((desk,),) = site.server.sql("SELECT id FROM claims_desk", database=site.name)
    pasted = {"text": TEXT, "desk": desk, "action": "propose"}
    status, _ = browser.post("/articles/new/", browser.form("") | pasted)
    assert status == 200, browser.body
    status, article = browser.post("/articles/new/", browser.form("") | {"action": "create", "ownership": "ours"})
    assert status == 302, browser.body
    assert browser.get(article)[0] == 200
    assert "40 lorries an hour" in browser.body
    cut = browser.form(f"{article}cut/")
    block, start, end, words = site.server.sql(
        "SELECT b.id, l.start, l.end, substr(b.text, l.start + 1, l.end - l.start)"
        " FROM claims_line l JOIN claims_block b ON b.id = l.block_id WHERE b.text LIKE '%lorries%' ORDER BY l.start",
        database=site.name,
    )[0]
    status, _ = browser.post(f"{article}cut/", cut | {"pieces": json.dumps([[block, start, end, words]])})
    assert status == 302, browser.body
    assert browser.get(f"{article}claims/1/")[0] == 200
    assert words in html.unescape(browser.body)
    claims = "SELECT c.state, p.words FROM claims_claim c JOIN claims_piece p ON p.claim_id = c.id"
    assert site.server.sql(claims, database=site.name) == [("open", words)]


def all_of_it_is_refused(site):
    for statement in commands("sql", "CREATE ROLE"):
        if "INHERIT" not in statement:  # which such a server does not understand
            site.sql(statement)
    for line in commands("sh", "manage.py migrate"):
        if "collectstatic" not in line:  # which asks no database
            code, said = site.run(line)
            assert code == 1, line
            assert f"PostgreSQL {OLDEST} or later is required" in said and "Traceback" not in said
    assert site.tables() == []


def test_check_deploy_refuses_the_database_before_it_is_migrated(site):
    site.make_roles_and_database()
    (check,) = [line for line in commands("sh", "manage.py migrate") if "check --deploy" in line]
    code, said = site.run(check)
    assert code == 1
    assert "The database is empty: no migration is applied." in said


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("ALTER ROLE factcheck_app SUPERUSER", "is a superuser or manages roles"),
        ("GRANT factcheck_owner TO factcheck_app", "owns the tables or the database, itself or through another role"),
    ],
)
def test_check_deploy_refuses_a_role_that_may_switch_off_the_rules(site, statement, words):
    site.make_roles_and_database()
    if "GRANT" in statement:
        site.server.sql("REVOKE factcheck_app FROM factcheck_owner")
    site.server.sql(statement)
    code, said = site.run("uv run --env-file .env manage.py check --deploy")
    assert code == 1
    assert words in said


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("REVOKE factcheck_app FROM factcheck_owner", "the role factcheck_app is not granted to factcheck_owner"),
        ("ALTER ROLE factcheck_app RENAME TO factcheck_web", "the role factcheck_app does not exist"),
    ],
)
def test_migrate_changes_nothing_while_the_second_role_is_missing(site, statement, words):
    site.make_roles_and_database()
    site.server.sql(statement)
    code, said = site.run(MIGRATE)
    site.server.sql("DROP ROLE IF EXISTS factcheck_web")
    assert code == 1
    assert f"Nothing was changed: {words}" in said and "Traceback" not in said
    assert site.tables() == []


def test_check_deploy_says_in_words_that_the_web_has_no_role(site):
    site.make_roles_and_database()
    site.server.sql("REVOKE factcheck_app FROM factcheck_owner")
    site.server.sql("DROP ROLE factcheck_app")
    code, said = site.run("uv run --env-file .env manage.py check --deploy", DATABASE_URL=site.owner_url)
    assert code == 1
    assert "The database server has no role factcheck_app." in said


def test_the_queries_that_show_what_an_owner_did_run_as_the_web_and_find_a_changed_event(db, cast, app_role):
    texts = re.findall(r"```sql\n(.*?)```", (BASE_DIR / "docs/security.md").read_text(), re.DOTALL)
    waited, people, broken, heads, empty = texts
    for words in ("line one", "line two"):
        with acting(cast.chief):
            note(cast.chief, words, desk=cast.desk)
    with app_role() as cursor:
        cursor.execute(waited)
        assert cursor.fetchall() == []
        cursor.execute(people)
        assert len(cursor.fetchall()) > 1
        cursor.execute(heads)
        assert any(sequence == 2 for _, sequence, _ in cursor.fetchall())
        cursor.execute(broken)
        assert cursor.fetchall() == []
        cursor.execute(empty)
        assert [row[3] for row in cursor.fetchall()] == ["said", "said"]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE claims_event DISABLE TRIGGER event_kept")
        cursor.execute("UPDATE claims_event SET words = 'Did nothing.' WHERE words LIKE '%% one'")
        cursor.execute(broken)
        assert [sequence for _, sequence in cursor.fetchall()] == [1]


def test_a_database_that_cannot_be_reached_is_said_in_words(site):
    code, said = site.run("uv run --env-file .env manage.py check --deploy")
    assert code == 1
    assert "The database cannot be reached:" in said and "Traceback" not in said
