"""Machine suggestions of claims, the reading of each version, and a desk's own words for it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0011_versions_follow'),
    ]

    operations = [
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line_number', models.PositiveIntegerField()),
                ('position', models.PositiveIntegerField()),
                ('pieces', models.JSONField()),
                ('words', models.TextField()),
                ('statement', models.TextField(blank=True)),
                ('kind', models.CharField(choices=[('name', 'Name or title'), ('number', 'Number'), ('date_place', 'Date or place'), ('quotation', 'Quotation'), ('event', 'Event'), ('cause', 'Cause'), ('comparison', 'Comparison'), ('image', 'Image'), ('other', 'Other')], default='other', max_length=16)),
                ('speech_act', models.CharField(choices=[('asserts', 'asserts'), ('denies', 'denies'), ('concedes', 'concedes'), ('accuses', 'accuses'), ('announces', 'announces'), ('promises', 'promises'), ('predicts', 'predicts'), ('orders', 'orders'), ('agrees', 'agrees'), ('asks', 'asks')], default='asserts', max_length=16)),
                ('form', models.CharField(choices=[('none', 'Not attributed'), ('direct', 'Direct quotation'), ('paraphrase', 'Paraphrase'), ('mixed', 'Mixed')], default='none', max_length=16)),
                ('verb', models.CharField(blank=True, max_length=80)),
                ('verb_endorses', models.BooleanField(default=False)),
                ('speaker', models.CharField(blank=True, max_length=200)),
                ('speaker_as_printed', models.CharField(blank=True, max_length=300)),
                ('speaker_reason', models.CharField(blank=True, max_length=300)),
                ('via', models.CharField(blank=True, max_length=200)),
                ('figure_value', models.DecimalField(decimal_places=6, max_digits=24, null=True)),
                ('figure_high', models.DecimalField(decimal_places=6, max_digits=24, null=True)),
                ('figure_unit', models.CharField(blank=True, max_length=80)),
                ('figure_modifier', models.CharField(blank=True, choices=[('', 'exactly'), ('about', 'about'), ('more_than', 'more than'), ('less_than', 'less than'), ('at_least', 'at least'), ('at_most', 'at most')], default='', max_length=16)),
                ('priority', models.SmallIntegerField(default=0)),
                ('reason', models.CharField(blank=True, max_length=400)),
                ('state', models.CharField(choices=[('open', 'Open'), ('accepted', 'Accepted'), ('dropped', 'Dropped')], default='open', max_length=16)),
                ('decided_at', models.DateTimeField(null=True)),
                ('claim', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='claims.claim')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='claims.version')),
            ],
            options={
                'ordering': ['position'],
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['version', 'position'], name='draft_open'), models.Index(condition=models.Q(('claim__isnull', False)), fields=['claim'], name='draft_of_claim')],
                'constraints': [models.UniqueConstraint(fields=('version', 'position'), name='draft_position_once'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'accepted', 'dropped'])), name='draft_state_known')],
            },
        ),
        migrations.CreateModel(
            name='DraftRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lines', models.PositiveIntegerField()),
                ('done', models.PositiveIntegerField(default=0)),
                ('notes', models.JSONField(default=list)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('leased_until', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='draft_run', to='claims.version')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('finished_at__isnull', True)), fields=['id'], name='draft_run_waiting')],
            },
        ),
        migrations.CreateModel(
            name='LexiconEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('verb', 'Reporting verb'), ('title', 'Title'), ('unit', 'Unit')], max_length=8)),
                ('words', models.CharField(help_text='A verb in its base form, such as: intimate.', max_length=80)),
                ('speech_act', models.CharField(choices=[('asserts', 'asserts'), ('denies', 'denies'), ('concedes', 'concedes'), ('accuses', 'accuses'), ('announces', 'announces'), ('promises', 'promises'), ('predicts', 'predicts'), ('orders', 'orders'), ('agrees', 'agrees'), ('asks', 'asks')], default='asserts', help_text='Of a verb: what it does.', max_length=16)),
                ('endorses', models.BooleanField(default=False, help_text='Of a verb: what is said must be true then, not just said (“admit”).')),
                ('desk', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lexicon', to='claims.desk')),
            ],
            options={
                'verbose_name_plural': 'lexicon entries',
                'ordering': ['kind', 'words'],
                'constraints': [models.UniqueConstraint(fields=('desk', 'kind', 'words'), name='lexicon_entry_once')],
            },
        ),
    ]
