"""Sources that are off the record have that as their terms."""

from django.db import migrations


def set_terms(apps, schema_editor):
    apps.get_model("claims", "Source").objects.filter(off_record=True).update(terms="off_record")


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0052_terms_of_sources"),
    ]

    operations = [
        migrations.RunPython(set_terms, migrations.RunPython.noop),
    ]
