"""An article is read from a document: its words in order, in blocks of their kinds, and nothing from outside it."""

import io
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from claims.intake.documents import MAX_DOCUMENT, kind_of, read_document, reader
from claims.intake.documents.html import read_html
from claims.intake.documents.written import TRACKED, written
from claims.intake.proposal import propose
from claims.text.blocks import blocks
from claims.text.normalise import TextRefused, normalise
from tests.intake.here import read_here
from tests.intake.written import ODF, W, docx, odt, odt_with_head, paragraph, pdf, run, zipped

LAUGHS = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {"abcdefghijk"[at]} "{("&" + "abcdefghijk"[at - 1] + ";") * 10}">' for at in range(1, 11)
)


def read(raw, name="story"):
    kind = kind_of(raw, name)
    assert kind
    return read_document(raw, kind)


def cut(raw, name="story"):
    document = read_here(raw, kind_of(raw, name))
    return [(block.kind, block.text) for block in blocks(normalise(document.text), document.markdown)]


def refused(raw, name="story"):
    with pytest.raises(TextRefused) as caught:
        read(raw, name)
    return caught.value.code


def test_a_word_document_gives_its_blocks_with_their_kinds():
    table = "<w:tbl>{}</w:tbl>".format(
        "".join(
            f"<w:tr>{''.join(f'<w:tc>{paragraph(run(words))}</w:tc>' for words in row)}</w:tr>"
            for row in (["Town", "Dead|hurt"], ["Orle", "12"])
        )
    )
    body = (
        paragraph(run("Bridge reopens"), "Title")
        + paragraph(run("The mayor said it carries ") + run("40 lorries") + run(" an hour."))
        + paragraph(run("What was found"), "heading2")
        + paragraph(run("We saw it."), "Quote")
        + table
        + paragraph(run("- No, he said."))
        + paragraph(run("2020. A year later."))
    )
    assert cut(docx(body)) == [
        ("headline", "Bridge reopens"),
        ("paragraph", "The mayor said it carries 40 lorries an hour."),
        ("heading", "What was found"),
        ("quote", "We saw it."),
        *(("table_cell", words) for words in ("Town", "Dead|hurt", "Orle", "12")),
        ("paragraph", "- No, he said."),
        ("paragraph", "2020. A year later."),
    ]


def test_a_word_document_is_read_as_accepted_with_its_footnotes_last():
    body = paragraph(
        run("It carries ")
        + f'<w:ins w:id="1" w:author="A">{run("40")}</w:ins>'
        + '<w:del w:id="2" w:author="A"><w:r><w:delText>30</w:delText></w:r></w:del>'
        + run(" lorries")
        + '<w:r><w:footnoteReference w:id="5"/></w:r>'
        + run(" an hour.")
    )
    note = f'<w:footnote w:id="5">{paragraph(run("County survey, page 4."))}</w:footnote>'
    raw = docx(body, note)
    assert cut(raw) == [("paragraph", "It carries 40 lorries an hour."), ("note", "County survey, page 4.")]
    assert read(raw).notes[0] == TRACKED


