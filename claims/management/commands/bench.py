"""`manage.py bench`: measure how long people wait, with its own database and web server, which are then removed."""

import contextlib
import io
import json
import os
import secrets
import socket
import statistics
import sys
import tempfile
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from psycopg import sql

from claims.management.bench.floor import Floor
from claims.management.bench.operations import HOST, OPERATIONS, Client, Unexpected, empty_page
from claims.management.bench.rows import PAIR, fill
from claims.models import Claim
from factcheck.local import postgres, processes
from factcheck.settings import BASE_DIR, database

CLIENTS = (1, PAIR)
FEWEST = 1000  # claims; with fewer, the clients would have too few of their own
COUNTED = 3  # requests whose statements are counted: there are three kinds of change of state
WARM = 2  # requests of each client that are not timed
PATIENCE = 60  # seconds for the web server's first answer


class Command(BaseCommand):
    help = "Measure how long people wait, on a seeded database of its own, with one client and with eight."
    requires_system_checks = []  # they check models against a database, and there is none yet

    def add_arguments(self, parser):
        parser.add_argument("--claims", type=int, default=10_000, help="how many claims to seed (10000)")
        parser.add_argument("--sources", type=int, default=100_000, help="how many sources to seed (100000)")
        parser.add_argument("--requests", type=int, default=96, help="timed requests of each measurement (96)")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON instead of a table")
        parser.add_argument("--only", nargs="+", choices=OPERATIONS, metavar="OPERATION", help="measure only these")
        parser.add_argument("--keep", action="store_true", help="keep the database, and say how to measure it again")
        parser.add_argument(
            "--reuse",
            metavar="KEPT",
            help="measure a kept database: its folder, or with DATABASE_URL its name; it stays",
        )

    def handle(self, *, claims, sources, requests, as_json, only, keep, reuse, **options):
        if claims < FEWEST or requests < PAIR:
            raise CommandError(f"Take --claims {FEWEST} and --requests {PAIR} or more.")
        with contextlib.ExitStack() as stack:
            folder = self._folder(stack, keep, reuse)
            owner_url, app_url = self._database(stack, folder, keep, reuse)
            _connect_as(owner_url)
            if not reuse:
                self._fill(claims, sources)
            claims = Claim.objects.count()
            server, port = self._serve(stack, folder, app_url)
            floor = Floor(app_url, owner_url)
            stack.callback(floor.close)
            load = os.getloadavg()[0]
            try:
                found = self._measure(server, port, floor, requests, only or OPERATIONS)
            except Unexpected as error:
                raise CommandError(str(error)) from error
            finally:
                connection.close()
        if as_json:
            self.stdout.write(json.dumps({"claims": claims, "load": load, "operations": found}, indent=1))
        else:
            self.stdout.write(f"{claims:,} claims; {os.cpu_count()} cores, load {load:.1f} before, times in ms\n")
            self.stdout.write(_table(found))

    def _folder(self, stack, keep, reuse):
        """Make a home folder for logs, scripts and styles, and the embedded database."""
        if reuse and not os.environ.get("DATABASE_URL"):
            if not (Path(reuse) / "log").is_dir():
                raise CommandError(f"{reuse} is no folder that --keep left.")
            return Path(reuse).resolve()
        folder = tempfile.TemporaryDirectory(prefix="factcheck-bench-", delete=not keep)
        stack.enter_context(folder)
        Path(folder.name).chmod(0o755)  # the database's user must be able to reach what is in it
        (Path(folder.name) / "log").mkdir()
        return Path(folder.name)

    def _database(self, stack, folder, keep, reuse):
        """Make a database, on our own server or that of DATABASE_URL. Return the owner's and the app's address."""
        if os.environ.get("DATABASE_URL"):
            name = reuse or f"factcheck_bench_{os.getpid()}"
            owner = settings.DATABASE_OWNER_URL or settings.DATABASE_URL
            if not reuse:
                self._say(f"making database {name}")
                _on_server(owner, "CREATE DATABASE {}", name)
            if keep:
                self._say(f"to measure it again: --reuse {name}")
            elif not reuse:
                stack.callback(_on_server, owner, "DROP DATABASE {} WITH (FORCE)", name)
            return _named(owner, name), _named(settings.DATABASE_URL, name)
        self._say("starting a database")
        server = postgres.Server(folder)
        stack.callback(server.stop)
        server.start(tell=self._say)
        if keep:
            self._say(f"to measure it again: --reuse {folder}")
            self._say(f"to look at it: FACTCHECK_HOME={folder} uv run manage.py up")
        return server.url(postgres.OWNER), server.url(postgres.APP)

    def _fill(self, claims, sources):
        call_command("migrate", verbosity=0, interactive=False)
        self._say(f"writing {claims:,} claims", end="")
        began = time.perf_counter()
        fill(claims, sources)
        self._say(f" ({time.perf_counter() - began:.1f} s)")

    def _serve(self, stack, folder, app_url):
        """Start gunicorn as `manage.py up` does, on a free port, as the app's role; return its process and port."""
        self._say("starting the web server")
        _connect_as(app_url)
        settings.SECRET_KEY, settings.ALLOWED_HOSTS = secrets.token_urlsafe(50), [HOST]
        settings.STATIC_ROOT = folder / "static"
        call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=["admin"], stdout=io.StringIO())
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_OWNER_URL"} | {
            "DATABASE_URL": app_url,
            "FACTCHECK_HOME": str(folder),
            "SECRET_KEY": settings.SECRET_KEY,
            "ALLOWED_HOSTS": HOST,
            "TLS": "off",
            "DJANGO_SETTINGS_MODULE": "claims.management.bench.settings",
        }
        log = folder / "log" / "gunicorn.log"
        command = ["gunicorn", "--config", "factcheck/gunicorn_conf.py", "--bind", f"127.0.0.1:{port}"]
        server = processes.spawn([sys.executable, "-m", *command], log=log, env=environment, cwd=BASE_DIR)
        stack.callback(processes.stop, server)
        deadline = time.monotonic() + PATIENCE
        while not _answers(port):
            if server.poll() is not None or time.monotonic() > deadline:
                raise CommandError(f"The web server did not start:\n{log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.1)
        return server, port

    def _measure(self, server, port, floor, requests, names):
        clients = [Client(number) for number in range(PAIR)]
        found = {}
        for name in names:
            self._say(f"counting {name}")
            for _ in range(COUNTED):
                OPERATIONS[name](clients[0])  # fills the caches
            statements = max(len(OPERATIONS[name](clients[0]).statements) for _ in range(COUNTED))
            of_sql = floor.seconds(partial(OPERATIONS[name], clients[0]), COUNTED)
            found[name] = {"queries": statements, "bytes": 0, "floor_ms": 1000 * of_sql, "clients": {}}
        for client in clients:
            client.browse(port)
        empty = _percentiles([answer.seconds for answer in _at_once(empty_page, clients[:1], requests)], 50)[0]
        for name in names:
            self._say(f"measuring {name}", end="")
            found[name]["floor_ms"] = round(found[name]["floor_ms"] + 1000 * empty, 1)
            for number in CLIENTS:
                before = _processor_seconds(server.pid)
                answers = _at_once(OPERATIONS[name], clients[:number], requests // number)
                cpu = (_processor_seconds(server.pid) - before) / (len(answers) + WARM * number)
                p50, p95 = (1000 * one for one in _percentiles([answer.seconds for answer in answers], 50, 95))
                found[name]["bytes"] = max(found[name]["bytes"], *(answer.size for answer in answers))
                times = {"p50_ms": p50, "p95_ms": p95, "cpu_ms": 1000 * cpu}
                found[name]["clients"][str(number)] = {key: round(one, 1) for key, one in times.items()}
                self._say(f" · {number}: {p50:.0f} ms", end="")
            self._say("")
        return found

    def _say(self, words, end="\n"):
        self.stderr.write(words, ending=end)
        self.stderr.flush()


def _at_once(operation, clients, times):
    """Return the answers of all ``clients``, each of which does ``operation`` this many times, at the same time."""
    start = threading.Barrier(len(clients))

    def work(client):
        try:
            for _ in range(WARM):
                operation(client)
            start.wait()
            return [operation(client) for _ in range(times)]
        except BaseException:
            start.abort()  # otherwise the others would wait for one that failed
            raise
        finally:
            connection.close()  # this thread's own

    with ThreadPoolExecutor(len(clients)) as pool:
        ended = [pool.submit(work, client) for client in clients]
    failed = [error for one in ended if (error := one.exception())]
    # Those that only waited for one that failed say nothing of what is wrong.
    for error in sorted(failed, key=lambda error: isinstance(error, threading.BrokenBarrierError)):
        raise error
    return [answer for one in ended for answer in one.result()]


def _percentiles(seconds, *wanted):
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return [cuts[one - 1] for one in wanted]


def _table(found):
    """Return the figures as a table. For one client, also processor time and how many times its floor the median is."""
    rows = [["", "queries", "KB", "floor", "cpu", "1 p50", "of floor", "1 p95", "8 p50", "8 p95"]]
    for name, one in found.items():
        alone, together = (one["clients"][str(number)] for number in CLIENTS)
        rows.append(
            [
                name,
                str(one["queries"]),
                f"{one['bytes'] / 1000:.1f}",
                f"{one['floor_ms']:.0f}",
                f"{alone['cpu_ms']:.0f}",
                f"{alone['p50_ms']:.0f}",
                f"{alone['p50_ms'] / one['floor_ms']:.1f}",
                *(f"{ms:.0f}" for ms in (alone["p95_ms"], together["p50_ms"], together["p95_ms"])),
            ]
        )
    return "\n".join(f"{row[0]:<18}" + "".join(f"{cell:>9}" for cell in row[1:]) for row in rows)


def _processor_seconds(master):
    """Return the processor time in seconds used by the web server `master` (a pid) and its children; 0 off Linux."""
    used = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            pid, _, rest = stat.read_text().partition(" (")
            fields = rest.rpartition(") ")[2].split()
            if master in (int(pid), int(fields[1])):
                used += int(fields[11]) + int(fields[12])
    return used / os.sysconf("SC_CLK_TCK")


def _on_server(url, statement, name):
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL(statement).format(sql.Identifier(name)))


def _named(url, name):
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def _connect_as(url):
    connection.close()
    connection.settings_dict.update(database(url))


def _answers(port):
    try:
        asked = urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers={"Host": HOST})  # noqa: S310
        urllib.request.urlopen(asked, timeout=10).close()  # noqa: S310 - http, our own
    except OSError:
        return False
    return True
