"""Articles in work are read in the order of their deadlines, whatever their states."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0048_what_went_out_is_fetched'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('state__in', ['in_checking', 'signed_off', 'released'])), fields=['desk', 'deadline', 'id'], name='article_in_work'),
        ),
    ]
