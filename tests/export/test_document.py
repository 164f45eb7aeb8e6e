"""The checked text goes back into Word: each claim's comment on its words, line decisions as tracked changes."""

import io
import re
import subprocess
import xml.etree.ElementTree as ET

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from claims.editing.articles import create_article
from claims.editing.claims import field_values, save_claim
from claims.editing.decisions import let_stand
from claims.editing.uploads import keep_upload
from claims.editing.wording import reworded, without_words
from claims.export.document import with_changes, with_comments
from claims.export.said import GLYPHS
from claims.export.word.order import Note, Order
from claims.export.word.writer import write
from claims.intake.documents import kind_of, read_document
from claims.models import Article, Claim
from factcheck.settings import BASE_DIR
from tests.export.opened import comments_of, paragraphs, tracked
from tests.make import TEXT, judge, make_article, make_claim, make_evidence, make_source, make_speaker, sign_off
from tests.pages import fields_shown

pytestmark = pytest.mark.django_db
NUMBERS = "The mayor said the old bridge carries 40 lorries an hour. Engineers found 3 cracks in its deck."
MORE = TEXT + "\n\nA ferry runs meanwhile."


@pytest.fixture
def article(cast):
    """Claim 1 is signed off and refuted, 2 has two pieces, 3 is a whole line, 4 a whole paragraph."""
    article = make_article(cast.desk, MORE, actor=cast.checker)
    mayor = make_speaker(cast.desk, "Ann Lee")
    first = make_claim(
        article, "40 lorries", actor=cast.checker, speaker=mayor, statement="The bridge carries 40 lorries an hour."
    )
    counted = make_source(cast.desk, "Count of\nlorries", publisher="Orle County", address="https://example.org/count")
    make_evidence(first, counted, actor=cast.checker, stance="contradicts", note="Ask Otto again", locator="p. 4")
    make_evidence(first, make_source(cast.desk, "What Otto told us", terms="off_record"), actor=cast.checker)
    judge(first, cast.checker, verdict="refuted", attribution="primary", rationale="Otto told us 30.")
    make_claim(article, "The ministry denied", "the bridge was closed", actor=cast.checker)
    make_claim(article, "Engineers found 3 cracks in its deck.", actor=cast.checker)
    make_claim(article, "A ferry runs meanwhile.", actor=cast.checker)
    sign_off(first, cast.reviewer, by=cast.checker)
    return article


def decide(article, number, actor, **fields):
    claim = article.claims.get(number=number)
    save_claim(claim, {"decision_reason": "The county counts 30."} | fields, actor=actor, base=field_values(claim))
    return Claim.objects.select_related("article__current_version").get(pk=claim.pk)


def test_each_claim_is_a_comment_on_its_own_words_that_says_what_was_found_and_who_signed(article):
    found = comments_of(with_changes(article))
    assert [words for *_, words in found] == [
        "40 lorries",
        "Engineers found 3 cracks in its deck.",
        "The ministry denied",
        "the bridge was closed",
        "A ferry runs meanwhile.",
    ]
    author, said, _ = found[0]
    assert author == "Leyla Checker (Factcheck)"
    lines = said.split("\n")
    assert lines[0] == "Claim 1: The bridge carries 40 lorries an hour."
    assert lines[1] == "Verdict: ✕ Refuted"
    assert lines[2] == "Attribution: Confirmed by a primary record (Ann Lee)"
    assert lines[3].startswith("State: Signed off by Ben Reviewer (")
    assert lines[4] == "Source. Contradicts: Count of lorries, Orle County, https://example.org/count, p. 4"
    assert "Otto" not in "".join(one for _, one, _ in found)
    assert "State: Open, not signed off" in found[1][1] and found[3][1] == "Claim 2, continued."