def test_an_open_document_gives_its_blocks_with_their_kinds():
    styles = (
        '<style:style style:name="P1" style:parent-style-name="Title"/>'
        '<style:style style:name="P2" style:parent-style-name="Quotations"/>'
    )
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>30</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        '<text:p text:style-name="P1">Bridge reopens</text:p>'
        '<text:p>It carries<text:s text:c="2"/><text:span>40 lorries</text:span><text:note>'
        "<text:note-citation>1</text:note-citation><text:note-body><text:p>County survey.</text:p></text:note-body>"
        "</text:note> an<text:line-break/>hour.<office:annotation><text:p>Is it?</text:p></office:annotation></text:p>"
        '<text:h text:outline-level="2">What was found</text:h>'
        "<text:list><text:list-item><text:p>first</text:p><text:list><text:list-item><text:p>inner</text:p>"
        "</text:list-item></text:list></text:list-item></text:list>"
        '<text:p text:style-name="P2">We saw it.</text:p>'
        "<table:table><table:table-row><table:table-cell><text:p>Orle</text:p></table:table-cell>"
        "<table:table-cell><text:p>12</text:p></table:table-cell></table:table-row></table:table>"
    )
    raw = odt(body, styles)
    assert cut(raw) == [
        ("headline", "Bridge reopens"),
        ("paragraph", "It carries 40 lorries an hour."),
        ("heading", "What was found"),
        ("list_item", "first"),
        ("list_item", "inner"),
        ("quote", "We saw it."),
        ("table_cell", "Orle"),
        ("table_cell", "12"),
        ("note", "County survey."),
    ]
    assert read(raw).notes[0] == TRACKED


def test_a_page_gives_its_words_and_neither_scripts_nor_styles():
    page = (
        "<!doctype html><html><head><title>x</title><style>p{}</style></head><body><div><h1>Bridge reopens</h1>"
        "<script>var a = 1</script><div><p>It carries <b>40</b> lorries<br>an hour.</p>loose words</div>"
        "<ol start=3><li><p>third</p></li><li>fourth</li></ol><blockquote><p>We saw it.</p></blockquote>"
        '<figure><img alt="The bridge" src="x"><figcaption>In May</figcaption></figure><!-- not this --></div></body>'
    )
    assert cut(page.encode()) == [
        ("headline", "Bridge reopens"),
        ("paragraph", "It carries 40 lorries an hour."),
        ("paragraph", "loose words"),
        ("list_item", "3. third"),
        ("list_item", "4. fourth"),
        ("quote", "We saw it."),
        ("picture", "The bridge"),
        ("paragraph", "In May"),
    ]


def test_what_word_and_google_docs_put_on_the_clipboard_gives_the_same_blocks_as_the_document():
    item = "<p class=MsoListParagraph style='text-indent:-18pt;mso-list:l0 level1 lfo1'><![if !supportLists]>"
    mark = "<span style='mso-list:Ignore'>{}<span style='font:7pt Times'>&nbsp;&nbsp; </span></span><![endif]>"
    word = (
        "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><style>p.MsoNormal {margin:0}</style></head>"
        "<body><!--StartFragment--><h1>Bridge\r\n reopens<o:p></o:p></h1>"
        "<p class=MsoNormal><span lang=EN-GB>It carries <b>12&nbsp;000</b> lorries.<o:p></o:p></span></p>"
        f"{item}{mark.format('·')}first<o:p></o:p></p>{item}{mark.format('2.')}second</p>"
        "<p class=MsoNormal style='mso-hide:all;display:none'>not this</p>"
        "<p class=MsoNormal><o:p>&nbsp;</o:p></p><!--EndFragment--></body></html>"
    )
    google = (
        "<meta charset='utf-8'><b style='font-weight:normal;' id='docs-internal-guid-1'><h1 dir='ltr'><span>Bridge "
        "reopens</span></h1><p dir='ltr'><span>It carries 12&nbsp;000 lorries.</span></p><br>"
        "<ul><li dir='ltr'><p dir='ltr' role='presentation'><span>first</span></p></li></ul>"
        "<ol start='2'><li dir='ltr'><p><span>second</span></p></li></ol></b>"
    )
    expected = [
        ("headline", "Bridge reopens"),
        ("paragraph", "It carries 12\u00a0000 lorries."),
        ("list_item", "first"),
        ("list_item", "2. second"),
    ]
    assert cut(word.encode()) == expected
    assert cut(google.encode(), "paste.html") == expected


