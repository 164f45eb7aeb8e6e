"""Articles are noted as signed through, so that the list of a chief reads no others."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0049_articles_in_work_in_order'),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='signed_through',
            field=models.BooleanField(db_default=False, editable=False, help_text='Its last open claim was signed off or retired. Claims may have been opened since: ask them again.'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('signed_through', True), ('state', 'in_checking')), fields=['desk', 'deadline', 'id'], name='article_signed_through'),
        ),
    ]