def test_accepting_all_changes_gives_the_text_that_the_desk_would_make_and_rejecting_them_the_present_one(
    article, cast
):
    now = [block.text for block in article.current_version.blocks.order_by("position")]
    changed = decide(
        article, 1, cast.second_checker, line_decision="reword", proposed_words="about 30 lorries and vans"
    )
    cut = decide(article, 3, cast.checker, line_decision="cut")
    gone = decide(article, 4, cast.checker, line_decision="cut")
    raw = with_changes(article)
    assert paragraphs(raw, accepted=False) == now
    one_by_one = reworded(changed, "about 30 lorries and vans")[0][1]["text"], without_words(cut)[1]["text"]
    assert one_by_one[1] == "The mayor said the old bridge carries 40 lorries an hour."
    both = one_by_one[0].removesuffix(" Engineers found 3 cracks in its deck.")
    assert paragraphs(raw, accepted=True) == [now[0], both, now[2]]
    assert len(without_words(gone)) == 3
    decided = article.events.filter(verb="claim_saved", claim=changed).get().at.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert ("Sam Checker", decided) in tracked(raw) and {who for who, _ in tracked(raw)} == {
        "Sam Checker",
        "Leyla Checker",
    }
    said = comments_of(raw)[0]
    assert said[2] == "40 lorries"
    assert "Line decision: Reword, to “about 30 lorries and vans”. Why: The county counts 30." in said[1]
    # What this desk reads of it is what is proposed.
    assert both in read_document(raw, kind_of(raw)).text


def test_a_document_that_comes_back_has_no_backing_of_the_desks_own_and_is_written_into_once(article):
    raw = with_changes(article)
    document = docx.Document(io.BytesIO(raw))
    document.add_comment(document.paragraphs[0].runs, "Old title", "Wanda Writer")
    raw = saved(document)
    read = read_document(raw, kind_of(raw))
    assert [piece["words"] for piece in read.backing] == ["Old title"]
    assert "5 comments that Factcheck wrote are left out." in read.notes
    texts = [block.text for block in article.current_version.blocks.order_by("position")]
    again = write(order(*texts, notes=[note("40 lorries", (1, 38, 48))]), raw)
    assert [said for _, said, _ in comments_of(again)] == ["Old title", "Claim 1"]


def test_the_signs_of_the_verdicts_in_files_are_those_of_the_pages():
    sheet = (BASE_DIR / "claims" / "static" / "claims" / "factcheck.css").read_text()
    for verdict, sign in GLYPHS.items():
        assert re.search(rf'\.v-{verdict}\b[^{{]*{{[^}}]*--sign: "{re.escape(sign)}";', sheet), verdict


def test_comments_alone_leave_the_text_as_it_is_and_say_what_is_proposed(article, cast):
    decide(article, 1, cast.checker, line_decision="reword", proposed_words="30 lorries")
    raw = with_comments(article)
    assert not tracked(raw) and NUMBERS in paragraphs(raw, accepted=True)
    assert "Line decision: Reword, to “30 lorries”" in comments_of(raw)[0][1]


def test_words_that_the_chief_lets_stand_and_words_of_two_decisions_are_not_changed(article, cast):
    other = make_claim(article, "carries 40 lorries an hour", actor=cast.checker)
    decide(article, 1, cast.checker, line_decision="reword", proposed_words="30 lorries")
    decide(article, other.number, cast.second_checker, line_decision="reword", proposed_words="carries 20 lorries")
    raw = with_changes(article)
    assert {who for who, _ in tracked(raw)} == {"Leyla Checker"}
    [said] = [said for _, said, _ in comments_of(raw) if said.startswith("Claim 5")]
    assert "The change is not marked in the text: another decision changes the same words." in said
    claim = article.claims.get(number=1)
    let_stand(claim, actor=cast.chief, reason="The mayor insists.", edition=claim.edition)
    raw = with_changes(article)
    assert {who for who, _ in tracked(raw)} == {"Sam Checker"}
    [said] = [said for _, said, _ in comments_of(raw) if said.startswith("Claim 1")]
    assert "Chris Chief lets the words stand: The mayor insists." in said


