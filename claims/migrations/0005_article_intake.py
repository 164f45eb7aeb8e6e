"""An intake form that is sent twice is one article: the form's number stands on the article, once a person."""

import django.contrib.postgres.functions
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0004_queues_by_priority'),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='intake',
            field=models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, help_text='The intake form that it came from: sent twice, it is one article.'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.UniqueConstraint(fields=('created_by', 'intake'), name='article_intake_once'),
        ),
    ]
