"""Whether a source is off the record follows from its terms, so that the two never differ."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0053_terms_of_sources_off_the_record"),
    ]

    operations = [
        # Triggers that name the column would keep it. Every `migrate` ends by making them anew.
        migrations.RunSQL(
            "DROP TRIGGER IF EXISTS source_facts_before ON claims_source;"
            " DROP TRIGGER IF EXISTS source_facts_after ON claims_source",
            migrations.RunSQL.noop,
        ),
        migrations.RemoveIndex(model_name="source", name="source_search"),
        migrations.RemoveField(model_name="source", name="search"),
        migrations.RemoveField(model_name="source", name="off_record"),
        migrations.AddField(
            model_name="source",
            name="off_record",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(models.When(terms="off_record", then=True), default=False),
                help_text="Satisfies no rule.",
                output_field=models.BooleanField(),
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="search",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(
                        models.Q(("terms", "off_record"), _negated=True),
                        then=models.Func(
                            "title",
                            "publisher",
                            "author",
                            function="search_vector",
                            output_field=SearchVectorField(),
                        ),
                    ),
                    output_field=SearchVectorField(),
                ),
                null=True,
                output_field=SearchVectorField(null=True),
            ),
        ),
        migrations.AddIndex(model_name="source", index=GinIndex(fields=["search"], name="source_search")),
    ]
