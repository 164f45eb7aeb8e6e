"""A generated column cannot be altered: it is dropped and made again, without what was said off the record."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0005_article_intake")]

    operations = [
        migrations.RemoveIndex(model_name="source", name="source_search"),
        migrations.RemoveField(model_name="source", name="search"),
        migrations.AddField(
            model_name="source",
            name="search",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(
                        off_record=False,
                        then=django.contrib.postgres.search.SearchVector(
                            "title", "publisher", "author", config="simple"
                        ),
                    ),
                    output_field=django.contrib.postgres.search.SearchVectorField(),
                ),
                null=True,
                output_field=django.contrib.postgres.search.SearchVectorField(null=True),
            ),
        ),
        migrations.AddIndex(
            model_name="source",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="source_search"),
        ),
    ]
