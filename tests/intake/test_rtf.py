r"""An .rtf is read whole: its words whatever its braces are like, its tables by cell, its comments, notes and links."""

import pytest

from claims.intake.documents import Document, reader
from claims.intake.documents.written import TRACKED
from claims.text.blocks import blocks


def read(inner, head=rb"{\rtf1\ansi "):
    """Read in this process, as the reader's does: one for each of hundreds of documents would take minutes."""
    document = read_whole(head + inner + b"}")
    return [(one.kind, one.text) for one in blocks(document.text, document.markdown)], document


def read_whole(raw):
    return Document(**reader.read("rtf", raw))


def texts(inner, head=rb"{\rtf1\ansi "):
    return [words for _, words in read(inner, head)[0]]


def backing(inner):
    return [(one["kind"], one["quote"], one["words"], one["address"], one["author"]) for one in read(inner)[1].backing]


LINK = rb'{\field{\*\fldinst{HYPERLINK "%s" }}{\fldrslt {\ul %s}}}'
COMMENT = rb"{\v {\*\atnid AL}{\*\atnauthor %s}\chatn{\*\annotation{\*\atnref %s}{\*\atndate 669328000}\pard %s}}"


def test_comments_and_links_stand_on_their_words():
    found, document = read(
        rb"It has {\*\atrfstart 4}40 lorries{\*\atrfend 4}"
        + COMMENT % (rb"Ann L\'e9e", b"4", rb"Ask {\b him}, https://example.org/1.")
        + rb" an hour{\*\atnid BB}\chatn{\*\annotation Which\par hour?}, says "
        + LINK % (b"https://example.org/count", b"the count")
        + rb". \chatn{\*\annotation Nobody's.}{\*\atnauthor Wren (Factcheck)}{\*\annotation Ours.}\par"
        + rb" Page {\field{\*\fldinst PAGE}{\fldrslt 3}}, "
        + LINK % (b"mailto:a@example.org", b"mail")
        + b"."
    )
    assert found == [
        ("paragraph", "It has 40 lorries an hour, says the count."),
        ("paragraph", "Page 3, mail."),
    ]
    assert [(one["kind"], one["quote"], one["words"], one["address"], one["author"]) for one in document.backing] == [
        ("comment", "40 lorries", "Ask him, https://example.org/1.", "https://example.org/1", "Ann Lée"),
        ("comment", "hour", "Which hour?", "", "BB"),
        ("link", "the count", "", "https://example.org/count", ""),
        ("comment", "count.", "Nobody's.", "", ""),
    ]
    assert document.backing[0]["date"] == "2026-05-04" and document.backing[1]["date"] == ""
    assert document.notes == [
        "Read as backing, on the lines that they stand on: 3 comments and 1 link.",
        "1 comment that Factcheck wrote is left out.",
    ]


@pytest.mark.parametrize(
    ("instruction", "address"),
    [
        (rb'HYPERLINK "https://example.org/a"', "https://example.org/a"),
        (rb"hyperlink https://example.org/a", "https://example.org/a"),
        (rb'HYPERLINK \\o "See \'84this\'93" "https://example.org/a" \\t "_blank"', "https://example.org/a"),
        (rb'HYPERLINK \\n "https://example.org/a"', "https://example.org/a"),
        (rb'HYPERLINK "https://example.org/a" \\l "part 2"', "https://example.org/a#part"),
        (rb'HYPERLINK "https://example.org/\u233\'e9"', "https://example.org/%C3%A9"),
        (rb'HYPERLINK \\l "_Toc1"', ""),
        (rb'HYPERLINK "file:///a.doc"', ""),
        (rb'INCLUDETEXT "https://example.org/a"', ""),
        (rb"HYPERLINK", ""),
    ],
)
def test_a_link_leads_where_its_field_says_and_its_words_stay_whatever_that_is(instruction, address):
    inner = rb"See {\field{\*\fldinst " + instruction + rb"}{\fldrslt the count}} of May."
    assert texts(inner) == ["See the count of May."]
    if "#" not in address:
        assert [one[3] for one in backing(inner)] == [address][: bool(address)]


