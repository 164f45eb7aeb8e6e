"""The app's place in Django."""

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import pre_migrate

from factcheck import checks  # noqa: F401 - importing registers

APP_ROLE = "factcheck_app"


def open_tables_to_the_app_role(*, using, **_):
    """Before any table is made: what this role makes from now on, web and worker may use. Migrations then take away.

    Without that role in the database (one role for everything), nothing is done.
    """
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s AND rolname <> current_user", [APP_ROLE])
        if cursor.fetchone():
            cursor.execute(
                "ALTER DEFAULT PRIVILEGES IN SCHEMA public"
                f" GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP_ROLE};"
                f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO {APP_ROLE}"
            )


class ClaimsConfig(AppConfig):
    name = "claims"
    verbose_name = "Factcheck"

    def ready(self):
        pre_migrate.connect(open_tables_to_the_app_role, sender=self)
