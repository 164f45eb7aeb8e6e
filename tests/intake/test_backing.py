"""What a writer noted in a document comes in as backing: who said it, the words, the address, and where it stands."""

import io

import docx as python_docx
import pytest

from claims.intake.documents import kind_of
from claims.intake.documents.backing import MOST, MOST_BLOCKS, Backing, address_in, begin, web_address
from tests.intake.here import read_here
from tests.intake.written import commented, comments, docx, link, noted, odt, paragraph, run

SURVEY, COUNT = "https://example.org/survey?a=1&b=2", "https://example.org/count"


def backing_of(raw, name="story"):
    return read_here(raw, kind_of(raw, name)).backing


def stands(raw, name="story"):
    return [(one["kind"], one["quote"], one["words"], one["address"]) for one in backing_of(raw, name)]


def test_the_comments_notes_and_links_of_a_word_document_stand_on_their_words():
    body = (
        paragraph(run("Bridge reopens"), "Title")
        + paragraph(
            run("It carries ") + commented("40 lorries", 0, reply=1) + run(" an hour.") + noted(5) + run(" So.")
        )
        + '<w:commentRangeStart w:id="2"/>'
        + paragraph(link("Engineers", 0) + run(" found 3 cracks.") + link("mail", 1))
        + '<w:commentRangeEnd w:id="2"/>'
    )
    note = f'<w:footnote w:id="5">{paragraph(run(f"County survey, {COUNT}."))}</w:footnote>'
    said = comments(("Wren", "Call of 4 May"), ("Ben", "Checked?"), ("Wren", "See " + COUNT))
    raw = docx(body, note, links=(SURVEY, "mailto:wren@example.org"), word__comments_xml=said)
    assert sorted(stands(raw)) == [
        ("comment", "40 lorries", "Call of 4 May", ""),
        ("comment", "40 lorries", "Checked?", ""),
        ("comment", "Engineers found 3 cracks.mail", f"See {COUNT}", COUNT),
        ("footnote", "hour.", f"County survey, {COUNT}.", COUNT),
        ("link", "Engineers", "", SURVEY),
    ]
    first = backing_of(raw)[0]
    assert (first["author"], first["date"]) == ("Wren", "2026-05-04")
    assert (first["prefix"], first["suffix"]) == ("It carries", " an hour. So.")
    assert read_here(raw, "docx").notes == [
        "Read as backing, on the lines that they stand on: 3 comments, 1 footnote and 1 link."
    ]


def test_a_comment_on_deleted_words_has_no_place_and_stays():
    gone = '<w:del w:id="9" w:author="A"><w:r><w:delText>30 tons</w:delText></w:r></w:del>'
    body = paragraph(
        run("It carries ") + f'<w:del w:id="8"><w:commentRangeStart w:id="0"/>{gone}</w:del>' + run("a lot.")
    )
    raw = docx(body, word__comments_xml=comments(("Wren", "Really?")))
    assert stands(raw) == [("comment", "", "Really?", "")]


def test_words_that_were_moved_under_track_changes_stand_where_they_were_moved_to():
    body = paragraph(
        f'<w:moveFrom w:id="1">{run("It was closed. ")}</w:moveFrom>'
        + run("It is open. ")
        + f'<w:moveTo w:id="2">{run("It was closed.")}</w:moveTo>'
    )
    assert read_here(docx(body), "docx").text == "It is open. It was closed."


def test_comments_as_word_itself_packs_them_are_read():
    made, raw = python_docx.Document(), io.BytesIO()
    text = made.add_paragraph("The mayor said that ")
    spoken = text.add_run("12 people")
    text.add_run(" were hurt.")
    made.add_comment(spoken, text="From the hospital,\non 4 May", author="Wren", initials="W")
    made.save(raw)
    assert stands(raw.getvalue()) == [("comment", "12 people", "From the hospital, on 4 May", "")]


