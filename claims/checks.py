"""Checks for `manage.py check --deploy`, beside Django's own: no database, host name or folder that is unfit for use.

Each check uses the connection of web and worker (DATABASE_URL), and SQL instead of models, since the tables may not
exist yet.
"""

import os

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import connection

from claims import database
from claims.files import NotKept, keep
from factcheck.local.ports import is_loopback
from factcheck.local.postgres import APP

_README = "README.md, “In production”, has the commands."


@register(Tags.security, deploy=True)
def hosts_are_those_of_production(app_configs, **kwargs):
    """Refuse host names of this machine and `*`: a proxy would open to everybody what is for this machine only."""
    for host in settings.ALLOWED_HOSTS:
        name = host.strip("[]").lower()
        if name == "*" or is_loopback(name) or name.endswith(".localhost") or name in {"0.0.0.0", "::"}:  # noqa: S104
            yield Error(
                f"ALLOWED_HOSTS has {host}, which is not a name of a desk in production.",
                hint="Set it to the names under which people reach the desk, such as desk.example.org.",
                id="factcheck.E001",
            )


@register(Tags.security, deploy=True)
def web_is_not_the_owner(app_configs, **kwargs):
    """Refuse a role that can switch off the database's rules: an attacker in the web server could do so too."""
    exists, user, powerful, owns = _one(
        "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s), current_user::text,"
        " EXISTS (SELECT FROM pg_roles r WHERE pg_has_role(current_user, r.oid, 'MEMBER')"
        "         AND (r.rolsuper OR r.rolcreaterole OR r.rolbypassrls)),"
        " EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        "         AND relkind IN ('r', 'p', 'v', 'S') AND pg_has_role(current_user, relowner, 'MEMBER'))"
        " OR EXISTS (SELECT FROM pg_database WHERE datname = current_database()"
        "            AND pg_has_role(current_user, datdba, 'MEMBER'))",
        [APP],
    )
    if not exists:
        yield Error(f"The database server has no role {APP}.", hint=_README, id="factcheck.E002")
    elif user != APP:
        yield Error(
            f"Web and worker connect as {user}, which is not {APP}.",
            hint=f"Set DATABASE_URL to the role {APP}, and DATABASE_OWNER_URL to the role that migrates. {_README}",
            id="factcheck.E003",
        )
    if powerful or owns:
        what = "is a superuser or manages roles" if powerful else "owns the tables or the database"
        yield Error(
            f"Web and worker connect as {user}, which {what}, itself or through another role: it can switch off the"
            " rules that the database keeps.",
            hint=f"Set DATABASE_URL to a role {APP} that owns nothing and is a member of no other role. {_README}",
            id="factcheck.E004",
        )


@register(Tags.security, deploy=True)
def database_is_migrated(app_configs, **kwargs):
    """Refuse a database without all migrations, functions and triggers, or with tables that the web may not use."""
    (readable,) = _one(
        "SELECT has_schema_privilege('public', 'USAGE')"
        " AND coalesce(has_table_privilege(to_regclass('public.django_migrations'), 'SELECT'), true)"
        " AND coalesce(has_table_privilege(to_regclass('public.claims_claim'), 'INSERT'), true)"
    )
    if not readable:
        yield Error(
            "Web and worker may not use the tables of this database.",
            hint=f"The role {APP} must exist before the first `manage.py migrate`. {_README}",
            id="factcheck.E005",
        )
        return
    if unmigrated := database.unmigrated(connection):
        yield Error(unmigrated, hint="Run `manage.py migrate`.", id="factcheck.E006")
        return
    with connection.cursor() as cursor:
        unlike = database.differences(cursor)
    if unlike:
        yield Error(
            f"The database is not what this version wants: {'; '.join(map(str, unlike[:5]))}"
            f"{f'; and {len(unlike) - 5} more' if len(unlike) > 5 else ''}.",
            hint="Run `manage.py check_database --repair`.",
            id="factcheck.E008",
        )


@register(Tags.security, deploy=True)
def nobody_is_a_demo_account(app_configs, **kwargs):
    """Refuse demo accounts that can log in, because everybody knows their password."""
    if _one("SELECT coalesce(has_table_privilege(to_regclass('public.claims_person'), 'SELECT'), false)") != (True,):
        return
    (count,) = _one("SELECT count(*) FROM claims_person WHERE demo AND is_active")
    if count:
        yield Error(
            f"The database has {count} demo accounts, and everybody knows their password.",
            hint="Use an empty database for real work, or deactivate these accounts under People in the admin.",
            id="factcheck.E007",
        )


@register(Tags.security, deploy=True)
def captures_can_be_kept(app_configs, **kwargs):
    """Refuse a folder of captured sources that this user cannot write, nor make; or a store that does not answer."""
    folder = settings.CAPTURES
    if folder is None:
        try:
            keep(b"")
        except NotKept:
            yield Error(
                "Captured sources cannot be kept in the store that CAPTURES names.",
                hint=".env.example says which variables and rights it needs; the log has what the store answered.",
                id="factcheck.E009",
            )
        return
    there = next(path for path in (folder, *folder.parents) if path.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        yield Error(
            f"Captured sources cannot be kept in {folder}.",
            hint="Set CAPTURES to a folder that web and worker can write, and run this check as their user.",
            id="factcheck.E009",
        )


def _one(query, values=()):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchone()
