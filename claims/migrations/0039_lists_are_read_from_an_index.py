"""Claims of a verdict, and what legal may have to sign, are read from an index: few or none are found at once."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0038_what_outlets_and_pages_are_known_by_is_kept'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(condition=models.Q(('verdict', ''), _negated=True), fields=['desk', 'verdict', 'state', 'id'], name='claim_by_verdict'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(condition=models.Q(('state', 'in_review'), models.Q(('risk_flags', []), _negated=True)), fields=['desk', '-priority', 'due', 'id'], include=('article', 'risk_flags'), name='claim_at_risk'),
        ),
    ]
