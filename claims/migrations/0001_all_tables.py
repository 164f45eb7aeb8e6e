"""All tables, in the place of the first 46 migrations.

A database from before has all of those, or `migrate` refuses it (claims/management/commands/migrate.py).
"""

import datetime
from pathlib import Path

import django.contrib.auth.validators
import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from pgmq.install import get_embedded_install_sql

import claims.models.people

#: The generated columns call these functions. Whatever else claims/sql has comes after every migrate.
SEARCH = Path(__file__).parents[1] / "sql" / "search.sql"
APP_ROLE = "factcheck_app"


def make_queue(apps, schema_editor):
    """Put pgmq's SQL into this database, its schema owned by the app role.

    kombu makes queues by DDL when it first publishes, so that the role that publishes must own the schema.
    """
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace('pgmq') IS NOT NULL")
        if cursor.fetchone()[0]:
            return
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s AND rolname <> current_user", [APP_ROLE])
        for_the_app_role = cursor.fetchone() is not None
        database = schema_editor.quote_name(connection.settings_dict["NAME"])
        if for_the_app_role:
            cursor.execute(f"GRANT CREATE ON DATABASE {database} TO {APP_ROLE}; SET LOCAL ROLE {APP_ROLE}")
        cursor.execute(get_embedded_install_sql(), None)
        cursor.execute("SELECT pgmq.create('factcheck')")
        if for_the_app_role:
            cursor.execute(f"RESET ROLE; REVOKE CREATE ON DATABASE {database} FROM {APP_ROLE}")


class AllTables(Operation):
    """Make the tables of all models at once, each as ``operations`` leave it.

    One by one, Django makes the classes of all models anew after each of 200 operations, which takes 15 seconds.
    """

    reversible = False

    def __init__(self, operations):
        self.operations = operations

    def deconstruct(self):
        return self.__class__.__qualname__, [], {"operations": self.operations}

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)  # made anew when the last of them is there
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self.operations:
            if isinstance(operation, migrations.CreateModel):
                schema_editor.create_model(to_state.apps.get_model(app_label, operation.name))

    def describe(self):
        return "Make all tables"