def test_the_page_offers_both_and_neither_takes_more_queries_for_more_claims(
    client, cast, article, django_assert_max_num_queries
):
    client.force_login(cast.observer)
    page = client.get(reverse("claims:article_export", args=[article.pk])).text
    addresses = [reverse("claims:export_file", args=[article.pk, f"{one}.docx"]) for one in ("article", "comments")]
    assert all(address in page for address in addresses)
    with django_assert_max_num_queries(12) as few:
        client.get(addresses[0])
    for words in ("mayor", "bridge", "deck"):
        make_evidence(make_claim(article, words, actor=cast.checker), actor=cast.checker)
    with django_assert_max_num_queries(12) as many:
        assert client.get(addresses[0]).status_code == 200
    assert len(few) == len(many)


# Into the document that the text came as


@pytest.mark.parametrize("damaged", [False, True])
def test_what_came_as_a_word_document_goes_back_into_it_and_says_so_where_it_cannot(cast, client, damaged):
    document, _ = made(TEXT.split("\n\n")[0], [("The mayor ", True), (TEXT.split("\n\n")[1][10:], False)])
    document.sections[0].header.paragraphs[0].text = "City desk, page 1"
    raw = b"PK no document" if damaged else saved(document)
    upload = keep_upload(raw, actor=cast.checker, name="story.docx", kind="docx")
    blocks = [{"kind": "paragraph", "text": text} for text in TEXT.split("\n\n")[:2]]
    article = create_article(cast.desk, actor=cast.checker, blocks=blocks, headline="Bridge", upload=upload)
    make_claim(article, "mayor said", actor=cast.checker)
    out = with_changes(article)
    found = comments_of(out)
    headers = [row.text for row in docx.Document(io.BytesIO(out)).sections[0].header.paragraphs]
    assert found[-1][1].startswith("Claim 1: mayor said") and found[-1][2] == "mayor said"
    assert ("City desk, page 1" in headers) is not damaged
    assert found[0][1].startswith("The comments could not be put into the document") is damaged
    client.force_login(cast.checker)
    assert "in the document that it came as" in client.get(reverse("claims:article_export", args=[article.pk])).text


def made(*paragraphs):
    """A document of paragraphs; a list of (words, bold) is a paragraph of several runs."""
    document = docx.Document()
    for one in paragraphs:
        row = document.add_paragraph()
        for words, bold in [(one, False)] if isinstance(one, str) else one:
            row.add_run(words).bold = bold
    file = io.BytesIO()
    document.save(file)
    return document, file


def note(words, *pieces, edits=(), number=1):
    at = "2020-10-26T18:00:00Z"
    return Note(number, words, list(pieces), [f"Claim {number}"], "Ann Lee", at, list(edits), "Bob Ray", at)


def order(*texts, notes):
    return Order("Bridge", "en", [("paragraph", text) for text in texts], [], notes)


def saved(document):
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_words_are_found_in_a_document_that_spaces_and_formats_them_otherwise():
    document, _ = made(
        "Bridge", [("Engi", True), ("neers  found 3\tcracks in cafe\u0301s. N", False), ("o one.", True)]
    )
    text = "Engineers found 3 cracks in cafés. No one."
    raw = write(
        order("Bridge", text, notes=[note("neers found 3 cracks in cafés", (1, 4, 33), edits=[(1, 16, 17, "4")])]),
        saved(document),
    )
    assert [words for *_, words in comments_of(raw)] == ["neers  found 3cracks in cafe\u0301s"]
    assert paragraphs(raw, accepted=True)[1] == "Engineers  found 4cracks in cafe\u0301s. No one."
    runs = docx.Document(io.BytesIO(raw)).paragraphs[1].runs
    assert {(run.text, run.bold) for run in runs if run.text in ("Engi", "o one.")} == {
        ("Engi", True),
        ("o one.", True),
    }


