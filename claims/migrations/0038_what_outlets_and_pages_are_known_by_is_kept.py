"""What an outlet, and the page of a source, are compared by is kept: lists read it for each row."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0037_stage_note_is_a_reason_on_every_desk'),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='known_by',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), db_default=[], default=list, editable=False),
        ),
        migrations.AddField(
            model_name='chainlink',
            name='known_by',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), db_default=[], default=list, editable=False),
        ),
        migrations.AddField(
            model_name='source',
            name='page',
            field=models.TextField(db_default='', default='', editable=False),
        ),
    ]
