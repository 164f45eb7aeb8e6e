"""What is written to the log holds no row of the database: a name that was promised to nobody could stand in it."""

import logging
import re

# What PostgreSQL adds to its message, to the end of it: the values of the row that it refused, the statement.
_ROW = re.compile(r"\n(?:DETAIL|CONTEXT|HINT):.*?(?=\n\n(?:The above exception|During handling)|\Z)", re.DOTALL)


class Formatter(logging.Formatter):
    """A formatter that leaves out of tracebacks what the database says of its rows."""

    def formatException(self, ei):
        return _ROW.sub("", super().formatException(ei))
