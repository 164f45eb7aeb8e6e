"""The rows of a spreadsheet are read as they are shown; what is none, damaged or hostile is refused in words."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from claims.intake.documents import read_sheet, reader
from claims.text.normalise import WORDS, TextRefused
from tests.intake.test_documents import LAUGHS
from tests.intake.written import docx, paragraph, run, zipped

SHEET = "xl/worksheets/sheet1.xml"


def xlsx(*rows, **formats):
    """The bytes of a workbook; ``formats`` are of cells, by their names."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cell, how in formats.items():
        book.active[cell].number_format = how
    return saved(book)


def saved(book):
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def with_part(raw, name, words):
    """A zip with one part put in the place of that name."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, words if part == name else old.read(part))
    return made.getvalue()


def refused(raw, name="list.xlsx"):
    with pytest.raises(TextRefused) as caught:
        read_sheet(raw, name)
    assert caught.value.words == WORDS[caught.value.code]
    return caught.value.code


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_with_its_own_delimiter_and_encoding(delimiter):
    text = (
        f'Quote{delimiter}Speaker\r\n"He said: ""no{delimiter} never"""{delimiter}Əli Çelik\r\n\r\nYes{delimiter}\r\n'
    )
    rows = [[1, ["Quote", "Speaker"]], [2, [f'He said: "no{delimiter} never"', "Əli Çelik"]], [4, ["Yes"]]]
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert read_sheet(text.encode(encoding), "list.csv") == ("csv", rows)


def test_a_csv_may_name_its_delimiter():
    assert read_sheet(b"sep=|\nQuote|Note, more\nYes|a\n", "list.csv")[1] == [
        [1, ["Quote", "Note, more"]],
        [2, ["Yes", "a"]],
    ]


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ('"Quote, whole";Speaker\nYes;Ann\n', ["Quote, whole", "Speaker"]),
        ('"Quote; whole","Who; when",Note\nYes,Ann,a\n', ["Quote; whole", "Who; when", "Note"]),
        ("Quote, whole;Speaker\nYes;Ann\nNo;Ben\n", ["Quote, whole", "Speaker"]),
        ('"Quote,\nwhole, here"\tSpeaker\nYes\tAnn\n', ["Quote,\nwhole, here", "Speaker"]),
        ("\ufeffsep=;\r\nQuote, whole;Speaker\r\nYes;Ann\r\n", ["Quote, whole", "Speaker"]),
        ('"sep=;"\nQuote, whole;Speaker\nYes;Ann\n', ["Quote, whole", "Speaker"]),
        ("SEP=\t\nQuote, whole\tSpeaker\nYes\tAnn\n", ["Quote, whole", "Speaker"]),
        ("sep=,\rQuote;whole,Speaker\rYes,Ann\r", ["Quote;whole", "Speaker"]),
        ("Quote;Speaker\rYes, he said, no;Ann\r", ["Quote", "Speaker"]),
        ("Quote, whole\nYes\n", ["Quote", "whole"]),
        ("Quote\nYes, he said\n", ["Quote"]),
    ],
)
def test_the_delimiter_of_a_csv_is_the_one_by_which_its_rows_have_the_cells_of_its_head(text, head):
    assert reader.read("csv", text.encode())["rows"][0][1] == head


def test_the_cells_of_a_workbook_are_read_as_they_are_shown():
    raw = xlsx(["Quote", "Figure"], ["Yes", 40], [" no ", 0.37], [None, 1.125], [date(2026, 5, 4), True], B3="0%")
    assert read_sheet(raw, "list.xlsx") == (
        "xlsx",
        [
            [1, ["Quote", "Figure"]],
            [2, ["Yes", "40"]],
            [3, ["no", "37%"]],
            [4, ["", "1.1250"]],
            [5, ["2026-05-04", "yes"]],
        ],
    )


def test_the_first_sheet_that_holds_anything_and_is_shown_is_read():
    book = openpyxl.Workbook()
    for title, state in (("hidden", "hidden"), ("list", "visible"), ("more", "visible")):
        sheet = book.create_sheet(title)
        sheet.sheet_state = state
        sheet.append(["Quote", title])
        sheet.append(["Yes", datetime(2026, 5, 4, 18, 30)])
    assert read_sheet(saved(book), "list.xlsx")[1] == [[1, ["Quote", "list"]], [2, ["Yes", "2026-05-04 18:30"]]]


def test_what_is_no_spreadsheet_or_is_damaged_is_refused_in_words():
    good = xlsx(["Quote"], ["Yes"])
    story = docx(paragraph(run("Yes")))
    assert [refused(raw) for raw in (story, b"%PDF-1.7", b"<html><p>Yes", b"\x89PNG\r\n\x1a\n")] == ["no_sheet"] * 4
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600) == "old_sheet"
    assert refused(good[: len(good) // 2]) == refused(zipped(xl__workbook_xml="<a")) == "damaged_sheet"
    assert (
        refused(b"", "list.csv") == refused(b"Quote,Speaker\n", "list.csv") == refused(xlsx(["Quote"])) == "empty_sheet"
    )
    assert refused(f"Quote\n{'Äöü ' * 9}\n".encode() + b"\xe4 no", "list.csv") == "undecodable_sheet"


def test_a_spreadsheet_over_the_limits_is_refused_in_words():
    many = "Quote\n" + "yes\n" * 2_001
    assert (
        refused(many.encode(), "list.csv") == refused(f"Quote\n{'y' * 5_001}\n".encode(), "list.csv") == "large_sheet"
    )
    assert refused((",".join("q" * 51) + "\nyes\n").encode(), "list.csv") == "large_sheet"
    assert refused(b"Quote\n" + b'"' + b"y" * 300_000, "list.csv") in ("damaged_sheet", "large_sheet")
    assert len(read_sheet(many[:-4].encode(), "list.csv")[1]) == 2_001


def test_hostile_workbooks_are_refused_in_words():
    good = xlsx(["Quote"], ["Yes"])
    row = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>no</t></is></c></row>'
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    far = with_part(good, SHEET, f"{head}{row}</sheetData></worksheet>")
    bomb = with_part(good, SHEET, b" " * (101 * 1024 * 1024))
    laughs = with_part(
        good, SHEET, f"{LAUGHS}]>{head}<row><c t='inlineStr'><is><t>&k;</t></is></c></row></sheetData></worksheet>"
    )
    assert refused(bomb) == "large_sheet"
    assert refused(laughs) in ("damaged_sheet", "large_sheet") and refused(far) in ("empty_sheet", "large_sheet")
