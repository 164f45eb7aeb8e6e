"""What was filled into the fields of a PDF, and typed over its pages: no row of a page has it."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from pypdf import PageObject
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, NameObject, StreamObject, create_string_object

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
            if not isinstance(field, DictionaryObject) or _flags(field.get("/F")) & _UNSEEN:
                continue
            words = _words(field)
        except _BROKEN:
            continue
        if words:
            yield words, _middle(field)


def _middle(field: DictionaryObject) -> float:
    """The height of a field's middle; 0 where it does not say where it is."""
    try:
        _, low, _, high = map(float, field["/Rect"].get_object())
    except _BROKEN:
        return 0.0
    return (low + high) / 2


def _flags(value: Any) -> int:
    said = value.get_object() if hasattr(value, "get_object") else value
    return int(said) if isinstance(said, int) else 0


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
    if _flags(_of(field, "/Ff")) & _PASSWORD:
        return ""
    value = _of(field, "/V")
    chosen = value if isinstance(value, list) else [value]
    shown = _shown(field) if _of(field, "/FT") == "/Ch" else {}
    words = (_plain(one) for one in chosen)
    return ", ".join(filter(None, (shown.get(one, one) for one in words)))


def _shown(field: DictionaryObject) -> dict[str, str]:
    """Return {value: words} of the choices of a field that show other words than their value."""
    try:
        choices = _of(field, "/Opt")
        pairs = [choice.get_object() for choice in choices] if isinstance(choices, list) else []
        return {_plain(pair[0]): _plain(pair[1]) for pair in pairs if isinstance(pair, list) and len(pair) > 1}
    except _BROKEN:
        return {}


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
    if isinstance(words, StreamObject):
        words = words.get_data()
    if isinstance(words, bytes):
        words = str(create_string_object(words))
    if isinstance(words, int | float | Decimal) and not isinstance(words, bool):
        words = format(words, "f").rstrip("0").rstrip(".") if "." in format(words, "f") else str(words)
    return " ".join(words.split()) if isinstance(words, str) and not isinstance(words, NameObject) else ""
