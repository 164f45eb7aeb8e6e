"""Footnotes and endnotes come in as blocks of their own, tied to where their marks stood, and no mark stays."""

import pytest

from claims.intake.documents import kind_of, read_document
from claims.intake.documents.backing import notes_in
from claims.intake.proposal import propose
from claims.intake.revision import propose_revision, with_marks
from claims.text.blocks import blocks
from claims.text.notes import places_again
from tests.intake.here import read_here
from tests.intake.written import W, docx, noted, odt, paragraph, run

SAID = "It lost 30 tanks. Nobody counted"
FIRST, SECOND = "Report of 2 May, page 4.", "The ministry, by phone."
WHOLE = [("paragraph", f"{SAID}."), ("note", FIRST), ("note", SECOND)]


def noted_in(raw, name="story.html"):
    """[(kind, text)] of a document, and [(mark, number of the block, what stands before the mark)] of its notes."""
    document = read_here(raw, kind_of(raw, name))
    cut = blocks(document.text, document.markdown)
    tied = [(one.number, one.place and (one.place[0], cut[one.place[0]].text[: one.place[1]])) for one in cut]
    return [(one.kind, one.text) for one in cut], [one for one in tied if one[0]], document


PAGES = {
    "Word": """<p class=MsoNormal>It lost 30 tanks.<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1"
 title=""><span class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]><span
 class=MsoFootnoteReference>[1]</span><![endif]></span></span></a> Nobody counted<a href="#_ftn2" name="_ftnref2"><span
 class=MsoFootnoteReference>[2]</span></a>.</p><div style='mso-element:footnote-list'><br clear=all><hr align=left>
<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1"><span>[1]</span>
</a> Report of 2 May,</p><p class=MsoFootnoteText>page 4.</p></div>
<div style='mso-element:footnote' id=ftn2><p class=MsoFootnoteText><a href="#_ftnref2" name="_ftn2">[2]</a> {2}</p>
</div></div>""",
    "Google Docs": """<p><span>It lost 30 tanks.</span><sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup><span> Nobody
 counted</span><sup><a href="#ftnt2" id="ftnt_ref2">[2]</a></sup><span>.</span></p><hr><div><p><a href="#ftnt_ref1"
 id="ftnt1">[1]</a><span> {1}</span></p></div><div><p><a href="#ftnt_ref2" id="ftnt2">[2]</a><span> {2}</span></p></div>
""",
    "LibreOffice": """<p>It lost 30 tanks.<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1
</sup></a> Nobody counted<a class="sdfootnoteanc" name="sdfootnote2anc" href="#sdfootnote2sym"><sup>2</sup></a>.</p>
<div id="sdfootnote1"><p><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a>{1}</p></div>
<div id="sdfootnote2"><p><a class="sdfootnotesym" name="sdfootnote2sym" href="#sdfootnote2anc">2</a>{2}</p></div>""",
    "Pandoc": """<p>It lost 30 tanks.<a href="#fn1" class="footnote-ref" id="fnref1"><sup>1</sup></a> Nobody counted<a
 href="#fn2" id="fnref2"><sup>2</sup></a>.</p><section class="footnotes"><hr><ol><li id="fn1"><p>{1}<a href="#fnref1"
 class="footnote-back">↩︎</a></p></li><li id="fn2"><p>{2} <a href="#fnref2">↩︎</a></p></li></ol></section>""",
    "MediaWiki": """<p>It lost 30 tanks.<sup id="cite_ref-a_1-0"><a href="#cite_note-a-1">[1]</a></sup> Nobody
 counted<sup id="cite_ref-2"><a href="#cite_note-2">[2]</a></sup><sup id="cite_ref-a_1-1"><a
 href="#cite_note-a-1">[1]</a></sup>.</p>
<ol><li id="cite_note-a-1"><span>^ <a href="#cite_ref-a_1-0"><sup><i><b>a</b></i></sup></a> <a
 href="#cite_ref-a_1-1"><sup><i><b>b</b></i></sup></a></span> <span>{1}</span></li>
<li id="cite_note-2"><span><b><a href="#cite_ref-2">^</a></b></span> <span>{2}</span></li></ol>""",
    "two marks in one": """<p>It lost 30 tanks.<sup>[<a id=r1 href="#n1">1</a>]</sup> Nobody counted<sup><a id=r2
 href="#n2">2</a>, <a href="#n1">1</a></sup>.</p><ul><li id=n1>{1} <a href="#r1">back</a><li id=n2>{2}
 <a href="#r2">back</a></ul>""",
}


