"""An article of somebody else's has an end of its own: it is checked, and neither released nor published."""

from django.db import migrations, models

STATES = {
    "in_checking": "In checking",
    "signed_off": "Signed off",
    "checked": "Checked",
    "released": "Released with exceptions",
    "published": "Published",
    "corrected": "Corrected",
    "withdrawn": "Withdrawn",
}


class Migration(migrations.Migration):
    dependencies = [("claims", "0027_queues_of_ones_own_are_read_from_an_index")]
    operations = [
        migrations.RemoveConstraint(model_name="article", name="article_state_known"),
        migrations.AlterField(
            model_name="article",
            name="state",
            field=models.CharField(choices=list(STATES.items()), default="in_checking", max_length=16),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", list(STATES))), name="article_state_known"
            ),
        ),
    ]
