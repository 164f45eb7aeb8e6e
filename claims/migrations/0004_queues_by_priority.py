"""Queues are ordered by priority, then deadline: an index for each, and for what is late and what is open."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0003_what_the_database_keeps'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='claim',
            name='claim_queue',
        ),
        migrations.RemoveIndex(
            model_name='claim',
            name='claim_my_work',
        ),
        migrations.RemoveIndex(
            model_name='claim',
            name='claim_unassigned',
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(fields=['desk', 'id'], name='claim_newest'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(fields=['desk', 'state', '-priority', 'due', 'id'], name='claim_in_queue'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(condition=models.Q(('state__in', ['open', 'checking', 'changed'])), fields=['assignee', '-priority', 'due', 'id'], name='claim_in_my_work'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(condition=models.Q(('assignee__isnull', True), ('state__in', ['open', 'checking', 'changed'])), fields=['desk', '-priority', 'due', 'id'], name='claim_to_assign'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(condition=models.Q(('state__in', ['open', 'checking', 'changed', 'in_review'])), fields=['desk', 'due', 'id'], name='claim_due'),
        ),
        migrations.AddIndex(
            model_name='releaseexception',
            index=models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['id'], name='exception_open'),
        ),
    ]