def test_an_open_document_gives_the_same():
    comment = (
        "<office:annotation{}><dc:creator>Wren</dc:creator><dc:date>2026-05-04T10:00:00</dc:date>"
        "<text:p>Call of 4 May</text:p></office:annotation>"
    )
    named = ' office:name="c1"'
    note = (
        '<text:note text:note-class="{}"><text:note-citation>1</text:note-citation><text:note-body><text:p>County '
        f'<text:a xlink:href="{COUNT}">survey</text:a></text:p></text:note-body></text:note>'
    )
    body = (
        f"<text:p>It carries {comment.format(named)}40 lorries<office:annotation-end{named}/> an hour."
        f'{note.format("endnote")} <text:a xlink:href="{COUNT}">Engineers</text:a> agree{comment.format("")}.</text:p>'
    )
    assert stands(odt(body)) == [
        ("comment", "40 lorries", "Call of 4 May", ""),
        ("endnote", "hour.", "County survey", COUNT),
        ("link", "survey", "", COUNT),
        ("link", "Engineers", "", COUNT),
        ("comment", "agree", "Call of 4 May", ""),
    ]
    assert (backing_of(odt(body))[0]["author"], backing_of(odt(body))[0]["date"]) == ("Wren", "2026-05-04")


def test_the_links_of_a_page_are_backing_but_for_those_that_lead_nowhere_on_the_web():
    page = (
        f'<html><p>It carries <a href="{SURVEY.replace("&", "&amp;")}"><b>40</b> lorries</a> an hour.</p>'
        '<p><a href="#top">Top</a> <a href="javascript:alert(1)">x</a> <a href="mailto:a@example.org">mail</a>'
        f'<a href="{COUNT}"></a></p></html>'
    )
    assert stands(page.encode()) == [("link", "40 lorries", "", SURVEY), ("link", "mail", "", COUNT)]


@pytest.mark.parametrize("base", ["", "../data/", "https://other.example/a/", "https://[broken"])
def test_links_that_are_not_complete_lead_on_from_the_page_or_from_what_it_says_of_itself(base):
    head = f'<head><base target="_top"><base href="{base}"></head>' if base else ""
    links = ("count?a=1", "/top", "//example.org/x", "#there", "", "https://example.org/whole", "mailto:a")
    page = f"<html>{head}<p>{' '.join(f'<a href="{one}">word{at}</a>' for at, one in enumerate(links))}</p></html>"
    found = read_here(page.encode(), "html", address="https://post.example/news/story.html").backing
    starts = {"../data/": "https://post.example/data/", "https://other.example/a/": "https://other.example/a/"}
    start = starts.get(base, "https://post.example/news/")
    site = "https://other.example" if "other" in base else "https://post.example"
    whole = ("word5", "https://example.org/whole")
    others = [("word0", f"{start}count?a=1"), ("word1", f"{site}/top"), ("word2", "https://example.org/x")]
    assert [(one["quote"], one["address"]) for one in found] == [*others, whole]
    assert {one["address"] for one in read_here(page.replace(head, "").encode(), "html").backing} == {whole[1]}


def test_a_document_gives_no_more_than_its_most():
    page = "<html>" + f'<p><a href="{COUNT}">word</a></p>' * (MOST + 5)
    document = read_here(page.encode(), "html")
    assert len(document.backing) == MOST and f"Only the first {MOST}" in document.notes[-1]
    assert document.text.count("word") == MOST + 5


@pytest.mark.parametrize(
    ("words", "address"),
    [
        (f"See {COUNT}.", COUNT),
        (f"({SURVEY})", SURVEY),
        ("no address: http://", ""),
        ("ftp://example.org", ""),
        ("https://" + "a" * 3000, ""),
    ],
)
def test_an_address_is_found_in_a_note(words, address):
    assert address_in(words) == address and web_address(address) == address


def test_the_address_within_a_link_of_google_docs_is_the_one_that_counts():
    wrapped = "https://www.google.com/url?q=https://example.org/survey?a%3D1%26b%3D2&sa=D&source=editors&usg=x"
    assert web_address(wrapped) == SURVEY
    assert web_address("https://www.google.com/url?q=javascript:alert(1)") == ""
    assert web_address("https://www.google.com/url?sa=D") == "https://www.google.com/url?sa=D"


