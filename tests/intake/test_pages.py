"""The article is found in a page of the web, and the rest of the page is told from it."""

import gzip
import json
import re

import pytest
from django.core.management import CommandError, call_command

from claims.intake.documents.page import read_page

SENTENCES = [
    "The council of Ostrava voted on Tuesday to close the tram depot at the end of the year.",
    "Mayor Jana Malá said the decision had been put off three times because of the cost of the new hall.",
    "“We could not wait any longer,” she told the council, and named a sum of 4.2 million crowns.",
    "Drivers who spoke after the vote said that they had read of it in the newspaper and not from the city.",
    "The depot was built in 1931, and forty-two people work there in three shifts, most of them for many years.",
]
DATA = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "Ostrava Post"},
        {
            "@type": ["NewsArticle"],
            "datePublished": "2024-03-05T09:30:00+01:00",
            "author": [{"@type": "Person", "name": "Eva Horská"}, {"@type": "Person", "name": "Petr Dvořák"}],
            "isAccessibleForFree": False,
        },
    ],
}


def page(body="", *, data=DATA, head="", **kinds):
    """A page of a newspaper, with menu, links, a notice on cookies and a form around its article."""
    text = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    return f"""<!doctype html><html lang="en-GB"><head><meta charset="utf-8">
    <title>Depot to close | Ostrava Post</title><meta property="og:title" content="Depot to close">
    <meta property="og:site_name" content="Ostrava Post">
    <link rel="canonical" href="https://post.example/depot">{head}
    <script type="application/ld+json">{json.dumps(data)}</script></head><body>
    <nav><ul><li><a href="/a">News</a></li><li><a href="/b">Sport of the week</a></li></ul></nav>
    <div id="cookie-notice"><p>This site uses cookies to remember what you have read, as you can read here.</p></div>
    <main><article><h1>Depot to close</h1>{text}{body}</article></main>
    <aside><h2>Most read</h2><ul><li><a href="/c">A bridge was opened in the rain</a></li></ul></aside>
    <form class="subscribe-form"><p>Subscribe to our letter, which comes on every Friday.</p></form>
    <footer><p>© 2024 Ostrava Post</p></footer></body></html>""".encode()


def kept(found):
    return [words for (_, words), keep in zip(found.pieces, found.kept, strict=True) if keep]


def test_the_article_is_kept_and_the_rest_of_the_page_told_from_it():
    found = read_page(page("<h2>What comes next</h2><p>The hall will be sold by the summer, the mayor said.</p>"))
    assert kept(found) == [
        "Depot to close",
        *SENTENCES,
        "What comes next",
        "The hall will be sold by the summer, the mayor said.",
    ]
    assert "Sport of the week" in {words for _, words in found.pieces}  # nothing of the page is lost
    assert found.trouble == ""


def test_a_title_that_names_the_outlet_too_is_the_headline_below_it():
    titled = page().replace(b'content="Depot to close"', b'content="Depot to close | Post"')
    found = read_page(titled)
    assert (found.headline, kept(found)[0]) == ("Depot to close", "Depot to close")


def test_the_page_says_what_it_is():
    found = read_page(page())
    assert (found.headline, found.outlet, found.language) == ("Depot to close", "Ostrava Post", "en")
    assert found.authors == ["Eva Horská", "Petr Dvořák"]
    assert found.published == "2024-03-05T09:30:00+01:00"
    assert found.address == "https://post.example/depot"
    assert found.behind_pay


def test_words_that_the_page_gives_as_data_bound_the_article():
    more = "<p>Read what our columnist thinks of trams, of councils, and of the city that has to pay for both.</p>"
    data = {"@type": "NewsArticle", "articleBody": " ".join(SENTENCES)}
    assert kept(read_page(page(more, data=data))) == ["Depot to close", *SENTENCES]
    assert len(kept(read_page(page(more, data={"@type": "NewsArticle", "articleBody": "Too short."})))) == 7


