"""The writer's backing on the workbench: on its lines, on a claim's panel, as evidence, and in a list of all lines."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from claims.models import Article, Evidence, Source
from claims.queries import backing as queries
from tests.intake.written import commented, comments, docx, link, noted, paragraph, run
from tests.make import make_article, make_claim, make_evidence, make_source, make_version, sign_off
from tests.pages import fields_shown, folded

SURVEY = "https://example.org/survey?utm_source=mail"
NOTED = [
    ("200 lorries", {"kind": "comment", "author": "Wren", "date": "2026-05-04", "words": "Call to the ministry"}),
    ("an hour", {"kind": "link", "address": SURVEY}),
    ("Engineers", {"kind": "footnote", "words": f"Report of 2 May, {SURVEY}", "address": SURVEY}),
]
TEXT = "Bridge\n\nThe mayor said it carries 200 lorries an hour. Engineers found 3 cracks. No one was hurt."


@pytest.fixture
def article(cast):
    return make_article(cast.desk, TEXT, actor=cast.writer, backing=NOTED)


@pytest.fixture
def checker(client, cast):
    client.force_login(cast.checker)
    return client


def panel(client, claim):
    return folded(client.get(reverse("claims:claim", args=[claim.article_id, claim.number])))


def take(client, claim, piece):
    return client.post(reverse("claims:backing_take", args=[claim.pk, piece.pk]))


def pieces(article):
    return list(article.current_version.backing.all())


def test_an_annotated_copy_comes_in_with_all_its_backing_on_the_right_lines(checker, cast):
    body = (
        paragraph(run("Bridge reopens"), "Title")
        + paragraph(
            run("The mayor said it carries ")
            + commented("200 lorries", 0)
            + run(" an hour.")
            + noted(5)
            + run(" ")
            + link("Engineers", 0)
            + run(" found ")
            + commented("3 cracks", 1)
            + run(" in ")
            + link("its deck", 1)
            + run(".")
            + noted(6)
        )
        + paragraph(commented("No one", 2) + run(" was hurt, ") + link("it said", 2) + run(". It ") + link("rained", 3))
        + paragraph(run("The bridge is old."))
    )
    notes = "".join(f'<w:footnote w:id="{at}">{paragraph(run(f"Note {at}."))}</w:footnote>' for at in (5, 6))
    said = comments(("Wren", "By phone"), ("Wren", "From the report"), ("Ben", "Who said so?"))
    raw = docx(body, notes, links=[f"https://example.org/{at}" for at in range(4)], word__comments_xml=said)
    page = checker.post("/articles/new/", {"desk": cast.desk.pk, "file": SimpleUploadedFile("story.docx", raw)})
    assert "3 comments, 2 footnotes and 4 links" in page.text
    checker.post("/articles/new/", fields_shown(page) | {"action": "create", "ownership": "ours"})
    found = queries.backed_lines(Article.objects.get().current_version)
    on = [(line.text, [piece.words_or_address for piece in line.pieces]) for line in told(found)]
    web = "https://example.org/"
    assert on == [
        ("Bridge reopens", []),
        ("The mayor said it carries 200 lorries an hour.", ["By phone", "Note 5."]),
        ("Engineers found 3 cracks in its deck.", [f"{web}0", "From the report", f"{web}1", "Note 6."]),
        ("No one was hurt, it said.", ["Who said so?", f"{web}2"]),
        ("It rained", [f"{web}3"]),
        ("The bridge is old.", []),
        ("Note 5.", []),
        ("Note 6.", []),
    ]
    assert (found.backed, found.bare, found.elsewhere) == (4, 4, [])


def told(found):
    for line in found.lines:
        for piece in line.pieces:
            piece.words_or_address = piece.shown or piece.address
    return found.lines


def test_a_line_says_in_the_galley_how_many_pieces_stand_on_it(checker, article):
    page = folded(checker.get(reverse("claims:bench", args=[article.pk])))
    signs = re.findall(
        r'id="line-(\d)".*?<span class="sign [^"]*"><span class="vh">([^<]*)</span>(.*?)</span><div', page
    )
    said = [(number, words.partition(", ")[2]) for number, words, _ in signs]
    assert said == [("1", ""), ("2", "2 pieces of backing"), ("3", "1 piece of backing"), ("4", "")]
    assert "†2" in page and reverse("claims:backing", args=[article.pk]) in page


def test_one_press_makes_a_piece_unconfirmed_evidence_and_it_is_offered_once(checker, cast, article):
    claim = make_claim(article, "200 lorries", actor=cast.checker)
    comment, address, other = pieces(article)
    page = panel(checker, claim)
    assert "Comment by Wren, 2026-05-04 on" in page and "Call to the ministry" in page and SURVEY in page
    assert "Report of 2 May" not in page and page.count("Add as evidence") == 2 and page.count('data-key="i"') == 1
    assert take(checker, claim, comment).status_code == take(checker, claim, address).status_code == 302
    first, second = Evidence.objects.order_by("pk")
    assert not (first.confirmed or second.confirmed) and first.added_by == cast.checker
    assert (first.source.kind, first.source.title, first.source.author, first.source.address) == (
        "notes",
        "Comment by Wren, 2026-05-04: Call to the ministry",
        "Wren",
        "",
    )
    assert first.note == "Comment by Wren, 2026-05-04: Call to the ministry"
    assert (second.source.kind, second.source.title, second.source.address) == (
        "web_page",
        "example.org/survey?utm_source=mail",
        SURVEY,
    )
    events = article.events.filter(verb="evidence_added")
    assert events.count() == 2 and all("waits to be confirmed" in event.words for event in events)
    page = panel(checker, claim)
    assert "Add as evidence" not in page and page.count("Is evidence of this claim.") == 2
    again = take(checker, claim, comment)
    assert again.status_code == 422 and "evidence of the claim already" in again.text
    assert take(checker, claim, other).status_code == 409 and Evidence.objects.count() == 2


def test_the_desks_source_on_the_same_page_is_used_again(checker, cast, article):
    source = make_source(cast.desk, title="Survey", address="http://example.org/survey/")
    claim = make_claim(article, "3 cracks", actor=cast.checker)
    footnote = pieces(article)[2]
    take(checker, claim, footnote)
    assert claim.evidence.get().source == source and Source.objects.count() == 1
    make_evidence(make_claim(article, "an hour", actor=cast.checker), source, actor=cast.checker)
    assert "Is evidence of this claim." in panel(checker, claim.article.claims.get(number=2))


def test_backing_added_to_a_signed_claim_leaves_the_sign_off_as_it_is(checker, cast, article):
    claim = sign_off(make_claim(article, "200 lorries", actor=cast.checker), cast.reviewer, by=cast.checker)
    take(checker, claim, pieces(article)[0])
    claim.refresh_from_db()
    assert claim.state == "signed_off" and not claim.evidence.get(note__startswith="Comment").confirmed


def test_who_may_not_add_evidence_reads_the_backing_and_gets_no_button(client, cast, article):
    claim = make_claim(article, "200 lorries", actor=cast.checker)
    client.force_login(cast.observer)
    page = panel(client, claim)
    assert "Call to the ministry" in page and "Add as evidence" not in page
    client.force_login(cast.writer)
    assert "Add as evidence" in panel(client, claim)


def test_backing_of_an_older_version_is_not_added(checker, cast, article):
    claim = make_claim(article, "200 lorries", actor=cast.checker)
    comment = pieces(article)[0]
    make_version(article, TEXT + " It rained.", actor=cast.writer)
    refused = take(checker, claim, comment)
    assert refused.status_code == 409 and "The text moved" in refused.text and not Evidence.objects.exists()


def test_lines_with_and_without_backing_are_listed(checker, article, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    at = reverse("claims:backing", args=[article.pk])
    numbers = {
        which: re.findall(r'<tr id="line-(\d)"', checker.get(f"{at}?lines={which}").text)
        for which in ("", "with", "without", "nonsense")
    }
    assert numbers == {"": ["1", "2"], "with": ["2", "3"], "without": ["1", "4"], "nonsense": ["1", "2"]}
    assert re.findall(r'<tr id="line-(\d)"', checker.get(f"{at}?after=2").text) == ["3", "4"]
    assert "lines=&amp;after=2" in checker.get(at).text


def test_the_list_takes_as_many_queries_for_many_pieces_as_for_few(checker, cast, article, django_assert_num_queries):
    many = make_article(
        cast.desk,
        "\n\n".join(f"Line {at}." for at in range(60)),
        actor=cast.writer,
        backing=[(f"Line {at}.", {"kind": "comment", "words": f"Note {at}"}) for at in range(60)],
    )
    checker.get(reverse("claims:backing", args=[article.pk]))
    for one in (article, many):
        with django_assert_num_queries(10):
            checker.get(reverse("claims:backing", args=[one.pk]))


def test_an_article_without_backing_has_no_tab_for_it_and_its_list_says_how_it_comes_in(checker, cast):
    bare = make_article(cast.desk, TEXT, actor=cast.writer)
    at = reverse("claims:backing", args=[bare.pk])
    assert at not in checker.get(reverse("claims:bench", args=[bare.pk])).text
    page = checker.get(f"{at}?lines=with").text
    assert "No line has backing." in page and "Word or OpenDocument file" in page


def test_the_links_of_a_paste_come_in_as_backing(checker, cast):
    page = f'<p>It carries <a href="{SURVEY}">40 lorries</a> an hour.</p><p>It is old.</p>'
    file = SimpleUploadedFile("paste", page.encode())
    read = checker.post(reverse("claims:read_paste"), {"page": file}).json()
    assert "example.org" not in read["text"]
    shown = checker.post("/articles/new/", {"desk": cast.desk.pk, "marked": "on", **read})
    assert create(checker, shown, headline="Bridge") == [("40 lorries", SURVEY)]
    bare = checker.post(reverse("claims:read_paste"), {"page": SimpleUploadedFile("paste", b"<p>It is old.</p>")})
    assert bare.json() == {"text": "It is old.", "upload": ""}


@pytest.mark.parametrize("way", ["paste", "file"])
def test_links_in_markdown_come_in_as_backing(checker, cast, way):
    text = f'# Bridge\n\nIt carries [40 lorries]({SURVEY} "Survey") an hour, ![a](https://example.org/a.png) it said.\n'
    sent = {"text": text} if way == "paste" else {"file": SimpleUploadedFile("story.md", text.encode())}
    shown = checker.post("/articles/new/", {"desk": cast.desk.pk, **sent})
    assert "Read as backing" in shown.text
    assert create(checker, shown) == [("40 lorries", SURVEY)]
    (block,) = Article.objects.get().current_version.blocks.filter(kind="paragraph")
    assert block.text == "It carries 40 lorries an hour, ![a](https://example.org/a.png) it said."


def create(client, page, **over):
    sent = fields_shown(page) | {"action": "create", "ownership": "ours"} | over
    assert client.post("/articles/new/", sent).status_code == 302
    rows = Article.objects.get().current_version.backing.select_related("block")
    return [(row.block.text[row.start : row.end], row.address) for row in rows]


def test_a_comment_that_two_people_take_on_two_lines_is_one_source(client, cast):
    said = {"kind": "comment", "author": "Wren", "words": "Call  to the ministry"}
    other = {"kind": "comment", "author": "Ben", "words": "Call to the ministry"}
    noted = [("200 lorries", said), ("Engineers", said), ("No one", other)]
    article = make_article(cast.desk, TEXT, actor=cast.writer, backing=noted)
    first, second, third = pieces(article)
    for person, words, piece in (
        (cast.checker, "200 lorries", first),
        (cast.writer, "Engineers", second),
        (cast.checker, "No one", third),
    ):
        client.force_login(person)
        assert take(client, make_claim(article, words, actor=cast.checker), piece).status_code == 302
    sources = [one.source for one in Evidence.objects.order_by("pk")]
    assert sources[0] == sources[1] != sources[2] and Source.objects.count() == 2