TABLES = [
    migrations.CreateModel(
        name="Desk",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("name", models.CharField(max_length=120, unique=True)),
            ("slug", models.SlugField(unique=True)),
            (
                "language",
                models.CharField(default="en", help_text="A language tag, such as en or az.", max_length=16),
            ),
            (
                "timezone",
                models.CharField(default="UTC", help_text="An IANA name, such as Europe/Berlin.", max_length=64),
            ),
            (
                "cross_sign",
                models.BooleanField(
                    default=False,
                    help_text=(
                        "When nobody eligible remains, two contributors may sign the same content. It says so"
                        " everywhere."
                    ),
                ),
            ),
            ("sheet_columns", models.JSONField(blank=True, default=dict, editable=False)),
        ],
        options={
            "ordering": ["name"],
        },
    ),
    migrations.CreateModel(
        name="Heartbeat",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("name", models.CharField(max_length=40, unique=True)),
            ("at", models.DateTimeField()),
        ],
    ),
    migrations.CreateModel(
        name="Person",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("password", models.CharField(max_length=128, verbose_name="password")),
            ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
            (
                "is_superuser",
                models.BooleanField(
                    default=False,
                    help_text="Designates that this user has all permissions without explicitly assigning them.",
                    verbose_name="superuser status",
                ),
            ),
            (
                "username",
                models.CharField(
                    error_messages={"unique": "A user with that username already exists."},
                    help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                    max_length=150,
                    unique=True,
                    validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                    verbose_name="username",
                ),
            ),
            ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
            (
                "is_staff",
                models.BooleanField(
                    default=False,
                    help_text="Designates whether the user can log into this admin site.",
                    verbose_name="staff status",
                ),
            ),
            (
                "is_active",
                models.BooleanField(
                    default=True,
                    help_text=(
                        "Designates whether this user should be treated as active. Unselect this instead of deleting"
                        " accounts."
                    ),
                    verbose_name="active",
                ),
            ),
            (
                "date_joined",
                models.DateTimeField(default=django.utils.timezone.now, verbose_name="date joined"),
            ),
            (
                "name",
                models.CharField(help_text="As colleagues and the record know this person.", max_length=200),
            ),
            (
                "timezone",
                models.CharField(default="UTC", help_text="An IANA name, such as Europe/Berlin.", max_length=64),
            ),
            (
                "date_language",
                models.CharField(
                    choices=[
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
                    ],
                    default="en",
                    help_text="Names of months and days.",
                    max_length=8,
                    verbose_name="language of dates",
                ),
            ),
            ("demo", models.BooleanField(default=False, editable=False)),
            (
                "must_change_password",
                models.BooleanField(
                    default=False,
                    editable=False,
                    help_text="Somebody else set the password, so it is changed at the next log-in.",
                ),
            ),
            (
                "logouts",
                models.PositiveIntegerField(
                    default=0,
                    editable=False,
                    help_text="How often they logged out everywhere: sessions from before are over.",
                ),
            ),
            (
                "groups",
                models.ManyToManyField(
                    blank=True,
                    help_text=(
                        "The groups this user belongs to. A user will get all permissions granted to each of their"
                        " groups."
                    ),
                    related_name="user_set",
                    related_query_name="user",
                    to="auth.group",
                    verbose_name="groups",
                ),
            ),
            (
                "user_permissions",
                models.ManyToManyField(
                    blank=True,
                    help_text="Specific permissions for this user.",
                    related_name="user_set",
                    related_query_name="user",
                    to="auth.permission",
                    verbose_name="user permissions",
                ),
            ),
        ],
        options={
            "verbose_name": "person",
            "verbose_name_plural": "people",
        },
        managers=[
            ("objects", claims.models.people.People()),
        ],
    ),
    migrations.CreateModel(
        name="Article",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "ownership",
                models.CharField(
                    choices=[("ours", "Ours"), ("theirs", "Somebody else's")], default="ours", max_length=8
                ),
            ),
            ("headline", models.CharField(max_length=500)),
            ("outlet", models.CharField(blank=True, max_length=200)),
            ("address", models.URLField(blank=True, max_length=2000)),
            ("published_date", models.DateField(blank=True, null=True)),
            ("published_time", models.TimeField(blank=True, null=True)),
            (
                "published_zone",
                models.CharField(blank=True, help_text="An IANA name; empty when unknown.", max_length=64),
            ),
            ("language", models.CharField(default="en", max_length=16)),
            (
                "deadline",
                models.DateTimeField(
                    default=datetime.datetime(9000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                    help_text="UTC; the far future when there is none.",
                ),
            ),
            (
                "state",
                models.CharField(
                    choices=[
                        ("in_checking", "In checking"),
                        ("signed_off", "Signed off"),
                        ("checked", "Checked"),
                        ("released", "Released with exceptions"),
                        ("published", "Published"),
                        ("corrected", "Corrected"),
                        ("withdrawn", "Withdrawn"),
                    ],
                    default="in_checking",
                    max_length=16,
                ),
            ),
            (
                "edition",
                models.PositiveIntegerField(default=1, help_text="Counts the edits of these fields."),
            ),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            (
                "intake",
                models.UUIDField(
                    db_default=django.contrib.postgres.functions.RandomUUID(),
                    editable=False,
                    help_text="The intake form that it came from: sent twice, it is one article.",
                ),
            ),
            (
                "known_by",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.TextField(), db_default=[], default=list, editable=False
                ),
            ),
            (
                "search",
                models.GeneratedField(
                    db_persist=True,
                    expression=models.Func(
                        "headline",
                        "outlet",
                        function="search_vector",
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                    output_field=django.contrib.postgres.search.SearchVectorField(),
                ),
            ),
            (
                "created_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "desk",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="articles", to="claims.desk"
                ),
            ),
        ],
    ),
    migrations.CreateModel(
        name="ArticleAuthor",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("name", models.CharField(max_length=200)),
            ("position", models.PositiveSmallIntegerField(default=0)),
            ("removed_at", models.DateTimeField(blank=True, null=True)),
            (
                "asked",
                models.BooleanField(
                    db_default=False,
                    editable=False,
                    help_text="The database has asked which members this name may be.",
                ),
            ),
            (
                "article",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="authors", to="claims.article"
                ),
            ),
            (
                "person",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "ordering": ["position", "id"],
        },
    ),
    migrations.CreateModel(
        name="ArticleImport",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "at",
                models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
            ),
            ("desk", models.CharField(help_text="The name of the desk that it came from.", max_length=120)),
            ("number", models.PositiveBigIntegerField(help_text="The article's number there.")),
            ("sequence", models.PositiveBigIntegerField(help_text="The last event of its record there.")),
            ("head", models.CharField(help_text="The hash of that event.", max_length=64)),
            (
                "signoffs",
                models.JSONField(default=list, help_text="The sign-offs there: claim, signer, kind, when, hash, void."),
            ),
            ("content", models.BinaryField()),
            ("sha256", models.CharField(editable=False, max_length=64)),
            (
                "actor",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "article",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="imported",
                    to="claims.article",
                ),
            ),
        ],
    ),
    migrations.CreateModel(
        name="Block",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("position", models.PositiveIntegerField()),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("headline", "Headline"),
                        ("standfirst", "Standfirst"),
                        ("paragraph", "Paragraph"),
                        ("heading", "Heading"),
                        ("quote", "Quote"),
                        ("list_item", "List item"),
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
            ("text", models.TextField()),
            ("left_out", models.BooleanField(default=False)),
            ("left_out_reason", models.CharField(blank=True, max_length=200)),
            (
                "left_out_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "ordering": ["position"],
        },
    ),
    migrations.CreateModel(
        name="BylineQuestion",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "answer",
                models.CharField(
                    blank=True,
                    choices=[("same", "The same person"), ("other", "Somebody else")],
                    max_length=8,
                ),
            ),
            ("answered_at", models.DateTimeField(null=True)),
            (
                "answered_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "author",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="questions",
                    to="claims.articleauthor",
                ),
            ),
            (
                "person",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "ordering": ["id"],
        },
    ),
    migrations.CreateModel(
        name="ChainLink",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("outlet", models.CharField(max_length=200)),
            ("address", models.URLField(blank=True, max_length=2000)),
            ("position", models.PositiveSmallIntegerField(default=0)),
            (
                "known_by",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.TextField(), db_default=[], default=list, editable=False
                ),
            ),
            (
                "article",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="chain", to="claims.article"
                ),
            ),
        ],
        options={
            "ordering": ["position", "id"],
        },
    ),
    migrations.CreateModel(
        name="Claim",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("number", models.PositiveIntegerField()),
            (
                "state",
                models.CharField(
                    choices=[
                        ("open", "Open"),
                        ("checking", "Checking"),
                        ("in_review", "In review"),
                        ("signed_off", "Signed off"),
                        ("changed", "Changed since sign-off"),
                        ("retired", "Retired"),
                    ],
                    default="open",
                    max_length=16,
                ),
            ),
            ("state_since", models.DateTimeField(auto_now_add=True)),
            ("edition", models.PositiveIntegerField(default=1)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("statement", models.TextField(blank=True)),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("name", "Name or title"),
                        ("number", "Number"),
                        ("date_place", "Date or place"),
                        ("quotation", "Quotation"),
                        ("event", "Event"),
                        ("cause", "Cause"),
                        ("comparison", "Comparison"),
                        ("image", "Image"),
                        ("other", "Other"),
                    ],
                    default="other",
                    max_length=16,
                ),
            ),
            (
                "risk_flags",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(
                        choices=[
                            ("allegation", "Allegation"),
                            ("privacy", "Privacy"),
                            ("minor", "Minor"),
                            ("court", "Court case"),
                            ("safety", "Safety"),
                        ],
                        max_length=16,
                    ),
                    blank=True,
                    default=list,
                ),
            ),
            (
                "speech_act",
                models.CharField(
                    choices=[
                        ("asserts", "asserts"),
                        ("denies", "denies"),
                        ("concedes", "concedes"),
                        ("accuses", "accuses"),
                        ("announces", "announces"),
                        ("promises", "promises"),
                        ("predicts", "predicts"),
                        ("orders", "orders"),
                        ("agrees", "agrees"),
                        ("asks", "asks"),
                    ],
                    default="asserts",
                    max_length=16,
                ),
            ),
            ("verb", models.CharField(blank=True, max_length=80)),
            ("verb_endorses", models.BooleanField(default=False)),
            (
                "form",
                models.CharField(
                    choices=[
                        ("none", "Not attributed"),
                        ("direct", "Direct quotation"),
                        ("paraphrase", "Paraphrase"),
                        ("mixed", "Mixed"),
                    ],
                    default="none",
                    max_length=16,
                ),
            ),
            ("speaker_cited", models.CharField(blank=True, editable=False, max_length=200)),
            ("speaker_as_printed", models.CharField(blank=True, max_length=300)),
            ("via_cited", models.CharField(blank=True, editable=False, max_length=200)),
            ("figure_value", models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True)),
            ("figure_high", models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True)),
            ("figure_unit", models.CharField(blank=True, max_length=80)),
            (
                "figure_modifier",
                models.CharField(
                    blank=True,
                    choices=[
                        ("", "exactly"),
                        ("about", "about"),
                        ("more_than", "more than"),
                        ("less_than", "less than"),
                        ("at_least", "at least"),
                        ("at_most", "at most"),
                    ],
                    default="",
                    max_length=16,
                ),
            ),
            (
                "attribution",
                models.CharField(
                    choices=[
                        ("not_applicable", "Not applicable (own voice)"),
                        ("open", "Open"),
                        ("primary", "Confirmed by a primary record"),
                        ("reports", "Confirmed by reports only"),
                        ("conflict", "Reports conflict"),
                        ("drifted", "Meaning drifted"),
                        ("misquoted", "Misquoted"),
                        ("out_of_context", "Out of context"),
                        ("misattributed", "Misattributed"),
                        ("not_found", "Not found"),
                        ("denied", "Denied by the speaker"),
                        ("corrected", "Corrected by the speaker"),
                    ],
                    default="open",
                    max_length=16,
                ),
            ),
            ("attribution_note", models.TextField(blank=True)),
            (
                "verdict",
                models.CharField(
                    blank=True,
                    choices=[
                        ("supported", "Supported"),
                        ("refuted", "Refuted"),
                        ("conflicting", "Conflicting evidence"),
                        ("not_enough", "Not enough evidence"),
                        ("not_checkable", "Not checkable"),
                        ("not_examined", "Truth not examined"),
                    ],
                    default="",
                    max_length=16,
                ),
            ),
            (
                "verdict_own",
                models.SlugField(
                    blank=True,
                    db_default="",
                    db_index=False,
                    default="",
                    help_text="A verdict of the desk's own.",
                    max_length=30,
                ),
            ),
            (
                "verdict_flags",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(
                        choices=[("missing_context", "Missing context"), ("outdated", "Outdated")],
                        max_length=16,
                    ),
                    blank=True,
                    default=list,
                ),
            ),
            ("true_for", models.CharField(blank=True, max_length=120)),
            ("known_on", models.DateField(blank=True, null=True)),
            ("rationale", models.TextField(blank=True)),
            (
                "line_decision",
                models.CharField(
                    choices=[
                        ("keep", "Keep"),
                        ("reword", "Reword"),
                        ("attribute", "Attribute or hedge"),
                        ("context", "Add context"),
                        ("cut", "Cut"),
                    ],
                    default="keep",
                    max_length=16,
                ),
            ),
            ("proposed_words", models.TextField(blank=True)),
            ("reworded_statement", models.TextField(blank=True)),
            (
                "reworded_verdict",
                models.CharField(
                    blank=True,
                    choices=[
                        ("supported", "Supported"),
                        ("refuted", "Refuted"),
                        ("conflicting", "Conflicting evidence"),
                        ("not_enough", "Not enough evidence"),
                        ("not_checkable", "Not checkable"),
                        ("not_examined", "Truth not examined"),
                    ],
                    default="",
                    max_length=16,
                ),
            ),
            (
                "reworded_verdict_own",
                models.SlugField(blank=True, db_default="", db_index=False, default="", max_length=30),
            ),
            (
                "decision_reason",
                models.TextField(blank=True, help_text="Why the line cannot stay as it is, for the writer."),
            ),
            (
                "must_fix",
                models.BooleanField(default=False, help_text="The line must not go out as it is; else a suggestion."),
            ),
            (
                "reply",
                models.CharField(
                    blank=True,
                    choices=[
                        ("", "No reply yet"),
                        ("sought", "Reply sought, with reasonable time"),
                        ("public", "Public reply cited"),
                        ("waived", "Not needed, for a reason that the chief or legal accepts"),
                    ],
                    default="",
                    max_length=8,
                ),
            ),
            ("reply_note", models.TextField(blank=True)),
            (
                "reply_asked",
                models.DateTimeField(blank=True, help_text="When the accused was asked.", null=True),
            ),
            (
                "reply_until",
                models.DateTimeField(blank=True, help_text="Until when the accused could answer.", null=True),
            ),
            (
                "rules_passed",
                models.JSONField(
                    blank=True,
                    default=dict,
                    help_text=(
                        "{what a rule that warns says (rules.evidence.Finding.key): why it was passed}. Under the empty"
                        " key stands what was given for all rules at once, before each had its own reason; it passes"
                        " none."
                    ),
                ),
            ),
            ("stet_reason", models.TextField(blank=True)),
            ("priority", models.SmallIntegerField(default=0)),
            ("due", models.DateTimeField(default=datetime.datetime(9000, 1, 1, 0, 0, tzinfo=datetime.UTC))),
            ("waiting_on", models.CharField(blank=True, max_length=200)),
            ("waiting_until", models.DateTimeField(blank=True, null=True)),
            ("sent_at", models.DateTimeField(null=True)),
            ("returned_reason", models.TextField(blank=True)),
            ("quoted", models.TextField(blank=True, editable=False)),
            ("line_number", models.PositiveIntegerField(default=0, editable=False)),
            (
                "verdict_cited",
                models.CharField(blank=True, db_default="", default="", editable=False, max_length=70),
            ),
            (
                "reworded_verdict_cited",
                models.CharField(blank=True, db_default="", default="", editable=False, max_length=70),
            ),
            ("wording_applied", models.BooleanField(default=False, editable=False)),
            (
                "context_edition",
                models.PositiveIntegerField(
                    default=0,
                    editable=False,
                    help_text="Counts the versions that changed what stands around its words.",
                ),
            ),
            (
                "search",
                models.GeneratedField(
                    db_persist=True,
                    expression=models.Func(
                        "statement",
                        "quoted",
                        "speaker_cited",
                        function="search_vector",
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                    output_field=django.contrib.postgres.search.SearchVectorField(),
                ),
            ),
            (
                "article",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="claims.article"
                ),
            ),
            (
                "assignee",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="assigned",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "created_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "reply_accepted_by",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "returned_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "sent_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "stet_by",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "desk",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.desk"),
            ),
        ],
    ),
    migrations.CreateModel(
        name="ClaimLink",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "kind",
                models.CharField(
                    choices=[("denies", "denies"), ("repeats", "repeats"), ("part_of", "is part of")],
                    max_length=16,
                ),
            ),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            (
                "claim",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="links", to="claims.claim"),
            ),
            (
                "created_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "to",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="linked_from",
                    to="claims.claim",
                ),
            ),
        ],
        options={
            "ordering": ["id"],
        },
    ),
    migrations.CreateModel(
        name="Contributor",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("because", models.CharField(max_length=80)),
            ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            (
                "claim",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="contributors",
                    to="claims.claim",
                ),
            ),
            (
                "person",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "ordering": ["id"],
        },
    ),
    migrations.CreateModel(
        name="Event",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("sequence", models.PositiveBigIntegerField(default=0, editable=False)),
            ("verb", models.CharField(max_length=40)),
            ("words", models.TextField()),
            ("data", models.JSONField(default=dict)),
            (
                "at",
                models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
            ),
            ("previous_hash", models.CharField(default="", editable=False, max_length=64)),
            ("hash", models.CharField(default="", editable=False, max_length=64)),
            (
                "actor",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "article",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="events",
                    to="claims.article",
                ),
            ),
            (
                "claim",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="events",
                    to="claims.claim",
                ),
            ),
            (
                "desk",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="events", to="claims.desk"),
            ),
        ],
        options={
            "ordering": ["chain_id", "sequence"],
        },
    ),
    migrations.CreateModel(
        name="ArticleSignOff",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "kind",
                models.CharField(
                    choices=[("signed", "Signed off"), ("released", "Released with exceptions")],
                    default="signed",
                    max_length=8,
                ),
            ),
            ("content_hash", models.CharField(max_length=64)),
            (
                "content_form",
                models.PositiveSmallIntegerField(
                    db_default=1,
                    editable=False,
                    help_text="Which form of article_content the hash is of; the database sets it.",
                ),
            ),
            ("reason", models.TextField(blank=True)),
            ("signed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ("seconded_at", models.DateTimeField(null=True)),
            ("voided_at", models.DateTimeField(editable=False, null=True)),
            ("void_reason", models.CharField(blank=True, editable=False, max_length=200)),
            (
                "article",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="signoffs",
                    to="claims.article",
                ),
            ),
            (
                "seconded_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "signer",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "voided_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "rules_event",
                models.ForeignKey(
                    editable=False,
                    help_text=(
                        "The last change of the desk's rules, or of the signer's roles, before it; the database "
                        "sets it."
                    ),
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="claims.event",
                ),
            ),
        ],
        options={
            "ordering": ["id"],
        },
    ),
    migrations.CreateModel(
        name="EventChain",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("sequence", models.PositiveBigIntegerField(default=0)),
            ("hash", models.CharField(default="", max_length=64)),
            (
                "article",
                models.OneToOneField(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="event_chain",
                    to="claims.article",
                ),
            ),
            (
                "desk",
                models.OneToOneField(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="event_chain",
                    to="claims.desk",
                ),
            ),
        ],
    ),
    migrations.AddField(
        model_name="event",
        name="chain",
        field=models.ForeignKey(
            on_delete=django.db.models.deletion.PROTECT, related_name="events", to="claims.eventchain"
        ),
    ),
    migrations.CreateModel(
        name="EvidenceRule",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "code",
                models.CharField(
                    choices=[
                        ("truth", "Supported or refuted needs a direct independent record or two origins"),
                        ("reference", "A name, title, place, date or spelling needs a reference"),
                        ("locator", "A figure needs a locator"),
                        ("answer", "Each piece of contradicting evidence must be answered"),
                        ("figures", "A figure in the rationale is in the statement or in the evidence"),
                        (
                            "primary",
                            "A primary record needs a locator and the original or an identified translation",
                        ),
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
            (
                "level",
                models.CharField(
                    choices=[("off", "Off"), ("warn", "Warn (passed with a reason)"), ("block", "Block")],
                    default="warn",
                    max_length=8,
                ),
            ),
            (
                "desk",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="evidence_rules",
                    to="claims.desk",
                ),
            ),
        ],
        options={
            "ordering": ["id"],
        },
    ),
    migrations.CreateModel(
        name="LexiconEntry",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "kind",
                models.CharField(
                    choices=[("verb", "Reporting verb"), ("title", "Title"), ("unit", "Unit")], max_length=8
                ),
            ),
            (
                "words",
                models.CharField(help_text="A verb in its base form, such as: intimate.", max_length=80),
            ),
            (
                "speech_act",
                models.CharField(
                    choices=[
                        ("asserts", "asserts"),
                        ("denies", "denies"),
                        ("concedes", "concedes"),
                        ("accuses", "accuses"),
                        ("announces", "announces"),
                        ("promises", "promises"),
                        ("predicts", "predicts"),
                        ("orders", "orders"),
                        ("agrees", "agrees"),
                        ("asks", "asks"),
                    ],
                    default="asserts",
                    help_text="Of a verb: what it does.",
                    max_length=16,
                ),
            ),
            (
                "endorses",
                models.BooleanField(
                    default=False,
                    help_text="Of a verb: what is said must be true then, not just said (“admit”).",
                ),
            ),
            (
                "desk",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="lexicon", to="claims.desk"
                ),
            ),
        ],
        options={
            "verbose_name_plural": "lexicon entries",
            "ordering": ["kind", "words"],
        },
    ),
    migrations.CreateModel(
        name="Lineage",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "kind",
                models.CharField(
                    choices=[("split", "split from"), ("merge", "merged from"), ("replace", "in place of")],
                    max_length=8,
                ),
            ),
            (
                "child",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="came_from", to="claims.claim"
                ),
            ),
            (
                "parent",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="became", to="claims.claim"
                ),
            ),
        ],
        options={
            "ordering": ["id"],
        },
    ),
    migrations.CreateModel(
        name="Membership",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "role",
                models.CharField(
                    choices=[
                        ("writer", "Writer"),
                        ("checker", "Checker"),
                        ("reviewer", "Reviewer"),
                        ("legal", "Legal"),
                        ("chief", "Chief"),
                        ("observer", "Observer"),
                    ],
                    max_length=16,
                ),
            ),
            ("given_at", models.DateTimeField(editable=False, null=True)),
            (
                "desk",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="memberships",
                    to="claims.desk",
                ),
            ),
            (
                "given_by",
                models.ForeignKey(
                    editable=False,
                    help_text="The database sets it. A role that signs counts only if somebody else gave it.",
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "person",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="memberships",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
    ),
    migrations.CreateModel(
        name="Outbox",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("kind", models.CharField(max_length=40)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("done_at", models.DateTimeField(null=True)),
            ("attempts", models.PositiveSmallIntegerField(default=0)),
            (
                "event",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="outbox", to="claims.event"
                ),
            ),
        ],
        options={
            "verbose_name_plural": "outbox",
        },
    ),
    migrations.CreateModel(
        name="Presence",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("seen_at", models.DateTimeField()),
            (
                "article",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="presences",
                    to="claims.article",
                ),
            ),
            (
                "person",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
    ),
    migrations.CreateModel(
        name="Publication",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("address", models.URLField(max_length=2000)),
            ("text", models.TextField()),
            (
                "text_hash",
                models.CharField(default="", editable=False, help_text="SHA-256 of the text in UTF-8.", max_length=64),
            ),
            ("differences", models.JSONField(default=list)),
            ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            (
                "article",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="publications",
                    to="claims.article",
                ),
            ),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "ordering": ["-id"],
        },
    ),
    migrations.CreateModel(
        name="Correction",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "number",
                models.PositiveIntegerField(default=0, editable=False, help_text="Within its article, from 1."),
            ),
            (
                "because",
                models.CharField(
                    choices=[
                        ("complaint", "A complaint"),
                        ("claim_changed", "A signed claim changed"),
                        ("went_out", "It went out otherwise"),
                    ],
                    max_length=16,
                ),
            ),
            (
                "line",
                models.PositiveIntegerField(
                    blank=True,
                    help_text="Which of the lines that went out otherwise it is about, from 0.",
                    null=True,
                ),
            ),
            ("reported", models.TextField(help_text="What was reported, in words.")),
            (
                "reported_by",
                models.CharField(blank=True, help_text="From whom a complaint came.", max_length=200),
            ),
            ("opened_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            (
                "kind",
                models.CharField(
                    blank=True,
                    choices=[
                        ("correction", "Correction"),
                        ("clarification", "Clarification"),
                        ("update", "Update"),
                        ("retraction", "Retraction"),
                    ],
                    max_length=16,
                ),
            ),
            ("was_wrong", models.TextField(blank=True, help_text="What was wrong.")),
            ("is_right", models.TextField(blank=True, help_text="What is right.")),
            (
                "since",
                models.DateTimeField(blank=True, help_text="UTC: since when readers see it.", null=True),
            ),
            ("dismissed", models.TextField(blank=True, help_text="Why nothing is corrected.")),
            ("settled_at", models.DateTimeField(null=True)),
            (
                "article",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="corrections",
                    to="claims.article",
                ),
            ),
            (
                "claim",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="corrections",
                    to="claims.claim",
                ),
            ),
            (
                "opened_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "settled_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "publication",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="corrections",
                    to="claims.publication",
                ),
            ),
        ],
        options={
            "ordering": ["article", "number"],
        },
    ),
    migrations.CreateModel(
        name="Reason",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("no_claim", "No claim here"),
                        ("left_out", "Left out"),
                        ("return", "Return with a reason"),
                        ("retire", "Retire"),
                        ("reopen", "Reopen"),
                        ("not_examined", "Truth not examined"),
                    ],
                    max_length=16,
                ),
            ),
            ("words", models.CharField(max_length=200)),
            ("position", models.PositiveSmallIntegerField(default=0)),
            (
                "desk",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="reasons", to="claims.desk"
                ),
            ),
        ],
        options={
            "ordering": ["kind", "position", "id"],
        },
    ),
    migrations.CreateModel(
        name="ReleaseException",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "item",
                models.CharField(help_text="The gate's key of the item, such as claim:12 or line:4.", max_length=80),
            ),
            ("words", models.CharField(max_length=300)),
            ("closed_at", models.DateTimeField(null=True)),
            ("closed_reason", models.CharField(blank=True, db_default="", default="", max_length=1000)),
            (
                "closed_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "owner",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "signoff",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="exceptions",
                    to="claims.articlesignoff",
                ),
            ),
        ],
        options={
            "ordering": ["id"],
        },
    ),
    migrations.CreateModel(
        name="RowHistory",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ("transaction", models.BigIntegerField()),
            ("actor_id", models.BigIntegerField(null=True)),
            ("table", models.CharField(max_length=63)),
            ("row_id", models.BigIntegerField()),
            ("operation", models.CharField(max_length=6)),
            ("old", models.JSONField(null=True)),
            ("new", models.JSONField(null=True)),
        ],
        options={
            "verbose_name_plural": "row history",
            "indexes": [
                models.Index(fields=["table", "row_id", "id"], name="row_history_of_row"),
                django.contrib.postgres.indexes.BrinIndex(fields=["at"], name="row_history_by_time"),
            ],
        },
    ),
    migrations.CreateModel(
        name="SentForm",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("digest", models.CharField(max_length=64)),
            ("location", models.TextField(blank=True)),
            ("sent_at", models.DateTimeField()),
            (
                "person",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
    ),
    migrations.CreateModel(
        name="Side",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("name", models.CharField(max_length=120)),
            (
                "article",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="sides", to="claims.article"
                ),
            ),
        ],
        options={
            "ordering": ["id"],
        },
    ),
    migrations.CreateModel(
        name="SignatureRule",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "risk_flag",
                models.CharField(
                    choices=[
                        ("allegation", "Allegation"),
                        ("privacy", "Privacy"),
                        ("minor", "Minor"),
                        ("court", "Court case"),
                        ("safety", "Safety"),
                    ],
                    max_length=16,
                ),
            ),
            (
                "approvals",
                models.PositiveSmallIntegerField(default=1, help_text="How many people sign, legal included."),
            ),
            ("legal", models.BooleanField(default=False, help_text="One of them is legal's.")),
            (
                "desk",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="signature_rules",
                    to="claims.desk",
                ),
            ),
        ],
        options={
            "ordering": ["id"],
        },
    ),
    migrations.CreateModel(
        name="SignOff",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "kind",
                models.CharField(
                    choices=[("review", "Review"), ("legal", "Legal"), ("cross", "Cross-sign")],
                    default="review",
                    max_length=8,
                ),
            ),
            ("content_hash", models.CharField(max_length=64)),
            ("content", models.JSONField(editable=False, null=True)),
            ("note", models.TextField(blank=True)),
            ("signed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ("voided_at", models.DateTimeField(editable=False, null=True)),
            ("void_reason", models.CharField(blank=True, editable=False, max_length=200)),
            (
                "claim",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="signoffs", to="claims.claim"
                ),
            ),
            (
                "rules_event",
                models.ForeignKey(
                    editable=False,
                    help_text=(
                        "The last change of the desk's rules, or of the signer's roles, before it; the database "
                        "sets it."
                    ),
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="claims.event",
                ),
            ),
            (
                "signer",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="signoffs",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "voided_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "ordering": ["id"],
        },
    ),
    migrations.CreateModel(
        name="Source",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("document", "Document"),
                        ("dataset", "Dataset"),
                        ("web_page", "Web page"),
                        ("interview", "Interview"),
                        ("image", "Image"),
                        ("video", "Video"),
                        ("statement", "Official statement"),
                        ("reference", "Reference work"),
                        ("notes", "Own notes"),
                    ],
                    default="web_page",
                    max_length=16,
                ),
            ),
            ("title", models.CharField(max_length=500)),
            ("publisher", models.CharField(blank=True, max_length=200)),
            ("author", models.CharField(blank=True, max_length=200)),
            ("address", models.URLField(blank=True, max_length=2000)),
            ("published_on", models.DateField(blank=True, null=True)),
            ("language", models.CharField(blank=True, max_length=16)),
            ("off_record", models.BooleanField(default=False, help_text="Satisfies no rule.")),
            ("reference", models.BooleanField(default=False, help_text="On the desk's reference list.")),
            (
                "withdrawn",
                models.TextField(
                    blank=True,
                    db_default="",
                    default="",
                    help_text="Why nobody may rest on it any more; it satisfies no rule.",
                ),
            ),
            ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
            ("note", models.TextField(blank=True)),
            ("edition", models.PositiveIntegerField(default=1)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            (
                "marks",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.TextField(), db_default=[], default=list, editable=False
                ),
            ),
            ("page", models.TextField(db_default="", default="", editable=False)),
            (
                "search",
                models.GeneratedField(
                    db_persist=True,
                    expression=models.Case(
                        models.When(
                            off_record=False,
                            then=models.Func(
                                "title",
                                "publisher",
                                "author",
                                function="search_vector",
                                output_field=django.contrib.postgres.search.SearchVectorField(),
                            ),
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                    null=True,
                    output_field=django.contrib.postgres.search.SearchVectorField(null=True),
                ),
            ),
            (
                "created_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "desk",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="sources", to="claims.desk"
                ),
            ),
            (
                "origin",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="derived",
                    to="claims.source",
                ),
            ),
            (
                "withdrawn_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
    ),
    migrations.CreateModel(
        name="Evidence",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("citation", models.TextField(blank=True, editable=False)),
            (
                "bears_on",
                models.CharField(
                    choices=[("said", "Said"), ("true", "True"), ("both", "Said and true")],
                    default="true",
                    max_length=8,
                ),
            ),
            (
                "stance",
                models.CharField(
                    choices=[
                        ("supports", "Supports"),
                        ("contradicts", "Contradicts"),
                        ("context", "Context"),
                    ],
                    default="supports",
                    max_length=16,
                ),
            ),
            (
                "directness",
                models.CharField(
                    choices=[
                        ("direct", "Saw or made it"),
                        ("reports", "Reports it"),
                        ("repeats", "Repeats it"),
                    ],
                    default="reports",
                    max_length=8,
                ),
            ),
            (
                "against_interest",
                models.BooleanField(
                    default=False,
                    help_text="A side speaking against its own interest; only then does its word count for true.",
                ),
            ),
            ("excerpt", models.TextField(blank=True)),
            (
                "excerpt_kind",
                models.CharField(
                    choices=[("verbatim", "Verbatim"), ("gist", "Gist")], default="verbatim", max_length=8
                ),
            ),
            ("excerpt_language", models.CharField(blank=True, max_length=16)),
            ("translation", models.TextField(blank=True)),
            ("translator", models.CharField(blank=True, max_length=200)),
            (
                "locator",
                models.CharField(blank=True, help_text="Page, paragraph, timecode or cell.", max_length=200),
            ),
            ("figure_found", models.CharField(blank=True, max_length=120)),
            ("note", models.TextField(blank=True)),
            (
                "answer",
                models.TextField(blank=True, help_text="Why the verdict stands, although this speaks against it."),
            ),
            ("confirmed", models.BooleanField(default=True)),
            ("added_at", models.DateTimeField(auto_now_add=True)),
            ("removed_at", models.DateTimeField(null=True)),
            ("edition", models.PositiveIntegerField(default=1)),
            (
                "added_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "claim",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="claims.claim"
                ),
            ),
            (
                "copied_from",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="copies",
                    to="claims.evidence",
                ),
            ),
            (
                "removed_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "source",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="claims.source"
                ),
            ),
        ],
        options={
            "ordering": ["id"],
        },
    ),
    migrations.CreateModel(
        name="SourceChange",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("was", models.JSONField(null=True)),
            ("now", models.JSONField(null=True)),
            ("words", models.TextField(blank=True, help_text="What changed.")),
            (
                "makers",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.BigIntegerField(),
                    db_default=[],
                    default=list,
                    help_text="The ids of everybody who changed it since.",
                ),
            ),
            ("changed_at", models.DateTimeField()),
            ("settled_at", models.DateTimeField(null=True)),
            ("note", models.TextField(blank=True, help_text="What the change means for the claim.")),
            (
                "changed_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "claim",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="source_changes",
                    to="claims.claim",
                ),
            ),
            (
                "evidence",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="changes",
                    to="claims.evidence",
                ),
            ),
            (
                "settled_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "ordering": ["id"],
        },
    ),
    migrations.CreateModel(
        name="Speaker",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("name", models.CharField(max_length=200)),
            ("key", models.CharField(editable=False, max_length=200)),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("person", "Person"),
                        ("organisation", "Organisation"),
                        ("group", "Group"),
                        ("document", "Document"),
                        ("unnamed", "Unnamed"),
                        ("publication", "The publication itself"),
                    ],
                    default="person",
                    max_length=16,
                ),
            ),
            (
                "description",
                models.CharField(blank=True, help_text="Such as: president of Azerbaijan.", max_length=300),
            ),
            (
                "website",
                models.URLField(
                    blank=True,
                    help_text="The official address: what stands at it is the speaker's own word.",
                    max_length=500,
                ),
            ),
            (
                "wikidata",
                models.CharField(blank=True, help_text="The number of the item, such as Q57298.", max_length=20),
            ),
            ("edition", models.PositiveIntegerField(db_default=1, default=1)),
            (
                "marks",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.TextField(), db_default=[], default=list, editable=False
                ),
            ),
            (
                "desk",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="speakers", to="claims.desk"
                ),
            ),
            (
                "merged_into",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="merged",
                    to="claims.speaker",
                ),
            ),
            (
                "person",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "root",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="group",
                    to="claims.speaker",
                ),
            ),
        ],
        options={
            "ordering": ["name", "id"],
        },
    ),
    migrations.AddField(
        model_name="source",
        name="speaker",
        field=models.ForeignKey(
            blank=True,
            help_text="Whose word it carries.",
            null=True,
            on_delete=django.db.models.deletion.PROTECT,
            related_name="sources",
            to="claims.speaker",
        ),
    ),
    migrations.CreateModel(
        name="Placement",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "article",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="placements",
                    to="claims.article",
                ),
            ),
            (
                "side",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="placements", to="claims.side"
                ),
            ),
            (
                "source",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="placements",
                    to="claims.source",
                ),
            ),
            (
                "speaker",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="placements",
                    to="claims.speaker",
                ),
            ),
        ],
    ),
    migrations.AddField(
        model_name="claim",
        name="speaker",
        field=models.ForeignKey(
            blank=True,
            null=True,
            on_delete=django.db.models.deletion.PROTECT,
            related_name="claims",
            to="claims.speaker",
        ),
    ),
    migrations.AddField(
        model_name="claim",
        name="via",
        field=models.ForeignKey(
            blank=True,
            null=True,
            on_delete=django.db.models.deletion.PROTECT,
            related_name="+",
            to="claims.speaker",
        ),
    ),
    migrations.CreateModel(
        name="SpeakerAlias",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("name", models.CharField(max_length=200)),
            ("key", models.CharField(editable=False, max_length=200)),
            (
                "desk",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.desk"),
            ),
            (
                "speaker",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="aliases", to="claims.speaker"
                ),
            ),
        ],
        options={
            "ordering": ["name", "id"],
        },
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
                    on_delete=django.db.models.deletion.DB_CASCADE,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
    ),
    migrations.CreateModel(
        name="Thread",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("is_query", models.BooleanField(default=False)),
            ("opened_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ("resolved_at", models.DateTimeField(null=True)),
            (
                "article",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="threads", to="claims.article"
                ),
            ),
            (
                "claim",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="threads",
                    to="claims.claim",
                ),
            ),
            (
                "evidence",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="threads",
                    to="claims.evidence",
                ),
            ),
            (
                "given_to",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "opened_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "resolved_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "ordering": ["id"],
        },
    ),
    migrations.CreateModel(
        name="Message",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("words", models.TextField()),
            ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            (
                "author",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "thread",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="messages", to="claims.thread"
                ),
            ),
        ],
        options={
            "ordering": ["id"],
        },
    ),
    migrations.CreateModel(
        name="Upload",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("name", models.CharField(blank=True, max_length=255)),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("docx", "Word document"),
                        ("odt", "OpenDocument text"),
                        ("rtf", "Rich text"),
                        ("html", "Web page"),
                        ("pdf", "PDF"),
                        ("md", "Markdown"),
                        ("txt", "Plain text"),
                        ("csv", "Spreadsheet (CSV)"),
                        ("xlsx", "Spreadsheet"),
                    ],
                    max_length=8,
                ),
            ),
            ("raw", models.BinaryField()),
            ("size", models.PositiveIntegerField(default=0, editable=False, help_text="In bytes.")),
            ("sha256", models.CharField(default="", editable=False, max_length=64)),
            ("read", models.JSONField(default=dict)),
            (
                "uploaded_at",
                models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
            ),
            (
                "person",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
    ),
    migrations.CreateModel(
        name="Fetch",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("address", models.URLField(max_length=2000)),
            ("note", models.CharField(blank=True, max_length=200)),
            (
                "asked_at",
                models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
            ),
            ("attempts", models.PositiveSmallIntegerField(default=0)),
            ("ended_at", models.DateTimeField(null=True)),
            ("failure", models.TextField(blank=True)),
            ("status", models.PositiveSmallIntegerField(default=0)),
            ("final_address", models.URLField(blank=True, max_length=4000)),
            ("redirects", models.JSONField(default=list)),
            ("headers", models.JSONField(default=list)),
            ("text", models.TextField(blank=True)),
            ("markdown", models.BooleanField(default=False)),
            ("notes", models.JSONField(default=list)),
            (
                "article",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="claims.article",
                ),
            ),
            (
                "desk",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.desk"),
            ),
            (
                "person",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "upload",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="fetches",
                    to="claims.upload",
                ),
            ),
        ],
    ),
    migrations.CreateModel(
        name="VerdictScheme",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("number", models.PositiveIntegerField()),
            ("note", models.CharField(blank=True, max_length=200)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            (
                "desk",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="schemes", to="claims.desk"
                ),
            ),
        ],
        options={
            "ordering": ["desk_id", "-number"],
        },
    ),
    migrations.CreateModel(
        name="SchemeVerdict",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "verdict",
                models.CharField(
                    choices=[
                        ("supported", "Supported"),
                        ("refuted", "Refuted"),
                        ("conflicting", "Conflicting evidence"),
                        ("not_enough", "Not enough evidence"),
                        ("not_checkable", "Not checkable"),
                        ("not_examined", "Truth not examined"),
                    ],
                    max_length=16,
                ),
            ),
            (
                "code",
                models.SlugField(blank=True, db_default="", db_index=False, default="", max_length=30),
            ),
            ("label", models.CharField(max_length=60)),
            ("glyph", models.CharField(blank=True, db_default="", default="", max_length=4)),
            ("meaning", models.CharField(blank=True, max_length=300)),
            (
                "scheme",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="verdicts",
                    to="claims.verdictscheme",
                ),
            ),
        ],
        options={
            "ordering": ["id"],
        },
    ),
    migrations.AddField(
        model_name="claim",
        name="scheme",
        field=models.ForeignKey(
            blank=True,
            null=True,
            on_delete=django.db.models.deletion.PROTECT,
            related_name="+",
            to="claims.verdictscheme",
        ),
    ),
    migrations.CreateModel(
        name="Version",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("number", models.PositiveIntegerField()),
            ("hash", models.CharField(max_length=64)),
            ("note", models.CharField(blank=True, max_length=300)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            (
                "article",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="versions",
                    to="claims.article",
                ),
            ),
            (
                "created_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "upload",
                models.ForeignKey(
                    help_text="The file that it came as.",
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="versions",
                    to="claims.upload",
                ),
            ),
        ],
        options={
            "ordering": ["number"],
        },
    ),
    migrations.AddField(
        model_name="publication",
        name="version",
        field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.version"),
    ),
    migrations.CreateModel(
        name="Piece",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("position", models.PositiveSmallIntegerField(default=0)),
            ("start", models.PositiveIntegerField()),
            ("end", models.PositiveIntegerField()),
            ("words", models.TextField()),
            ("bound_words", models.TextField(blank=True, editable=False)),
            (
                "block",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="pieces", to="claims.block"
                ),
            ),
            (
                "claim",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="pieces", to="claims.claim"
                ),
            ),
            (
                "version",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="pieces", to="claims.version"
                ),
            ),
        ],
        options={
            "ordering": ["block__position", "start"],
        },
    ),
    migrations.CreateModel(
        name="NoClaimMark",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("start", models.PositiveIntegerField()),
            ("end", models.PositiveIntegerField()),
            ("words", models.TextField()),
            ("reason", models.CharField(max_length=200)),
            ("made_at", models.DateTimeField(auto_now_add=True)),
            ("looked_at", models.DateTimeField(null=True)),
            ("removed_at", models.DateTimeField(null=True)),
            (
                "block",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="marks", to="claims.block"),
            ),
            (
                "carried_from",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="claims.noclaimmark",
                ),
            ),
            (
                "looked_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "made_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "removed_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "version",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="marks", to="claims.version"
                ),
            ),
        ],
        options={
            "ordering": ["block__position", "start"],
        },
    ),
    migrations.CreateModel(
        name="Line",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("number", models.PositiveIntegerField()),
            ("start", models.PositiveIntegerField()),
            ("end", models.PositiveIntegerField()),
            (
                "block",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="claims.block"),
            ),
            (
                "version",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="claims.version"
                ),
            ),
        ],
        options={
            "ordering": ["number"],
        },
    ),
    migrations.CreateModel(
        name="IncomingVersion",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("base", models.PositiveIntegerField()),
            ("blocks", models.JSONField()),
            ("note", models.CharField(blank=True, max_length=300)),
            ("decision", models.JSONField(null=True)),
            (
                "made_at",
                models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
            ),
            ("attempts", models.PositiveSmallIntegerField(default=0)),
            ("refusal", models.TextField(blank=True)),
            ("discarded_at", models.DateTimeField(null=True)),
            (
                "actor",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "article",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="incoming",
                    to="claims.article",
                ),
            ),
            (
                "upload",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="incoming",
                    to="claims.upload",
                ),
            ),
            (
                "version",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="claims.version",
                ),
            ),
        ],
    ),
    migrations.CreateModel(
        name="DraftRun",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("lines", models.PositiveIntegerField()),
            ("done", models.PositiveIntegerField(default=0)),
            ("notes", models.JSONField(default=list)),
            ("attempts", models.PositiveSmallIntegerField(default=0)),
            ("moved_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ("finished_at", models.DateTimeField(null=True)),
            (
                "version",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="draft_run",
                    to="claims.version",
                ),
            ),
        ],
    ),
    migrations.CreateModel(
        name="Draft",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("line_number", models.PositiveIntegerField()),
            ("position", models.PositiveIntegerField()),
            ("pieces", models.JSONField()),
            ("words", models.TextField()),
            ("statement", models.TextField(blank=True)),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("name", "Name or title"),
                        ("number", "Number"),
                        ("date_place", "Date or place"),
                        ("quotation", "Quotation"),
                        ("event", "Event"),
                        ("cause", "Cause"),
                        ("comparison", "Comparison"),
                        ("image", "Image"),
                        ("other", "Other"),
                    ],
                    default="other",
                    max_length=16,
                ),
            ),
            (
                "speech_act",
                models.CharField(
                    choices=[
                        ("asserts", "asserts"),
                        ("denies", "denies"),
                        ("concedes", "concedes"),
                        ("accuses", "accuses"),
                        ("announces", "announces"),
                        ("promises", "promises"),
                        ("predicts", "predicts"),
                        ("orders", "orders"),
                        ("agrees", "agrees"),
                        ("asks", "asks"),
                    ],
                    default="asserts",
                    max_length=16,
                ),
            ),
            (
                "form",
                models.CharField(
                    choices=[
                        ("none", "Not attributed"),
                        ("direct", "Direct quotation"),
                        ("paraphrase", "Paraphrase"),
                        ("mixed", "Mixed"),
                    ],
                    default="none",
                    max_length=16,
                ),
            ),
            ("verb", models.CharField(blank=True, max_length=80)),
            ("verb_endorses", models.BooleanField(default=False)),
            ("speaker", models.CharField(blank=True, max_length=200)),
            ("speaker_as_printed", models.CharField(blank=True, max_length=300)),
            ("speaker_reason", models.CharField(blank=True, max_length=300)),
            ("via", models.CharField(blank=True, max_length=200)),
            ("figure_value", models.DecimalField(decimal_places=6, max_digits=24, null=True)),
            ("figure_high", models.DecimalField(decimal_places=6, max_digits=24, null=True)),
            ("figure_unit", models.CharField(blank=True, max_length=80)),
            (
                "figure_modifier",
                models.CharField(
                    blank=True,
                    choices=[
                        ("", "exactly"),
                        ("about", "about"),
                        ("more_than", "more than"),
                        ("less_than", "less than"),
                        ("at_least", "at least"),
                        ("at_most", "at most"),
                    ],
                    default="",
                    max_length=16,
                ),
            ),
            ("priority", models.SmallIntegerField(default=0)),
            ("reason", models.CharField(blank=True, max_length=400)),
            (
                "state",
                models.CharField(
                    choices=[("open", "Open"), ("accepted", "Accepted"), ("dropped", "Dropped")],
                    default="open",
                    max_length=16,
                ),
            ),
            ("decided_at", models.DateTimeField(null=True)),
            (
                "claim",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to="claims.claim",
                ),
            ),
            (
                "decided_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "version",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to="claims.version"
                ),
            ),
        ],
        options={
            "ordering": ["position"],
        },
    ),
    migrations.CreateModel(
        name="Dossier",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "profile",
                models.CharField(choices=[("internal", "Internal"), ("shareable", "Shareable")], max_length=10),
            ),
            ("as_roles", models.BooleanField(default=False)),
            (
                "asked_at",
                models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
            ),
            (
                "state",
                models.CharField(
                    choices=[
                        ("waiting", "Waiting"),
                        ("making", "Being made"),
                        ("made", "Made"),
                        ("failed", "Failed"),
                    ],
                    default="waiting",
                    max_length=8,
                ),
            ),
            ("attempts", models.PositiveSmallIntegerField(default=0)),
            ("step", models.PositiveSmallIntegerField(default=0)),
            ("words", models.TextField(blank=True)),
            ("sequence", models.PositiveBigIntegerField(null=True)),
            ("sha256", models.CharField(blank=True, max_length=64)),
            ("size", models.PositiveBigIntegerField(default=0)),
            ("content", models.BinaryField(null=True)),
            ("made_at", models.DateTimeField(null=True)),
            (
                "actor",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "article",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="dossiers",
                    to="claims.article",
                ),
            ),
            (
                "version",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.version"),
            ),
        ],
        options={
            "ordering": ["-id"],
        },
    ),
    migrations.AddField(
        model_name="block",
        name="version",
        field=models.ForeignKey(
            on_delete=django.db.models.deletion.PROTECT, related_name="blocks", to="claims.version"
        ),
    ),
    migrations.CreateModel(
        name="Backing",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("position", models.PositiveIntegerField()),
            ("start", models.PositiveIntegerField(null=True)),
            ("end", models.PositiveIntegerField(null=True)),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("comment", "Comment"),
                        ("footnote", "Footnote"),
                        ("endnote", "Endnote"),
                        ("link", "Link"),
                    ],
                    max_length=8,
                ),
            ),
            ("author", models.CharField(blank=True, max_length=200)),
            ("date", models.CharField(blank=True, max_length=40)),
            ("words", models.TextField(blank=True)),
            ("address", models.CharField(blank=True, max_length=2000)),
            ("quote", models.TextField(blank=True)),
            ("prefix", models.CharField(blank=True, max_length=100)),
            ("suffix", models.CharField(blank=True, max_length=100)),
            (
                "block",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="backing",
                    to="claims.block",
                ),
            ),
            (
                "version",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="backing", to="claims.version"
                ),
            ),
        ],
        options={
            "ordering": ["position"],
        },
    ),
    migrations.AddField(
        model_name="articlesignoff",
        name="version",
        field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.version"),
    ),
    migrations.AddField(
        model_name="article",
        name="current_version",
        field=models.ForeignKey(
            null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.version"
        ),
    ),
    migrations.CreateModel(
        name="Anchoring",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "result",
                models.CharField(
                    choices=[
                        ("kept", "Kept"),
                        ("context_changed", "Context changed"),
                        ("changed", "Changed"),
                        ("lost", "Lost"),
                        ("ambiguous", "Ambiguous"),
                    ],
                    max_length=16,
                ),
            ),
            ("reason", models.TextField(blank=True)),
            ("score", models.FloatField(default=1)),
            ("moved", models.BooleanField(default=False)),
            ("minor", models.BooleanField(default=False)),
            ("differences", models.JSONField(default=list)),
            ("candidates", models.JSONField(default=list)),
            (
                "state_was",
                models.CharField(
                    choices=[
                        ("open", "Open"),
                        ("checking", "Checking"),
                        ("in_review", "In review"),
                        ("signed_off", "Signed off"),
                        ("changed", "Changed since sign-off"),
                        ("retired", "Retired"),
                    ],
                    max_length=16,
                ),
            ),
            ("old_words", models.TextField(blank=True)),
            ("new_words", models.TextField(blank=True)),
            ("old_line", models.TextField(blank=True)),
            ("new_line", models.TextField(blank=True)),
            (
                "at",
                models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
            ),
            (
                "settled_how",
                models.CharField(
                    blank=True,
                    choices=[
                        ("acknowledged", "Context acknowledged"),
                        ("kept", "Kept with its new words"),
                        ("attached", "Attached again"),
                        ("replaced", "Replaced by a new claim"),
                        ("retired", "Retired"),
                        ("confirmed", "Confirmed by its signer"),
                        ("restored", "The words came back"),
                    ],
                    default="",
                    max_length=16,
                ),
            ),
            ("settled_at", models.DateTimeField(null=True)),
            (
                "settled_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "claim",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="anchorings",
                    to="claims.claim",
                ),
            ),
            (
                "version",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="anchorings",
                    to="claims.version",
                ),
            ),
        ],
        options={
            "ordering": ["id"],
        },
    ),
    migrations.CreateModel(
        name="WordingAnswer",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "decision",
                models.CharField(
                    choices=[
                        ("keep", "Keep"),
                        ("reword", "Reword"),
                        ("attribute", "Attribute or hedge"),
                        ("context", "Add context"),
                        ("cut", "Cut"),
                    ],
                    max_length=16,
                ),
            ),
            ("old_words", models.TextField(blank=True)),
            ("proposed_words", models.TextField(blank=True)),
            (
                "answer",
                models.CharField(
                    choices=[
                        ("accepted", "Accepted"),
                        ("edited", "Accepted, edited"),
                        ("declined", "Declined"),
                    ],
                    max_length=16,
                ),
            ),
            ("words", models.TextField(blank=True)),
            ("reason", models.TextField(blank=True)),
            ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "claim",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="wording_answers",
                    to="claims.claim",
                ),
            ),
            (
                "version",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="claims.version",
                ),
            ),
        ],
        options={
            "ordering": ["id"],
        },
    ),
    migrations.AddIndex(
        model_name="articleauthor",
        index=models.Index(condition=models.Q(("asked", False)), fields=["id"], name="author_not_asked"),
    ),
    migrations.AddIndex(
        model_name="bylinequestion",
        index=models.Index(
            condition=models.Q(("answer", "other"), _negated=True), fields=["person"], name="byline_may_be"
        ),
    ),
    migrations.AddConstraint(
        model_name="bylinequestion",
        constraint=models.UniqueConstraint(fields=("author", "person"), name="byline_question_once"),
    ),
    migrations.AddConstraint(
        model_name="bylinequestion",
        constraint=models.CheckConstraint(
            condition=models.Q(("answer__in", ["", "same", "other"])), name="byline_answer_known"
        ),
    ),
    migrations.AddConstraint(
        model_name="bylinequestion",
        constraint=models.CheckConstraint(
            condition=models.Q(
                models.Q(("answer", ""), ("answered_at__isnull", True), ("answered_by__isnull", True)),
                models.Q(
                    models.Q(("answer", ""), _negated=True),
                    ("answered_at__isnull", False),
                    ("answered_by__isnull", False),
                ),
                _connector="OR",
            ),
            name="byline_answered_by_somebody",
        ),
    ),
    migrations.AddConstraint(
        model_name="claimlink",
        constraint=models.UniqueConstraint(fields=("claim", "to", "kind"), name="link_once"),
    ),
    migrations.AddConstraint(
        model_name="claimlink",
        constraint=models.CheckConstraint(
            condition=models.Q(("claim", models.F("to")), _negated=True), name="link_not_to_itself"
        ),
    ),
    migrations.AddConstraint(
        model_name="contributor",
        constraint=models.UniqueConstraint(fields=("claim", "person"), name="contributor_once"),
    ),
    migrations.AddConstraint(
        model_name="eventchain",
        constraint=models.CheckConstraint(
            condition=models.Q(
                models.Q(("article__isnull", False), ("desk__isnull", True)),
                models.Q(("article__isnull", True), ("desk__isnull", False)),
                _connector="OR",
            ),
            name="chain_of_one_thing",
        ),
    ),
    migrations.AddIndex(
        model_name="event",
        index=models.Index(
            condition=models.Q(("claim__isnull", False)),
            fields=["claim", "sequence"],
            name="event_by_claim",
        ),
    ),
    migrations.AddIndex(
        model_name="event",
        index=models.Index(fields=["desk", "id"], name="event_by_desk"),
    ),
    migrations.AddIndex(
        model_name="event",
        index=models.Index(
            condition=models.Q(("article__isnull", True)),
            fields=["desk", "verb", "id"],
            name="event_of_desk",
        ),
    ),
    migrations.AddConstraint(
        model_name="event",
        constraint=models.UniqueConstraint(fields=("chain", "sequence"), name="event_sequence_once"),
    ),
    migrations.AddConstraint(
        model_name="evidencerule",
        constraint=models.UniqueConstraint(fields=("desk", "code"), name="evidence_rule_once"),
    ),
    migrations.AddConstraint(
        model_name="lexiconentry",
        constraint=models.UniqueConstraint(fields=("desk", "kind", "words"), name="lexicon_entry_once"),
    ),
    migrations.AddConstraint(
        model_name="lineage",
        constraint=models.UniqueConstraint(fields=("parent", "child"), name="lineage_once"),
    ),
    migrations.AddConstraint(
        model_name="membership",
        constraint=models.UniqueConstraint(fields=("desk", "person", "role"), name="membership_once"),
    ),
    migrations.AddConstraint(
        model_name="membership",
        constraint=models.CheckConstraint(
            condition=models.Q(("role__in", ["writer", "checker", "reviewer", "legal", "chief", "observer"])),
            name="membership_role_known",
        ),
    ),
    migrations.AddIndex(
        model_name="outbox",
        index=models.Index(condition=models.Q(("done_at__isnull", True)), fields=["id"], name="outbox_waiting"),
    ),
    migrations.AddConstraint(
        model_name="presence",
        constraint=models.UniqueConstraint(fields=("article", "person"), name="presence_once"),
    ),
    migrations.AddIndex(
        model_name="correction",
        index=models.Index(
            condition=models.Q(("settled_at__isnull", True)), fields=["article"], name="correction_open"
        ),
    ),
    migrations.AddConstraint(
        model_name="correction",
        constraint=models.UniqueConstraint(fields=("article", "number"), name="correction_number_once"),
    ),
    migrations.AddConstraint(
        model_name="correction",
        constraint=models.UniqueConstraint(
            condition=models.Q(("settled_at__isnull", True)),
            fields=("claim",),
            name="correction_open_once_for_a_claim",
        ),
    ),
    migrations.AddConstraint(
        model_name="correction",
        constraint=models.UniqueConstraint(fields=("publication", "line"), name="correction_once_for_a_line"),
    ),
    migrations.AddConstraint(
        model_name="correction",
        constraint=models.CheckConstraint(
            condition=models.Q(
                models.Q(("because", "went_out"), ("line__isnull", False), ("publication__isnull", False)),
                models.Q(
                    models.Q(("because", "went_out"), _negated=True),
                    ("line__isnull", True),
                    ("publication__isnull", True),
                ),
                _connector="OR",
            ),
            name="correction_of_a_line",
        ),
    ),
    migrations.AddConstraint(
        model_name="correction",
        constraint=models.CheckConstraint(
            condition=models.Q(("because__in", ["complaint", "claim_changed", "went_out"])),
            name="correction_cause_known",
        ),
    ),
    migrations.AddConstraint(
        model_name="correction",
        constraint=models.CheckConstraint(
            condition=models.Q(("kind__in", ["", "correction", "clarification", "update", "retraction"])),
            name="correction_kind_known",
        ),
    ),
    migrations.AddConstraint(
        model_name="correction",
        constraint=models.CheckConstraint(
            condition=models.Q(("reported", ""), _negated=True), name="correction_says_what"
        ),
    ),
    migrations.AddConstraint(
        model_name="correction",
        constraint=models.CheckConstraint(
            condition=models.Q(
                models.Q(("because", "complaint"), _negated=True),
                models.Q(("reported_by", ""), _negated=True),
                _connector="OR",
            ),
            name="complaint_says_from_whom",
        ),
    ),
    migrations.AddConstraint(
        model_name="correction",
        constraint=models.CheckConstraint(
            condition=models.Q(
                models.Q(
                    ("settled_at__isnull", True),
                    ("settled_by__isnull", True),
                    ("since__isnull", True),
                    ("dismissed", ""),
                    ("is_right", ""),
                    ("kind", ""),
                    ("was_wrong", ""),
                ),
                models.Q(
                    ("dismissed", ""),
                    ("settled_at__isnull", False),
                    ("settled_by__isnull", False),
                    ("since__isnull", False),
                    models.Q(("kind", ""), _negated=True),
                    models.Q(("was_wrong", ""), _negated=True),
                    models.Q(("is_right", ""), _negated=True),
                ),
                models.Q(
                    ("settled_at__isnull", False),
                    ("settled_by__isnull", False),
                    ("since__isnull", True),
                    ("is_right", ""),
                    ("kind", ""),
                    ("was_wrong", ""),
                    models.Q(("dismissed", ""), _negated=True),
                ),
                _connector="OR",
            ),
            name="correction_open_decided_or_dismissed",
        ),
    ),
    migrations.AddConstraint(
        model_name="reason",
        constraint=models.UniqueConstraint(fields=("desk", "kind", "words"), name="reason_once"),
    ),
    migrations.AddIndex(
        model_name="releaseexception",
        index=models.Index(condition=models.Q(("closed_at__isnull", True)), fields=["id"], name="exception_open"),
    ),
    migrations.AddConstraint(
        model_name="releaseexception",
        constraint=models.UniqueConstraint(fields=("signoff", "item"), name="exception_once"),
    ),
    migrations.AddConstraint(
        model_name="side",
        constraint=models.UniqueConstraint(fields=("article", "name"), name="side_once"),
    ),
    migrations.AddConstraint(
        model_name="signaturerule",
        constraint=models.UniqueConstraint(fields=("desk", "risk_flag"), name="signature_rule_once"),
    ),
    migrations.AddConstraint(
        model_name="signaturerule",
        constraint=models.CheckConstraint(
            condition=models.Q(("approvals__gte", 1), ("approvals__lte", 5)),
            name="signature_rule_one_to_five",
        ),
    ),
    migrations.AddIndex(
        model_name="signoff",
        index=models.Index(fields=["signer", "claim"], name="signoff_by_signer"),
    ),
    migrations.AddConstraint(
        model_name="signoff",
        constraint=models.UniqueConstraint(
            condition=models.Q(("voided_at__isnull", True)),
            fields=("claim", "signer"),
            name="signoff_live_once",
        ),
    ),
    migrations.AddConstraint(
        model_name="signoff",
        constraint=models.CheckConstraint(
            condition=models.Q(("content_hash", ""), _negated=True), name="signoff_binds_content"
        ),
    ),
    migrations.AddIndex(
        model_name="evidence",
        index=models.Index(condition=models.Q(("removed_at__isnull", True)), fields=["claim"], name="evidence_live"),
    ),
    migrations.AddConstraint(
        model_name="evidence",
        constraint=models.CheckConstraint(
            condition=models.Q(("translation", ""), models.Q(("translator", ""), _negated=True), _connector="OR"),
            name="evidence_translation_names_translator",
        ),
    ),
    migrations.AddIndex(
        model_name="sourcechange",
        index=models.Index(
            condition=models.Q(("settled_at__isnull", True)), fields=["claim"], name="source_change_waits"
        ),
    ),
    migrations.AddConstraint(
        model_name="sourcechange",
        constraint=models.UniqueConstraint(
            condition=models.Q(("settled_at__isnull", True)),
            fields=("evidence",),
            name="source_change_once",
        ),
    ),
    migrations.AddConstraint(
        model_name="sourcechange",
        constraint=models.UniqueConstraint(
            condition=models.Q(("evidence__isnull", True), ("settled_at__isnull", True)),
            fields=("claim",),
            name="speaker_change_once",
        ),
    ),
    migrations.AddConstraint(
        model_name="sourcechange",
        constraint=models.CheckConstraint(
            condition=models.Q(("settled_at__isnull", True), models.Q(("note", ""), _negated=True), _connector="OR"),
            name="source_change_settled_says_what",
        ),
    ),
    migrations.AddIndex(
        model_name="speaker",
        index=django.contrib.postgres.indexes.GinIndex(fields=["marks"], name="speaker_marks"),
    ),
    migrations.AddConstraint(
        model_name="speaker",
        constraint=models.UniqueConstraint(fields=("desk", "key"), name="speaker_once"),
    ),
    migrations.AddConstraint(
        model_name="speaker",
        constraint=models.CheckConstraint(
            condition=models.Q(("wikidata", ""), ("wikidata__regex", "^Q[1-9][0-9]{0,17}$"), _connector="OR"),
            name="speaker_wikidata_number",
        ),
    ),
    migrations.AddIndex(
        model_name="source",
        index=models.Index(fields=["desk", "id"], name="source_by_desk"),
    ),
    migrations.AddIndex(
        model_name="source",
        index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="source_search"),
    ),
    migrations.AddIndex(
        model_name="source",
        index=django.contrib.postgres.indexes.GinIndex(fields=["marks"], name="source_marks"),
    ),
    migrations.AddConstraint(
        model_name="source",
        constraint=models.UniqueConstraint(
            condition=models.Q(("address", ""), _negated=True),
            fields=("desk", "address"),
            name="source_address_once",
        ),
    ),
    migrations.AddConstraint(
        model_name="source",
        constraint=models.CheckConstraint(
            condition=models.Q(("origin", models.F("id")), _negated=True), name="source_not_its_own_origin"
        ),
    ),
    migrations.AddConstraint(
        model_name="placement",
        constraint=models.CheckConstraint(
            condition=models.Q(
                models.Q(("source__isnull", True), ("speaker__isnull", False)),
                models.Q(("source__isnull", False), ("speaker__isnull", True)),
                _connector="OR",
            ),
            name="placement_one_thing",
        ),
    ),
    migrations.AddConstraint(
        model_name="placement",
        constraint=models.UniqueConstraint(fields=("article", "speaker"), name="placement_speaker_once"),
    ),
    migrations.AddConstraint(
        model_name="placement",
        constraint=models.UniqueConstraint(fields=("article", "source"), name="placement_source_once"),
    ),
    migrations.AddConstraint(
        model_name="speakeralias",
        constraint=models.UniqueConstraint(fields=("desk", "key"), name="alias_once"),
    ),
    migrations.AddIndex(
        model_name="thread",
        index=models.Index(
            condition=models.Q(("is_query", True), ("resolved_at__isnull", True)),
            fields=["article"],
            name="thread_open_query",
        ),
    ),
    migrations.AddIndex(
        model_name="thread",
        index=models.Index(
            condition=models.Q(("is_query", True), ("resolved_at__isnull", True)),
            fields=["id"],
            include=("article", "claim", "opened_by"),
            name="thread_queries",
        ),
    ),
    migrations.AddConstraint(
        model_name="thread",
        constraint=models.CheckConstraint(
            condition=models.Q(
                models.Q(("resolved_at__isnull", True), ("resolved_by__isnull", True)),
                models.Q(("resolved_at__isnull", False), ("resolved_by__isnull", False)),
                _connector="OR",
            ),
            name="thread_resolved_by_somebody",
        ),
    ),
    migrations.AddConstraint(
        model_name="thread",
        constraint=models.CheckConstraint(
            condition=models.Q(("evidence__isnull", True), ("claim__isnull", False), _connector="OR"),
            name="thread_evidence_of_a_claim",
        ),
    ),
    migrations.AddConstraint(
        model_name="message",
        constraint=models.CheckConstraint(
            condition=models.Q(("words", ""), _negated=True), name="message_says_something"
        ),
    ),
    migrations.AddIndex(
        model_name="upload",
        index=models.Index(fields=["person", "-id"], name="upload_by_person"),
    ),
    migrations.AddIndex(
        model_name="upload",
        index=models.Index(fields=["uploaded_at"], name="upload_by_time"),
    ),
    migrations.AddConstraint(
        model_name="upload",
        constraint=models.CheckConstraint(
            condition=models.Q(("kind__in", ["docx", "odt", "rtf", "html", "pdf", "md", "txt", "csv", "xlsx"])),
            name="upload_kind_known",
        ),
    ),
    migrations.AddIndex(
        model_name="fetch",
        index=models.Index(fields=["person", "-id"], name="fetch_by_person"),
    ),
    migrations.AddIndex(
        model_name="fetch",
        index=models.Index(condition=models.Q(("ended_at", None)), fields=["id"], name="fetch_waits"),
    ),
    migrations.AddConstraint(
        model_name="fetch",
        constraint=models.CheckConstraint(
            condition=models.Q(
                models.Q(("ended_at", None), ("failure", ""), ("upload", None)),
                models.Q(
                    ("ended_at__isnull", False),
                    models.Q(("failure", ""), ("upload", None), _connector="XOR"),
                ),
                _connector="OR",
            ),
            name="fetch_has_one_end",
        ),
    ),
    migrations.AddConstraint(
        model_name="verdictscheme",
        constraint=models.UniqueConstraint(fields=("desk", "number"), name="scheme_number_once"),
    ),
    migrations.AddConstraint(
        model_name="schemeverdict",
        constraint=models.UniqueConstraint(
            condition=models.Q(("code", "")), fields=("scheme", "verdict"), name="scheme_verdict_once"
        ),
    ),
    migrations.AddConstraint(
        model_name="schemeverdict",
        constraint=models.UniqueConstraint(
            condition=models.Q(("code", ""), _negated=True),
            fields=("scheme", "code"),
            name="scheme_code_once",
        ),
    ),
    migrations.AddConstraint(
        model_name="schemeverdict",
        constraint=models.CheckConstraint(
            condition=models.Q(("code", ""), models.Q(("glyph", ""), _negated=True), _connector="OR"),
            name="scheme_own_verdict_has_glyph",
        ),
    ),
    migrations.AddIndex(
        model_name="claim",
        index=models.Index(fields=["article", "line_number", "id"], name="claim_by_line"),
    ),
    migrations.AddIndex(
        model_name="claim",
        index=models.Index(fields=["desk", "id"], name="claim_newest"),
    ),
    migrations.AddIndex(
        model_name="claim",
        index=models.Index(
            condition=models.Q(("verdict", ""), _negated=True),
            fields=["desk", "verdict", "state", "id"],
            name="claim_by_verdict",
        ),
    ),
    migrations.AddIndex(
        model_name="claim",
        index=models.Index(
            fields=["desk", "state", "-priority", "due", "id"], include=("article",), name="claim_in_queue"
        ),
    ),
    migrations.AddIndex(
        model_name="claim",
        index=models.Index(
            condition=models.Q(("state", "in_review"), models.Q(("risk_flags", []), _negated=True)),
            fields=["desk", "-priority", "due", "id"],
            include=("article", "risk_flags"),
            name="claim_at_risk",
        ),
    ),
    migrations.AddIndex(
        model_name="claim",
        index=models.Index(
            condition=models.Q(("state__in", ["open", "checking", "changed"])),
            fields=["assignee", "-priority", "due", "id"],
            include=("desk", "article"),
            name="claim_in_my_work",
        ),
    ),
    migrations.AddIndex(
        model_name="claim",
        index=models.Index(
            condition=models.Q(("state", "checking"), models.Q(("returned_reason", ""), _negated=True)),
            fields=["assignee", "-priority", "due", "id"],
            include=("desk", "article"),
            name="claim_returned",
        ),
    ),
    migrations.AddIndex(
        model_name="claim",
        index=models.Index(
            condition=models.Q(("assignee__isnull", True), ("state__in", ["open", "checking", "changed"])),
            fields=["desk", "-priority", "due", "id"],
            include=("article",),
            name="claim_to_assign",
        ),
    ),
    migrations.AddIndex(
        model_name="claim",
        index=models.Index(
            condition=models.Q(("state__in", ["open", "checking", "changed"])),
            fields=["desk", "-priority", "due", "id"],
            include=("article", "verdict"),
            name="claim_in_work",
        ),
    ),
    migrations.AddIndex(
        model_name="claim",
        index=models.Index(
            condition=models.Q(("state__in", ["open", "checking", "changed", "in_review"])),
            fields=["desk", "due", "id"],
            include=("article",),
            name="claim_due",
        ),
    ),
    migrations.AddIndex(
        model_name="claim",
        index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="claim_search"),
    ),
    migrations.AddConstraint(
        model_name="claim",
        constraint=models.UniqueConstraint(fields=("article", "number"), name="claim_number_once"),
    ),
    migrations.AddConstraint(
        model_name="claim",
        constraint=models.CheckConstraint(
            condition=models.Q(("state__in", ["open", "checking", "in_review", "signed_off", "changed", "retired"])),
            name="claim_state_known",
        ),
    ),
    migrations.AddConstraint(
        model_name="claim",
        constraint=models.CheckConstraint(
            condition=models.Q(
                ("verdict", ""),
                (
                    "verdict__in",
                    ["supported", "refuted", "conflicting", "not_enough", "not_checkable", "not_examined"],
                ),
                _connector="OR",
            ),
            name="claim_verdict_known",
        ),
    ),
    migrations.AddConstraint(
        model_name="claim",
        constraint=models.CheckConstraint(
            condition=models.Q(
                (
                    "attribution__in",
                    [
                        "not_applicable",
                        "open",
                        "primary",
                        "reports",
                        "conflict",
                        "drifted",
                        "misquoted",
                        "out_of_context",
                        "misattributed",
                        "not_found",
                        "denied",
                        "corrected",
                    ],
                )
            ),
            name="claim_attribution_known",
        ),
    ),
    migrations.AddConstraint(
        model_name="claim",
        constraint=models.CheckConstraint(
            condition=models.Q(
                models.Q(("verdict", "not_examined"), _negated=True),
                models.Q(
                    ("risk_flags", []),
                    ("speaker__isnull", False),
                    models.Q(("rationale", ""), _negated=True),
                ),
                _connector="OR",
            ),
            name="claim_not_examined_only_attributed",
        ),
    ),
    migrations.AddConstraint(
        model_name="claim",
        constraint=models.CheckConstraint(
            condition=models.Q(("verdict", ""), ("scheme__isnull", False), _connector="OR"),
            name="claim_verdict_has_scheme",
        ),
    ),
    migrations.AddConstraint(
        model_name="claim",
        constraint=models.CheckConstraint(
            condition=models.Q(
                ("stet_by__isnull", True), models.Q(("stet_reason", ""), _negated=True), _connector="OR"
            ),
            name="claim_stet_says_why",
        ),
    ),
    migrations.AddConstraint(
        model_name="claim",
        constraint=models.CheckConstraint(
            condition=models.Q(
                ("reply_asked__isnull", True),
                ("reply_until__isnull", True),
                ("reply_until__gt", models.F("reply_asked")),
                _connector="OR",
            ),
            name="claim_reply_after_it_was_asked",
        ),
    ),
    migrations.AddConstraint(
        model_name="claim",
        constraint=models.CheckConstraint(
            condition=models.Q(
                ("figure_high__isnull", True),
                ("figure_high__gte", models.F("figure_value")),
                _connector="OR",
            ),
            name="claim_figure_range_rises",
        ),
    ),
    migrations.AddConstraint(
        model_name="version",
        constraint=models.UniqueConstraint(fields=("article", "number"), name="version_number_once"),
    ),
    migrations.AddConstraint(
        model_name="publication",
        constraint=models.CheckConstraint(
            condition=models.Q(models.Q(("text", ""), _negated=True), models.Q(("address", ""), _negated=True)),
            name="publication_says_what",
        ),
    ),
    migrations.AddConstraint(
        model_name="piece",
        constraint=models.CheckConstraint(condition=models.Q(("start__lt", models.F("end"))), name="piece_has_words"),
    ),
    migrations.AddConstraint(
        model_name="piece",
        constraint=models.UniqueConstraint(fields=("claim", "block", "start"), name="piece_once"),
    ),
    migrations.AddIndex(
        model_name="noclaimmark",
        index=models.Index(condition=models.Q(("removed_at__isnull", True)), fields=["version"], name="mark_live"),
    ),
    migrations.AddConstraint(
        model_name="noclaimmark",
        constraint=models.CheckConstraint(condition=models.Q(("start__lt", models.F("end"))), name="mark_has_words"),
    ),
    migrations.AddConstraint(
        model_name="noclaimmark",
        constraint=models.UniqueConstraint(fields=("version", "carried_from"), name="mark_carried_once"),
    ),
    migrations.AddConstraint(
        model_name="noclaimmark",
        constraint=models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="mark_says_why"),
    ),
    migrations.AddConstraint(
        model_name="noclaimmark",
        constraint=models.CheckConstraint(
            condition=models.Q(
                ("looked_by__isnull", True),
                models.Q(("looked_by", models.F("made_by")), _negated=True),
                _connector="OR",
            ),
            name="mark_looked_by_another",
        ),
    ),
    migrations.AddConstraint(
        model_name="line",
        constraint=models.UniqueConstraint(fields=("version", "number"), name="line_number_once"),
    ),
    migrations.AddConstraint(
        model_name="line",
        constraint=models.CheckConstraint(condition=models.Q(("start__lt", models.F("end"))), name="line_has_words"),
    ),
    migrations.AddConstraint(
        model_name="incomingversion",
        constraint=models.UniqueConstraint(
            condition=models.Q(("refusal", ""), ("version__isnull", True)),
            fields=("article",),
            name="incoming_waits_once",
        ),
    ),
    migrations.AddConstraint(
        model_name="incomingversion",
        constraint=models.CheckConstraint(
            condition=models.Q(("version__isnull", True), ("refusal", ""), _connector="OR"),
            name="incoming_has_one_end",
        ),
    ),
    migrations.AddIndex(
        model_name="draftrun",
        index=models.Index(condition=models.Q(("finished_at__isnull", True)), fields=["id"], name="draft_run_waiting"),
    ),
    migrations.AddIndex(
        model_name="draft",
        index=models.Index(condition=models.Q(("state", "open")), fields=["version", "position"], name="draft_open"),
    ),
    migrations.AddIndex(
        model_name="draft",
        index=models.Index(condition=models.Q(("claim__isnull", False)), fields=["claim"], name="draft_of_claim"),
    ),
    migrations.AddConstraint(
        model_name="draft",
        constraint=models.UniqueConstraint(fields=("version", "position"), name="draft_position_once"),
    ),
    migrations.AddConstraint(
        model_name="draft",
        constraint=models.CheckConstraint(
            condition=models.Q(("state__in", ["open", "accepted", "dropped"])), name="draft_state_known"
        ),
    ),
    migrations.AddIndex(
        model_name="dossier",
        index=models.Index(fields=["article", "-id"], name="dossier_of_article"),
    ),
    migrations.AddIndex(
        model_name="dossier",
        index=models.Index(
            condition=models.Q(("content__isnull", False)), fields=["made_at"], name="dossier_with_content"
        ),
    ),
    migrations.AddConstraint(
        model_name="dossier",
        constraint=models.CheckConstraint(
            condition=models.Q(("state__in", ["waiting", "making", "made", "failed"])),
            name="dossier_state_known",
        ),
    ),
    migrations.AddConstraint(
        model_name="dossier",
        constraint=models.CheckConstraint(
            condition=models.Q(("profile__in", ["internal", "shareable"])), name="dossier_profile_known"
        ),
    ),
    migrations.AddConstraint(
        model_name="dossier",
        constraint=models.CheckConstraint(
            condition=models.Q(
                models.Q(("state", "failed"), _negated=True),
                models.Q(("words", ""), _negated=True),
                _connector="OR",
            ),
            name="dossier_failed_says_why",
        ),
    ),
    migrations.AddConstraint(
        model_name="dossier",
        constraint=models.UniqueConstraint(
            condition=models.Q(("state__in", ["waiting", "making"])),
            fields=("version", "profile", "as_roles"),
            name="dossier_waits_once",
        ),
    ),
    migrations.AddConstraint(
        model_name="block",
        constraint=models.UniqueConstraint(fields=("version", "position"), name="block_position_once"),
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
    migrations.AddConstraint(
        model_name="block",
        constraint=models.CheckConstraint(
            condition=models.Q(
                ("left_out", False),
                models.Q(models.Q(("left_out_reason", ""), _negated=True), ("left_out_by__isnull", False)),
                _connector="OR",
            ),
            name="block_left_out_says_why",
        ),
    ),
    migrations.AddConstraint(
        model_name="backing",
        constraint=models.UniqueConstraint(fields=("version", "position"), name="backing_position_once"),
    ),
    migrations.AddConstraint(
        model_name="backing",
        constraint=models.CheckConstraint(
            condition=models.Q(("kind__in", ["comment", "footnote", "endnote", "link"])),
            name="backing_kind_known",
        ),
    ),
    migrations.AddConstraint(
        model_name="backing",
        constraint=models.CheckConstraint(
            condition=models.Q(
                models.Q(("words", ""), _negated=True),
                models.Q(("address", ""), _negated=True),
                _connector="OR",
            ),
            name="backing_says_something",
        ),
    ),
    migrations.AddConstraint(
        model_name="backing",
        constraint=models.CheckConstraint(
            condition=models.Q(
                models.Q(("block__isnull", True), ("end__isnull", True), ("start__isnull", True)),
                models.Q(
                    ("block__isnull", False),
                    ("end__isnull", False),
                    ("start__isnull", False),
                    ("start__lt", models.F("end")),
                ),
                _connector="OR",
            ),
            name="backing_stands_somewhere",
        ),
    ),
    migrations.AddConstraint(
        model_name="backing",
        constraint=models.CheckConstraint(
            condition=models.Q(("address", ""), ("address__iregex", "^https?://"), _connector="OR"),
            name="backing_on_the_web",
        ),
    ),
    migrations.AddConstraint(
        model_name="articlesignoff",
        constraint=models.UniqueConstraint(
            condition=models.Q(("voided_at__isnull", True)),
            fields=("article", "kind"),
            name="article_signoff_live_once",
        ),
    ),
    migrations.AddConstraint(
        model_name="articlesignoff",
        constraint=models.CheckConstraint(
            condition=models.Q(
                ("seconded_by__isnull", True),
                models.Q(("seconded_by", models.F("signer")), _negated=True),
                _connector="OR",
            ),
            name="article_signoff_two_people",
        ),
    ),
    migrations.AddConstraint(
        model_name="articlesignoff",
        constraint=models.CheckConstraint(
            condition=models.Q(
                models.Q(("kind", "released"), _negated=True),
                models.Q(("reason", ""), _negated=True),
                _connector="OR",
            ),
            name="article_release_says_why",
        ),
    ),
    migrations.AddIndex(
        model_name="article",
        index=models.Index(fields=["desk", "state", "deadline", "id"], name="article_by_deadline"),
    ),
    migrations.AddIndex(
        model_name="article",
        index=models.Index(fields=["desk", "id"], name="article_by_desk"),
    ),
    migrations.AddIndex(
        model_name="article",
        index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="article_search"),
    ),
    migrations.AddConstraint(
        model_name="article",
        constraint=models.CheckConstraint(
            condition=models.Q(
                (
                    "state__in",
                    [
                        "in_checking",
                        "signed_off",
                        "checked",
                        "released",
                        "published",
                        "corrected",
                        "withdrawn",
                    ],
                )
            ),
            name="article_state_known",
        ),
    ),
    migrations.AddConstraint(
        model_name="article",
        constraint=models.UniqueConstraint(fields=("created_by", "intake"), name="article_intake_once"),
    ),
    migrations.AddIndex(
        model_name="anchoring",
        index=models.Index(
            condition=models.Q(("settled_how", ""), models.Q(("result", "kept"), _negated=True)),
            fields=["claim"],
            name="anchoring_unsettled",
        ),
    ),
    migrations.AddConstraint(
        model_name="anchoring",
        constraint=models.UniqueConstraint(fields=("claim", "version"), name="anchoring_once"),
    ),
    migrations.AddConstraint(
        model_name="anchoring",
        constraint=models.CheckConstraint(
            condition=models.Q(("result__in", ["kept", "context_changed", "changed", "lost", "ambiguous"])),
            name="anchoring_result_known",
        ),
    ),
    migrations.AddConstraint(
        model_name="anchoring",
        constraint=models.CheckConstraint(
            condition=models.Q(
                models.Q(("settled_at__isnull", True), ("settled_by__isnull", True), ("settled_how", "")),
                models.Q(
                    models.Q(("settled_how", ""), _negated=True),
                    ("settled_at__isnull", False),
                    ("settled_by__isnull", False),
                ),
                _connector="OR",
            ),
            name="anchoring_settled_by_somebody",
        ),
    ),
    migrations.AddConstraint(
        model_name="wordinganswer",
        constraint=models.CheckConstraint(
            condition=models.Q(
                models.Q(("answer", "declined"), _negated=True),
                models.Q(("reason", ""), _negated=True),
                _connector="OR",
            ),
            name="wording_declined_says_why",
        ),
    ),
]