@pytest.mark.parametrize("program", PAGES)
def test_the_notes_of_a_page_are_known_by_links_to_and_fro_whoever_wrote_it(program):
    page = PAGES[program].replace("{1}", FIRST).replace("{2}", SECOND)
    found, tied, document = noted_in(f"<!doctype html><html><body>{page}</body></html>".encode())
    assert found == WHOLE
    assert tied == [("1", (0, "It lost 30 tanks.")), ("2", (0, SAID))]
    said = [(one["kind"], one["quote"], one["words"]) for one in document.backing]
    assert said == [("footnote", "tanks.", FIRST), ("footnote", "counted", SECOND)]


def test_links_that_lead_to_other_places_of_a_page_are_no_notes():
    page = (
        '<html><p><a href="#a">1</a> <a href="#b" id="back">2</a> and <a id=c href="#d">three words there</a>.</p>'
        '<p id="a">One is here.</p><div id="b"><p>Two is <a href="#top">up</a>.</p></div>'
        '<p id="d"><a href="#c">1</a> x</p>'
    )
    found, tied, _ = noted_in(page.encode())
    assert tied == [] and [text for _, text in found] == [
        "1 2 and three words there.",
        "One is here.",
        "Two is up.",
        "1 x",
    ]


def parts(back, *, entry='<li><a id="t{0}" href="#s{0}">{0}</a> Part {0}</li>', head="", numbers="123"):
    """A list of contents, and its parts, each with a link back."""
    inner = f'{head}<p>Words of part {{0}} are here.</p><a href="#{back}">Up</a>'
    return [
        "".join(entry.format(one) for one in numbers),
        "".join(f'<div id="s{one}">{inner.format(one)}</div>' for one in numbers),
    ]


CONTENTS = {
    "each part leads back to its entry": "<ul>{}</ul>{}".format(*parts("t{0}")),
    "entries of one number": "<ol>{}</ol>{}".format(*parts("t{0}", entry='<li><a id="t{0}" href="#s{0}">{0}.</a>')),
    "in brackets": "<ol>{}</ol>{}".format(*parts("t{0}", entry='<li><a id="t{0}" href="#s{0}">[{0}]</a> Part')),
    "all lead back to the top": '<p><span id="top">Jump to: {}</span></p>{}'.format(
        *parts("top", entry='<a href="#s{0}">{0}</a> | ', numbers="ABC")
    ),
    "letters": "<p>Jump to: {}</p>{}".format(*parts("t{0}", entry='<a id="t{0}" href="#s{0}">{0}</a> ', numbers="ABC")),
    "letters, each a paragraph": "".join(parts("t{0}", entry='<p><a id="t{0}" href="#s{0}">{0}</a></p>', numbers="AB")),
    "a table": "<table>{}</table>{}".format(
        *parts("t{0}", entry='<tr><td><a id="t{0}" href="#s{0}">{0}</a></td><td>Part</td></tr>')
    ),
    "a word before the number": "<ul>{}</ul>{}".format(
        *parts("t{0}", entry='<li>Chapter <a id="t{0}" href="#s{0}">{0}</a></li>')
    ),
    "navigation": "<nav>{}</nav>{}".format(*parts("t{0}", entry='<a id="t{0}" href="#s{0}">{0}</a> ')),
    "rows": "<div>{}</div>{}".format(
        *parts("t{0}", entry='<a id="t{0}" href="#s{0}">{0}</a> Part<br>', numbers=("I", "II"))
    ),
    "parts with heads": "<p>See chapter{}.</p>{}".format(
        *parts("t{0}", entry='<sup><a id="t{0}" href="#s{0}">{0}</a></sup>', head="<h2>A head</h2>")
    ),
    "a word of Roman letters": '<p>A <a id="r" href="#g">civil</a> word</p><p id="g">Civil. <a href="#r">^</a></p>',
}


