"""Spreadsheets are kept between the steps, and what their columns hold is remembered for each desk."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0044_articles_come_from_other_desks'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='upload',
            name='upload_kind_known',
        ),
        migrations.AddField(
            model_name='desk',
            name='sheet_columns',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AlterField(
            model_name='upload',
            name='kind',
            field=models.CharField(choices=[('docx', 'Word document'), ('odt', 'OpenDocument text'), ('rtf', 'Rich text'), ('html', 'Web page'), ('pdf', 'PDF'), ('md', 'Markdown'), ('txt', 'Plain text'), ('csv', 'Spreadsheet (CSV)'), ('xlsx', 'Spreadsheet')], max_length=8),
        ),
        migrations.AddConstraint(
            model_name='upload',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['docx', 'odt', 'rtf', 'html', 'pdf', 'md', 'txt', 'csv', 'xlsx'])), name='upload_kind_known'),
        ),
    ]
