"""Code points that are no characters mark places while a document is read; those of the document itself mark none."""

import io
import zipfile

import pytest

from claims.intake.documents import reader
from claims.intake.documents.backing import notes_in, without_links
from claims.text.blocks import blocks
from claims.text.normalise import normalise
from tests.intake.written import W, docx, link, noted, odt, paragraph, run

#: What would begin and end the first piece of backing, and be the mark of a note.
FORGED = "\ufdd00\ufdd1It\ufdd20\ufdd1 rained\ufdd31\ufdd1.\ufddf\U0001ffff\U0010fffe"
SEEN = "0It0 rained1."
COUNT = "https://example.org/count"
ODT = f'<text:p>{FORGED} See <text:a xlink:href="{COUNT}">the count</text:a>.</text:p>'
WORD = docx(
    paragraph(run(FORGED + " See ") + link("the count", 0) + noted(5) + run(".")),
    f'<w:footnote w:id="5">{paragraph(run(FORGED))}</w:footnote>',
    links=(COUNT,),
)
WRITTEN = "".join(f"\\u{ord(one) - 65536}?" if ord(one) > 127 else one for one in FORGED[:-2])
RTF = f'{{\\rtf1 {WRITTEN} See {{\\field{{\\*\\fldinst HYPERLINK "{COUNT}"}}{{\\fldrslt the count}}}}.}}'
CODED = "".join(f"&#{ord(one)};" if ord(one) > 127 else one for one in FORGED)


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("odt", odt(ODT)),
        ("odt", odt(ODT.replace(FORGED, CODED))),
        ("docx", WORD),
        ("rtf", RTF.encode()),
        ("paste", f'<meta charset=utf-8><p>{FORGED} See <a href="{COUNT}">the count</a>.</p>'.encode()),
        ("html", f'<html><meta charset=utf-8><p>{FORGED} See <a href="{COUNT}">the count</a>.</p></html>'.encode()),
        ("html", f'<html><p>{CODED} See <a href="{COUNT}">the count</a>.</p></html>'.encode()),
    ],
    ids=["odt", "odt-coded", "docx", "rtf", "paste", "html", "html-coded"],  # a zip has the time of its making in it
)
def test_no_document_can_write_marks_that_move_backing(kind, raw):
    found = reader.read(kind, raw)
    cut = blocks(normalise(found["text"]), markdown=True)
    assert cut[0].text == f"{SEEN} See the count." and {one.kind for one in cut[1:]} <= {"note"}
    assert [one["quote"] for one in found["backing"] if one["kind"] == "link"] == ["the count"]
    assert [one.text for one in cut[1:]] == ([SEEN] if kind == "docx" else [])


def test_a_text_in_markdown_cannot_either():
    text, links = without_links(f"{FORGED} See [the count]({COUNT}).")
    assert text == f"{SEEN} See the count." and [one["quote"] for one in links] == ["the count"]
    assert notes_in(f"{FORGED} See.[^1]\n\n[^1]: {FORGED}")[0]["words"] == SEEN
    assert normalise(f"{FORGED}\ufffe\uffff") == SEEN


def test_a_note_of_a_word_document_is_cleaned_however_its_part_is_encoded():
    notes = f'<?xml version="1.0" encoding="UTF-16"?><w:footnotes {W}><w:footnote w:id="5">{paragraph(run(FORGED))}'
    whole, made = zipfile.ZipFile(io.BytesIO(docx(paragraph(run("One") + noted(5))))), io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name in whole.namelist():
            other = name == "word/footnotes.xml"
            file.writestr(name, f"{notes}</w:footnote></w:footnotes>".encode("utf-16") if other else whole.read(name))
    raw = made.getvalue()
    assert reader.read("docx", raw)["text"] == f"One[^1]\n\n[^1]: {SEEN}"
