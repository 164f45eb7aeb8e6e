"""The words that search finds are those of claims/sql/search.sql; what is there already is indexed anew.

A generated column cannot be altered: each is dropped and made again.
"""

from pathlib import Path

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import migrations, models
from django.db.models import Case, Func, When

SQL = Path(__file__).parents[1] / "sql" / "search.sql"


def words(*fields):
    return Func(*fields, function="search_vector", output_field=SearchVectorField())


def anew(model, expression, **null):
    name = f"{model}_search"
    field = models.GeneratedField(
        db_persist=True, expression=expression, output_field=SearchVectorField(**null), **null
    )
    return [
        migrations.RemoveIndex(model_name=model, name=name),
        migrations.RemoveField(model_name=model, name="search"),
        migrations.AddField(model_name=model, name="search", field=field),
        migrations.AddIndex(model_name=model, index=GinIndex(fields=["search"], name=name)),
    ]


class Migration(migrations.Migration):
    dependencies = [("claims", "0016_roles_given_and_rules_at_sign_off")]

    operations = [
        # The columns call its functions, so they come before what else claims/sql puts in after every migrate.
        migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop),
        *anew("article", words("headline", "outlet")),
        *anew("claim", words("statement", "quoted", "speaker_cited")),
        *anew(
            "source",
            Case(
                When(off_record=False, then=words("title", "publisher", "author")), output_field=SearchVectorField()
            ),
            null=True,
        ),
    ]