def test_an_rtf_gives_its_paragraphs_and_the_cells_of_its_tables():
    raw = (
        rb"{\rtf1\ansi{\fonttbl\f0 Arial;}Bridge reopens\par It carries \b 40 lorries\b0  an hour.\par "
        rb"M\'fcller left. \u1055?\par \trowd Town\cell Dead\cell\row \trowd Orle\cell 12\cell\row Done.\par}"
    )
    assert cut(raw) == [
        ("paragraph", "Bridge reopens"),
        ("paragraph", "It carries 40 lorries an hour."),
        ("paragraph", "Müller left. П"),
        *(("table_cell", words) for words in ("Town", "Dead", "Orle", "12")),
        ("paragraph", "Done."),
    ]


def test_the_rows_of_a_pdf_are_put_together_to_paragraphs_and_page_numbers_stand_alone():
    first, second = "The mayor said that the old bridge carries", "40 lorries an hour and that it was closed"
    pages = [
        [
            (800, 9, "The Valley Courier"),
            (760, 24, "Bridge reopens"),
            (720, 12, first),
            (706, 12, second),
            (692, 12, "in May."),
            (664, 12, "Engineers found 3 cracks in the deck of it,"),
            (40, 9, f"Page {number}"),
        ]
        for number in (1, 2, 3)
    ]
    pages[1][1:] = [(760, 12, "each of them longer than two metres."), (40, 9, "Page 2")]
    found = [words for _, words in cut(pdf(*pages))]
    assert found[:3] == ["The Valley Courier", "Bridge reopens", f"{first} {second} in May."]
    assert "Engineers found 3 cracks in the deck of it, each of them longer than two metres." in found
    assert {"Page 1", "Page 2", "Page 3"} <= {*found}


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (zipped(a="b"), "binary"),
        (docx("")[:200], "damaged"),
        (zipped(word__document_xml="<w:document"), "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "old_word"),
        (b"%PDF-1.7 and so on", "damaged"),
        (pdf([]), "scanned"),
        (docx(paragraph("")), "empty"),
        (odt("<text:p>&k;</text:p>", head=LAUGHS + "]>"), "damaged"),
        (docx(paragraph(run("&k;")), head=LAUGHS + "]>"), "damaged"),
        (odt("<text:p>&f;</text:p>", head='<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]>'), "empty"),
        (b"<html>" + b"<p>The bridge is closed." * 100_000, "too_large"),
        (b"<html>" + b" " * MAX_DOCUMENT, "large_document"),
    ],
    ids=[
        "another zip",
        "cut off",
        "no end",
        "old Word",
        "no PDF",
        "no text layer",
        "no words",
        "entities",
        "Word's entities",
        "a file from outside",
        "too much text",
        "too large",
    ],
)
def test_what_cannot_be_read_is_refused_in_words(raw, code):
    assert refused(raw) == code


def test_a_zip_whose_packed_bytes_are_damaged_is_refused_in_words():
    raw = zipped(mimetype="application/vnd.oasis.opendocument.text" * 2)
    at = raw.index(b"mimetype") + len(b"mimetype")
    assert refused(raw[:at] + b"\xff" * 8 + raw[at + 8 :]) == "damaged"


def test_a_pdf_behind_a_password_is_refused():
    writer, made = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([(700, 12, "The bridge is closed.")])))), io.BytesIO()
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(made)
    assert refused(made.getvalue()) == "locked"


def test_a_document_that_unpacks_to_hundreds_of_megabytes_is_refused_before_it_is_unpacked():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file, file.open("word/document.xml", "w") as part:
        for _ in range(200):
            part.write(b"\0" * 1024 * 1024)
    assert refused(made.getvalue()) == "too_much"


def test_pages_that_name_one_another_do_not_hang_the_reader():
    endless = pdf([(700, 12, "The bridge is closed.")]).replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]")
    assert refused(endless) in {"damaged", "scanned", "too_much"}


def test_a_name_decides_nothing_where_the_bytes_say_what_it_is():
    assert kind_of(docx(paragraph(run("Bridge."))), "story.txt") == "docx"
    assert kind_of(b"The bridge is closed.", "story.docx") == ""
    assert kind_of(b"<p>The bridge is closed.", "story.html") == "html"


