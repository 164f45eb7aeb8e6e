"""A dossier is a row from when it is asked for: a worker makes it, and its content is dropped after a while."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0042_pages_are_fetched'),
    ]

    operations = [
        migrations.CreateModel(
            name='Dossier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('profile', models.CharField(choices=[('internal', 'Internal'), ('shareable', 'Shareable')], max_length=10)),
                ('as_roles', models.BooleanField(default=False)),
                ('asked_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('making', 'Being made'), ('made', 'Made'), ('failed', 'Failed')], default='waiting', max_length=8)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('step', models.PositiveSmallIntegerField(default=0)),
                ('words', models.TextField(blank=True)),
                ('sequence', models.PositiveBigIntegerField(null=True)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('content', models.BinaryField(null=True)),
                ('made_at', models.DateTimeField(null=True)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dossiers', to='claims.article')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='claims.version')),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['article', '-id'], name='dossier_of_article'), models.Index(condition=models.Q(('content__isnull', False)), fields=['made_at'], name='dossier_with_content')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'making', 'made', 'failed'])), name='dossier_state_known'), models.CheckConstraint(condition=models.Q(('profile__in', ['internal', 'shareable'])), name='dossier_profile_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'failed'), _negated=True), models.Q(('words', ''), _negated=True), _connector='OR'), name='dossier_failed_says_why'), models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'making'])), fields=('version', 'profile', 'as_roles'), name='dossier_waits_once')],
            },
        ),
    ]
