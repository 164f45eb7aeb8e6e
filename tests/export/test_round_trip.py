"""An article moves to another desk with its claims and evidence; its sign-offs come as history, never as live ones."""

import json
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from claims.editing.imported import import_article
from claims.errors import Invalid, NotYours
from claims.models import ArticleSignOff, Event, NoClaimMark, SignOff
from claims.workflow import perform, standing_of
from tests.export.conftest import dossier_of
from tests.make import make_desk, make_person, make_source

KEPT = {
    "number",
    "statement",
    "kind",
    "verdict",
    "verdict_own",
    "rationale",
    "speaker",
    "pieces",
    "quoted",
    "figure_value",
}
OF_EVIDENCE = {"claim", "citation", "stance", "bears_on", "excerpt", "translation", "locator", "answer", "note"}


@pytest.fixture
def exported(cast, signed, tmp_path):
    file = tmp_path / "article.json"
    call_command("export_article", signed.pk, file, person="leyla")
    return file


@pytest.fixture
def elsewhere(db):
    """Return another desk, with a checker and a reviewer, and the same verdict of its own."""
    desk = make_desk("Second desk")
    over = {"verdict": "supported", "code": "mostly", "label": "Mostly so", "glyph": "≈"}
    desk.schemes.get().verdicts.create(**over)
    return desk, make_person("Carla Checker", "checker", desk=desk), make_person("Rune Reviewer", "reviewer", desk=desk)


def imported(file, desk, actor):
    call_command("import_article", file, desk=desk.slug, person=actor.username)
    return desk.articles.get()


def test_words_claims_and_evidence_come_along_and_no_signoff_is_live(cast, exported, elsewhere):
    desk, carla, rune = elsewhere
    was = json.loads(exported.read_bytes())
    article = imported(exported, desk, carla)
    now = json.loads(dossier_of(article, carla)["dossier.json"])
    assert [(b["kind"], b["text"], b["left_out"]) for b in now["blocks"]] == [
        (b["kind"], b["text"], b["left_out"]) for b in was["blocks"]
    ]
    assert now["version"]["hash"] == was["version"]["hash"]
    assert [[row[key] for key in KEPT] for row in now["claims"]] == [
        [row[key] for key in KEPT] for row in was["claims"]
    ]
    assert [[row[key] for key in OF_EVIDENCE] for row in now["evidence"]] == [
        [row[key] for key in OF_EVIDENCE] for row in was["evidence"]
    ]
    assert (now["lineage"], now["links"]) == (was["lineage"], was["links"])
    [asked] = now["contacts"]
    assert (asked["whom"], asked["answer"], asked["read_back"]) == ("Dam Works", "dam-talk", "agreed")
    assert [row["words"] for row in now["marks"]] == [row["words"] for row in was["marks"]]
    assert {row["state"] for row in was["claims"]} == {"signed_off", "retired"}
    assert [row["state"] for row in now["claims"]] == ["checking", "checking", "retired"]
    assert not SignOff.objects.filter(claim__article=article).exists()
    assert not ArticleSignOff.objects.filter(article=article).exists()
    assert not NoClaimMark.objects.filter(version__article=article, looked_by__isnull=False).exists()


def test_one_event_and_the_page_say_where_it_came_from_and_who_had_signed(client, cast, exported, elsewhere):
    desk, carla, _ = elsewhere
    was = json.loads(exported.read_bytes())
    article = imported(exported, desk, carla)
    [event] = Event.objects.filter(article=article)
    assert event.words.startswith("Carla Checker imported the article from “City desk”")
    assert was["chain"]["hash"] in event.words and event.data["head"] == was["chain"]["hash"]
    assert [row["signer"] for row in event.data["signoffs"] if row["claim"]].count("Ben Reviewer") == 2
    assert bytes(article.imported.content) == exported.read_bytes()
    client.force_login(carla)
    page = client.get(reverse("claims:article_record", args=[article.pk])).text
    assert "Imported from <bdi>City desk</bdi>" in page and "Ben Reviewer" in page and was["chain"]["hash"] in page
    came = json.loads(dossier_of(article, carla)["dossier.json"])["imported"]
    assert (came["head"], came["sha256"]) == (was["chain"]["hash"], event.data["sha256"])