MARKS = st.sampled_from([*"-+*#>|=_~`.)\\1 a", "12.", "3)", "| ", "- ", "\\-", "é", "¶", "[^a]", "[^a]: "])
KINDS = ("paragraph", "quote", "list_item", "heading", "table_cell", "note")


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.lists(MARKS, max_size=8).map("".join)), max_size=6))
def test_what_is_written_as_markdown_is_cut_into_the_same_blocks(pieces):
    pieces = [(kind, " ".join(words.split())) for kind, words in pieces]
    pieces = [
        (kind, f"word {words}" if kind in ("heading", "table_cell") else words) for kind, words in pieces if words
    ]
    numbered = {"table_cell": "cell {}", "note": "note {}"}
    rows = [(numbered.get(kind, kind).format(at), words) for at, (kind, words) in enumerate(pieces)]
    found = [(block.kind, block.text) for block in blocks(written(rows), markdown=True)]
    assert found == pieces


def test_a_page_of_no_elements_is_no_page():
    with pytest.raises(ValueError, match="no element"):
        read_html(b"")


SENTENCES = ("The bridge is closed until May.", "The mayor said that it had cracks.", "It carried 200 lorries an hour.")


def left_out(raw):
    """The blocks that are proposed as left out of a document, with the reason of each."""
    found = read_document(raw, kind_of(raw))
    proposal = propose(found.text, markdown=found.markdown, page=found.page)
    assert any(block.text == SENTENCES[0] and not block.left_out for block in proposal.blocks)
    return [(block.text, block.why) for block in proposal.blocks if block.left_out]


def test_heads_and_feet_of_pages_are_kept_and_proposed_as_left_out():
    why = "head or foot of a page"
    body = "".join(paragraph(run(words)) for words in SENTENCES)
    head = f"<w:hdr {W}>{paragraph(run('Ostrava Post, draft 3'))}{paragraph(run(SENTENCES[0]))}</w:hdr>"
    foot = f"<w:ftr {W}>{paragraph(run('7'))}{paragraph(run('Not for publication'))}</w:ftr>"
    word = docx(body, word__header1_xml=head, word__footer1_xml=foot)
    assert left_out(word) == [("Not for publication", why), ("Ostrava Post, draft 3", why)]
    text = "".join(f"<text:p>{words}</text:p>" for words in SENTENCES)
    assert left_out(odt_with_head("Ostrava Post, draft 3", text)) == [("Ostrava Post, draft 3", why)]
    pages = [
        [(800, 8, "Ostrava Post, draft 3"), (700, 11, words), (40, 8, f"Page {at} of 3")]
        for at, words in enumerate(SENTENCES, 1)
    ]
    found = left_out(pdf(*pages))
    assert found.count(("Ostrava Post, draft 3", why)) == 3
    assert ("Page 2 of 3", why) in found


def test_items_of_a_numbered_list_keep_their_numbers():
    levels = '<text:list-level-style-number text:level="1" style:num-format="1"/>'
    styles = (
        f'<text:list-style style:name="L1">{levels}<text:list-level-style-bullet text:level="2"/></text:list-style>'
    )
    item = "<text:list-item{}><text:p>{}</text:p>{}</text:list-item>"
    inner = f"<text:list>{item.format('', 'Deck', '')}</text:list>"
    items = item.format("", "Piers", inner) + item.format(' text:start-value="7"', "Rails", "<text:p>And more</text:p>")
    more = f'<text:list text:style-name="L1" text:continue-numbering="true">{item.format("", "Paint", "")}</text:list>'
    raw = odt(f'<text:list text:style-name="L1">{items}</text:list><text:p>Then</text:p>{more}', styles)
    found = [(block.kind, block.text) for block in blocks(read_document(raw, "odt").text, True)]
    assert found == [
        ("list_item", "1. Piers"),
        ("list_item", "Deck"),
        ("list_item", "7. Rails"),
        ("list_item", "And more"),
        ("paragraph", "Then"),
        ("list_item", "8. Paint"),
    ]


