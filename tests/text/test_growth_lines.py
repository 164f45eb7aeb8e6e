"""Nothing that cuts, compares or proposes a text takes time that grows faster than the text, whatever comes again.

Every public function has a call in TRIED, or stands in THROUGH beside the one that it is tried through.
"""

import csv
import subprocess
import sys
from contextlib import suppress

import pytest
from lxml.html import fromstring

from claims.addresses import resolved, without_login
from claims.intake.bylines import (
    is_head,
    is_outlet,
    is_post,
    is_section,
    may_be_names,
    names_by,
    names_of_agency,
    only_names,
)
from claims.intake.dates import read_date_line
from claims.intake.documents import is_markdown, kind_of
from claims.intake.documents.backing import (
    MOST,
    Backing,
    address_in,
    begin,
    finish,
    notes_in,
    web_address,
    without_links,
)
from claims.intake.documents.docx import heads_of_docx, read_docx
from claims.intake.documents.html import read_html
from claims.intake.documents.notes import notes_of
from claims.intake.documents.odt import heads_of_odt, read_odt
from claims.intake.documents.pdf import read_pdf
from claims.intake.documents.rtf import read_rtf
from claims.intake.documents.rtf.said import target
from claims.intake.documents.sheets import read_csv
from claims.intake.documents.written import beside_body, kinds_of, mark_of, outside, together, written
from claims.intake.furniture import is_list_of_links, read_chain_note, why_furniture
from claims.intake.language import guess_language
from claims.intake.pasted import only_address, only_addresses, refuse_if_unusable
from claims.intake.proposal import propose, read_known_names
from claims.intake.redacted import holds
from claims.intake.revision import propose_revision, with_marks
from claims.text import common
from claims.text.anchors import Reanchoring
from claims.text.anchors.cutting import word_key
from claims.text.anchors.differences import changes
from claims.text.anchors.gaps import joined_otherwise, marks, signs
from claims.text.anchors.spelling import same_spelled
from claims.text.bearing import bearing
from claims.text.blocks import blocks, is_item, paragraphs, unwrapped
from claims.text.captured import locator, pages_of, paragraphs_of, place_in
from claims.text.common import common_ops
from claims.text.coverage import coverage, joining, segments
from claims.text.differences import word_diff
from claims.text.encodings import excerpts, readings
from claims.text.lines import lines, lines_with_doubts
from claims.text.marks import bound_marks
from claims.text.no_claim import guess
from claims.text.normalise import TextRefused, decode, normalise
from claims.text.notes import places_again
from claims.text.passages import held, passages
from claims.text.places import Quotation, places
from claims.text.typography import fold
from claims.text.words import word_spans
from factcheck.settings import BASE_DIR
from tests.intake.written import W, docx, in_rows, in_xml, odt, odt_with_head, paragraph, pdf, run
from tests.text.growth import SIZES, grows, public, runs, runs_for

HELD = (
    "claims.addresses",
    "claims.intake",
    "claims.text.anchors",
    "claims.text.common",
    "claims.text.coverage",
    "claims.text.differences",
    "claims.text.encodings",
    "claims.text.blocks",
    "claims.text.lines",
    "claims.text.markdown",
    "claims.text.marks",
    "claims.text.normalise",
    "claims.text.notes",
    "claims.text.bearing",
    "claims.text.captured",
    "claims.text.passages",
    "claims.text.places",
    "claims.text.typography",
    "claims.text.words",
)


def _unless_refused(call):
    def tried(text):
        try:
            call(text)
        except (TextRefused, ValueError):
            pass

    return tried


def _rewritten(text):
    """The text with a sentence before it and other letters and figures in it."""
    return "He came. " + text.replace("e", "i").replace("1", "2").replace("中", "国")


def _placed(new):
    def tried(text):
        anchors = Reanchoring(text, new(text))
        if text.strip():
            anchors.place([(0, len(text))])
        assert sum(1 for _ in anchors.lines) or not text.strip()

    return tried