def test_whoever_imported_signs_none_of_it_and_somebody_else_goes_on_with_it(cast, exported, elsewhere):
    desk, carla, rune = elsewhere
    article = imported(exported, desk, carla)
    claim = article.claims.get(number=1)
    assert {one.person for one in claim.contributors.all()} == {carla}
    claim = perform("send", perform("take", claim, actor=carla), actor=carla)
    with pytest.raises(NotYours):
        perform("approve", claim, actor=carla, content_hash=standing_of(claim).content_hash)
    assert perform("approve", claim, actor=rune, content_hash=standing_of(claim).content_hash).state == "signed_off"


def test_speakers_and_sources_of_the_desk_are_used_and_described_as_there(cast, exported, elsewhere):
    desk, carla, _ = elsewhere
    survey = make_source(desk, "The survey of the bridge", address="https://example.org/survey", publisher="Us")
    imported(exported, desk, carla)
    counted, _ = survey.evidence.order_by("claim__number")
    assert survey.evidence.filter(claim__number=2).exists()
    # A figure of a calculation says in words what it is from: evidence has other numbers here.
    of = counted.claim.evidence.exclude(calculation={}).order_by("id").first().calculation["inputs"][0]
    assert of == {"label": "The survey’s count", "figure": "80 lorries", "evidence": None, "where": of["where"]}
    assert "Bridge survey" in of["where"]
    assert desk.sources.filter(terms="off_record").get().title == "Talk with Zacharias Quill"
    copy = desk.sources.get(title="A report of the survey")
    said = [(one.kind, one.origin.title, one.drift) for one in copy.derivations.select_related("origin")]
    assert said == [
        ("republishes", survey.title, ""),
        ("translates", "Bridge register", "“heavy lorries” became “lorries”"),
    ]
    assert [one.name for one in desk.speakers.get().aliases.all()] == ["I. Brandt"]


def test_a_changed_file_a_shareable_one_and_whoever_may_not_are_refused_in_words(
    cast, signed, exported, elsewhere, tmp_path
):
    desk, carla, _ = elsewhere
    text = exported.read_text()
    for changed, said in [
        (text.replace("40 lorries an hour", "90 lorries an hour"), "was changed"),
        (text.replace('"schema": 1', '"schema": 2'), "another format"),
        ("{}", "is no dossier.json"),
        ("nothing", "is no dossier.json"),
        (dossier_of(signed, cast.checker, "shareable")["dossier.json"].decode(), "shareable"),
    ]:
        (tmp_path / "changed.json").write_text(changed)
        with pytest.raises(CommandError, match=said):
            call_command("import_article", tmp_path / "changed.json", desk=desk.slug, person=carla.username)
    assert not desk.articles.exists()


def test_a_file_that_nobody_can_have_exported_is_refused_in_words(exported, elsewhere, tmp_path):
    desk, carla, _ = elsewhere
    (tmp_path / "deep.json").write_text("[" * 200_000)
    with zipfile.ZipFile(tmp_path / "locked.zip", "w") as made:
        made.writestr("dossier.json", exported.read_bytes())
    locked = bytearray((tmp_path / "locked.zip").read_bytes())
    locked[6] = locked[locked.rfind(b"PK\x01\x02") + 8] = 1  # as a zip with a password says it
    (tmp_path / "locked.zip").write_bytes(locked)
    for name, said in (("deep.json", "is no dossier.json"), ("locked.zip", "cannot be read")):
        with pytest.raises(CommandError, match=said):
            call_command("import_article", tmp_path / name, desk=desk.slug, person=carla.username)
    for part in ({"authors": [None]}, {"chain": [["A", None]]}, {"chain": [["A", "javascript:alert(1)"]]}):
        document = json.loads(exported.read_bytes())
        document["article"] |= part
        with pytest.raises(Invalid, match="cannot be imported"):
            import_article(desk, document, b"{}", actor=carla)
    for part in ({"risk_flags": {}}, {"verdict_flags": {}}, {"figure_value": "NaN"}):
        document = json.loads(exported.read_bytes())
        document["claims"][0] |= part
        with pytest.raises(Invalid, match="cannot be imported"):
            import_article(desk, document, b"{}", actor=carla)
    assert not desk.articles.exists()


def test_only_somebody_who_makes_claims_on_the_desk_imports_an_article(exported, elsewhere):
    desk, _, _ = elsewhere
    with pytest.raises(CommandError, match="has no role on a desk"):
        call_command("import_article", exported, desk=desk.slug, person="leyla")
    observer = make_person("Oda Observer", "observer", desk=desk)
    with pytest.raises(CommandError, match="is for a"):
        call_command("import_article", exported, desk=desk.slug, person=observer.username)
    assert not desk.articles.exists()
