"""A dossier holds all of a version, verifies offline, gives the same bytes for the same state, and keeps secrets."""

import json
import pickle
import re

import pytest
from django.core.files.storage import storages
from django.db import transaction

from claims.editing.articles import create_article
from claims.editing.captures import add_copy, capture, end
from claims.editing.dossiers import ask_for_dossier
from claims.editing.sources import change_source
from claims.export.dossier import of_claims
from claims.export.dossier.files import dossier_json, files_of, manifest, pdf_writer
from claims.export.dossier.making import make_dossier
from claims.history import acting
from claims.intake.captured import read_file
from claims.models import Capture, ClaimLink, Dossier, Source, Upload
from claims.tasks import drop_dossiers, make_dossiers
from factcheck.settings import BASE_DIR
from tests.cast import CAST
from tests.export.conftest import SAID_OFF_RECORD, SECRETS, dossier_of, files_in, make_signed, text_of, verified
from tests.living import blocks, bring, edited
from tests.make import (
    judge,
    make_article,
    make_claim,
    make_drawn,
    make_evidence,
    make_source,
    make_speaker,
    set_state_of,
)


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """The cast and their signed article, made once for all tests; each is rolled back, and these after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = CAST()
        yield pickle.dumps((cast, make_signed(cast)))
        transaction.set_rollback(True)


@pytest.fixture
def cast_and_signed(made, db):
    return pickle.loads(made)


@pytest.fixture
def cast(cast_and_signed):
    return cast_and_signed[0]


@pytest.fixture
def signed(cast_and_signed):
    return cast_and_signed[1]


def test_a_signed_article_verifies_in_an_empty_folder_and_one_changed_byte_names_its_file(cast, signed, tmp_path):
    files = dossier_of(signed, cast.checker)
    status, said = verified(tmp_path, files)
    assert (status, said.splitlines()[-1]) == (0, "VERIFIED: file, content, sign-off and chain agree."), said
    assert "4 sign-offs agree" in said
    for name, content in files.items():
        place = 10 if name == "verify.py" else len(content) // 2  # the first words of what it says of itself
        changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        status, said = verified(tmp_path, files | {name: changed})
        assert status == 1 and f"NOT VERIFIED: {name}: " in said, (name, said)


@pytest.mark.parametrize("how", [{}, {"profile": "shareable"}, {"profile": "shareable", "as_roles": True}])
def test_the_same_state_gives_the_same_bytes_whoever_asks_and_however_often(cast, signed, how):
    first = ask_for_dossier(signed, actor=cast.checker, **{"profile": "internal"} | how)
    make_dossier(first.pk)
    first.refresh_from_db()
    was = bytes(first.content)
    second = ask_for_dossier(signed, actor=cast.chief, **{"profile": "internal"} | how)
    make_dossier(second.pk)
    second.refresh_from_db()
    assert first.pk != second.pk and bytes(second.content) == was and second.sha256 == first.sha256


@pytest.mark.parametrize("as_roles", [False, True])
def test_a_shareable_dossier_has_nothing_that_must_not_leave(cast, signed, tmp_path, as_roles):
    survey = Source.objects.get(title="Bridge survey")
    add_copy(survey, actor=cast.checker, **read_file(b"Zacharias Quill counted them.", "gravel-note.txt"))
    files = dossier_of(signed, cast.observer, "shareable", as_roles=as_roles)
    status, said = verified(tmp_path, files)
    assert status == 0, said
    for name, content in files.items():
        found = [secret for secret in SECRETS if secret.casefold() in text_of(name, content).casefold()]
        assert found == [], name
    # A calculation that rests on the survey is there, and the one that rests on the talk is not.
    assert b"40 lorries per hour\xe2\x80\x9d follows" in files["evidence.csv"]
    named = b"Leyla Checker" in b"".join(files.values())
    assert named is not as_roles
    document = json.loads(files["dossier.json"])
    assert {claim["number"] for claim in document["claims"]} == {1, 2}
    if as_roles:
        assert {row["signer"] for row in document["sign_offs"]} == {"Reviewer 1", "Reviewer 2"}
        assert "Checker 1 asked the ministry twice." in {row["rationale"] for row in document["claims"]}


@pytest.mark.parametrize(
    ("author", "said", "terms"),
    [
        ("Zacharias Quill", "quill", "background"),  # one word without a capital is no word of a closed list
        ("Anar Huseynov", "Huseynovun dediyinə görə", "unattributed"),
        ("Пётр Кравцов", "со слов Кравцова", "off_record"),
        ("王伟", "据王伟说", "off_record"),
        ("김철수", "김철수는 봤다", "off_record"),
    ],
)
def test_a_shareable_dossier_does_not_name_who_is_not_on_the_record_in_any_form_of_the_name(cast, author, said, terms):
    article = make_article(cast.desk, "Bridge\n\nThe bridge carries 40 lorries an hour.", actor=cast.writer)
    claim = make_claim(article, "40 lorries an hour", actor=cast.checker)
    make_evidence(claim, make_source(cast.desk, "A call", author=author, terms=terms), actor=cast.checker)
    make_evidence(claim, translator=said, translation="40", actor=cast.checker)
    judge(claim, cast.checker, rationale=said)
    made = dossier_of(article, cast.checker, "shareable")["dossier.json"].decode()
    assert said not in made and "[left out]" in made


def test_where_names_are_roles_a_part_of_a_name_is_one_too_unless_somebody_else_has_it(cast):
    article = make_article(cast.desk, "Bridge\n\nRosa Weir said it carries 40 lorries an hour.", actor=cast.writer)
    claim = make_claim(article, "40 lorries an hour", actor=cast.checker)
    make_evidence(claim, make_source(cast.desk, "Notes", author="Leyla Checker"), actor=cast.checker)
    judge(claim, cast.checker, rationale="Leyla asked Ben and Rosa Reviewer. Leyla’s note; Rosa agreed.")
    made = json.loads(dossier_of(article, cast.checker, "shareable", as_roles=True)["dossier.json"])
    [claim] = made["claims"]
    assert claim["rationale"] == "Checker 1 asked Reviewer 1 and Reviewer 2. Checker 1’s note; Rosa agreed."


def test_a_speaker_who_spoke_off_the_record_is_known_by_nothing_in_a_shareable_dossier(cast):
    article = make_article(cast.desk, "Bridge\n\nThe bridge carries 40 lorries an hour.", actor=cast.writer)
    about = {"wikidata": "Q4242", "website": "https://quill.example", "description": "keeper of the old lock"}
    speaker = make_speaker(cast.desk, "Zacharias Quill", **about)
    claim = make_claim(article, "40 lorries an hour", actor=cast.checker, speaker=speaker)
    hidden = make_source(cast.desk, "A call", speaker=speaker, terms="off_record")
    make_evidence(claim, hidden, actor=cast.checker)
    made = dossier_of(article, cast.checker, "shareable")["dossier.json"].decode()
    assert [words for words in ("Quill", *about.values()) if words in made] == []


def test_what_was_said_off_the_record_to_the_desk_is_in_no_dossier(cast, signed):
    for profile in ("internal", "shareable"):
        for name, content in dossier_of(signed, cast.checker, profile).items():
            assert not [said for said in SAID_OFF_RECORD if said.casefold() in text_of(name, content).casefold()], name


def test_what_is_tried_to_be_kept_secret_is_in_the_internal_dossier(cast, signed):
    text = " ".join(text_of(*file) for file in dossier_of(signed, cast.checker).items())
    assert [secret for secret in SECRETS if secret not in text] == ["priv-talk"]


def test_a_changed_word_is_found_even_if_files_and_manifest_are_written_anew(cast, signed, tmp_path):
    document = json.loads(dossier_of(signed, cast.checker)["dossier.json"])
    changes = [
        (["claims", 0, "rationale"], "“rationale” of the claim is not what was signed"),
        (["sign_offs", 0, "content"], "its content is not what was signed"),
        (["events", 3, "words"], "what is shown of it is not what was hashed"),
        (["events", 3, "hashed"], "its hash is not that of what it says"),
        (["events", 3, "previous_hash"], "it does not follow from the one before"),
        (["blocks", 1, "text"], "the article's text is not the text of the version's hash"),
        (["chain", "hash"], "the last event is not the head of the chain"),
    ]
    for path, said in changes:
        forged = json.loads(json.dumps(document))
        part = forged
        for step in path[:-1]:
            part = part[step]
        part[path[-1]] = part[path[-1]].replace("e", "3", 1) if "e" in part[path[-1]] else "0" * 64
        status, printed = verified(tmp_path, files_of(forged))
        assert status == 1 and said in printed, (path, printed)


def _live(document):
    return next(row for row in document["sign_offs"] if not row["voided_at"])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: _live(d).update(signer="Mallory"), "the record tells of another person, Ben Reviewer"),
        (lambda d: _live(d).update(kind="legal"), "the record tells of another kind of sign-off"),
        (lambda d: _live(d).update(signed_at="2020-01-01T00:00:00+00:00"), "the record tells of another time"),
        (lambda d: d["sign_offs"].append(_live(d) | {"id": 999}), "the record does not tell of it"),
        (lambda d: _live(d).update(content=None), "its content is missing"),
        (lambda d: d["article_sign_offs"][0].update(content=None), "the content that was signed is missing"),
        (lambda d: d["article_sign_offs"].clear(), "tells of sign-off 1 of the article, which is missing"),
        (lambda d: _live(d).update(voided_at="2026-01-01T00:00:00+00:00"), "who signed claim 1 is not what was signed"),
        (lambda d: d["article_sign_offs"][0].update(signer="Mallory"), "the record tells of another person"),
        (lambda d: d["article"].update(headline="Closed"), "“headline” of the article is not what was signed"),
        (lambda d: d["claims"][0].update(state="open"), "the state of claim 1 is not what was signed"),
        (lambda d: d["claims"][0].update(figure_value="41"), "“figure_value” of the claim is not what was signed"),
        (lambda d: d["claims"][0].update(quoted="90 lorries"), "“quoted” of the claim is not what was signed"),
        (lambda d: d["claims"][0].update(decision_reason="Why not"), "“decision_reason” of the claim is not what was"),
        (lambda d: d["claims"][0]["pieces"][0].update(words="90 lorries"), "the words of claim 1 are not those of the"),
        (lambda d: d["marks"][0].update(words="It shone."), "the words of a “no claim” mark are not those of the text"),
        (
            lambda d: d["evidence"][0].update(excerpt="41 were counted"),
            "“excerpt” of evidence 1 is not what was signed",
        ),
        (lambda d: d["contacts"][0].update(answer="It was shut."), "“answer” of a request for comment is not what was"),
        (lambda d: d["evidence"].pop(0), "the evidence is not what was signed"),
        (lambda d: d["events"][0].update(actor="Mallory"), "its actor has another name in an event before"),
        (lambda d: d["events"][0].update(at="2020-01-01T00:00:00.000000Z"), "what is shown of it is not what was"),
        (lambda d: d["events"][8].update(claim=1), "its claim has another name in an event before"),
        (lambda d: d["events"].insert(2, d["events"].pop(3)), "it does not follow from the one before"),
    ],
)
def test_what_sign_offs_and_events_do_not_bear_out_is_found_even_if_the_manifest_is_written_anew(
    cast, signed, tmp_path, change, said
):
    document = json.loads(dossier_of(signed, cast.checker)["dossier.json"])
    ids = [row["id"] for row in document["article_sign_offs"]], [row["id"] for row in document["evidence"]]
    change(document)
    status, printed = verified(tmp_path, files_of(document))
    said = said.replace("sign-off 1 of", f"sign-off {ids[0][0]} of").replace("evidence 1", f"evidence {ids[1][0]}")
    assert status == 1 and said in printed, printed


def test_a_table_that_says_something_else_is_found_even_if_the_manifest_is_written_anew(cast, signed, tmp_path):
    files = dossier_of(signed, cast.checker)
    document = json.loads(files.pop("dossier.json"))
    del files["MANIFEST"]
    files["sign-offs.csv"] = files["sign-offs.csv"].replace(b"Ben Reviewer", b"Bob Reviewer", 1)
    files["dossier.json"] = dossier_json(document)
    status, printed = verified(tmp_path, files | {"MANIFEST": manifest(document, files)})
    assert status == 1 and "sign-offs.csv: row 2 does not say what dossier.json says" in printed, printed


def test_a_dossier_whose_data_is_cut_off_does_not_verify_and_says_so(cast, signed, tmp_path):
    document = json.loads(dossier_of(signed, cast.checker)["dossier.json"])
    files = files_of(document)
    del document["marks"], files["MANIFEST"]
    files["dossier.json"] = dossier_json(document)
    status, printed = verified(tmp_path, files | {"MANIFEST": manifest(document, files)})
    assert status == 1 and "dossier.json: it is not what a dossier has" in printed and "Traceback" not in printed


def test_a_dossier_of_an_earlier_version_is_the_article_as_it_was_then(cast, signed, tmp_path):
    was = json.loads(dossier_of(signed, cast.checker)["dossier.json"])
    first = signed.current_version
    claim = signed.claims.get(number=1)
    bring(signed, cast, edited(signed, "40 lorries", "50 lorries"))
    claim.refresh_from_db()
    set_state_of(claim, cast.checker, "checking")
    judge(claim, cast.checker, rationale="Counted again.")
    with acting(cast.checker):
        ClaimLink.objects.get().delete()
    files = dossier_of(signed, cast.checker, version=first)
    status, said = verified(tmp_path, files)
    assert status == 0, said
    then = json.loads(files["dossier.json"])
    assert then["version"] == was["version"] | {"current": False}
    for row in was["claims"]:
        row["content_hash"] = None  # what it would be now is not kept of then
    for row in was["article_sign_offs"]:
        row["content"] = None
    same = then.keys() - {"version", "chain", "events"}
    assert {name for name in same if then[name] != was[name]} == set()
    assert then["chain"]["sequence"] >= was["chain"]["sequence"]


def test_the_file_that_a_version_came_as_is_in_the_internal_dossier_only(cast, tmp_path):
    raw = b"Bridge reopens\n\nIt rained for a week.\n"
    with acting(cast.writer):
        kept = Upload.objects.create(person=cast.writer, name="bridge.txt", kind="txt", raw=raw)
    article = create_article(
        cast.desk,
        actor=cast.writer,
        blocks=blocks("Bridge reopens", "It rained for a week."),
        headline="Bridge",
        upload=kept,
    )
    internal = dossier_of(article, cast.writer)
    assert internal["original.txt"] == raw and verified(tmp_path, internal)[0] == 0
    shared = dossier_of(article, cast.writer, "shareable")
    assert "original.txt" not in shared and b"bridge.txt" not in shared["dossier.json"]


@pytest.fixture
def captured(cast):
    """An article whose one source was captured three times: two files, and a failure between them."""
    article = make_article(cast.desk, "Bridge\n\nThe bridge carries 40 lorries an hour.", actor=cast.writer)
    source = make_source(cast.desk, "Harbour survey", address="https://example.org/harbour")
    make_evidence(make_claim(article, "40 lorries an hour", actor=cast.checker), source, actor=cast.checker)
    add_copy(source, actor=cast.checker, **read_file(b"<html><p>It carries 40 lorries an hour.</p></html>", "a.html"))
    end(capture(source, actor=cast.checker), failure="The site has no page at this address.", status=404)
    add_copy(source, actor=cast.checker, **read_file(b"\x89PNG\r\n\x1a\n of the survey", "survey.png"))
    return article


def test_captures_are_in_the_internal_dossier_and_their_hashes_in_both(cast, captured, tmp_path):
    files = dossier_of(captured, cast.checker)
    page, failed, picture = json.loads(files["dossier.json"])["captures"]
    assert (page["file"], picture["file"]) == (
        f"captures/{page['sha256']}.html.txt",
        f"captures/{picture['sha256']}.png",
    )
    assert b"40 lorries" in files[page["file"]] and picture["asked_by"] == "Leyla Checker"
    assert (failed["state"], failed["file"]) == ("failed", "") and "no page at this address" in failed["failure"]
    index = files["index.html"].decode()
    assert all(said in index for said in (page["sha256"], f'href="{picture["file"]}"', "no page at this address"))
    status, said = verified(tmp_path, files)
    assert status == 0, said
    status, said = verified(tmp_path, files | {picture["file"]: b"another picture"})
    assert status == 1 and f"NOT VERIFIED: {picture['file']}: " in said
    shared = dossier_of(captured, cast.checker, "shareable")
    assert verified(tmp_path, shared)[0] == 0 and not any(name.startswith("captures/") for name in shared)
    rows = json.loads(shared["dossier.json"])["captures"]
    assert [(row["sha256"], row["file"], row["name"]) for row in rows[:2]] == [(page["sha256"], "", ""), ("", "", "")]


def test_what_a_browser_drew_of_a_page_is_in_the_internal_dossier_and_checked(cast, captured, tmp_path):
    source = Source.objects.get(title="Harbour survey")
    make_drawn(source, actor=cast.checker)
    files = dossier_of(captured, cast.checker)
    (row,) = [row for row in json.loads(files["dossier.json"])["captures"] if row["drawn"]]
    assert {one["file"] for one in row["drawn"]} == {f"captures/{one['sha256']}.{one['kind']}" for one in row["drawn"]}
    picture, document = (one["file"] for one in row["drawn"])
    assert f'href="{picture}"' in files["index.html"].decode() and verified(tmp_path, files)[0] == 0
    status, said = verified(tmp_path, files | {document: b"another document"})
    assert status == 1 and f"NOT VERIFIED: {document}: " in said
    shared = dossier_of(captured, cast.checker, "shareable")
    assert [row["drawn"] for row in json.loads(shared["dossier.json"])["captures"]] == [[]] * 4


def test_captures_in_a_shareable_dossier_have_no_address_but_that_which_the_source_has(cast, captured):
    source = Source.objects.get(title="Harbour survey")
    change_source(source, actor=cast.checker, base={"address": source.address}, address="https://example.org/public")
    asked = source.captures.get(ended_at=None)
    end(asked, final_address="https://example.org/harbour?ticket=4711", **read_file(b"It rained.", "ticket-4711.txt"))
    assert b"ticket=4711" in dossier_of(captured, cast.checker)["dossier.json"]
    shared = dossier_of(captured, cast.checker, "shareable")
    assert not [name for name, content in shared.items() if "4711" in text_of(name, content)]
    rows = json.loads(shared["dossier.json"])["captures"]
    assert [row["address"] for row in rows] == ["", "", "", "https://example.org/public"]


def test_a_captured_file_that_was_exchanged_is_found_even_if_the_manifest_is_written_anew(cast, captured, tmp_path):
    files = dossier_of(captured, cast.checker)
    document = json.loads(files.pop("dossier.json"))
    name = document["captures"][2]["file"]
    files |= {"dossier.json": dossier_json(document), name: b"another picture"}
    del files["MANIFEST"]
    status, said = verified(tmp_path, files | {"MANIFEST": manifest(document, files)})
    assert status == 1 and f"NOT VERIFIED: {name}: it is not the file that dossier.json names" in said


def test_a_captured_file_that_is_lost_or_one_too_many_is_said_and_the_dossier_is_made(
    cast, captured, tmp_path, monkeypatch
):
    page, _, picture = Capture.objects.order_by("id")
    storages["captures"].delete(f"{picture.sha256[:2]}/{picture.sha256}")
    monkeypatch.setattr(of_claims, "CAPTURED_MOST", picture.size)
    files = dossier_of(captured, cast.checker)
    old, _, lost = json.loads(files["dossier.json"])["captures"]
    assert (old["sha256"], old["file"], old["lacks"]) == (page.sha256, "", "")
    assert (lost["file"], lost["lacks"].endswith("Its file is not as it was kept.")) == ("", True)
    assert not any(name.startswith("captures/") for name in files) and verified(tmp_path, files)[0] == 0


def test_the_content_of_a_dossier_is_dropped_after_a_week_and_when_the_next_is_made(cast, signed, monkeypatch):
    first = ask_for_dossier(signed, actor=cast.checker, profile="internal")
    make_dossiers()
    other = ask_for_dossier(signed, actor=cast.checker, profile="shareable")
    make_dossiers()
    assert {row.pk for row in Dossier.objects.exclude(content=None)} == {first.pk, other.pk}
    second = ask_for_dossier(signed, actor=cast.checker, profile="internal")
    make_dossiers()
    assert {row.pk for row in Dossier.objects.exclude(content=None)} == {second.pk, other.pk}
    drop_dossiers()
    assert Dossier.objects.exclude(content=None).count() == 2
    monkeypatch.setattr(Dossier, "DAYS", 0)
    drop_dossiers()
    assert not Dossier.objects.exclude(content=None).exists() and Dossier.objects.count() == 3


def test_a_pdf_is_in_it_where_weasyprint_is_and_else_the_page_says_how_to_print(cast, signed):
    files = dossier_of(signed, cast.checker)
    if pdf_writer():
        assert files["article.pdf"].startswith(b"%PDF") and b"article.pdf is this page" in files["index.html"]
    else:
        assert "article.pdf" not in files and b"print this page from a browser" in files["index.html"]


def test_what_a_profile_leaves_out_is_said_in_the_dossier_itself(cast, signed):
    for profile in ("internal", "shareable"):
        files = dossier_of(signed, cast.checker, profile)
        left_out = json.loads(files["dossier.json"])["left_out"]
        assert left_out
        assert all(sentence.split("'")[0] in files["index.html"].decode() for sentence in left_out)


def test_no_dossier_has_what_legal_wrote_in_threads(cast, signed):
    text = b"".join(dossier_of(signed, cast.chief).values())
    assert b"never-say-this" in text and b"priv-talk" not in text


def test_a_dossier_whose_worker_was_killed_is_made_by_the_next_one(cast, signed, app_role):
    asked = ask_for_dossier(signed, actor=cast.checker, profile="internal")
    Dossier.objects.filter(pk=asked.pk).update(state="making", attempts=1, step=3)
    with app_role():
        make_dossiers()
    asked.refresh_from_db()
    assert (asked.state, asked.attempts) == ("made", 2)
    assert "MANIFEST" in files_in(asked.content)


def test_after_so_many_attempts_a_dossier_has_failed_in_words(cast, signed):
    asked = ask_for_dossier(signed, actor=cast.checker, profile="internal")
    Dossier.objects.filter(pk=asked.pk).update(state="making", attempts=Dossier.ATTEMPTS)
    make_dossiers()
    asked.refresh_from_db()
    assert asked.state == "failed" and "tried 3 times" in asked.words


def test_the_docs_have_each_key_of_the_data(cast, signed):
    add_copy(Source.objects.get(title="Bridge survey"), actor=cast.checker, **read_file(b"It rained.", "rain.txt"))
    document = json.loads(dossier_of(signed, cast.checker)["dossier.json"])
    written = {}

    def note(part, value):
        rows = value if isinstance(value, list) else [value]
        if rows and all(isinstance(row, dict) for row in rows):
            written[part] = {key for row in rows for key in row}
            for key in ("pieces", "verdicts", "exceptions", "messages", "origins"):
                if found := [one for row in rows for one in row.get(key, [])]:
                    note(f"{part}.{key}", found)
        elif "." not in part and not rows:
            written[part] = None
        else:
            written[part] = set()

    for part, value in document.items():
        note(part, value)
    text = (BASE_DIR / "docs" / "in-and-out.md").read_text()
    table = text[text.index("| part | keys |") :].split("\n\n")[0].splitlines()[2:]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in table]
    described = {row[0].strip("`"): set(re.findall(r"`(\w+)`", row[1])) for row in cells}
    empty = {part for part, keys in written.items() if keys is None} | {
        "original",
        "imported",
        "article_sign_offs.exceptions",
        "captures.drawn",
    }
    assert empty == {
        *("corrections", "publications", "original", "imported", "article_sign_offs.exceptions", "redacted"),
        "captures.drawn",
    }
    assert described.keys() >= empty
    assert {part: keys for part, keys in written.items() if part not in empty} == {
        part: keys for part, keys in described.items() if part not in empty
    }
