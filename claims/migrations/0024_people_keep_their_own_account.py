"""A language of dates for each person, and a count of how often they logged out everywhere."""

from django.db import migrations, models

LANGUAGES = [
    ("ar", "العربية"),
    ("az", "Azərbaycanca"),
    ("de", "Deutsch"),
    ("en", "English"),
    ("es", "Español"),
    ("fa", "فارسی"),
    ("fr", "Français"),
    ("hy", "Հայերեն"),
    ("it", "Italiano"),
    ("ka", "ქართული"),
    ("nl", "Nederlands"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ru", "Русский"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
]


class Migration(migrations.Migration):
    dependencies = [("claims", "0023_claims_take_the_place_of_others")]
    operations = [
        migrations.AddField(
            model_name="person",
            name="date_language",
            field=models.CharField(
                choices=LANGUAGES,
                default="en",
                help_text="Names of months and days.",
                max_length=8,
                verbose_name="language of dates",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="logouts",
            field=models.PositiveIntegerField(
                default=0,
                editable=False,
                help_text="How often they logged out everywhere: sessions from before are over.",
            ),
        ),
    ]
