"""A note of a text is a block of its own kind, with its mark and the place where that stands."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0046_what_is_said_of_a_fetched_version"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="block",
            name="block_kind_known",
        ),
        migrations.AddField(
            model_name="block",
            name="note_at",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="block",
            name="note_block",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="block",
            name="note_number",
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AlterField(
            model_name="block",
            name="kind",
            field=models.CharField(
                choices=[
                    ("headline", "Headline"),
                    ("standfirst", "Standfirst"),
                    ("paragraph", "Paragraph"),
                    ("heading", "Heading"),
                    ("quote", "Quote"),
                    ("list_item", "List item"),
                    ("note", "Note"),
                    ("table_cell", "Table cell"),
                    ("caption", "Caption"),
                    ("picture", "Picture"),
                    ("map", "Map"),
                    ("chart", "Chart"),
                    ("video", "Video"),
                ],
                default="paragraph",
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("note_at__isnull", True), ("note_block__isnull", True), ("note_number", "")),
                    models.Q(("kind", "note"), ("note_at__isnull", True), ("note_block__isnull", True)),
                    models.Q(
                        models.Q(("note_number", ""), _negated=True),
                        ("kind", "note"),
                        ("note_at__isnull", False),
                        ("note_block__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="block_note_has_its_mark",
            ),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "headline",
                            "standfirst",
                            "paragraph",
                            "heading",
                            "quote",
                            "list_item",
                            "note",
                            "table_cell",
                            "caption",
                            "picture",
                            "map",
                            "chart",
                            "video",
                        ],
                    )
                ),
                name="block_kind_known",
            ),
        ),
    ]
