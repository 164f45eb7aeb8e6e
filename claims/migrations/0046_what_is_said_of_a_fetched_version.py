"""Keep what somebody says of a next version while its page is fetched."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0045_claims_come_in_from_spreadsheets")]

    operations = [
        migrations.AddField("fetch", "note", models.CharField(blank=True, max_length=200)),
    ]
