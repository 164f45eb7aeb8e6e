"""What somebody types for a source is looked up among titles by an index."""

import django.db.models.functions.comparison
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0069_the_library_of_sources'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='source',
            index=models.Index(models.F('desk'), django.db.models.functions.comparison.Collate(django.db.models.functions.text.Left(models.Func('title', function='search_fold', output_field=models.TextField()), 100), 'C'), condition=models.Q(('terms', 'off_record'), _negated=True), name='source_by_title'),
        ),
        migrations.AddIndex(
            model_name='source',
            index=models.Index(condition=models.Q(('terms', 'off_record')), fields=['desk'], name='source_off_record'),
        ),
    ]
