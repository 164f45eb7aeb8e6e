"""Sources that one body controls count as one: the rules read digests of who controls a source."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0070_sources_by_title'),
    ]

    operations = [
        migrations.AddField(
            model_name='source',
            name='control',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), db_default=[], default=list, editable=False),
        ),
        migrations.AddIndex(
            model_name='source',
            index=django.contrib.postgres.indexes.GinIndex(fields=['control'], name='source_control'),
        ),
    ]