@pytest.mark.parametrize("markup", CONTENTS.values(), ids=CONTENTS)
def test_the_parts_that_a_list_of_contents_leads_to_are_no_notes(markup):
    found, tied, _ = noted_in(f"<!doctype html><html><body><p>{SAID}.</p>{markup}</body></html>".encode())
    assert tied == [] and "note" not in {kind for kind, _ in found}


BACK = '<p id="n"><a href="#r">{}</a> Report.</p>'
MARKS = {
    "WordPress": '<sup data-fn="n" class="fn"><a id="r" href="#n">1</a></sup>.</p><ol class="wp-block-footnotes">'
    '<li id="n">Report. <a href="#r" aria-label="Back to the place">↩︎</a></li></ol>',
    "kramdown": '<sup id="r"><a href="#n" class="footnote" rel="footnote">1</a></sup>.</p><div class="footnotes"><ol>'
    '<li id="n"><p>Report. <a href="#r" class="reversefootnote">&#8617;</a></p></li></ol></div>',
    "Substack": '<a id="r" class="footnote-anchor" href="#n">1</a>.</p><div class="footnote"><a id="n" href="#r">1</a>'
    "<div><p>Report.</p></div></div>",
    "close behind a word": f'<a id="r" href="#n">1</a>.</p>{BACK.format(1)}',
    "behind several words": f' by its own count of May <a id="r" href="#n">1</a>.</p>{BACK.format(1)}',
    "in brackets behind a blank": f' <a id="r" href="#n">[1]</a>.</p>{BACK.format(1)}',
    "behind a link": f' <a href="https://a.example/">so</a><a id="r" href="#n">1</a>.</p>{BACK.format(1)}',
    "behind a line end": f'.<br>It was May<a id="r" href="#n">1</a>.</p>{BACK.format(1)}',
    "raised by its style": f'</p><p><span style="vertical-align: super"><a id="r" href="#n">1</a></span></p>'
    f"{BACK.format(1)}",
    "alone in a cell": '</p><table><tr><td>Ost</td><td><sup id="r"><a href="#n">[1]</a></sup></td></tr></table>'
    + BACK.format("^"),
    "with the address of its page": '<sup id="r"><a href="https://a.example/b#n">1</a></sup></p>'
    '<ol><li id="n"><a href="https://a.example/b#r">^</a> Report.</li></ol>',
    "an asterisk": f'<a id="r" href="#n">*</a>.</p>{BACK.format("*")}',
}


@pytest.mark.parametrize("markup", MARKS.values(), ids=MARKS)
def test_a_mark_follows_words_or_is_raised(markup):
    found, tied, _ = noted_in(f"<!doctype html><html><body><p>It lost 30 tanks{markup}</body></html>".encode())
    assert ("note", "Report.") in found and len(tied) == 1


def test_two_marks_that_are_raised_together_may_be_led_back_to_together():
    page = '<p>It lost 30 tanks<sup id="r"><a href="#n">1</a>,<a href="#m">2</a></sup>.</p><ol>'
    page += '<li id="n">Report. <a href="#r">^</a></li><li id="m">Letter. <a href="#r">^</a></li></ol>'
    found, _, _ = noted_in(f"<html><body>{page}</body></html>".encode())
    assert found[1:] == [("note", "Report."), ("note", "Letter.")]


