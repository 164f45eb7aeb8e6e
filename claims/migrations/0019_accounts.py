"""Passwords that somebody else set, names that look the same, and queries of whoever left (claims/sql)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import claims.models.people


class Migration(migrations.Migration):
    dependencies = [("claims", "0018_sent_forms")]

    operations = [
        migrations.AlterModelManagers(name="person", managers=[("objects", claims.models.people.People())]),
        migrations.AddField(
            model_name="person",
            name="must_change_password",
            field=models.BooleanField(
                default=False,
                editable=False,
                help_text="Somebody else set the password, so it is changed at the next log-in.",
            ),
        ),
        migrations.AddField(
            model_name="thread",
            name="given_to",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="TakenName",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "field", "key", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("field", models.CharField(max_length=8)),
                ("key", models.CharField(max_length=300)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DB_CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
    ]
