"""An article's source list as CSL-JSON, RIS, BibTeX and text that can be pasted."""

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

import bibtexparser
import rispy
from bibtexparser.bibdatabase import BibDatabase
from django.utils.text import get_text_list

from claims.models import Source
from claims.queries.cited import Cited
from claims.states import SourceKind

#: Kind of source → its type in CSL, in RIS and in BibTeX.
_TYPES = {
    SourceKind.DOCUMENT: ("document", "GEN", "misc"),
    SourceKind.DATASET: ("dataset", "DATA", "misc"),
    SourceKind.WEB_PAGE: ("webpage", "ELEC", "misc"),
    SourceKind.INTERVIEW: ("interview", "PCOMM", "misc"),
    SourceKind.IMAGE: ("graphic", "ART", "misc"),
    SourceKind.VIDEO: ("motion_picture", "VIDEO", "misc"),
    SourceKind.STATEMENT: ("speech", "PRESS", "misc"),
    SourceKind.REFERENCE: ("entry-encyclopedia", "ENCYC", "inreference"),
    SourceKind.NOTES: ("manuscript", "UNPB", "unpublished"),
}
_TEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
#: BibTeX counts braces, those behind a backslash too.
_TEX |= {"{": r"{\textbraceleft}", "}": r"{\textbraceright}"}
_SPECIAL = re.compile(r"[\\~^&%$#_{}]")


def csl_json(cited: Sequence[Cited]) -> str:
    """Return the sources as a list of CSL items. Names stay whole ("literal"): how they are parted is not known."""
    return json.dumps([_csl(one) for one in cited], ensure_ascii=False, indent=2)


def _csl(one: Cited) -> dict[str, Any]:
    source = one.source
    day = source.published_on
    said = {
        "id": f"source-{source.pk}",
        "type": _types(source)[0],
        "title": source.title,
        "author": [{"literal": source.author}] if source.author else None,
        "publisher": source.publisher,
        "URL": source.address,
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else None,
        "language": source.language,
        "note": _note(one),
    }
    return {name: value for name, value in said.items() if value}


class _Ris(rispy.RisWriter):
    """Without the number that the library writes before each source: the format has none, and some readers stop."""

    def set_header(self, count: int) -> str:
        return ""


def ris(cited: Sequence[Cited]) -> str:
    """Return the sources as RIS."""
    return str(rispy.dumps([_ris(one) for one in cited], implementation=_Ris))


def _ris(one: Cited) -> dict[str, Any]:
    source = one.source
    said = {
        "type_of_reference": _types(source)[1],
        "id": f"source-{source.pk}",
        "title": source.title,
        "authors": [source.author] if source.author else None,
        "publisher": source.publisher,
        "urls": [source.address] if source.address else None,
        "date": source.published_on and source.published_on.strftime("%Y/%m/%d"),
        "language": source.language,
        "notes": [_note(one)],
    }
    # A line end begins a new tag.
    return {name: _on_one_line(value) for name, value in said.items() if value}


def _on_one_line(value: str | list[str]) -> str | list[str]:
    return [" ".join(words.split()) for words in value] if isinstance(value, list) else " ".join(value.split())


def bibtex(cited: Sequence[Cited]) -> str:
    """Return the sources as BibTeX in UTF-8, in the order of the article."""
    made = BibDatabase()
    made.entries = [_bibtex(one) for one in cited]
    writer = bibtexparser.bwriter.BibTexWriter()
    writer.order_entries_by = None
    return str(writer.write(made))


def _bibtex(one: Cited) -> dict[str, str]:
    source = one.source
    said = {
        "title": f"{{{_tex(source.title)}}}",
        # One name, not parted at an "and" or a comma.
        "author": source.author and f"{{{_tex(source.author)}}}",
        "publisher": _tex(source.publisher),
        "url": re.sub(r"[{}\\\s]", lambda found: f"%{ord(found[0]):02X}", source.address),
        "date": source.published_on.isoformat() if source.published_on else "",
        "year": str(source.published_on.year) if source.published_on else "",
        "langid": _tex(source.language),
        "note": _tex(_note(one)),
    }
    head = {"ENTRYTYPE": _types(source)[2], "ID": f"source-{source.pk}"}
    return head | {name: value for name, value in said.items() if value}


def _tex(words: str) -> str:
    return _SPECIAL.sub(lambda found: _TEX.get(found[0], f"\\{found[0]}"), " ".join(words.split()))


def plain(cited: Sequence[Cited]) -> str:
    """Return the sources as text, one in a paragraph, numbered."""
    return "\n\n".join(f"{at}. {_plain(one)}" for at, one in enumerate(cited, 1)) + "\n"


def _plain(one: Cited) -> str:
    source = one.source
    day = source.published_on.strftime("%-d %B %Y") if source.published_on else ""
    parts = [" ".join(part.split()) for part in (source.author, source.title, source.publisher, day)]
    words = " ".join(f"{part.rstrip('.')}." for part in parts if part)
    return " ".join(filter(None, [words, source.address, f"({_note(one)})"]))


def _types(source: Source) -> tuple[str, str, str]:
    return _TYPES[SourceKind(source.kind)]


def _note(one: Cited) -> str:
    numbers = [str(number) for number in one.claims]
    cited = f"{'Claim' if len(numbers) == 1 else 'Claims'} {get_text_list(numbers, 'and')}"
    return f"{cited}. Withdrawn: {one.source.withdrawn}" if one.source.withdrawn else cited


#: Suffix → (what it is called, its media type, what writes it).
FORMATS: dict[str, tuple[str, str, Callable[[Sequence[Cited]], str]]] = {
    "json": ("CSL-JSON", "application/vnd.citationstyles.csl+json", csl_json),
    "ris": ("RIS", "application/x-research-info-systems", ris),
    "bib": ("BibTeX", "application/x-bibtex", bibtex),
    "txt": ("Text", "text/plain", plain),
}