def test_comments_and_changes_that_a_document_has_stay_as_they_are():
    document, _ = made("Bridge", "It carries 40 lorries. ")
    row = document.paragraphs[1]
    document.add_comment(row.runs, "Who counted?", "Writer")
    earlier = docx.oxml.parse_xml(
        f'<w:ins {docx.oxml.ns.nsdecls("w")} w:id="7" w:author="Writer" w:date="2020-10-01T00:00:00Z">'
        "<w:r><w:t>No one was hurt.</w:t></w:r></w:ins>"
    )
    row._p.append(earlier)
    text = "It carries 40 lorries. No one was hurt."
    notes = [
        note("40 lorries", (1, 11, 21), edits=[(1, 11, 13, "30")]),
        note("No one was hurt.", (1, 23, 39), edits=[(1, 23, 39, "Two were hurt.")], number=2),
    ]
    raw = write(order("Bridge", text, notes=notes), saved(document))
    found = comments_of(raw)
    assert ("Writer", "Who counted?") in [one[:2] for one in found]
    assert [said for _, said, words in found if words == "40 lorries"] == ["Claim 1"]
    # Words that are inserted already are not changed once more: that would depend on the earlier change.
    assert [said for _, said, _ in found][-1] == "Claim 2\nThe proposed words could not be marked in the text."
    assert paragraphs(raw, accepted=True)[1] == "It carries 30 lorries. No one was hurt."
    assert paragraphs(raw, accepted=False)[1] == "It carries 40 lorries. "
    ids = [
        one.get(docx.oxml.ns.qn("w:id"))
        for one in docx.Document(io.BytesIO(raw)).element.body.iter()
        if "ins" in one.tag
    ]
    assert len(ids) == len(set(ids))


def test_words_that_are_not_in_the_document_get_their_comment_at_the_nearest_paragraph_and_it_says_so():
    document, _ = made("Bridge", "It carries 40 lorries.", "The deck is old.")
    texts = ["Bridge", "It carries 40 lorries.", "Quite other words, of a note below.", "The deck is old."]
    notes = [note("other words", (2, 6, 17), edits=[(2, 6, 11, "some")]), note("a ferry", number=2)]
    raw = write(order(*texts, notes=notes), saved(document))
    found = {said: words for _, said, words in comments_of(raw)}
    [first] = [said for said in found if "not found in this document" in said]
    assert "“other words”" in first and found[first] == "It carries 40 lorries."
    assert "could not be marked" in first and not tracked(raw)
    assert found["Claim 2\nThis claim has no words in this version."] == "Bridge"


def test_the_same_words_in_several_paragraphs_are_told_apart_by_their_order():
    texts = ["No.", "It is safe.", "No.", "Nobody asked.", "No."]
    document, _ = made("A line that was added.", *texts)
    notes = [note("No.", (at, 0, 3), number=at + 1) for at in (0, 2, 4)]
    raw = write(order(*texts, notes=notes), saved(document))
    rows = [row._p for row in docx.Document(io.BytesIO(raw)).paragraphs]
    marked = [at for at, row in enumerate(rows) if row.xpath(".//w:commentRangeStart")]
    assert marked == [1, 3, 5]


# In the office


#: A text as LibreOffice has it: a heading, a link, a comment, a footnote, words from right to left, a table, a list.
WRITTEN = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"
  xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
  office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>
