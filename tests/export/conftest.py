"""A signed article with much that must not leave the desk, and what a dossier of it is."""

import io
import subprocess
import sys
import zipfile

import pytest
from pypdf import PdfReader

from claims.editing.claims import save_claim
from claims.editing.contacts import log_answer
from claims.editing.dossiers import ask_for_dossier
from claims.editing.threads import open_thread
from claims.export.dossier.making import make_dossier
from claims.history import acting
from claims.models import SpeakerAlias, VerdictScheme
from tests.make import (
    derive,
    judge,
    make_article,
    make_claim,
    make_contact,
    make_evidence,
    make_lineage,
    make_link,
    make_mark,
    make_source,
    make_speaker,
    set_state_of,
    sign_article,
    sign_off,
)

TEXT = (
    "Bridge reopens\n\n"
    "The mayor said the bridge carries 40 lorries an hour. The ministry denied that it was closed. It rained.\n\n"
    "Call the desk about this one."
)
#: What no shareable dossier may have anywhere.
SECRETS = ("Zacharias", "Quill", "gravel-note", "never-say-this", "priv-talk", "too-vague", "Call the desk", "dam-talk")
#: What no dossier at all may have: it was said off the record.
SAID_OFF_RECORD = ("Marner", "weaver-talk")


def calculated(figure, evidence, label):
    """Return a calculation of a rate per hour from a figure of some evidence."""
    inputs = [
        {"label": label, "figure": figure, "evidence": evidence.pk, "where": ""},
        {"label": "how long", "figure": "2 hours", "evidence": None, "where": "the same page"},
    ]
    return {"kind": "rate", "formula": "", "language": "en", "inputs": inputs, "result": "40 lorries per hour"}


def make_checked(cast):
    """Return an article of somebody else that is checked: three claims of which one was split, and a mark."""
    scheme = VerdictScheme.objects.get(desk=cast.desk)
    scheme.verdicts.create(verdict="supported", label="Supported")
    scheme.verdicts.create(verdict="supported", code="mostly", label="Mostly right", glyph="≈")
    over = {"ownership": "theirs", "left_out": [2], "outlet": "The Courier", "language": "en"}
    article = make_article(cast.desk, TEXT, actor=cast.writer, **over)
    mayor = make_speaker(
        cast.desk, "Mayor Ilse Brandt", description="mayor of Orle", website="https://orle.example.org"
    )
    SpeakerAlias.objects.create(speaker=mayor, desk=cast.desk, name="I. Brandt", key="i. brandt")
    lorries = make_claim(article, "40 lorries an hour", actor=cast.checker, speaker=mayor, kind="number")
    save_claim(
        lorries,
        {"figure_value": "40", "figure_unit": "lorries", "attribution": "primary", "attribution_note": "Council film"},
        actor=cast.checker,
        base={},
    )
    denial = make_claim(article, "denied that it was closed", actor=cast.checker, speech_act="denies")
    whole = make_claim(article, "The mayor said the bridge carries 40 lorries an hour.", actor=cast.checker)
    make_lineage(whole, lorries, actor=cast.checker)
    survey = make_source(cast.desk, "Bridge survey", address="https://example.org/survey", publisher="Orle County")
    copy = make_source(cast.desk, "A report of the survey", origin=survey, address="https://example.org/report")
    register = make_source(cast.desk, "Bridge register")
    derive(copy, register, "translates", "“heavy lorries” became “lorries”")
    hidden = make_source(cast.desk, "Talk with Zacharias Quill", author="Zacharias Quill", terms="off_record")
    make_evidence(lorries, copy, actor=cast.checker, note="gravel-note", translation="40", translator="Leyla Checker")
    make_evidence(lorries, hidden, actor=cast.checker, excerpt="He said so.")
    counted = make_evidence(lorries, survey, actor=cast.checker, excerpt="80 lorries in 2 hours")
    make_evidence(lorries, actor=cast.checker, calculation=calculated("80 lorries", counted, "The survey’s count"))
    whispered = make_evidence(lorries, hidden, actor=cast.checker, excerpt="80 of them")
    make_evidence(lorries, actor=cast.checker, calculation=calculated("80 lorries", whispered, "never-say-this"))
    make_evidence(denial, survey, actor=cast.checker, stance="contradicts", answer="It was open by then.")
    make_link(denial, lorries, "denies", actor=cast.checker)
    for whom, words, terms in (("Dam Works", "dam-talk", "on_record"), ("Silas Marner", "weaver-talk", "off_record")):
        asked = make_contact(lorries, actor=cast.checker, whom=whom, questions=f"{words}?")
        said = {"outcome": "answered", "answer": words, "answered_at": asked.deadline, "terms": terms}
        log_answer(asked, actor=cast.checker, **said, read_back="agreed")
    judge(lorries, cast.checker, rationale="Quill confirmed it.", verdict_own="mostly")
    judge(denial, cast.checker, verdict="not_enough", rationale="Leyla Checker asked the ministry twice.")
    open_thread(article, actor=cast.checker, words="never-say-this", claim=lorries)
    open_thread(article, actor=cast.legal, words="priv-talk between counsel", claim=lorries)
    with acting(cast.checker):
        set_state_of(whole, cast.checker, "retired")
    sign_off(lorries, cast.reviewer, by=cast.checker)
    denial = sign_off(denial, cast.reviewer, by=cast.checker)
    set_state_of(denial, cast.reviewer, "checking")
    denial.returned_by, denial.returned_reason = cast.reviewer, "too-vague"
    with acting(cast.reviewer):
        denial.save(update_fields=["returned_by", "returned_reason"])
    sign_off(denial, cast.second_reviewer, by=cast.checker)
    for words in ("Bridge reopens", "The mayor said the bridge carries", "The ministry", "It rained."):
        make_mark(article, words, actor=cast.checker, looked_by=cast.chief)
    article.refresh_from_db()
    return article


def make_signed(cast):
    """Return that article, signed off by the chief."""
    checked = make_checked(cast)
    sign_article(checked, cast.chief)
    return set_state_of(checked, cast.chief, "checked")


@pytest.fixture
def signed(cast):
    return make_signed(cast)


def dossier_of(article, actor, profile="internal", **how):
    """Ask for a dossier and make it. Return {name: bytes} of its zip."""
    article.refresh_from_db()
    asked = ask_for_dossier(article, actor=actor, profile=profile, **how)
    make_dossier(asked.pk)
    asked.refresh_from_db()
    assert asked.state == "made", asked.words
    return files_in(asked.content)


def files_in(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def text_of(name, content):
    """Return the text of a file of a dossier."""
    if name.endswith(".pdf"):
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return content.decode()


def verified(folder, files):
    """Write files into a folder and run verify.py there. Return (its status, what it printed)."""
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-I", "-W", "error", "verify.py"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    return done.returncode, done.stdout + done.stderr
