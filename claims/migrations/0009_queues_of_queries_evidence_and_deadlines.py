"""Queues of queries, of what needs evidence and of what is late; and counting them without reading articles."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0008_threads'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='claim',
            name='claim_to_assign',
        ),
        migrations.RemoveIndex(
            model_name='claim',
            name='claim_due',
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(condition=models.Q(('assignee__isnull', True), ('state__in', ['open', 'checking', 'changed'])), fields=['desk', '-priority', 'due', 'id'], include=('article',), name='claim_to_assign'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(condition=models.Q(('state__in', ['open', 'checking', 'changed'])), fields=['desk', '-priority', 'due', 'id'], include=('article', 'verdict'), name='claim_in_work'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(condition=models.Q(('state__in', ['open', 'checking', 'changed', 'in_review'])), fields=['desk', 'due', 'id'], include=('article',), name='claim_due'),
        ),
        migrations.AddIndex(
            model_name='thread',
            index=models.Index(condition=models.Q(('is_query', True), ('resolved_at__isnull', True)), fields=['id'], include=('article', 'claim', 'opened_by'), name='thread_queries'),
        ),
    ]
