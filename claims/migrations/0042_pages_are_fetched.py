
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0041_backing_of_the_writer'),
    ]

    operations = [
        migrations.CreateModel(
            name='Fetch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.URLField(max_length=2000)),
                ('asked_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('ended_at', models.DateTimeField(null=True)),
                ('failure', models.TextField(blank=True)),
                ('status', models.PositiveSmallIntegerField(default=0)),
                ('final_address', models.URLField(blank=True, max_length=4000)),
                ('redirects', models.JSONField(default=list)),
                ('headers', models.JSONField(default=list)),
                ('text', models.TextField(blank=True)),
                ('markdown', models.BooleanField(default=False)),
                ('notes', models.JSONField(default=list)),
                ('article', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='claims.article')),
                ('desk', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='claims.desk')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('upload', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='fetches', to='claims.upload')),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-id'], name='fetch_by_person'), models.Index(condition=models.Q(('ended_at', None)), fields=['id'], name='fetch_waits')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('failure', ''), ('upload', None)), models.Q(('ended_at__isnull', False), models.Q(('failure', ''), ('upload', None), _connector='XOR')), _connector='OR'), name='fetch_has_one_end')],
            },
        ),
    ]
