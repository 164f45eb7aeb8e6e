"""The queues of one's own work are counted on an index alone, and returned claims are read from one in order."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("claims", "0026_bylines_in_other_letters_are_asked_about")]
    operations = [
        migrations.RemoveIndex("claim", "claim_in_my_work"),
        migrations.AddIndex(
            "claim",
            models.Index(
                fields=["assignee", "-priority", "due", "id"],
                include=("desk", "article"),
                condition=Q(state__in=["open", "checking", "changed"]),
                name="claim_in_my_work",
            ),
        ),
        migrations.AddIndex(
            "claim",
            models.Index(
                fields=["assignee", "-priority", "due", "id"],
                include=("desk", "article"),
                condition=Q(state="checking") & ~Q(returned_reason=""),
                name="claim_returned",
            ),
        ),
    ]