def test_a_link_may_hold_a_note_with_a_link_of_its_own_and_other_fields():
    inner = (
        LINK
        % (b"https://example.org/a", rb"the{\footnote Of " + LINK % (b"https://example.org/b", b"May") + b".} count")
        + b", "
        + LINK % (b"https://example.org/c", rb"page {\field{\*\fldinst PAGEREF x}{\fldrslt 3}} of it")
        + b"."
    )
    assert read(inner)[0] == [("paragraph", "the count, page 3 of it."), ("note", "Of May.")]
    assert backing(inner) == [
        ("link", "the count", "", "https://example.org/a", ""),
        ("footnote", "the", "Of May.", "https://example.org/b", ""),
        ("link", "page 3 of it", "", "https://example.org/c", ""),
        ("link", "May", "", "https://example.org/b", ""),
    ]


def test_a_comment_over_several_paragraphs_stands_on_each_and_its_author_is_nobody_elses():
    inner = (
        rb"{\*\atrfstart 1}It rained.\par It snowed.{\*\atrfend 1}"
        + COMMENT % (b"Ann", b"1", b"Did it?")
        + rb"{\*\annotation And?}"
    )
    assert [(quote, words, author) for _, quote, words, _, author in backing(inner)] == [
        ("It rained.", "Did it?", "Ann"),
        ("snowed.", "And?", ""),
        ("It snowed.", "Did it?", "Ann"),
    ]


WHOLE = ["Orle", "bridge", "carries", "lorries", "County", "survey", "Engineers", "agree", "three", "cracks", "Ended"]
DOCUMENT = (
    rb"{\rtf1\ansi{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}}{\stylesheet{\s0 Normal;}{\s1 heading 1;}}"
    rb"{\info{\title X}{\author Y}}{\header\pard Z\par}\pard\plain {\b Orle}\par\pard The {\*\bkmkstart a}bridge"
    rb"{\*\bkmkend a} {\i carries} lorries{\super\chftn{\footnote\pard County {\b survey}\par}}.\par\pard "
    rb'{\field{\*\fldinst HYPERLINK "https://example.org"}{\fldrslt Engineers}} {\*\atrfstart 0}agree{\*\atrfend 0}'
    rb"{\*\atnid A}{\*\atnauthor Ann}\chatn{\*\annotation{\*\atnref 0}{\*\atndate 1}\pard So}.\par"
    rb"\trowd\cellx1\pard\intbl {\b three}\cell cracks\cell\row\pard Ended.\par}"
)
BRACES = [at for at, byte in enumerate(DOCUMENT) if byte in b"{}" and at]


@pytest.mark.parametrize("damage", ["missing", "an opening one more", "a closing one more"])
def test_no_word_is_lost_where_a_brace_is_missing_or_one_is_too_many(damage):
    lost = {}
    for at in BRACES:
        more = {"missing": b"", "an opening one more": b"{"}.get(damage, b"}")
        raw = DOCUMENT[:at] + more + DOCUMENT[at + (damage == "missing") :]
        document = read_whole(raw)
        said = f"{document.text} {document.backing}"
        if missing := [word for word in WHOLE if word not in said]:
            lost[DOCUMENT[max(0, at - 20) : at + 20]] = missing
    assert lost == {}