class Migration(migrations.Migration):
    replaces = [
        ("claims", "0001_initial"),
        ("claims", "0021_long_versions_wait_for_a_worker"),
        ("claims", "0022_taken_names_are_bounded"),
        ("claims", "0023_claims_take_the_place_of_others"),
        ("claims", "0024_people_keep_their_own_account"),
        ("claims", "0025_evidence_says_what_it_is_a_copy_of"),
        ("claims", "0026_bylines_in_other_letters_are_asked_about"),
        ("claims", "0027_queues_of_ones_own_are_read_from_an_index"),
        ("claims", "0028_somebody_elses_articles_end_in_checked"),
        ("claims", "0029_signed_articles_of_others_are_checked"),
        ("claims", "0030_corrections_of_what_is_out"),
        ("claims", "0031_what_went_out"),
        ("claims", "0032_exceptions_say_why_they_are_closed"),
        ("claims", "0033_each_rule_is_passed_with_its_own_reason"),
        ("claims", "0034_speakers_are_records_and_sources_change"),
        ("claims", "0035_everybody_who_changed_a_source"),
        ("claims", "0036_verdicts_of_a_desks_own"),
        ("claims", "0037_stage_note_is_a_reason_on_every_desk"),
        ("claims", "0038_what_outlets_and_pages_are_known_by_is_kept"),
        ("claims", "0039_lists_are_read_from_an_index"),
        ("claims", "0040_uploads_are_kept"),
        ("claims", "0041_backing_of_the_writer"),
        ("claims", "0042_pages_are_fetched"),
        ("claims", "0043_a_worker_makes_dossiers"),
        ("claims", "0044_articles_come_from_other_desks"),
        ("claims", "0045_claims_come_in_from_spreadsheets"),
        ("claims", "0046_what_is_said_of_a_fetched_version"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.RunSQL(SEARCH.read_text(), migrations.RunSQL.noop),
        migrations.RunPython(make_queue, migrations.RunPython.noop),
        AllTables(TABLES),
    ]
