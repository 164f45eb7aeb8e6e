"""A speaker has a website and can be merged; a source can be withdrawn; a change of either waits for a person."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0033_each_rule_is_passed_with_its_own_reason'),
    ]

    operations = [
        migrations.CreateModel(
            name='SourceChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('was', models.JSONField(null=True)),
                ('now', models.JSONField(null=True)),
                ('words', models.TextField(blank=True, help_text='What changed.')),
                ('changed_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('note', models.TextField(blank=True, help_text='What the change means for the claim.')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.AddField(
            model_name='claim',
            name='reply_asked',
            field=models.DateTimeField(blank=True, help_text='When the accused was asked.', null=True),
        ),
        migrations.AddField(
            model_name='claim',
            name='reply_until',
            field=models.DateTimeField(blank=True, help_text='Until when the accused could answer.', null=True),
        ),
        migrations.AddField(
            model_name='source',
            name='marks',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), db_default=[], default=list, editable=False),
        ),
        migrations.AddField(
            model_name='source',
            name='withdrawn',
            field=models.TextField(blank=True, db_default='', default='', help_text='Why nobody may rest on it any more; it satisfies no rule.'),
        ),
        migrations.AddField(
            model_name='source',
            name='withdrawn_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='source',
            name='withdrawn_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='speaker',
            name='edition',
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name='speaker',
            name='marks',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), db_default=[], default=list, editable=False),
        ),
        migrations.AddField(
            model_name='speaker',
            name='merged_into',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='claims.speaker'),
        ),
        migrations.AddField(
            model_name='speaker',
            name='root',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='group', to='claims.speaker'),
        ),
        migrations.AddField(
            model_name='speaker',
            name='website',
            field=models.URLField(blank=True, help_text="The official address: what stands at it is the speaker's own word.", max_length=500),
        ),
        migrations.AddField(
            model_name='speaker',
            name='wikidata',
            field=models.CharField(blank=True, help_text='The number of the item, such as Q57298.', max_length=20),
        ),
        migrations.AddIndex(
            model_name='source',
            index=django.contrib.postgres.indexes.GinIndex(fields=['marks'], name='source_marks'),
        ),
        migrations.AddIndex(
            model_name='speaker',
            index=django.contrib.postgres.indexes.GinIndex(fields=['marks'], name='speaker_marks'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('reply_asked__isnull', True), ('reply_until__isnull', True), ('reply_until__gt', models.F('reply_asked')), _connector='OR'), name='claim_reply_after_it_was_asked'),
        ),
        migrations.AddConstraint(
            model_name='speaker',
            constraint=models.CheckConstraint(condition=models.Q(('wikidata', ''), ('wikidata__regex', '^Q[1-9][0-9]{0,17}$'), _connector='OR'), name='speaker_wikidata_number'),
        ),
        migrations.AddField(
            model_name='sourcechange',
            name='changed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sourcechange',
            name='claim',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='source_changes', to='claims.claim'),
        ),
        migrations.AddField(
            model_name='sourcechange',
            name='evidence',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='claims.evidence'),
        ),
        migrations.AddField(
            model_name='sourcechange',
            name='settled_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='sourcechange',
            index=models.Index(condition=models.Q(('settled_at__isnull', True)), fields=['claim'], name='source_change_waits'),
        ),
        migrations.AddConstraint(
            model_name='sourcechange',
            constraint=models.UniqueConstraint(condition=models.Q(('settled_at__isnull', True)), fields=('evidence',), name='source_change_once'),
        ),
        migrations.AddConstraint(
            model_name='sourcechange',
            constraint=models.UniqueConstraint(condition=models.Q(('evidence__isnull', True), ('settled_at__isnull', True)), fields=('claim',), name='speaker_change_once'),
        ),
        migrations.AddConstraint(
            model_name='sourcechange',
            constraint=models.CheckConstraint(condition=models.Q(('settled_at__isnull', True), models.Q(('note', ''), _negated=True), _connector='OR'), name='source_change_settled_says_what'),
        ),
    ]
