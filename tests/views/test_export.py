"""Source list and changes memo leave the desk as files, with nothing that was said off the record."""

import io
import json
import re
import zipfile
from datetime import date

import bibtexparser
import docx
import pytest
import rispy
from bibtexparser.bparser import BibTexParser
from django.urls import reverse

from claims.editing.claims import field_values, save_claim
from claims.export.files import FILES
from claims.export.source_list import bibtex, csl_json, plain, ris
from claims.intake.documents import kind_of, read_document
from claims.models import Source
from claims.queries.cited import Cited
from claims.states import SourceKind
from tests.make import make_article, make_claim, make_evidence, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(cast):
    article = make_article(cast.desk, actor=cast.checker)
    first = make_claim(article, "40 lorries", actor=cast.checker)
    second = make_claim(article, "3 cracks", actor=cast.checker)
    survey = make_source(
        cast.desk,
        "Bridges & roads: 100% of {them}",
        author="Poe, Ann and Sons",
        publisher="Orle County",
        address="https://example.org/a_b?c={d}",
        published_on=date(2020, 10, 7),
        language="en",
    )
    gone = make_source(cast.desk, "A count\nof 3", kind=SourceKind.DATASET, withdrawn="The county took it back.")
    off = make_source(cast.desk, "What Otto told us", terms="off_record", kind=SourceKind.INTERVIEW)
    for claim, source in [(first, survey), (first, survey), (second, survey), (second, gone), (second, off)]:
        make_evidence(claim, source, actor=cast.checker)
    removed = make_claim(article, "No one was hurt", actor=cast.checker, state="open")
    make_evidence(removed, make_source(cast.desk, "Never mind"), actor=cast.checker)
    return article


def fetched(client, person, article, suffix):
    client.force_login(person)
    answer = client.get(reverse("claims:export_file", args=[article.pk, f"sources.{suffix}"]))
    assert answer.status_code == 200 and f"-sources.{suffix}" in answer["Content-Disposition"]
    assert "Otto" not in answer.text
    return answer.text


def test_the_list_in_csl_has_each_source_once_with_its_claims(client, cast, article):
    survey, gone, _ = json.loads(fetched(client, cast.observer, article, "json"))
    assert survey | {"id": ""} == {
        "id": "",
        "type": "webpage",
        "title": "Bridges & roads: 100% of {them}",
        "author": [{"literal": "Poe, Ann and Sons"}],
        "publisher": "Orle County",
        "URL": "https://example.org/a_b?c={d}",
        "issued": {"date-parts": [[2020, 10, 7]]},
        "language": "en",
        "note": "Claims 1 and 2",
    }
    assert (gone["type"], gone["note"]) == ("dataset", "Claim 2. Withdrawn: The county took it back.")


def test_the_list_in_ris_is_read_back_as_it_was(client, cast, article):
    text = fetched(client, cast.checker, article, "ris")
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", row) for row in text.splitlines() if row)
    survey, gone, _ = rispy.loads(text)
    assert survey["title"] == "Bridges & roads: 100% of {them}" and survey["authors"] == ["Poe, Ann and Sons"]
    assert survey["urls"] == ["https://example.org/a_b?c={d}"] and survey["date"] == "2020/10/07"
    assert gone["title"] == "A count of 3" and gone["type_of_reference"] == "DATA"


def test_the_list_in_bibtex_can_be_typeset(client, cast, article):
    text = fetched(client, cast.checker, article, "bib")
    survey, gone, _ = bibtexparser.loads(text).entries
    assert survey["title"] == r"{Bridges \& roads: 100\% of {\textbraceleft}them{\textbraceright}}"
    assert (survey["author"], survey["date"]) == ("{Poe, Ann and Sons}", "2020-10-07")
    assert survey["url"] == "https://example.org/a_b?c=%7Bd%7D"
    assert gone["title"] == "{A count of 3}"


ODD = (
    "",
    "}",
    "{ {",
    "\\",
    "%",
    "Poe, Ann and {",
    "a\u2028TY  - B\r\nER  - ",
    "@misc{x, y={z}}",
    "é ß 桥 جسر",
    '"#"',
    "ends \\",
)


@pytest.mark.parametrize("words", ODD)
def test_a_source_with_any_words_stays_one_entry_that_is_read_back(words):
    kinds = [SourceKind.DOCUMENT, SourceKind.REFERENCE, SourceKind.NOTES]
    cited = [
        Cited(Source(pk=at, kind=kind, title=f"Title {words}", author=words, publisher=words, withdrawn=words), [at])
        for at, kind in enumerate(kinds, 1)
    ]
    title = " ".join(f"Title {words}".split())
    assert [one["title"] for one in json.loads(csl_json(cited))] == [f"Title {words}"] * 3
    assert [one["title"] for one in rispy.loads(ris(cited))] == [title] * 3
    text = bibtex(cited)
    read = bibtexparser.loads(text, BibTexParser(ignore_nonstandard_types=False))
    assert [one["ID"] for one in read.entries] == ["source-1", "source-2", "source-3"]
    depth = [0]
    for sign in re.findall("[{}]", text):
        depth.append(depth[-1] + (1 if sign == "{" else -1))
    assert min(depth) == 0 and depth.count(0) == 4
    assert plain(cited).count("Title") == 3 and len(plain(cited).split("\n\n")) == 3


def test_the_list_as_text_is_numbered_in_the_order_of_the_article(client, cast, article):
    first, second, *_ = fetched(client, cast.checker, article, "txt").split("\n\n")
    assert first == (
        "1. Poe, Ann and Sons. Bridges & roads: 100% of {them}. Orle County. 7 October 2020. "
        "https://example.org/a_b?c={d} (Claims 1 and 2)"
    )
    assert second.startswith("2. A count of 3.")