def test_glyphs_of_a_pdf_are_read_as_what_it_says_that_they_stand_for():
    rows = [(700, 11, "The bridge (A) is closed.")]
    raw = pdf(rows).replace(b"(The bridge (A) is closed.) Tj", b"(The bridge ) Tj %s(xx) Tj EMC ( is closed.) Tj")
    said = "/Span <</ActualText <FEFF{}>>> BDC ".format("至于𝔸".encode("utf-16-be").hex().upper()).encode()
    raw = raw.replace(b"%s", said)
    length = len(raw[raw.index(b"stream\n") + 7 : raw.index(b"endstream")])
    assert "The bridge 至于𝔸 is closed." in read_document(with_length(raw, length), "pdf").text


def test_what_was_filled_into_the_fields_of_a_pdf_stands_in_their_rows_and_the_rest_at_the_end():
    fields = [
        "/Subtype /Widget /FT /Tx /V (Ann Lee) /Rect [160 694 300 710]",
        "/Subtype /Widget /FT /Ch /V [(Red) (Blue)] /Rect [160 674 300 690]",
        "/Subtype /Widget /Parent << /FT /Tx /V (of its group) >> /Rect [160 674 300 690]",
        "/Subtype /FreeText /Contents (Typed over it) /Rect [72 100 200 120]",
        "/Subtype /Widget /FT /Btn /V /Yes /Rect [72 600 80 608]",
        "/Subtype /Widget /FT /Tx /V (unseen) /F 2 /Rect [72 600 80 608]",
        "/Subtype /Widget /FT /Tx /V (no place) /Rect [72 (x) 80 608]",
        "/Subtype /Highlight /Contents (a remark) /Rect [72 600 80 608]",
        "/Subtype /Widget /FT /Tx /Ff 8192 /V (a password) /Rect [72 600 80 608]",
        "/Subtype /Widget /Parent 99 0 R /Rect 99 0 R",
    ]
    raw = pdf([(698, 11, "Name:"), (678, 11, "Colours:")])
    raw = raw.replace(b"/MediaBox", b"/Annots [%s] /MediaBox" % "".join(f"<< {one} >>" for one in fields).encode())
    text = read_document(raw, "pdf").text
    assert " ".join(text.split()) == "Name: Ann Lee Colours: Red, Blue of its group Typed over it no place"
    for broken in (b"5 0 R", b"99 0 R", b"[99 0 R 5 0 R 4 0 R]", b"(words)"):
        raw = pdf([(698, 11, "Name:")]).replace(b"/MediaBox", b"/Annots %s /MediaBox" % broken)
        assert read_document(raw, "pdf").text == "Name:"


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("/FT /Ch /Opt [[(DE) (Germany)] [(FR) (France)]] /V (FR)", "France"),
        ("/FT /Ch /Opt [[(DE) (Germany)] [(FR) (France)]] /V [(FR) (DE)]", "France, Germany"),
        ("/FT /Ch /Opt [[(DE) (Germany)]] /V (IT)", "IT"),
        ("/FT /Ch /Opt [(Germany) (France)] /V (France)", "France"),
        ("/FT /Ch /Opt [99 0 R (x) [] [(FR)]] /V (FR)", "FR"),
        ("/FT /Ch /Opt (x) /V (FR)", "FR"),
        ("/FT /Tx /V 40", "40"),
        ("/FT /Tx /V 4.50", "4.5"),
        ("/FT /Tx /V <FEFF041C043E04410442>", "Мост"),
        ("/FT /Tx /F null /Ff null /V (Ann)", "Ann"),
        ("/FT /Tx /F (x) /V (Ann)", "Ann"),
        ("/FT /Tx /V true", ""),
        ("/FT /Tx /V /Ann", ""),
        ("/FT /Tx /V 99 0 R", ""),
        ("/FT /Tx /V [99 0 R (Ann)]", "Ann"),
        ("/FT /Tx /V 5 0 R", "BT /F1 11 Tf 72 698 Td (Name:) Tj ET"),
    ],
)
def test_a_field_of_a_pdf_says_what_it_shows_whatever_its_value_is_kept_as(field, words):
    note = f"<< /Subtype /Widget {field} /Rect [160 694 300 710] >>"
    raw = pdf([(698, 11, "Name:")]).replace(b"/MediaBox", f"/Annots [{note}] /MediaBox".encode())
    assert reader.read("pdf", raw)["text"] == f"Name: {words}".strip()


