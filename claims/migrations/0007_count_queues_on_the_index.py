"""What is ready for review is counted on its index alone, which holds the article for that."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0006_keep_off_record_out_of_search")]

    operations = [
        migrations.RemoveIndex(model_name="claim", name="claim_in_queue"),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                fields=["desk", "state", "-priority", "due", "id"], include=["article"], name="claim_in_queue"
            ),
        ),
    ]
