"""A page of the web is read whole, its links lead where a browser goes, and hostile markup costs its size."""

import pytest

from claims.intake.documents.backing import Backing
from claims.intake.documents.html import read_html
from claims.intake.documents.page import read_page
from claims.intake.documents.written import written
from tests.intake.test_pages import SENTENCES, kept, page
from tests.text.growth import grows


def notes(count):
    return "<ol>" + "".join(f'<li id=n{at}>x <a href="#r{at}">^</a></li>' for at in range(count)) + "</ol>"


def marks(count, inner="{}", label="{}"):
    return "".join(f"w{inner.format(f'<a id=r{at} href=#n{at}>{label.format(at)}</a>')} " for at in range(count))


SPANS = "<span>" * 100 + "{}" + "</span>" * 100
#: What is hostile, by how often it comes.
SHAPES = {
    "marks within many spans": lambda n: f"<p>{SPANS.format(marks(n))}</p>{notes(n)}",
    "many spans around each mark": lambda n: f"<p>{marks(n, SPANS)}</p>{notes(n)}",
    "nothing but marks within many spans": lambda n: f"<p>{SPANS.format(marks(n).replace('w', ','))}</p>{notes(n)}",
    "marks of one name": lambda n: f"<p>{marks(n, label='1')}</p>{notes(n)}",
    "empty elements in each mark": lambda n: f"<p>{marks(n, label='<b></b>' * 60 + '{}')}</p>{notes(n)}",
    "empty elements before all marks": lambda n: f"<p><i>{'<b></b>' * n}{marks(n)}</i></p>{notes(n)}",
    "one note with many marks": lambda n: (
        "<p>"
        + "".join(f'w<a id=r{at} href="#n">1</a> ' for at in range(n))
        + "</p><p id=n>"
        + "".join(f'<a href="#r{at}">^</a>' for at in range(n))
    ),
    "notes below many elements": lambda n: f"<p>{marks(n)}</p>{'<div>' * 200}{notes(n)}",
    "links": lambda n: "<p>" + "".join(f'<a href="https://a.example/{at}">w</a> ' for at in range(n)),
    "links over blocks": lambda n: "".join(f'<a href="https://a.example/{at}"><p>w' for at in range(n)),
    "elements in each other": lambda n: "<div>" * n + "x",
    "links in each other": lambda n: "".join(f'<a href="https://a.example/{at}"><b>w ' for at in range(n)),
    "lists in each other": lambda n: "<ol><li>x" * n,
    "tables in each other": lambda n: "<table><tr><td>x" * n,
    "tables": lambda n: "<table><tr><td>x</td></tr></table>" * n,
    "cells that span all": lambda n: f"<table>{'<tr><td rowspan=65534 colspan=1000>x</td></tr>' * n}</table>",
    "pictures within words": lambda n: "<p>w" + "<img alt=x>" * n,
    "pictures behind blanks": lambda n: "<p>" + "<b> </b><img alt=x>" * n,
    "tags without an end": lambda n: "<div>" * 300 + "<p" * n,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_time_for_a_page_grows_with_it_and_no_faster(shape):
    make = SHAPES[shape]
    each = len(make(64)) // 64

    def read(text):
        written(read_html(make(1 + len(text) // each), Backing()))

    read("x" * 1_000)
    assert grows(read, lambda size: "x" * (size * 4), judged_from=16_384) is None


def test_cells_that_say_they_are_thousands_cost_no_more_than_one():
    spans = "<table>" + "<tr><td rowspan=65534 colspan=1000>x</td></tr>" * 500 + "</table>"
    assert kept(read_page(page(spans)))[: len(SENTENCES) + 1] == ["Depot to close", *SENTENCES]


DEEP = ["<div>", "<font>", "<blockquote>", "<ul><li>", "<table><tr><td>", "<b><i>", "<section><a href=x>", "<o:p><x-y>"]


@pytest.mark.parametrize("tags", [*DEEP, "<svg>", "<noscript>", "<h2><div>", "<DIV class='a'>"])
@pytest.mark.parametrize("times", [3, 200, 260, 3_000])
def test_no_word_is_lost_however_deep_it_lies(tags, times):
    body = f"<p>Before.</p>{tags * times}<p>Déep.</p>{'</div>' * times}<p>After.</p>"
    for markup in (body, f'<meta charset="utf-8">{body}'.encode()):
        said = [words for _, words in read_html(markup)]
        unread = tags in ("<svg>", "<noscript>") and times < 250
        assert unread or said == ["Before.", "Déep.", "After."]


HREFS = {
    "annual report.pdf": "https://post.example/news/annual%20report.pdf",
    "/müller": "https://post.example/m%C3%BCller",
    "https://other.example/порт": "https://other.example/%D0%BF%D0%BE%D1%80%D1%82",
    "//cdn.example/x": "https://cdn.example/x",
    "../a": "https://post.example/a",
    "\\\\cdn.example\\x": "https://cdn.example/x",
    "HTTPS://Other.Example/A": "https://other.example/A",
    "https://oth\ner.example/\ta": "https://other.example/a",
    "https://ann:secret@other.example/a": "https://other.example/a",
    "https://bücher.example/": "https://xn--bcher-kva.example/",
    "https://other.example/a#b c": "https://other.example/a#b%20c",
    "https://www.google.com/url?q=https://ann:secret@other.example/a b&sa=D": "https://other.example/a%20b",
}
BASES = [
    "mailto:ann@post.example",
    "javascript:void(0)",
    "",
    "https://post.example:port/",
    "https://",
    "data:,x",
    "tel:1",
]


@pytest.mark.parametrize("base", [None, *BASES, "/news/", "./", "https://ann:secret@post.example/news/"])
def test_links_are_kept_as_a_browser_follows_them_whatever_the_base_says(base):
    head = "" if base is None else f'<head><base href="{base}"></head>'
    links = " ".join(f'<a href="{href}">word{at}</a>' for at, href in enumerate(HREFS))
    others = '<a href="#a b">x</a> <a href="TEL:1">x</a> <a href="story#part">x</a> <a href="data:,x">x</a>'
    backing = Backing()
    read_html(f"<html>{head}<p>{links} {others}</p></html>", backing, "https://post.example/news/story")
    assert [piece["address"] for piece in backing.pieces] == [*HREFS.values()]
    assert "secret" not in str(backing.pieces)


def test_a_link_to_the_folder_that_the_base_names_is_a_link():
    backing = Backing()
    markup = '<base href="https://post.example/"><p><a href="/">Home</a> <a href="/news/a?b#c">here</a></p>'
    read_html(markup, backing, "https://post.example/news/a?b")
    assert [piece["address"] for piece in backing.pieces] == ["https://post.example/"]


def test_the_address_that_a_page_calls_its_own_has_no_password():
    found = read_page(page().replace(b"https://post.example/depot", b"https://ann:secret@post.example/depot"))
    assert found.address == "https://post.example/depot"


@pytest.mark.parametrize(
    "end", ["<br><br>", "<br/>\n <br/>", "<br><span> </span><br>", "<br><br><br>", "<BR>&#10;<BR>"]
)
@pytest.mark.parametrize("tags", [("<div>", "</div>"), ("<p>", "</p>"), ("<p><font>", "</font></p>"), ("", "")])
def test_two_line_ends_in_a_row_part_paragraphs_and_one_does_not(tags, end):
    body = f"{tags[0]}It rained.{end}Nobody came.<br>It grew dark.{tags[1]}"
    assert read_html(body) == [("paragraph", "It rained."), ("paragraph", "Nobody came. It grew dark.")]
    assert len(read_html(f"{tags[0]}It <b>rained.</b>\n<br>\nNobody came.{tags[1]}")) == 1
    item = f"<ul><li>It rained.{end}Nobody came.</ul>"
    assert read_html(item) == [("list_item", "It rained. Nobody came.")]


def test_a_paste_from_word_has_the_kinds_that_its_file_has():
    styles = {"MsoTitle": "headline", "MsoSubtitle": "standfirst", "MsoNormal": "paragraph"}
    styles |= {"MsoQuote": "quote", "MsoIntenseQuote": "quote", "MsoCaption": "caption"}
    body = "".join(f"<p class={style}>Words of {kind}.<o:p></o:p></p>" for style, kind in styles.items())
    assert read_html(body) == [(kind, f"Words of {kind}.") for kind in styles.values()]
    assert read_html(f"<p>Before.</p>{body}")[1] == ("heading", "Words of headline.")


@pytest.mark.parametrize("tag", ["o:p", "st1:city", "v:shape", "my-word", "nobr", "span", "font"])
def test_an_element_that_html_does_not_know_stands_within_its_line(tag):
    assert read_html(f"<p>He lives in <{tag}>Ost</{tag}> now.</p>") == [("paragraph", "He lives in Ost now.")]


def test_a_heading_of_the_first_level_by_its_role_is_the_headline():
    title = '<p role="heading" aria-level="1">Bridge reopens</p>'
    assert read_html(f"<div>{title}<p>It rained.</p>{title}</div>") == [
        ("headline", "Bridge reopens"),
        ("paragraph", "It rained."),
        ("heading", "Bridge reopens"),
    ]


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        ('<div role="heading" aria-level="2">Costs</div>', "heading"),
        ('<div role="list"><span><div role="listitem">Costs</div></span></div>', "list_item"),
        ('<div role="blockquote"><p>Costs</p></div>', "quote"),
        ('<p class="MsoListParagraph">·&nbsp;&nbsp; Costs</p>', "list_item"),
        ('<p class="MsoListParagraphCxSpLast"><span>§<span>&nbsp; </span></span>Costs</p>', "list_item"),
        ("<ul><li>• Costs</ul>", "list_item"),
    ],
)
def test_a_block_has_the_kind_that_its_role_its_style_or_its_bullet_says(markup, kind):
    found = read_html(f"<p>It rained.</p>{markup}<p>Nobody came.</p>")
    assert found == [("paragraph", "It rained."), (kind, "Costs"), ("paragraph", "Nobody came.")]


@pytest.mark.parametrize(
    "inner", ["<img alt='The bridge'>", "<picture>\n<source srcset=x><img alt='The bridge'></picture>"]
)
def test_a_picture_that_is_a_link_is_a_picture_and_its_link_backing_on_it(inner):
    backing = Backing()
    found = read_html(f"<p>It rained.</p><a href='https://post.example/b'>{inner}</a><p>Nobody came.</p>", backing)
    assert found == [("paragraph", "It rained."), ("picture", "The bridge"), ("paragraph", "Nobody came.")]
    (piece,) = backing.pieces
    assert (piece["address"], piece["quote"], piece["block"]) == ("https://post.example/b", "The bridge", 1)


def test_a_picture_with_a_link_within_words_stays_among_them():
    assert read_html("<p>It <a href='https://post.example/b'><img alt='rained'></a> again.</p>") == [
        ("paragraph", "It rained again.")
    ]