def test_a_note_that_is_not_closed_ends_with_its_paragraph():
    found, document = read(rb"It lost 30 tanks.{\footnote \pard Of 2 May.\par It rained.\par It {\b snowed}.\par")
    assert found == [
        ("paragraph", "It lost 30 tanks."),
        ("paragraph", "It rained."),
        ("paragraph", "It snowed."),
        ("note", "Of 2 May."),
    ]
    assert document.backing[0]["quote"] == "tanks."
    whole = read(rb"It lost 30 tanks.{\footnote \pard Of 2 May.\par Page 4.} It rained.\par")[0]
    assert whole == [("paragraph", "It lost 30 tanks. It rained."), ("note", "Of 2 May. Page 4.")]


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (rb"One.\par{\*\unknown x} Two. {\*\unknown three.\par Four.\par", ["One.", "Two. three.", "Four."]),
        (rb"{\info{\title x}{\author One.\par Two.\par", ["One.", "Two."]),
        (rb"{\fonttbl{\f0 Arial;}\pard One.\par Two.\par", ["One.", "Two."]),
        (rb"{\stylesheet{\s0 Normal;}{\s1 x;}\pard One.\par Two.\par", ["One.", "Two."]),
        (rb"One.\par {\*\bkmkstart a} Two. {\*\bkmkend Three.\par Four.", ["One.", "Two. Three.", "Four."]),
        (rb"One.} Two.\par {\b Three.}} Four.}\par", ["One. Two.", "Three. Four."]),
    ],
)
def test_what_is_not_closed_or_closed_twice_loses_no_words(inner, expected):
    assert texts(inner) == expected


def test_what_stands_behind_the_end_of_a_document_is_none_of_its_words():
    assert read_whole(b"{\\rtf1 It rained.}\0\0 xyz").text == "It rained."


def test_letters_are_those_of_their_font_of_their_document_or_of_unicode():
    fonts = (
        rb"{\rtf1\ansi\ansicpg1250{\fonttbl{\f0\fcharset204 A;}{\f1\fcharset128 B;}{\f2\fcharset2 S;}{\f3 C;}"
        rb"{\f4\fcharset0\cpg1253 D;}}"
    )
    assert texts(
        rb"\'b3\'f3d\'9f {\f0 \'cc\'ee\'f1\'f2} {\f1 \'83A\'83\'5c\'83\} {\f2\'b7} {\f4 \'e1}{\footnote \f3 \'b3}"
        rb" {\uc2\u20013\'d6\'d0x} \u-10179?\u-8704? \u128512? \uc0\u233 t\u233 \u-10179  \emdash\~x",
        fonts,
    ) == ["łódź Мост アソマ • α 中x 😀 😀 été —\u00a0x", "ł"]
    assert texts(rb"\'8e\'8a", rb"{\rtf1\mac ") == ["éä"]
    assert texts("Été à Łódź".encode()) == ["Été à Łódź"]
    assert texts(b"\xc9t\xe9") == ["Été"]
    assert texts(b"\xcc\xee\xf1\xf2", rb"{\rtf1\ansicpg1251 ") == ["Мост"]
    assert texts(rb"\'e9", rb"{\rtf1\ansicpg99999 ") == ["é"]


def test_a_note_has_the_letters_of_the_font_around_it():
    fonts = rb"{\rtf1\ansi{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}"
    assert texts(rb"\f1 \'cc\'ee\'f1\'f2{\footnote \'cc\'ee\'f1\'f2}\f0 \'e9", fonts) == ["Мостé", "Мост"]


def test_tables_come_by_cell_with_their_notes_and_a_table_within_a_cell_too():
    inner = (
        rb"\trowd\pard\intbl Town\par of Orle{\footnote Since May.}\cell Dead\cell\row"
        rb"\trowd\pard\intbl Of these\par {\pard\intbl\itap2 men\nestcell{\nonesttables\par}12\nestcell"
        rb"{\nonesttables\par}{\*\nesttableprops\trowd\nestrow}}\pard\intbl and others\cell 3\cell\row\pard Done.\par"
    )
    found, document = read(inner)
    cells = [words for kind, words in found if kind == "table_cell"]
    assert cells == ["Town of Orle", "Dead", "Of these", "men", "12", "and others", "3"]
    assert document.text.split("\n\n")[0].startswith("| Town of Orle[^1] | Dead |")
    assert found[-2:] == [("paragraph", "Done."), ("note", "Since May.")]


