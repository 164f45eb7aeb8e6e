"""A source may be restricted to named people: it is in no search, and whoever is not named gets it without words."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0073_deposits_with_a_web_archive'),
    ]

    operations = [
        migrations.AddField(
            model_name='source',
            name='access',
            field=models.CharField(choices=[('desk', 'Everybody of the desk'), ('restricted', 'Named people alone')], db_default='desk', default='desk', max_length=16),
        ),
        migrations.AddField(
            model_name='source',
            name='hidden',
            field=models.GeneratedField(db_persist=True, expression=models.Case(models.When(models.Q(('terms', 'off_record'), ('access', 'restricted'), _connector='OR'), then=True), default=False), help_text='Its words stand in its row, and in those of its evidence, and nowhere else.', output_field=models.BooleanField()),
        ),
        migrations.RemoveIndex(model_name='source', name='source_search'),
        migrations.RemoveField(model_name='source', name='search'),
        migrations.AddField(
            model_name='source',
            name='search',
            field=models.GeneratedField(db_persist=True, expression=models.Case(models.When(models.Q(models.Q(('terms', 'off_record'), _negated=True), ('access', 'desk')), then=models.Func('title', 'publisher', 'author', function='search_vector', output_field=django.contrib.postgres.search.SearchVectorField())), output_field=django.contrib.postgres.search.SearchVectorField()), null=True, output_field=django.contrib.postgres.search.SearchVectorField(null=True)),
        ),
        migrations.AddIndex(
            model_name='source',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='source_search'),
        ),
        migrations.AddIndex(
            model_name='source',
            index=models.Index(condition=models.Q(('access', 'restricted')), fields=['desk'], name='source_restricted'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('access', 'desk'), models.Q(('access', 'restricted'), models.Q(('terms', 'on_record'), _negated=True)), _connector='OR'), name='source_restricted_terms'),
        ),
        migrations.CreateModel(
            name='SourceReader',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('named_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('named_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readers', to='claims.source')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('source', 'person'), name='source_reader_once')],
            },
        ),
    ]