def test_a_comment_on_several_paragraphs_is_backing_on_each_of_them():
    body = (
        paragraph(run("It rained. ") + '<w:commentRangeStart w:id="0"/>' + run("The bridge is closed."))
        + paragraph("")
        + paragraph(run("Nobody was hurt."))
        + paragraph('<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>' + run("It is old."))
    )
    raw = docx(body, word__comments_xml=comments(("Wren", "From the council")))
    named = ' office:name="c1"'
    said = "<dc:creator>Wren</dc:creator><text:p>From the council</text:p>"
    opened = odt(
        f"<text:p>It rained. <office:annotation{named}>{said}</office:annotation>The bridge is closed.</text:p>"
        f"<text:p/><text:p>Nobody was hurt.</text:p><text:p><office:annotation-end{named}/>It is old.</text:p>"
    )
    for one in (raw, opened):
        document = read_here(one, kind_of(one))
        assert [(piece["quote"], piece["words"], piece["author"]) for piece in document.backing] == [
            ("The bridge is closed.", "From the council", "Wren"),
            ("Nobody was hurt.", "From the council", "Wren"),
        ]
        assert document.notes == ["Read as backing, on the lines that they stand on: 1 comment."]
    started = docx(
        paragraph('<w:commentRangeStart w:id="0"/>' + run("One.")) + paragraph(run("Two.")),
        **{
            "word__comments_xml": comments(("Wren", "No end")),
        },
    )
    assert [piece["quote"] for piece in backing_of(started)] == [""]
    whole = "".join(paragraph(run(f"Sentence {at} stands here.")) for at in range(MOST_BLOCKS + 5))
    whole = f'<w:commentRangeStart w:id="0"/>{whole}<w:commentRangeEnd w:id="0"/>'
    assert len(backing_of(docx(whole, word__comments_xml=comments(("Wren", "All of it"))))) == MOST_BLOCKS


def test_comments_with_one_id_stand_each_at_a_place_of_that_id_and_the_rest_at_its_last():
    said = comments(("Ann", "First?"), ("Ben", "Second?"), ("Cas", "Third?")).replace('w:id="1"', 'w:id="0"')
    said = said.replace('w:id="2"', 'w:id="0"')
    twice = paragraph(run("It carries ") + commented("40", 0) + run(" or ") + commented("50", 0) + run("."))
    assert [piece[1:3] for piece in stands(docx(twice, word__comments_xml=said))] == [
        ("40", "First?"),
        ("50", "Second?"),
        ("50", "Third?"),
    ]
    once = paragraph(run("It carries ") + commented("40", 0) + run("."))
    assert [piece[1] for piece in stands(docx(once, word__comments_xml=said))] == ["40", "40", "40"]
    named = ' office:name="c"'
    comment = f"<office:annotation{named}><text:p>Really?</text:p></office:annotation>"
    end = f"<office:annotation-end{named}/>"
    assert [piece[1] for piece in stands(odt(f"<text:p>A {comment}b {comment}c{end} d{end} e</text:p>"))] == [
        "b c",
        "c d",
    ]
    assert [
        piece[1] for piece in stands(odt(f"<text:p>A {comment}b {comment}c{end} d</text:p><text:p>e</text:p>"))
    ] == [
        "b c",
        "c",
    ]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2026-05-04T10:00:00Z", "2026-05-04"),
        ("2026-05-04", "2026-05-04"),
        ("0-00-00T00", ""),
        ("2026-13-01T00:00:00Z", ""),
        ("2026-02-30", ""),
        ("٢٠٢٦-٠٥-٠٤", ""),
        ("4 May", ""),
        ("", ""),
        ("-2026-05-04", ""),
        ("99999-01-01", ""),
    ],
)
def test_a_date_that_is_none_is_not_said(said, day):
    raw = docx(
        paragraph(commented("40", 0)),
        word__comments_xml=comments(("Ann", "Really?")).replace("2026-05-04T10:00:00Z", said),
    )
    assert [one["date"] for one in backing_of(raw)] == [day]


def test_a_list_item_that_holds_a_note_keeps_its_number():
    style = (
        '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1"/>'
        "</text:list-style>"
    )
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>So.</text:p></text:note-body>"
    items = f"<text:list-item><text:p>One.{note}</text:note></text:p></text:list-item>"
    raw = odt(f'<text:list text:style-name="L">{items}</text:list>', style)
    assert read_here(raw, "odt").text.startswith("1. One.")


def test_many_comments_on_much_of_a_text_are_taken_in_time_that_grows_with_both():
    def taken(count, rows):
        backing = Backing()
        numbers = [backing.add("comment", words="So?") for _ in range(count)]
        steps = []
        backing.taken("".join(map(begin, numbers)) + "It rained.")
        for _ in range(rows):
            steps.append(len(backing._open))
            backing.taken("It rained.")
        return sum(steps)

    assert taken(1_990, 300) < 1_990 * 2
    assert taken(10, 300) == 10 * (MOST_BLOCKS - 1)
