"""An exception that is not met is closed for a reason, which is kept."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0031_what_went_out'),
    ]

    operations = [
        migrations.AddField(
            model_name='releaseexception',
            name='closed_reason',
            field=models.CharField(blank=True, db_default='', default='', max_length=1000),
        ),
    ]
