"""Collect the files that pages ask for, and not the long forms beside them: to compress those takes three seconds."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class StaticFiles(StaticFilesConfig):
    """Django's, which leaves out scripts with a short form beside them, and what of htmx no page loads."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        *("jquery.js", "select2.full.js", "xregexp.js", "htmx-2.js"),
        *("htmx-4*", "htmax-4*", "django_htmx/ext/*"),
    ]
