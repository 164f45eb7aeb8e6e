"""What an imported article had been on another desk is kept with it, as history."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0043_a_worker_makes_dossiers'),
    ]

    operations = [
        migrations.CreateModel(
            name='ArticleImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('desk', models.CharField(help_text='The name of the desk that it came from.', max_length=120)),
                ('number', models.PositiveBigIntegerField(help_text="The article's number there.")),
                ('sequence', models.PositiveBigIntegerField(help_text='The last event of its record there.')),
                ('head', models.CharField(help_text='The hash of that event.', max_length=64)),
                ('signoffs', models.JSONField(default=list, help_text='The sign-offs there: claim, signer, kind, when, hash, void.')),
                ('content', models.BinaryField()),
                ('sha256', models.CharField(editable=False, max_length=64)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='imported', to='claims.article')),
            ],
        ),
    ]
