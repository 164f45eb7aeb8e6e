"""What a captured file says of itself is listed with it, or was removed before it was kept."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0062_no_origin_of_a_source_alone'),
    ]

    operations = [
        migrations.AddField(
            model_name='capture',
            name='metadata',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='capture',
            name='stripped',
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name='capture',
            constraint=models.CheckConstraint(condition=models.Q(('by_hand', True), ('stripped', False), _connector='OR'), name='capture_stripped_by_hand'),
        ),
    ]
