"""What was filled into the fields of a PDF, and typed over its pages: no row of a page has it."""

from collections.abc import Iterator
from typing import Any

from pypdf import PageObject
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, NameObject

_UNSEEN = 0b100010  # the flags of a field that is hidden, or not shown on the screen
_DEEPEST = 20  # fields that one field may be a part of, one in another
_BROKEN = (AttributeError, KeyError, RecursionError, TypeError, ValueError, PyPdfError)  # of objects that lead nowhere
_PASSWORD = 1 << 13  # the flag of a field whose words are not shown
_READ = {"/Tx", "/Ch"}  # fields of words; the others are buttons, ticks and signatures


def fields_of(page: PageObject) -> Iterator[tuple[str, float]]:
    """Yield what each field says, and the height of its middle on the page, in points from the bottom."""
    for note in _annotations(page):
        try:
            field = note.get_object()
            if not isinstance(field, DictionaryObject) or int(field.get("/F", 0)) & _UNSEEN:
                continue
            words, (_, low, _, high) = _words(field), map(float, field["/Rect"].get_object())
        except _BROKEN:
            continue
        if words:
            yield words, (low + high) / 2


def _annotations(page: PageObject) -> list[Any]:
    try:
        found = page.get("/Annots")
        rows = found.get_object() if found is not None else None
    except _BROKEN:
        return []
    return rows if isinstance(rows, list) else []


def _words(field: DictionaryObject) -> str:
    if field.get("/Subtype") == "/FreeText":
        return _plain(field.get("/Contents"))
    if field.get("/Subtype") != "/Widget" or _of(field, "/FT") not in _READ:
        return ""
    if int(_of(field, "/Ff") or 0) & _PASSWORD:
        return ""
    value = _of(field, "/V")
    chosen = value if isinstance(value, list) else [value]
    return ", ".join(filter(None, map(_plain, chosen)))


def _of(field: Any, key: str) -> Any:
    """Return what a field says, or what one says that it is a part of."""
    for _ in range(_DEEPEST):
        if not isinstance(field, DictionaryObject):
            break
        if key in field:
            return field[key].get_object()
        above = field.get("/Parent")
        field = above.get_object() if above is not None else None
    return None


def _plain(value: Any) -> str:
    """Return words as they are read; "" for what is none, such as the name of a choice."""
    words = value.get_object() if hasattr(value, "get_object") else value
    return " ".join(words.split()) if isinstance(words, str) and not isinstance(words, NameObject) else ""
