"""The queue: pgmq's SQL in this database, its schema owned by the app role.

kombu makes queues by DDL when it first publishes, so that the role that publishes must own the schema.
"""

from django.db import migrations
from pgmq.install import get_embedded_install_sql

APP_ROLE = "factcheck_app"


def install(apps, schema_editor):
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace('pgmq') IS NOT NULL")
        if cursor.fetchone()[0]:
            return
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s AND rolname <> current_user", [APP_ROLE])
        for_the_app_role = cursor.fetchone() is not None
        database = schema_editor.quote_name(connection.settings_dict["NAME"])
        if for_the_app_role:
            cursor.execute(f"GRANT CREATE ON DATABASE {database} TO {APP_ROLE}; SET LOCAL ROLE {APP_ROLE}")
        cursor.execute(get_embedded_install_sql(), None)
        cursor.execute("SELECT pgmq.create('factcheck')")
        cursor.execute("SELECT pgmq.enable_notify_insert('factcheck', 50)")  # rings at most every 50 ms
        if for_the_app_role:
            cursor.execute(f"RESET ROLE; REVOKE CREATE ON DATABASE {database} FROM {APP_ROLE}")


class Migration(migrations.Migration):
    dependencies = [("claims", "0001_start")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
