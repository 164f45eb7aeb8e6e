"""A desk has verdicts of its own, each of which counts as one of the built-in ones; a claim keeps what it is called."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0035_everybody_who_changed_a_source'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='schemeverdict',
            name='scheme_verdict_once',
        ),
        migrations.AddField(
            model_name='claim',
            name='reworded_verdict_cited',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=70),
        ),
        migrations.AddField(
            model_name='claim',
            name='reworded_verdict_own',
            field=models.SlugField(blank=True, db_default='', db_index=False, default='', max_length=30),
        ),
        migrations.AddField(
            model_name='claim',
            name='verdict_cited',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=70),
        ),
        migrations.AddField(
            model_name='claim',
            name='verdict_own',
            field=models.SlugField(blank=True, db_default='', db_index=False, default='', help_text="A verdict of the desk's own.", max_length=30),
        ),
        migrations.AddField(
            model_name='schemeverdict',
            name='code',
            field=models.SlugField(blank=True, db_default='', db_index=False, default='', max_length=30),
        ),
        migrations.AddField(
            model_name='schemeverdict',
            name='glyph',
            field=models.CharField(blank=True, db_default='', default='', max_length=4),
        ),
        migrations.AddConstraint(
            model_name='schemeverdict',
            constraint=models.UniqueConstraint(condition=models.Q(('code', '')), fields=('scheme', 'verdict'), name='scheme_verdict_once'),
        ),
        migrations.AddConstraint(
            model_name='schemeverdict',
            constraint=models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('scheme', 'code'), name='scheme_code_once'),
        ),
        migrations.AddConstraint(
            model_name='schemeverdict',
            constraint=models.CheckConstraint(condition=models.Q(('code', ''), models.Q(('glyph', ''), _negated=True), _connector='OR'), name='scheme_own_verdict_has_glyph'),
        ),
    ]