def test_headings_lists_quotations_and_captions_have_their_kinds():
    head = (
        rb"{\rtf1{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1,H1;}{\s2\sbasedon1 Mine;}{\s3 Title;}"
        rb"{\s4 Quote;}{\s5 caption;}{\s6 Subtitle;}{\*\cs7 x;}}"
    )
    inner = (
        rb"\pard\s3 Bridge reopens\par\pard\s6 After a year\par\pard\s1{\listtext 1\tab}What was found\par\pard\s2 More"
        rb"\par\pard{\listtext\'b7\tab}\ls1 first\par{\listtext a)\tab}second\par{\pntext 3.\tab}third\par\pard\s4 We"
        rb" saw it.\par\pard\outlinelevel1 Lower\par\pard\s5 In May\par\pard\s9 \u8226\tab one\par\u8226\tab two\par"
    )
    found, document = read(inner, head)
    assert found == [
        ("headline", "Bridge reopens"),
        ("paragraph", "After a year"),
        ("heading", "1 What was found"),
        ("heading", "More"),
        ("list_item", "first"),
        ("list_item", "a) second"),
        ("list_item", "3. third"),
        ("quote", "We saw it."),
        ("heading", "Lower"),
        ("paragraph", "In May"),
        ("list_item", "one"),
        ("list_item", "two"),
    ]
    assert sorted(document.page["kinds"].values()) == ["caption", "standfirst"]


def test_what_is_deleted_hidden_or_for_other_programs_is_left_out_and_what_stands_beside_is_read():
    inner = (
        rb"{\header\pard The Valley Courier\par}It {\v secretly }carries {\deleted 30}{\revised 40}{\mvf 50} lorries"
        rb"{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt\pard Boxed.\par}}{\shprslt{\*\do{\dptxbxtext\pard Boxed.\par}}}}"
        rb" {\*\unknown x}{\upr{an}{\*\ud{an \u233?}}} {\pict\bin4 }{}}}hour{\xe{\v hour}}.{\*\htmltag <p>\par}"
        rb"{\object{\*\objdata 00}{\result  So.}}\par"
    )
    found, document = read(inner)
    assert found == [
        ("paragraph", "It carries 40 lorries an é hour. So."),
        ("paragraph", "Boxed."),
        ("paragraph", "The Valley Courier"),
    ]
    assert list(document.page["outside"].values()) == ["head or foot of a page"]
    assert document.notes == [TRACKED]


def test_the_text_in_place_of_a_picture_stands_behind_its_paragraph():
    name, alt = rb"{\sp{\sn wzName}{\sv Image1}}", rb"{\sp{\sn wzDescription}{\sv %s}}"
    said = rb"{\*\shppict{\pict{\*\picprop\shplid1" + name + alt + rb"}\pngblip 89504e47}}"
    picture = said % rb"The bridge in M\'e4rz"
    picture += picture.replace(rb"\*\shppict", rb"\nonshppict")
    assert read(rb"It " + picture + rb"rained.\par Nobody " + said % b" " + rb"came." + picture)[0] == [
        ("paragraph", "It rained."),
        ("picture", "The bridge in März"),
        ("paragraph", "Nobody came."),
        ("picture", "The bridge in März"),
    ]
    shape = rb"{\shp{\*\shpinst{\sp{\sn wzDescription}{\sv A map}}{\shptxt Within.\par}}}"
    assert texts(rb"It rained." + shape + rb"\par Done.") == ["It rained.", "A map", "Within.", "Done."]
    assert texts(rb"It rained.{\v " + picture + rb"}\par Done.") == ["It rained.", "Done."]


def test_an_empty_line_and_the_end_of_a_page_end_a_paragraph_and_one_line_does_not():
    assert texts(rb"One\line two.\line\line Three.\page Four.\sect Five.") == ["One two.", "Three.", "Four.", "Five."]


@pytest.mark.parametrize("said", ["", "0", "-1", "99", "1048576000000", "x", "669328000 "])
def test_a_comment_with_a_broken_date_is_read(said):
    found = read(rb"It rained.{\*\annotation{\*\atndate " + said.encode() + rb"}Did it?}")[1].backing
    assert [(one["words"], one["date"] in ("", "2026-05-04")) for one in found] == [("Did it?", True)]
