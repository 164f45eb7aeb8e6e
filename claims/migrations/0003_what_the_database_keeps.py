"""Four-eyes, content binding, states and immutability, as plain triggers: no face of the house gets round them."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("sql")


def run(name):
    return migrations.RunSQL((SQL / name).read_text(), migrations.RunSQL.noop)


class Migration(migrations.Migration):
    dependencies = [("claims", "0002_queue")]
    operations = [run("content.sql"), run("claims.sql"), run("signoffs.sql"), run("articles.sql"), run("record.sql"), run("grants.sql")]
