"""Each rule that is passed has its own reason, and each piece of evidence against a claim its own answer.

A reason that was given for all rules at once is kept under the empty key, to be read; it passes none.
"""

from django.db import migrations, models

FORWARD = """
ALTER TABLE claims_claim ALTER COLUMN rules_passed TYPE jsonb
  USING CASE rules_passed WHEN '' THEN '{}' ELSE jsonb_build_object('', rules_passed) END
"""
BACK = """
ALTER TABLE claims_claim ALTER COLUMN rules_passed TYPE text
  USING CASE rules_passed WHEN '{}' THEN '' ELSE coalesce(rules_passed ->> '', rules_passed::text) END
"""


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0032_exceptions_say_why_they_are_closed"),
    ]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="answer",
            field=models.TextField(blank=True, help_text="Why the verdict stands, although this speaks against it."),
        ),
        migrations.RunSQL(
            FORWARD,
            BACK,
            state_operations=[
                migrations.AlterField(
                    model_name="claim",
                    name="rules_passed",
                    field=models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="{what a rule that warns says (rules.evidence.Finding.key): why it was passed}. Under "
                        "the empty key stands what was given for all rules at once, before each had its own reason; it "
                        "passes none.",
                    ),
                ),
            ],
        ),
        migrations.AlterField(
            model_name="evidencerule",
            name="code",
            field=models.CharField(
                choices=[
                    ("truth", "Supported or refuted needs a direct independent record or two origins"),
                    ("reference", "A name, title, place, date or spelling needs a reference"),
                    ("locator", "A figure needs a locator"),
                    ("answer", "Each piece of contradicting evidence must be answered"),
                    ("figures", "A figure in the rationale is in the statement or in the evidence"),
                    ("primary", "A primary record needs a locator and the original or an identified translation"),
                    ("reports", "Confirmed by reports only needs a report"),
                    ("not_found", "Not found and not enough evidence say where the checker looked"),
                    ("reply", "An allegation that stays in print needs a reply"),
                    ("linked", "Linked claims have compatible verdicts"),
                    ("denies", "A denial is linked to the claim that it denies"),
                    ("coverage", "The gate: every line is covered"),
                ],
                max_length=16,
            ),
        ),
    ]