<text:h text:outline-level="1">Bridge reopens after the flood</text:h>
<text:p>The <text:a xlink:type="simple" xlink:href="https://example.org/mayor">mayor of Orle</text:a> said the old
bridge carries <office:annotation office:name="a1"><dc:creator>Wanda</dc:creator><text:p>She told me.</text:p
></office:annotation>40 lorries<office:annotation-end office:name="a1"/> an hour.<text:note text:id="n1"
text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>Council minutes, page
4.</text:p></text:note-body></text:note> Engineers found 3 cracks in its deck.</text:p>
<text:p>قال الوزير إن الجسر لم يغلق. بقي مفتوحا.</text:p>
<table:table table:name="T"><table:table-column table:number-columns-repeated="2"/><table:table-row><table:table-cell
><text:p>Lorries</text:p></table:table-cell><table:table-cell><text:p>350,400 in all</text:p></table:table-cell
></table:table-row></table:table>
<text:list><text:list-item><text:p>Two lanes were closed for a week.</text:p></text:list-item></text:list>
</office:text></office:body></office:document>"""


def office(folder, name, kind):
    """Let LibreOffice convert a file of a folder. Returns the file that it wrote."""
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind]
    subprocess.run([*command, "--outdir", folder, folder / name], check=True, capture_output=True)
    return (folder / name).with_suffix(f".{kind}")


def shown_in_office(folder, raw):
    """({first line of a comment: the words that LibreOffice shows it on}, who changed something)."""
    (folder / "out.docx").write_bytes(raw)
    root = ET.parse(office(folder, "out.docx", "fodt")).getroot()  # noqa: S314 - LibreOffice wrote it
    names = {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
    }
    text = root.find("office:body/office:text", names)
    words, named = {}, {}
    for tag, name, one in _walked(text, names):
        if tag == "annotation":
            named[name], words[one] = one, ""
        elif tag == "annotation-end":
            del named[name]
        else:
            for said in named.values():
                words[said] += one
    return words, {one.text for one in text.findall(".//text:tracked-changes//dc:creator", names)}


@pytest.mark.office
def test_libreoffice_shows_every_comment_on_its_words_and_the_changes_as_changes(article, cast, tmp_path):
    decide(article, 1, cast.second_checker, line_decision="reword", proposed_words="30 lorries")
    words, changed = shown_in_office(tmp_path, with_changes(article))
    assert len(words) == 5 and changed == {"Sam Checker"}
    assert words["Claim 1: The bridge carries 40 lorries an hour."] in ("30 lorries", "4030 lorries", "40 lorries")
    assert words["Claim 3: Engineers found 3 cracks in its deck."] == "Engineers found 3 cracks in its deck."


@pytest.mark.office
def test_a_document_that_libreoffice_wrote_comes_in_and_goes_back_with_all_comments_on_their_words(
    client, cast, tmp_path
):
    (tmp_path / "story.fodt").write_text(WRITTEN)
    raw = office(tmp_path, "story.fodt", "docx").read_bytes()
    client.force_login(cast.checker)
    file = SimpleUploadedFile("story.docx", raw)
    page = client.post("/articles/new/", {"text": "", "desk": cast.desk.pk, "file": file})
    client.post("/articles/new/", fields_shown(page) | {"action": "create", "ownership": "ours"})
    article = Article.objects.get()
    expected = {}
    # Words of several claims overlap: one within another, across the mark of a note, and from right to left.
    over = ("carries 40 lorries an", "lorries an hour. Engineers", "الوزير إن الجسر")
    for words in ("mayor of Orle said", "40 lorries", "الجسر لم يغلق", "350,400", "Two lanes were closed", *over):
        make_claim(article, words, actor=cast.checker)
        expected[f"Claim {len(expected) + 1}: {words}"] = words
    make_claim(article, "Council minutes", actor=cast.checker)
    decide(article, 4, cast.checker, line_decision="reword", proposed_words="360,400")
    out = with_changes(article)
    found = {said.split("\n")[0]: words for _, said, words in comments_of(out)}
    assert {said: found[said] for said in expected} == expected
    assert found["She told me."] == "40 lorries"
    at_note = "The mayor of Orle said the old bridge carries 40 lorries an hour. Engineers found 3 cracks in its deck."
    assert found["Claim 9: Council minutes"] == at_note
    assert "360,400 in all" in paragraphs(out, accepted=True) and "350,400 in all" in paragraphs(out, accepted=False)
    shown, changed = shown_in_office(tmp_path, out)
    expected["Claim 4: 350,400"] = shown["Claim 4: 350,400"]  # with the change, which LibreOffice keeps elsewhere
    assert {said: shown[said] for said in expected} == expected and shown["She told me."] == "40 lorries"
    assert changed == {"Leyla Checker"} and len(shown) == 10


def _walked(root, names):
    """(kind, name of the comment, words or its first line) of what stands in a text, in its order."""
    office, text = (f"{{{names[one]}}}" for one in ("office", "text"))
    for one in root:
        if one.tag == f"{office}annotation":
            said = ["".join(row.itertext()) for row in one.iter(f"{text}p")]
            yield "annotation", one.get(f"{office}name"), said[0]
        elif one.tag == f"{office}annotation-end":
            yield "annotation-end", one.get(f"{office}name"), ""
        elif one.tag not in (f"{text}tracked-changes", f"{text}note"):
            yield "words", "", one.text or ""
            yield from _walked(one, names)
        yield "words", "", one.tail or ""
