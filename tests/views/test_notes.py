"""A note is a block of its own from the file to the dossier: its words are lines, and its mark has its place."""

import io
import json
import re
import zipfile

import docx as python_docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from docx.oxml.ns import qn

from claims.editing.wording import reworded, without_words
from claims.export.document import with_changes
from claims.models import Article, Block, Claim
from claims.queries.revision import blocks_of, with_notes
from tests.database.conftest import refused
from tests.export.conftest import dossier_of, verified
from tests.export.opened import comments_of, paragraphs
from tests.living import bring
from tests.make import make_claim, make_desk, make_person
from tests.pages import fields_shown

TEXT = """# Bridge reopens

It lost 30 tanks.[^1] Nobody counted[^2] them, said the mayor.

It rained.

[^1]: Report of 2 May, page 4. It was not signed.

[^2]: The ministry, by phone.
"""
SENTENCES = ["It lost 30 tanks.", "Nobody counted them, said the mayor.", "It rained."]
NOTES = ["Report of 2 May, page 4.", "It was not signed.", "The ministry, by phone."]


@pytest.fixture
def checker(client, cast):
    client.force_login(cast.checker)
    return client


@pytest.fixture
def article(checker, cast):
    page = checker.post("/articles/new/", {"desk": cast.desk.pk, "file": upload(TEXT)})
    assert "2 footnotes" in page.text
    assert "Note 1, at block 2: “<bdi>…It lost 30 tanks.</bdi>”" in page.text
    assert '<option value="note" selected>Note</option>' in page.text
    answer = checker.post("/articles/new/", fields_shown(page) | {"action": "create", "ownership": "theirs"})
    assert answer.status_code == 302
    return Article.objects.get()


def upload(text, name="story.md"):
    return SimpleUploadedFile(name, text.encode())


def ties(version):
    rows = version.blocks.exclude(note_number="").order_by("position")
    texts = dict(version.blocks.values_list("position", "text"))
    return [(row.note_number, row.text, row.note_at and texts[row.note_block][: row.note_at]) for row in rows]


def test_a_note_is_shown_with_its_mark_and_a_link_to_its_line_and_back(article, checker):
    page = checker.get(reverse("claims:bench", args=[article.pk])).text
    words = [re.sub("<[^>]+>", "", text) for text in re.findall(r'<div class="txt"[^>]*>(.*?)</div>', page)]
    assert words == ["Bridge reopens", *SENTENCES, *NOTES]
    assert 'It lost 30 tanks.<i class="noted" data-number="1"></i></div>' in page
    assert 'Nobody counted<i class="noted" data-number="2"></i> them,' in page
    assert '<a href="#line-5">Note 1</a>' in page and '<a href="#line-7">Note 2</a>' in page
    assert 'Note 1, at <a href="#line-2">line 2</a>' in page and 'Note 2, at <a href="#line-3">line 3</a>' in page
    assert page.count('<div class="block b-note">') == 2 and page.count("data-number") == 4
    claim = make_claim(article, "Nobody counted them", actor=article.created_by)
    page = checker.get(reverse("claims:claim", args=[article.pk, claim.number])).text
    assert 'Nobody counted<i class="noted" data-number="2"></i> them</a>, said' in page
    for name in ("report", "versions"):
        page = checker.get(reverse(f"claims:{name}", args=[article.pk, *([1] if name == "versions" else [])])).text
        assert 'Note 1, at <a href="#line-2">line 2</a>' in page and '<a href="#line-7">Note 2</a>' in page


def test_the_marks_of_notes_go_along_with_their_words(article, cast, checker):
    was = blocks_of(article.current_version)
    claim = make_claim(article, "Nobody counted", actor=cast.checker)
    rewritten, _ = reworded(claim, "No one has counted all of")
    bring(article, cast, rewritten)
    assert ties(article.current_version)[1] == ("2", NOTES[2], "It lost 30 tanks. No one has counted all of")
    moved = [{"kind": "paragraph", "text": "It was cold."}, *was[:1], *was[2:], was[1]]
    bring(article, cast, with_notes(was, moved))
    claim = make_claim(article, "30 tanks", actor=cast.checker)
    claim = Claim.objects.select_related("article__current_version").get(pk=claim.pk)
    assert [block["note_at"] for block in without_words(claim) if block["kind"] == "note"] == [8, 23]
    page = checker.get(reverse("claims:version_new", args=[article.pk]))
    form = fields_shown(page, "base")
    form["text"] = form["text"].replace("them, said", "them yet, said").replace("It was cold.\n", "It was hot.\n")
    form = fields_shown(checker.post(reverse("claims:version_new", args=[article.pk]), form))
    checker.post(reverse("claims:version_new", args=[article.pk]), form | {"action": "accept"})
    article.refresh_from_db()
    assert article.current_version.number == 4
    assert [at for _, _, at in ties(article.current_version)] == [SENTENCES[0], f"{SENTENCES[0]} Nobody counted"]
    assert not Block.objects.filter(text__contains="^").exists()


def test_what_was_signed_binds_the_places_of_notes(article, cast):
    blocks = blocks_of(article.current_version)
    moved = [block | ({"note_at": 3} if block["note_number"] == "1" else {}) for block in blocks]
    was = article.current_version.hash
    bring(article, cast, moved)
    assert article.current_version.hash != was
    with refused("note_stands"):
        bring(article, cast, [block | ({"note_at": 300} if block["note_number"] == "1" else {}) for block in blocks])


def test_a_note_is_a_footnote_in_word_and_takes_its_comment_to_its_mark(article, cast):
    make_claim(article, "It rained", actor=cast.checker)
    make_claim(article, "The ministry", actor=cast.checker)
    make_claim(article, "Nobody counted them", actor=cast.checker)
    raw = with_changes(article)
    assert paragraphs(raw, accepted=True) == ["Bridge reopens", " ".join(SENTENCES[:2]), SENTENCES[2]]
    body = python_docx.Document(io.BytesIO(raw)).element.body
    before = ["".join(run.itertext()) for run in body.iter(qn("w:footnoteReference"))]
    assert len(before) == 2
    notes = zipfile.ZipFile(io.BytesIO(raw)).read("word/footnotes.xml").decode()
    assert re.findall(r">([^<>]+)<", notes) == [f" {NOTES[0]} {NOTES[1]}", f" {NOTES[2]}"]
    found = {words: said for _, said, words in comments_of(raw)}
    assert "Nobody counted them" in found and "It rained" in found
    assert "These words stand in a note" in found[" ".join(SENTENCES[:2])]


def test_a_dossier_has_the_notes_and_a_moved_article_too(article, cast, tmp_path):
    files = dossier_of(article, cast.checker)
    assert verified(tmp_path, files)[0] == 0
    page = " ".join(files["index.html"].decode().split())
    assert 'Note 1, at <a href="#line-2">line 2</a>' in page and '<a href="#line-5">[Note 1]</a>' in page
    data = json.loads(files["dossier.json"])
    assert [(one["note_number"], one["note_block"], one["note_at"]) for one in data["blocks"]][3:] == [
        ("1", 1, 17),
        ("2", 1, 32),
    ]
    moved = tmp_path / "moved.json"
    moved.write_bytes(files["dossier.json"])
    desk = make_desk("Second desk")
    carla = make_person("Carla Checker", "checker", desk=desk)
    call_command("import_article", moved, desk=desk.slug, person=carla.username)
    there = desk.articles.get().current_version
    assert there.hash == article.current_version.hash and ties(there) == ties(article.current_version)
