"""Django's configuration of this app."""

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.management.base import CommandError
from django.db import connections
from django.db.models.signals import pre_migrate

from claims import checks  # noqa: F401 - importing it registers the checks
from factcheck.local.postgres import APP as APP_ROLE

#: Scripts with a short form beside them, and what of htmx no page loads: to compress them, on collecting what pages ask
#: for, takes three seconds.
LONG_FORMS = [
    *("jquery.js", "select2.full.js", "xregexp.js", "htmx-2.js"),
    *("htmx-4*", "htmax-4*", "django_htmx/ext/*"),
]


def open_tables_to_the_app_role(*, using, **_):
    """Let web and worker use the tables that the current role makes from now on. Migrations then remove some rights.

    Runs before any table is made; does nothing where there is one role only. Raises CommandError if DATABASE_OWNER_URL
    names a second role and the web's role is missing or not granted to the owner: the web could not use the tables.
    """
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT current_user::text, pg_has_role(oid, 'MEMBER') FROM pg_roles WHERE rolname = %s", [APP_ROLE]
        )
        user, granted = cursor.fetchone() or (None, False)
        if settings.DATABASE_OWNER_URL and not granted:
            missing = f"is not granted to {user}" if user else "does not exist"
            raise CommandError(
                f"Nothing was changed: the role {APP_ROLE} {missing}. README.md, “In production”, has the commands."
            )
        if user not in {None, APP_ROLE}:
            cursor.execute(
                "ALTER DEFAULT PRIVILEGES IN SCHEMA public"
                f" GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP_ROLE};"
                f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO {APP_ROLE}"
            )


class ClaimsConfig(AppConfig):
    name = "claims"
    verbose_name = "Factcheck"

    def ready(self):
        static_files = apps.get_app_config("staticfiles")
        static_files.ignore_patterns = [*static_files.ignore_patterns, *LONG_FORMS]
        pre_migrate.connect(open_tables_to_the_app_role, sender=self)
