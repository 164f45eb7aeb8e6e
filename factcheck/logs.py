"""Keep database rows out of the log: a row may hold the name of a source that was promised confidentiality."""

import logging
import re

from django.views.debug import SafeExceptionReporterFilter

# What PostgreSQL adds after its message: the values of the row that it refused, and the statement.
_ROW = re.compile(r"\n(?:DETAIL|CONTEXT|HINT):.*?(?=\n\n(?:The above exception|During handling)|\Z)", re.DOTALL)


class Formatter(logging.Formatter):
    """A log formatter that removes the database's details about rows from tracebacks."""

    def formatException(self, ei):
        return _ROW.sub("", super().formatException(ei))


class AlwaysHidden(SafeExceptionReporterFilter):
    """Hide what a view marks as sensitive from every report of an error, also where somebody switched DEBUG on."""

    def is_active(self, request):
        return True