def test_the_page_offers_each_format_and_says_when_there_is_nothing(client, cast, article):
    client.force_login(cast.checker)
    page = client.get(reverse("claims:article_export", args=[article.pk])).text
    assert "3 sources" in page
    assert all(
        reverse("claims:export_file", args=[article.pk, one]) in page for one in FILES if one.startswith("sources")
    )
    assert client.get(reverse("claims:export_file", args=[article.pk, "sources.exe"])).status_code == 404
    bare = make_article(cast.desk, actor=cast.checker)
    assert "No claim has evidence" in client.get(reverse("claims:article_export", args=[bare.pk])).text


def test_the_list_takes_one_query_for_any_number_of_sources(client, cast, article, django_assert_max_num_queries):
    client.force_login(cast.checker)
    address = reverse("claims:export_file", args=[article.pk, "sources.json"])
    client.get(address)
    with django_assert_max_num_queries(8) as few:
        client.get(address)
    claim = article.claims.first()
    for at in range(5):
        make_evidence(claim, make_source(cast.desk, f"Another {at}"), actor=cast.checker)
    with django_assert_max_num_queries(8) as many:
        client.get(address)
    assert len(few) == len(many)


@pytest.fixture
def decided(article, cast):
    claim = article.claims.get(number=1)
    fields = {"line_decision": "reword", "proposed_words": "about 30 *lorries*", "must_fix": True}
    save_claim(
        claim, fields | {"decision_reason": "The survey counts 30."}, actor=cast.checker, base=field_values(claim)
    )
    return article


def memo(client, person, article, suffix):
    client.force_login(person)
    answer = client.get(reverse("claims:export_file", args=[article.pk, f"memo.{suffix}"]))
    assert answer.status_code == 200 and f"-memo.{suffix}" in answer["Content-Disposition"]
    return answer.content


def test_the_memo_in_markdown_has_the_words_as_printed_and_proposed_why_and_the_sources(client, cast, decided):
    text = memo(client, cast.writer, decided, "md").decode()
    assert "claim 1: Reword (must be changed)" in text
    assert "**Printed:** 40 lorries" in text and r"**Proposed:** about 30 \*lorries\*" in text
    assert "**Why:** The survey counts 30." in text and "**Outcome:** Open" in text
    assert r"- Bridges & roads: 100% of \{them\}, Orle County" in text and "Otto" not in text


def test_the_memo_opens_in_word(client, cast, decided):
    raw = memo(client, cast.writer, decided, "docx")
    words = [paragraph.text for paragraph in docx.Document(io.BytesIO(raw)).paragraphs]
    assert "Proposed: about 30 *lorries*" in words and "Why: The survey counts 30." in words
    assert not any("Otto" in one for one in words)
    assert read_document(raw, kind_of(raw)).text.startswith("# Changes memo: ")


def test_an_article_without_a_line_decision_has_a_page_that_says_so(client, cast, article):
    client.force_login(cast.writer)
    page = client.get(reverse("claims:article_export", args=[article.pk])).text
    assert "No line decision was made in this article." in page
    assert client.get(reverse("claims:export_file", args=[article.pk, "memo.pdf"])).status_code == 404


def test_the_memo_on_paper_names_the_sources_too(client, cast, decided):
    client.force_login(cast.writer)
    page = client.get(reverse("claims:memo", args=[decided.pk])).text
    assert "The survey counts 30." in page and "Orle County, https://example.org/a_b" in page and "Otto" not in page


def test_the_page_counts_without_loading_what_it_counts(client, cast, decided, django_assert_max_num_queries):
    client.force_login(cast.checker)
    address = reverse("claims:article_export", args=[decided.pk])
    assert "3 sources" in client.get(address).text and "1 line decision:" in client.get(address).text
    with django_assert_max_num_queries(12) as queries:
        client.get(address)
    assert not any('"claims_source"."title"' in one["sql"] for one in queries)


def test_no_file_page_to_print_or_copy_names_a_source_not_on_the_record_whoever_wrote_it_where(client, cast, decided):
    claim, actor = decided.claims.get(number=1), cast.checker
    by_hand = make_source(cast.desk, "Talk in the garage", author="Zoltán Quill", terms="background")
    make_evidence(claim, by_hand, actor=actor)
    make_evidence(claim, make_source(cast.desk, "Photo"), actor=actor, locator="handed over by Quill")
    said = {"statement": "It carries 40 lorries, Zoltan says.", "rationale": "Quill's word.", "decision_reason": ""}
    save_claim(claim, said, actor=actor, base=field_values(claim))
    other = decided.claims.get(number=2)
    why = {"line_decision": "cut", "decision_reason": "Zoltán Quill denies it."}
    save_claim(other, why, actor=actor, base=field_values(other))
    client.force_login(cast.observer)
    texts = {name: FILES[name].write(decided) for name in FILES}
    texts |= {name: parts(raw) for name, raw in texts.items() if name.endswith(".docx")}
    for name, *args in (("report", decided.pk), ("claim_copy", claim.pk), ("claim_copy", other.pk)):
        texts[f"{name} {args}"] = client.get(reverse(f"claims:{name}", args=args)).content
    for name, text in texts.items():
        assert not re.search("Otto|Quill|Zolt|garage", text.decode()), name
    assert texts["memo.md"].decode().count(r"\[left out\]") == 2
    page = client.get(reverse("claims:memo", args=[decided.pk])).text
    assert page.count('class="print-only">Left out on paper') == 2
    assert re.search('<p dir="auto" class="no-print">Quill&#x27;s word.</p>', page)


def parts(raw):
    with zipfile.ZipFile(io.BytesIO(raw)) as files:
        return b"".join(files.read(name) for name in files.namelist() if name.endswith(".xml"))
