"""The contact log, public replies and accepted reasons take the place of what claims said about replies."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0067_former_replies"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="claim", name="claim_reply_after_it_was_asked"),
        migrations.RemoveField(model_name="claim", name="reply"),
        migrations.RemoveField(model_name="claim", name="reply_asked"),
        migrations.RemoveField(model_name="claim", name="reply_note"),
        migrations.RemoveField(model_name="claim", name="reply_until"),
    ]