def test_footnotes_and_endnotes_of_word_and_of_an_open_document_are_tied_to_their_places():
    end = '<w:r><w:endnoteReference w:id="3"/></w:r>'
    word = docx(
        paragraph(run("It lost 30 tanks.") + noted(5) + run(" Nobody counted") + end + run(".")),
        f'<w:footnote w:id="5">{paragraph(run(FIRST))}</w:footnote>',
        word__endnotes_xml=f'<w:endnotes {W}><w:endnote w:id="3">{paragraph(run(SECOND))}</w:endnote></w:endnotes>',
        notes_at_the_end=True,
    )
    note = (
        '<text:note text:note-class="{}"><text:note-citation>{}</text:note-citation><text:note-body><text:p>{}</text:p>'
        "</text:note-body></text:note>"
    )
    notes = note.format("footnote", "1", FIRST), note.format("endnote", "i", SECOND)
    opened = odt(f"<text:p>It lost 30 tanks.{notes[0]} Nobody counted{notes[1]}.</text:p>")
    for raw in (word, opened):
        found, tied, document = noted_in(raw, "")
        assert found == WHOLE
        assert tied == [("1", (0, "It lost 30 tanks.")), ("i", (0, SAID))]
        assert [one["kind"] for one in document.backing] == ["footnote", "endnote"]
    same = note.format("footnote", "*", FIRST), note.format("footnote", "*", SECOND)
    _, tied, _ = noted_in(odt(f"<text:p>One.{same[0]} Two.{same[1]}</text:p>"), "")
    assert tied == [("*", (0, "One.")), ("*-2", (0, "One. Two."))]


def test_notes_in_markdown_are_blocks_wherever_they_stand():
    text = (
        "# Tanks[^a]\n\nIt lost 30 tanks.[^1] Nobody [^2] counted[^3].\n\n[^1]: Report of\n2 May.\n[^2]: Phone.\n\n"
        "    And again.\n\nThe end \\[^1] is near.\n\n[^b]: No mark.\n\n[^a]: Of the headline."
    )
    cut = blocks(text, markdown=True)
    assert [(one.kind, one.text, one.number, one.place) for one in cut] == [
        ("headline", "Tanks", "", None),
        ("paragraph", "It lost 30 tanks. Nobody counted[^3].", "", None),
        ("note", "Report of 2 May.", "1", (1, 17)),
        ("note", "Phone. And again.", "2", (1, 24)),
        ("paragraph", "The end [^1] is near.", "", None),
        ("note", "No mark.", "b", None),
        ("note", "Of the headline.", "a", (0, 5)),
    ]
    assert [(one["quote"], one["words"]) for one in notes_in(text)] == [
        ("tanks.", "Report of 2 May."),
        ("Nobody", "Phone. And again."),
        ("Tanks", "Of the headline."),
    ]
    plain = blocks("It lost 30 tanks.[^1]\n\n[^1]: Report.")
    assert [one.kind for one in plain] == ["paragraph", "paragraph"]


def test_a_mark_by_itself_belongs_to_the_block_before_it():
    cut = blocks("[^1]\n\nIt rained.\n\n[^2]\n\n[^1]: One.\n\n[^2]: Two.", markdown=True)
    assert [(one.text, one.place) for one in cut] == [("It rained.", None), ("One.", None), ("Two.", (0, 10))]


def test_notes_are_never_taken_for_headline_byline_or_furniture():
    text = "The bridge is closed, said the mayor.[^1]\n\n"
    text += "[^1]: By Ann Lee\n\n[^2]: Source: Reuters\n\n[^3]: Related stories"
    found = propose(text, markdown=True)
    assert [(block.kind, block.left_out) for block in found.blocks] == [("paragraph", False)] + [("note", False)] * 3
    assert (found.headline, found.authors, found.chain) == ("", [], [])


def test_a_next_text_without_marks_keeps_notes_where_their_words_stand_now():
    before = [
        {"kind": "paragraph", "text": f"{SAID}.", "left_out": False},
        {"kind": "note", "text": FIRST, "left_out": False, "note_number": "1", "note_block": 0, "note_at": 17},
        {"kind": "note", "text": SECOND, "left_out": False, "note_number": "2", "note_block": 0, "note_at": 32},
    ]
    found = propose_revision(f"It rained all day.\n\nIt lost 40 tanks. Nobody knew.\n\n{FIRST}\n\n{SECOND}", before)
    assert [(block.kind, block.number, block.place) for block in found.blocks[2:]] == [
        ("note", "1", (1, 17)),
        ("note", "2", (1, 29)),
    ]
    marked = propose_revision(f"It lost[^1] 30 tanks.\n\n[^1]: {FIRST}", before, markdown=True)
    assert marked.blocks[1].place == (0, 7)
    assert places_again(before, ["Other words altogether."]) == {}


