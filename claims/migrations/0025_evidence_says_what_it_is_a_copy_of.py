"""Evidence that went along from another claim says which it is a copy of, so that it goes along once."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0024_people_keep_their_own_account")]
    operations = [
        migrations.AddField(
            model_name="evidence",
            name="copied_from",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="copies",
                to="claims.evidence",
            ),
        )
    ]
