"""Reading an .rtf: its control words are gone through again where the end says more of the beginning."""

import re
from dataclasses import dataclass

from claims.intake.documents.rtf.sinks import Sink
from claims.intake.documents.rtf.walk import Walk

_TWO_BYTES = re.compile(r"\\ansicpg(?:932|936|949|950|1361)(?!\d)")
_MOST_READINGS = 4


@dataclass(slots=True)
class Walked:
    """``body`` has the words of the text, ``heads`` those at the heads and feet of pages."""

    body: Sink
    heads: list[str]
    tracked: bool


def walk(raw: bytes) -> Walked:
    """Return what is in an .rtf."""
    source = raw.decode("latin-1")
    utf8 = False
    if not raw.isascii() and not _TWO_BYTES.search(source[:2000]):
        try:
            source, utf8 = raw.decode(), True
        except UnicodeDecodeError:
            pass
    late: set[int] = set()
    for _ in range(_MOST_READINGS):
        walked = Walk(source, utf8, late)
        walked.through()
        if walked.late <= late:
            break
        late |= walked.late
    return Walked(walked.body, walked.heads, walked.tracked)