def with_length(raw, length):
    """A PDF whose stream was changed, with the length that the stream has now."""
    return re.sub(rb"/Length \d+", f"/Length {length}".encode(), raw)


def test_headings_of_an_open_document_keep_the_numbers_of_its_outline():
    style = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="1" style:num-suffix="."/>'
        '<text:outline-level-style text:level="2" style:num-format="a" text:display-levels="2"/>'
        '<text:outline-level-style text:level="3" style:num-format=""/>'
        '<text:outline-level-style text:level="4" style:num-format="I" text:start-value="4"/></text:outline-style>'
    )

    def heading(level, words, more=""):
        return f'<text:h text:outline-level="{level}" {more}>{words}</text:h>'

    body = (
        heading(1, "One")
        + heading(2, "Of one")
        + heading(2, "Of one too")
        + heading(3, "Bare")
        + heading(1, "Not counted", 'text:is-list-header="true"')
        + heading(1, "Two")
        + heading(2, "Of two")
        + heading(4, "Deep")
        + heading(1, "Nine", 'text:start-value="9"')
        + "<text:p>It rained.</text:p>"
    )
    styles = f"<office:document-styles {ODF}><office:styles>{style}</office:styles></office:document-styles>"
    assert [words for _, words in cut(odt(body, styles_xml=styles))] == [
        "1. One",
        "1.a Of one",
        "1.b Of one too",
        "Bare",
        "Not counted",
        "2. Two",
        "2.a Of two",
        "IV Deep",
        "9. Nine",
        "It rained.",
    ]


def test_standfirst_and_captions_are_known_by_their_styles_and_elements():
    body = "".join(
        paragraph(run(words), style)
        for words, style in (
            ("Bridge reopens", "Title"),
            ("It was closed for a year", "Subtitle"),
            (SENTENCES[0], ""),
            ("The bridge in May. Photo: Ann Lee", "Caption"),
        )
    )
    names = "".join(
        f'<style:style style:name="P{at}" style:parent-style-name="{name}"/>'
        for at, name in enumerate(("Title", "Subtitle", "Standard", "Illustration"))
    )
    words = ("Bridge reopens", "It was closed for a year", SENTENCES[0], "The bridge in May. Photo: Ann Lee")
    opened = "".join(f'<text:p text:style-name="P{at}">{said}</text:p>' for at, said in enumerate(words))
    page = f"<html><h1>{words[0]}</h1><p class=standfirst>{words[1]}</p><p>{words[2]}</p><figure><img src=x alt=Bridge>"
    page += "<figcaption>The bridge in May. <span>Photo: Ann Lee</span></figcaption></figure></html>"
    for raw, kind in ((docx(body), "docx"), (odt(opened, names), "odt"), (page.encode(), "paste")):
        found = read_document(raw, kind)
        blocks_ = propose(found.text, markdown=found.markdown, page=found.page).blocks
        kinds = [(block.kind, block.text) for block in blocks_ if block.kind != "picture"]
        assert kinds == list(zip(("headline", "standfirst", "paragraph", "caption"), words, strict=True)), kind
