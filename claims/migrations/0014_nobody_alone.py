"""What takes two people is kept to two, and a decision to what was seen when it was taken."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("sql")


def run(name):
    return migrations.RunSQL((SQL / name).read_text(), migrations.RunSQL.noop)


class Migration(migrations.Migration):
    dependencies = [("claims", "0013_denials_are_linked")]

    operations = [run("decisions.sql"), run("gate.sql"), run("authors.sql"), run("hands.sql"), run("owned.sql")]
