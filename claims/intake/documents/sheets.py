"""Read the rows of a spreadsheet: .csv in any usual encoding, or the first sheet of an .xlsx that holds anything.

It runs in the reader's process (claims/intake/documents/reader.py). Formulas are read as the value that was saved.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, time
from decimal import Decimal
from itertools import islice
from typing import Any

import openpyxl

from claims.text.normalise import TextRefused, decode, normalise

MAX_ROWS, MAX_COLUMNS, MAX_CELL = 2_000, 50, 5_000  # rows below the heads; characters
_DELIMITERS = ",;\t|"
_NAMED = re.compile(r"\s{0,20}\"?sep=([^\"\r\n])\"?[ ]{0,20}(?:\r\n?|\n)", re.IGNORECASE)
_LOOKED_AT, _ROWS_LOOKED_AT = 50_000, 50  # characters and rows by which a delimiter is found

#: The number of a row in its file, counted from 1, and the texts of its cells.
type Row = tuple[int, list[str]]


def read_csv(raw: bytes) -> list[Row]:
    """Return the rows that hold anything. Raises TextRefused (large_sheet, undecodable, binary)."""
    found = decode(raw)
    if len(found) > 1:
        raise TextRefused("undecodable")
    text = found[0].text.removeprefix("\ufeff")
    csv.field_size_limit(2 * MAX_CELL * 4)
    if named := _NAMED.match(text):  # Excel says so
        delimiter, text = named[1], text[named.end() :]
    else:
        delimiter = max(_DELIMITERS, key=lambda one: _fits(text, one))
    return _rows(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def _fits(text: str, delimiter: str) -> tuple[int, int]:
    """Return how many of the first rows have as many cells as the head, if it has several, and how many these are."""
    read = csv.reader(io.StringIO(text[:_LOOKED_AT], newline=""), delimiter=delimiter)
    try:
        rows = [row for row in islice(read, _ROWS_LOOKED_AT) if any(map(str.strip, row))]
    except csv.Error:
        return 0, 0
    cells = len(rows[0]) if rows else 0
    return (sum(len(row) == cells for row in rows), cells) if cells > 1 else (0, 0)


def read_xlsx(raw: bytes) -> list[Row]:
    """Return the rows that hold anything. Raises TextRefused (large_sheet), and what openpyxl raises."""
    book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            sheet.reset_dimensions()  # the file may say anything of its own size
            if rows := _rows([_shown(cell) for cell in row] for row in sheet.iter_rows(max_col=MAX_COLUMNS + 1)):
                return rows
    return []


def _rows(rows: Iterable[list[str]]) -> list[Row]:
    return list(_bounded(rows))


def _bounded(rows: Iterable[list[str]]) -> Iterator[Row]:
    count = 0
    for number, row in enumerate(rows, 1):
        if any(len(cell) > MAX_CELL for cell in row):
            raise TextRefused("large_sheet")
        cells = [normalise(cell).strip() for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        count += 1
        if len(cells) > MAX_COLUMNS or count > MAX_ROWS + 1:
            raise TextRefused("large_sheet")
        yield number, cells


def _shown(cell: Any) -> str:
    """A cell's value as a spreadsheet program shows it, about: 0.37 in a cell of percentages is 37%."""
    value = cell.value
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | float() | Decimal():
            if "%" in (cell.number_format or ""):
                return f"{_number(round(value * 100, 6))}%"
            return _number(value)
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(" ", "minutes")
    return str(value)


def _number(value: Any) -> str:
    """A number with a decimal point; never with three digits behind it, which some languages read as thousands."""
    number = Decimal(str(value))
    if number == number.to_integral_value():
        return format(number.quantize(Decimal(1)), "f")
    shown = format(number, "f")
    return f"{shown}0" if len(shown.partition(".")[2]) == 3 else shown