def test_notes_of_an_rtf_are_read_with_the_letters_of_the_document():
    raw = (
        rb"{\rtf1\ansi\ansicpg1252 It lost 30 tanks.{\super \chftn}"
        rb"{\footnote \pard\plain {\super\chftn} Report of 2 May,\par page 4\'97caf\'e9 \{x\}.}"
        rb" Nobody counted{\*\footnote\ftnalt\chftn \u1052?.}.\par \u8226? one\par \u8226? two\par"
        rb"\trowd a\cell b\cell\row\trowd c\cell d\cell\row}"
    )
    found, tied, document = noted_in(raw, "")
    assert [one for one in found if one[0] != "table_cell"] == [
        ("paragraph", f"{SAID}."),
        ("list_item", "one"),
        ("list_item", "two"),
        ("note", "Report of 2 May, page 4—café {x}."),
        ("note", "М."),
    ]
    assert tied == [("1", (0, "It lost 30 tanks.")), ("i", (0, SAID))]
    assert [(one["kind"], one["quote"]) for one in document.backing] == [("footnote", "tanks."), ("endnote", "counted")]
    plain = read_document(rb"{\rtf1 It rained. {\footnote not closed", "rtf")
    assert plain.text == "It rained. [^1]\n\n[^1]: not closed"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See `a[^1]` and b[^1].", "See `a[^1]` and b."),
        ("See ``a ` [^1]`` and b[^1].", "See ``a ` [^1]`` and b."),
        ("See `a[^1] and b.[^1]", "See `a and b."),
        ("See `a\n[^1]` and b[^1].", "See `a [^1]` and b."),
        ("See \\`a[^1]\\` and.", "See \\`a\\` and."),
        ("```\na[^1]\n```\n\nb[^1]", "``` a[^1] ```"),
        ("~~~ text\na[^1]\n\nc[^1]\n~~~~\n\nb[^1]", "~~~ text a[^1]"),
        ("> ```\n> a[^1]\n> ```\n\nb[^1]", "``` a[^1] ```"),
        ("    a[^1]\n\tb[^1]\n\nc[^1]", "a[^1] b[^1]"),
        ("See\n    a[^1] and b.", "See a and b."),
        ("- one\n\n    two[^1]\n\nb", "one"),
    ],
)
def test_what_looks_like_the_mark_of_a_note_in_code_is_none(text, expected):
    cut = blocks(f"{text}\n\n[^1]: Report.", markdown=True)
    assert cut[0].text == expected and [one.text for one in cut if one.kind == "note"] == ["Report."]


def test_what_looks_like_a_note_in_code_is_none():
    cut = blocks("It rained.[^1]\n\n```\n[^1]: Report.\n\n[^2]: Phone.\n```\n\nDone.", markdown=True)
    assert [one.text for one in cut] == ["It rained.[^1]", "``` [^1]: Report.", "[^2]: Phone. ```", "Done."]


def test_a_text_with_the_marks_of_its_notes_is_cut_into_the_same_blocks():
    text = (
        "# Bridge *opens*[^a]\n\nIt lost[^1] 30 tanks.[^2]\n\n- one[^3]\n\n| a[^4] | b |\n\n[^1]: Report.\n\n"
        "[^2]: Phone[^1].\n\n[^3]: x\n\n[^4]: y\n\n[^a]: z"
    )
    before = propose_revision(text, [], markdown=True).blocks
    rows = [
        {"kind": one.kind, "text": one.text, "note_number": one.number}
        | {"note_block": one.place and one.place[0], "note_at": one.place and one.place[1]}
        for one in before
    ]
    again = propose_revision(with_marks(rows), [], markdown=True).blocks
    assert [(one.text, one.number, one.place) for one in again] == [(one.text, one.number, one.place) for one in before]
    assert with_marks(rows[:3]) == "" and with_marks([]) == ""
