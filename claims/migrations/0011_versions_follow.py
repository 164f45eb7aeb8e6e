"""A living article: what a new version does to each claim, and what the database keeps of it."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0010_publish_over_no_open_query'),
    ]

    operations = [
        migrations.AddField(
            model_name='claim',
            name='context_edition',
            field=models.PositiveIntegerField(default=0, editable=False, help_text='Counts the versions that changed what stands around its words.'),
        ),
        migrations.AddField(
            model_name='claim',
            name='decision_reason',
            field=models.TextField(blank=True, help_text='Why the line cannot stay as it is, for the writer.'),
        ),
        migrations.AddField(
            model_name='claim',
            name='must_fix',
            field=models.BooleanField(default=False, help_text='The line must not go out as it is; else a suggestion.'),
        ),
        migrations.AddField(
            model_name='claim',
            name='wording_applied',
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name='noclaimmark',
            name='carried_from',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='claims.noclaimmark'),
        ),
        migrations.AddField(
            model_name='piece',
            name='bound_words',
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.CreateModel(
            name='Anchoring',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('result', models.CharField(choices=[('kept', 'Kept'), ('context_changed', 'Context changed'), ('changed', 'Changed'), ('lost', 'Lost'), ('ambiguous', 'Ambiguous')], max_length=16)),
                ('reason', models.TextField(blank=True)),
                ('score', models.FloatField(default=1)),
                ('moved', models.BooleanField(default=False)),
                ('minor', models.BooleanField(default=False)),
                ('differences', models.JSONField(default=list)),
                ('candidates', models.JSONField(default=list)),
                ('state_was', models.CharField(choices=[('open', 'Open'), ('checking', 'Checking'), ('in_review', 'In review'), ('signed_off', 'Signed off'), ('changed', 'Changed since sign-off'), ('retired', 'Retired')], max_length=16)),
                ('old_words', models.TextField(blank=True)),
                ('new_words', models.TextField(blank=True)),
                ('old_line', models.TextField(blank=True)),
                ('new_line', models.TextField(blank=True)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('settled_how', models.CharField(blank=True, choices=[('acknowledged', 'Context acknowledged'), ('kept', 'Kept with its new words'), ('attached', 'Attached again'), ('replaced', 'Replaced by a new claim'), ('retired', 'Retired'), ('confirmed', 'Confirmed by its signer'), ('restored', 'The words came back')], default='', max_length=16)),
                ('settled_at', models.DateTimeField(null=True)),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='anchorings', to='claims.claim')),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='anchorings', to='claims.version')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(condition=models.Q(('settled_how', ''), models.Q(('result', 'kept'), _negated=True)), fields=['claim'], name='anchoring_unsettled')],
                'constraints': [models.UniqueConstraint(fields=('claim', 'version'), name='anchoring_once'), models.CheckConstraint(condition=models.Q(('result__in', ['kept', 'context_changed', 'changed', 'lost', 'ambiguous'])), name='anchoring_result_known'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('settled_by__isnull', True), ('settled_how', '')), models.Q(models.Q(('settled_how', ''), _negated=True), ('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='anchoring_settled_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='WordingAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decision', models.CharField(choices=[('keep', 'Keep'), ('reword', 'Reword'), ('attribute', 'Attribute or hedge'), ('context', 'Add context'), ('cut', 'Cut')], max_length=16)),
                ('old_words', models.TextField(blank=True)),
                ('proposed_words', models.TextField(blank=True)),
                ('answer', models.CharField(choices=[('accepted', 'Accepted'), ('edited', 'Accepted, edited'), ('declined', 'Declined')], max_length=16)),
                ('words', models.TextField(blank=True)),
                ('reason', models.TextField(blank=True)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wording_answers', to='claims.claim')),
                ('version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='claims.version')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answer', 'declined'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='wording_declined_says_why')],
            },
        ),
        migrations.AddConstraint(
            model_name="noclaimmark",
            constraint=models.UniqueConstraint(fields=("version", "carried_from"), name="mark_carried_once"),
        ),
    ]