def _read_captured(text):
    paragraphs = paragraphs_of(f"1:00 --> 2:00\n\n{text}\f{text}")
    pages_of(paragraphs, 1_000)
    place_in(paragraphs, text)
    if paragraphs:
        locator(paragraphs, [(0, len(paragraphs[0].text) // 2, len(paragraphs[0].text))])


def _quoted(text):
    """Quotations from everywhere in the text, as many as are read of a document, some with other words in them."""
    step = max(1, len(text) // MOST)
    spots = range(0, len(text), step)
    return [
        Quotation(f"{text[at : at + 20]}{'7' * (at % 3)}", text[max(0, at - 48) : at], text[at + 20 : at + 68])
        for at in spots
    ][:MOST]


def _before(text):
    return [
        {"kind": "paragraph", "text": row[:-1], "left_out": False, "left_out_reason": ""} for row in text.split("\n")
    ]


def _noted(text):
    """The text as a block with a hundred marks of notes."""
    step = max(1, len(text) // 100)
    notes = [
        {"kind": "note", "text": "x", "note_number": str(at), "note_block": 0, "note_at": at}
        for at in range(0, len(text) + 1, step)
    ]
    return [{"kind": "paragraph", "text": text}, *notes]


def _footnoted(text):
    """A page with as many notes as the text has tens of characters."""
    count = 1 + len(text) // 10
    marks = "".join(f'{in_xml(text[at : at + 10])}<a id=r{at} href="#n{at}">1</a>' for at in range(count))
    return f"<p>{marks}</p>" + "".join(f'<p id=n{at}><a href="#r{at}">1</a> x</p>' for at in range(count))


def _sheet(text):
    """Read the text as the cells of a spreadsheet, and as it is."""
    cells = "\n".join('"' + text[at : at + 1_000].replace('"', '""') + '"' for at in range(0, len(text), 1_000))
    for rows in (cells, text):
        with suppress(ValueError, csv.Error):  # what is refused is a ValueError
            read_csv(rows.encode(errors="replace"))


def _thirds(text):
    return [(at, at + 2) for at in range(0, len(text) - 2, 3)]


def _read(text):
    found = readings(text.encode("cp1254", "ignore"))
    for reading in found:
        excerpts(reading, found)


#: Groups of an .rtf that are not closed.
_OPENED = (
    b"{\\footnote a",
    b"{\\footnote a\\par b",
    b"{\\*\\annotation a",
    b"{\\*\\bkmkstart a",
    b"{\\field{\\*\\fldinst a",
)
TRIED = {
    "claims.intake.redacted.holds": lambda text: holds(text.encode(), "Zebulon Quarrington"),
    "claims.intake.bylines.is_head": is_head,
    "claims.intake.bylines.is_outlet": is_outlet,
    "claims.intake.bylines.is_post": is_post,
    "claims.intake.bylines.is_section": is_section,
    "claims.intake.bylines.may_be_names": may_be_names,
    "claims.intake.bylines.names_of_agency": names_of_agency,
    "claims.intake.bylines.names_by": names_by,
    "claims.intake.bylines.only_names": only_names,
    "claims.intake.dates.read_date_line": read_date_line,
    "claims.intake.furniture.is_list_of_links": is_list_of_links,
    "claims.intake.furniture.read_chain_note": read_chain_note,
    "claims.intake.furniture.why_furniture": why_furniture,
    "claims.intake.language.guess_language": guess_language,
    "claims.intake.proposal.propose": lambda text: (propose(text), propose(text, markdown=True)),
    "claims.intake.proposal.read_known_names": lambda text: read_known_names(propose(text), list),
    "claims.intake.pasted.refuse_if_unusable": _unless_refused(refuse_if_unusable),
    "claims.intake.revision.propose_revision": lambda text: propose_revision(text, _before(text)),
    "claims.text.anchors.gaps.joined_otherwise": lambda text: joined_otherwise(text, text + " "),
    "claims.text.anchors.gaps.marks": marks,
    "claims.text.anchors.gaps.signs": signs,
    "claims.text.anchors.cutting.word_key": word_key,
    "claims.text.anchors.differences.changes": lambda text: changes(text.split(), _rewritten(text).split()),
    "claims.text.anchors.spelling.same_spelled": lambda text: same_spelled(text, "x" + text),
    "Reanchoring with a line more": _placed(lambda text: "He came. " + text),
    "Reanchoring with every line rewritten": _placed(_rewritten),
    "claims.text.common.common_ops": lambda text: common_ops(text, _rewritten(text)),
    "claims.text.coverage.coverage": lambda text: coverage(text, (0, len(text)), _thirds(text), []),
    "claims.text.no_claim.guess": lambda text: guess(text),
    "claims.text.coverage.joining": joining,
    "claims.text.coverage.segments": lambda text: segments((0, len(text)), dict(enumerate(map(list, [_thirds(text)])))),
    "claims.text.differences.word_diff": lambda text: word_diff(text, _rewritten(text)),
    "claims.text.encodings.readings": _read,
    "claims.text.blocks.blocks": lambda text: (blocks(text), blocks(text, True)),
    "claims.text.lines.lines": lambda text: (lines(text), lines(text, "fr")),
    "claims.text.lines.lines_with_doubts": lambda text: (lines_with_doubts(text, "de"), lines_with_doubts(text, "ru")),
    "claims.text.blocks.paragraphs": paragraphs,
    "claims.text.blocks.is_item": is_item,
    "claims.text.blocks.unwrapped": lambda text: unwrapped(text.split("\n")),
    "claims.intake.documents.kind_of": lambda text: kind_of(text.encode(errors="replace"), "story.txt"),
    "claims.intake.documents.is_markdown": is_markdown,
    "claims.intake.documents.backing.address_in": lambda text: (address_in(text), address_in(f"https://{text}")),
    "claims.addresses.resolved": lambda text: (
        resolved(text, "https://x.org/"),
        resolved(f"https://{text}"),
        resolved(f"/{text.replace(' ', '/../')}?{text}#{text}", "https://x.org/"),
    ),
    "claims.addresses.without_login": lambda text: (without_login(text), without_login(f"https://{text}")),
    "claims.intake.documents.backing.web_address": lambda text: web_address(text, "https://x.org/"),
    "claims.intake.documents.backing.without_links": lambda text: without_links(f"[a](https://x.org/b) {text}"),
    "claims.intake.documents.backing.notes_in": lambda text: notes_in(f"A[^1].\n\n[^1]: {text}"),
    "claims.intake.documents.notes.notes_of": lambda text: notes_of(fromstring(_footnoted(text))),
    "claims.intake.revision.with_marks": lambda text: with_marks(_noted(text)),
    "claims.text.notes.places_again": lambda text: places_again(_noted(text), [text[::2], _rewritten(text)]),
    "Backing": lambda text: Backing().taken(begin(0) + text + finish(0) + text),
    "claims.intake.documents.docx.read_docx": lambda text: read_docx(docx(paragraph(run(in_xml(text)))), Backing()),
    "claims.intake.documents.docx.heads_of_docx": lambda text: [
        *heads_of_docx(docx("", word__header1_xml=f"<w:hdr {W}>{paragraph(run(in_xml(text)))}</w:hdr>"))
    ],
    "claims.intake.documents.html.read_html": lambda text: (read_html(f"<p>{text}"), read_html(f"<p>{in_xml(text)}")),
    "claims.intake.documents.odt.read_odt": lambda text: read_odt(odt(f"<text:p>{in_xml(text)}</text:p>"), Backing()),
    "claims.intake.documents.odt.heads_of_odt": lambda text: [*heads_of_odt(odt_with_head(in_xml(text)))],
    "claims.intake.documents.pdf.read_pdf": lambda text: read_pdf(pdf(in_rows(text))),
    "claims.intake.documents.rtf.read_rtf": lambda text: [
        read_rtf(b"{\\rtf1 " + opening + text.encode(errors="replace") + b"}}", Backing())
        for opening in (b"", b"a{\\footnote ", *(part * (len(text) // 10) for part in _OPENED))
    ],
    "claims.intake.documents.rtf.said.target": lambda text: (target(text), target(f"HYPERLINK {text}")),
    "claims.intake.documents.sheets.read_csv": _sheet,
    "claims.intake.documents.written.beside_body": lambda text: beside_body([("paragraph", text)], text.split("\n")),
    "claims.intake.documents.written.kinds_of": lambda text: kinds_of([("caption", text)]),
    "claims.intake.documents.written.mark_of": mark_of,
    "claims.intake.documents.written.outside": lambda text: outside(text.split("\n"), "a head"),
    "claims.intake.documents.written.together": together,
    "claims.intake.documents.written.written": lambda text: written([("paragraph", text), ("list_item", text)]),
    "claims.intake.pasted.only_address": only_address,
    "claims.intake.pasted.only_addresses": lambda text: (only_addresses(text), only_addresses(f"x.org\n{text}")),
    "claims.text.marks.bound_marks": bound_marks,
    "claims.text.normalise.decode": _unless_refused(lambda text: decode(text.encode(errors="replace"))),
    "claims.text.normalise.normalise": normalise,
    "claims.text.bearing.bearing": lambda text: bearing([text, text[::2]], [text[:200], text[50:90]], [text[:40]]),
    "claims.text.captured.paragraphs_of": _read_captured,
    "claims.text.passages.held": lambda text: held(
        [text, text[::2]], [text, text[:200], f"{text[:9]} […] {text[-9:]}", text[50:60]], [1, 0, 1, 1]
    ),
    "claims.text.passages.passages": lambda text: passages([text, text[::2]], [text[:200], text[50:60], text]),
    "claims.text.places.places": lambda text: places([text, text[::2]], _quoted(text)),
    "claims.text.typography.fold": fold,
    "claims.text.words.word_spans": word_spans,
}
THROUGH = {
    "claims.text.captured.locator": "claims.text.captured.paragraphs_of",
    "claims.text.captured.pages_of": "claims.text.captured.paragraphs_of",
    "claims.text.captured.place_in": "claims.text.captured.paragraphs_of",
    "claims.text.captured.where_in": "claims.text.captured.paragraphs_of",
    "claims.intake.documents.markup.cleaned": "claims.intake.documents.html.read_html",
    "claims.intake.documents.markup.parsed": "claims.intake.documents.odt.read_odt",
    "claims.intake.documents.rtf.letters.decoded": "claims.intake.documents.rtf.read_rtf",
    "claims.intake.documents.rtf.letters.letter": "claims.intake.documents.rtf.read_rtf",
    "claims.intake.documents.rtf.letters.page_of": "claims.intake.documents.rtf.read_rtf",
    "claims.intake.documents.rtf.letters.whole": "claims.intake.documents.rtf.read_rtf",
    "claims.intake.documents.rtf.said.day": "claims.intake.documents.rtf.read_rtf",
    "claims.intake.documents.rtf.readings.walk": "claims.intake.documents.rtf.read_rtf",
    "claims.text.normalise.without_noncharacters": "claims.text.normalise.normalise",
    "claims.intake.documents.backing.begin": "Backing",
    "claims.intake.documents.html.tree_of": "claims.intake.documents.html.read_html",
    "claims.intake.documents.notes.is_inline": "claims.intake.documents.notes.notes_of",
    "claims.intake.furniture.reasons": "claims.intake.proposal.propose",
    "claims.intake.documents.notes.once": "claims.intake.documents.notes.notes_of",
    "claims.intake.documents.notes.roman": "claims.intake.documents.notes.notes_of",
    "claims.text.notes.sign": "claims.intake.documents.written.written",
    "claims.text.notes.signs_in": "claims.intake.documents.written.written",
    "claims.text.notes.without_marks": "claims.text.blocks.blocks",
    "claims.text.notes.without_signs": "claims.intake.documents.written.written",
    "claims.text.notes.word_at": "claims.intake.documents.backing.notes_in",
    "claims.text.notes.written_signs": "claims.intake.documents.written.written",
    "claims.intake.documents.backing.finish": "Backing",
    # These start a process with limits of its own, or are what it runs.
    "claims.intake.documents.actual.spell_out": "claims.intake.documents.pdf.read_pdf",
    "claims.intake.documents.fields.fields_of": "claims.intake.documents.pdf.read_pdf",
    "claims.intake.documents.page.beside": "claims.intake.documents.html.read_html",
    "claims.intake.documents.page.read_page": "claims.intake.documents.html.read_html",
    "claims.intake.captured.capture_source": "claims.intake.documents.html.read_html",
    "claims.intake.captured.read_answer": "claims.intake.documents.html.read_html",
    "claims.intake.captured.read_file": "claims.intake.documents.html.read_html",
    "claims.intake.captured.strip_file": "claims.intake.documents.pdf.read_pdf",
    "claims.intake.recordings.said_in": "claims.intake.documents.pdf.read_pdf",
    "claims.intake.recordings.without": "claims.intake.documents.pdf.read_pdf",
    "claims.intake.metadata.main": "claims.intake.documents.pdf.read_pdf",
    "claims.intake.metadata.metadata_of": "claims.intake.documents.pdf.read_pdf",
    "claims.intake.metadata.without_metadata": "claims.intake.documents.pdf.read_pdf",
    "claims.intake.captured.text_of": "claims.intake.documents.html.read_html",
    "claims.intake.deposited.deposit_capture": "claims.intake.documents.html.read_html",
    "claims.intake.drawn.draw_capture": "claims.intake.documents.html.read_html",
    "claims.intake.watched.came_to": "claims.intake.documents.html.read_html",
    "claims.intake.redacted.carry_on": "claims.intake.redacted.holds",
    "claims.intake.redacted.delete_files": "claims.intake.redacted.holds",
    "claims.intake.watched.look": "claims.intake.documents.html.read_html",
    "claims.intake.fetched.why_unread": "claims.intake.documents.html.read_html",
    "claims.intake.fetched.fetch_page": "claims.intake.documents.html.read_html",
    "claims.intake.fetched.read_answer": "claims.intake.documents.html.read_html",
    "claims.intake.documents.read_document": "claims.intake.documents.html.read_html",
    "claims.intake.documents.read_sheet": "claims.intake.documents.sheets.read_csv",
    "claims.intake.documents.sheets.read_xlsx": "claims.intake.documents.sheets.read_csv",
    "claims.intake.documents.reader.main": "claims.intake.documents.html.read_html",
    "claims.intake.documents.reader.read": "claims.intake.documents.html.read_html",
    "claims.intake.pasted.row_count": "claims.intake.pasted.refuse_if_unusable",
    "claims.text.anchors.capitals.changed_names": "Reanchoring with every line rewritten",
    "claims.text.anchors.gaps.asks": "Reanchoring with every line rewritten",
    "claims.text.anchors.gaps.gap_kind": "Reanchoring with every line rewritten",
    "claims.text.anchors.gaps.mark_kind": "Reanchoring with every line rewritten",
    "claims.text.anchors.gaps.reach": "Reanchoring with every line rewritten",
    "claims.text.anchors.gaps.row_end": "Reanchoring with every line rewritten",
    "claims.text.anchors.gaps.second_begins": "Reanchoring with every line rewritten",
    "claims.text.anchors.gaps.up_to_sign": "Reanchoring with every line rewritten",
    "claims.text.anchors.cutting.is_figure": "Reanchoring with every line rewritten",
    "claims.text.anchors.differences.described": "Reanchoring with every line rewritten",
    "claims.text.anchors.differences.kinds": "Reanchoring with every line rewritten",
    "claims.text.anchors.differences.printed": "Reanchoring with every line rewritten",
    "claims.text.anchors.reasons.reason": "Reanchoring with every line rewritten",
    "claims.text.anchors.times.in_a_date": "Reanchoring with every line rewritten",
    "claims.text.anchors.times.is_date": "Reanchoring with every line rewritten",
    "claims.text.anchors.times.is_day": "Reanchoring with every line rewritten",
    "claims.text.anchors.times.which_time": "Reanchoring with every line rewritten",
    "claims.text.anchors.vocabulary.reports": "Reanchoring with every line rewritten",
    "claims.text.common.rising": "Reanchoring with a line more",
    "claims.text.encodings.excerpts": "claims.text.encodings.readings",
    "claims.text.markdown.markdown_pieces": "claims.text.blocks.blocks",
    "claims.text.marks.normal_form": "claims.text.normalise.normalise",
    "claims.text.typography.same_words": "claims.text.typography.fold",
    "claims.text.passages.within": "claims.text.passages.passages",
    "claims.text.words.each_word": "claims.text.words.word_spans",
    "claims.text.words.is_unspaced": "claims.text.lines.lines",
}


def test_every_public_function_is_tried():
    assert public(*HELD) <= TRIED.keys() | THROUGH.keys()
    assert {*THROUGH.values()} <= TRIED.keys()


#: What compares every line with others has a budget, which only longer texts than these reach: it is held in
#: tests/text/test_common.py, and `python -m tests.text.growth NAME` measures them.
BUDGETED = {
    "Reanchoring with every line rewritten",
    "claims.text.anchors.differences.changes",
    "claims.text.common.common_ops",
    "claims.text.differences.word_diff",
}


@pytest.mark.parametrize("name", [name for name in TRIED if name not in BUDGETED])
def test_time_grows_with_the_text_and_no_faster(name, monkeypatch, pytestconfig):
    monkeypatch.setattr(common, "_PAIRS", 10_000)  # a bound that shows in a short text already
    TRIED[name]("Ann Lee said that 5 men left.")  # what is loaded once is loaded
    tried = runs_for(name, every=pytestconfig.getoption("every_run"))
    grown = {run: found for run, make in tried.items() if (found := grows(TRIED[name], make))}
    assert grown == {}


#: Prints the most memory, in bytes, that placing takes. A process of its own: in one that ran many tests, a table of
#: Python itself may grow meanwhile.
MEMORY = """
import sys, tracemalloc
from claims.text.anchors import Reanchoring
old, new = sys.argv[1:]
Reanchoring(old[:1_000], new[:1_000])  # what is loaded once is loaded
tracemalloc.start()
Reanchoring(old, new)
print(tracemalloc.get_traced_memory()[1])
"""


@pytest.mark.parametrize("cell", ["{n} ", "yes{n}\n\n", "a\n\n"])
def test_short_lines_take_memory_that_fits_a_text_of_two_million_characters(cell):
    old = "".join(cell.format(n=n) for n in range(9_000))
    new = old.replace("yes", "no").replace("a", "b")
    ran = subprocess.run([sys.executable, "-c", MEMORY, old, new], capture_output=True, check=True, cwd=BASE_DIR)
    assert int(ran.stdout) / len(old) < 250  # bytes; 500 MB for two million


def test_a_claim_of_many_lines_is_placed_in_time_that_grows_with_them():
    placed = TRIED["Reanchoring with every line rewritten"]
    assert grows(placed, runs()["short lines"], judged_from=SIZES[-2]) is None


def test_two_very_long_words_are_compared_in_time_that_grows_with_them():
    placed = TRIED["Reanchoring with every line rewritten"]
    assert grows(lambda text: placed(text * 4), runs()["one letter"], judged_from=SIZES[-1]) is None