def test_a_lead_without_an_element_of_its_own_is_kept_and_a_teaser_above_others_is_not():
    teasers = "<p>Read what our columnist thinks of trams and of the city that pays for them.</p><ul><li>More</li></ul>"
    boxes = "".join(f"<div>Related: tram {n}</div>" for n in range(8))
    lead = "PRAGUE - The council said that the depot will close in March, after eleven years of repairs."
    text = lead + "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    beside = f'<div class="related">{boxes}{teasers}</div>'
    body = f"<h1>Depot to close</h1>{beside}<div><div><ul><li>Share</li></ul></div>{text}</div>"
    found = kept(read_page(f"<html><head><title>Depot to close</title></head><body>{body}</body></html>".encode()))
    assert found[:3] == ["Depot to close", lead, SENTENCES[0]]
    assert not any("columnist" in words or "Related" in words for words in found)


def test_a_page_without_an_article_says_why():
    empty = "<html><body><div id=app></div><script src=/app.js></script></body></html>"
    assert read_page(empty.encode()).trouble == "script_only"
    links = "".join(f"<li><a href=/{n}>Story number {n} of our site</a></li>" for n in range(60))
    assert read_page(f"<html><body><ul>{links}</ul></body></html>".encode()).trouble == "no_article"


@pytest.mark.parametrize("charset", ["windows-1250", "iso-8859-2"])
def test_letters_are_read_as_the_site_said_and_else_as_the_page_says(charset):
    raw = page().decode().replace('<meta charset="utf-8">', f'<meta charset="{charset}">')
    raw = raw.replace("“", '"').replace("”", '"').replace("©", "(c)")
    for said in (charset, "", "no-such-charset"):
        assert "Mayor Jana Malá" in " ".join(kept(read_page(raw.encode(charset), said))), said


@pytest.mark.parametrize("said", ["iso-8859-1", "utf-16", "shift_jis"])
def test_a_page_in_utf_8_is_read_right_whose_site_names_another_encoding(said):
    assert "Mayor Jana Malá" in " ".join(kept(read_page(page(), said)))


def test_hostile_data_and_markup_are_no_trouble():
    script = '<script type="application/ld+json">' + "[" * 50_000 + "</script>"
    deep = "<div>" * 3_000
    found = read_page(page(deep, head=script, data=["x", 1, None, {"@type": 7, "author": {"name": [1]}}]))
    assert SENTENCES[0] in kept(found)


def test_pages_are_scored_against_what_people_found(tmp_path, capsys):
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "a.html.gz").write_bytes(gzip.compress(page()))
    (tmp_path / "b.html").write_bytes(page())
    truth = {"a": {"articleBody": "\n".join(SENTENCES)}, "b": {"articleBody": "\n".join(SENTENCES[:2])}}
    (tmp_path / "ground-truth.json").write_text(json.dumps(truth))
    call_command("evaluate_extraction", tmp_path, "--json")
    found = json.loads(capsys.readouterr().out)
    assert found["pages"] == 2
    assert found["recall"] == 1
    assert 0.6 < found["precision"] < 0.8
    (tmp_path / "ground-truth.json").write_text(json.dumps({"c": {"articleBody": "x"}}))
    with pytest.raises(CommandError, match=r"There is no page c\.html"):
        call_command("evaluate_extraction", tmp_path)
    (tmp_path / "ground-truth.json").write_text("[]")
    with pytest.raises(CommandError, match="cannot be read as a ground truth"):
        call_command("evaluate_extraction", tmp_path)


def test_spans_that_only_look_around_every_word_change_nothing_of_what_is_found():
    def styled(found):
        words = found[0].split(" ")
        return " ".join(f'<span lang="en"><span style="color: red"><span>{word}</span></span></span>' for word in words)

    bare = page().decode()
    dressed = re.sub(r"(?<=<p>)[^<>]+(?=</p>)", styled, bare)
    assert dressed.count("<span") > 300
    was, now = read_page(bare.encode()), read_page(dressed.encode())
    assert (now.pieces, now.kept, now.headline, now.authors) == (was.pieces, was.kept, was.headline, was.authors)
