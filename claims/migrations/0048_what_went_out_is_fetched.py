"""What went out may be fetched, and the page is kept with what was compared."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0047_notes_are_blocks_of_their_own'),
    ]

    operations = [
        migrations.AddField(
            model_name='fetch',
            name='went_out',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='publication',
            name='upload',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='claims.upload'),
        ),
        migrations.AddConstraint(
            model_name='fetch',
            constraint=models.CheckConstraint(condition=models.Q(('went_out', False), ('article__isnull', False), _connector='OR'), name='fetch_went_out_of_an_article'),
        ),
    ]
