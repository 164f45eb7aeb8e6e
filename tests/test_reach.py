"""Every address for every kind of person: let in, told no, or told nothing. No address is missing from the table.

``in``: the request is heard (it may then be invalid, 422, or untimely, 409). ``no``: 403, with words. ``none``: 404,
the thing does not exist for this person. ``login``: the log-in page first.
"""

from copy import deepcopy

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from claims.editing.captures import add_copy
from claims.editing.dossiers import ask_for_dossier
from claims.editing.fetches import ask_for
from claims.editing.identities import enter_identity, name_reader
from claims.editing.redactions import ask_for_redaction
from claims.editing.sources import change_source
from claims.editing.threads import open_thread
from claims.editing.uploads import keep_upload
from claims.export.dossier.making import make_dossier
from claims.files import keep
from claims.history import acting
from claims.models import IncomingVersion, Membership, ReleaseException
from tests.cast import make_cast
from tests.make import (
    derive,
    make_article,
    make_claim,
    make_contact,
    make_correction,
    make_draft,
    make_drawn,
    make_evidence,
    make_link,
    make_mark,
    make_person,
    make_publication,
    make_published,
    make_source,
    make_speaker,
    sign_article,
)

EVERYBODY = {"writer", "checker", "reviewer", "legal", "chief", "observer", "author"}
CUTTERS = {"checker", "reviewer", "chief", "author"}
STRANGERS = {"outsider", "quiet", "admin"}
ANY = EVERYBODY | STRANGERS  # a page of one's own: whoever is logged in, with what they can see
PUBLIC = ANY | {"anonymous"}

#: address → (method, who is let in). Of the rest, the desk's people are told no and strangers nothing.
#: ``author`` wrote the article and holds every other role but observer and legal.
TABLE = {
    "healthz": ("get", PUBLIC),
    "login": ("get", PUBLIC),
    "logout": ("post", PUBLIC),
    "account": ("get", ANY),
    "log_out_everywhere": ("post", ANY),
    "password": ("get", ANY),
    "desk": ("get", ANY),
    "glossary": ("get", ANY),
    "articles": ("get", ANY),
    "queues": ("get", ANY),
    "queue": ("get", ANY),
    "queue_next": ("post", ANY),
    "claims": ("get", ANY),
    "setup": ("get", ANY),
    "setup_people": ("get", EVERYBODY | {"admin"}),
    "setup_person": ("get", {"admin"}),
    "setup_rules": ("get", EVERYBODY | {"admin"}),
    "setup_verdicts": ("get", EVERYBODY | {"admin"}),
    "setup_reasons": ("get", EVERYBODY | {"admin"}),
    "setup_reason": ("get", {"admin"}),
    "setup_reference": ("get", EVERYBODY | {"admin"}),
    "setup_redactions": ("get", EVERYBODY | {"admin"}),
    "redaction": ("get", set()),
    **dict.fromkeys(["redaction_confirm", "redaction_end"], ("post", set())),
    "sources": ("get", ANY),
    "article_new": ("get", EVERYBODY - {"legal", "observer"} | {"outsider"}),  # on a desk of their own
    "read_paste": ("post", EVERYBODY - {"legal", "observer"} | {"outsider"}),
    "fetches": ("get", ANY),
    "fetch_again": ("post", {"checker"}),  # who asked for the page
    "fetch_remove": ("post", {"checker"}),
    "article_details": ("get", EVERYBODY),
    "byline_answer": ("post", EVERYBODY - {"observer"}),
    "placement": ("post", {"writer", "checker", "chief", "author"}),
    "bench": ("get", EVERYBODY),
    "claim": ("get", EVERYBODY),
    "changes": ("get", EVERYBODY),
    "cut": ("post", CUTTERS),
    "sheet": ("get", CUTTERS),
    "mark": ("post", CUTTERS),
    "lines_do": ("post", CUTTERS),
    "undo": ("post", CUTTERS),
    "mark_remove": ("post", CUTTERS),
    "drafts": ("get", ANY),
    "draft_accept": ("post", CUTTERS),
    "draft_drop": ("post", CUTTERS),
    "drafts_accept": ("post", CUTTERS),
    "claim_words": ("post", CUTTERS),
    "claim_split": ("post", CUTTERS),
    "claim_merge": ("post", CUTTERS),
    "claim_save": ("post", CUTTERS),
    "claim_do": ("post", {"checker", "chief", "author"}),
    "lease_end": ("post", EVERYBODY),
    "claim_link": ("post", CUTTERS),
    "link_remove": ("post", CUTTERS),
    "claim_stand": ("post", {"chief"}),
    "claim_no_reply": ("post", {"legal", "chief"}),
    "claim_place": ("post", {"writer", "checker", "chief", "author"}),
    "claim_speaker": ("post", CUTTERS),
    "source_changes_settle": ("post", CUTTERS - {"author"}),
    "speakers": ("get", ANY),
    "speaker": ("get", EVERYBODY),
    "alias_add": ("post", CUTTERS | {"writer"}),
    "alias_remove": ("post", CUTTERS | {"writer"}),
    "speaker_merge": ("post", CUTTERS | {"writer"}),
    "speaker_unmerge": ("post", CUTTERS | {"writer"}),
    "speakers_found": ("get", EVERYBODY),
    "sources_found": ("get", EVERYBODY),
    "evidence_add": ("post", CUTTERS | {"writer"}),
    "contacts": ("get", EVERYBODY),
    "contact_add": ("get", CUTTERS | {"writer"}),
    "contact_list": ("get", EVERYBODY),
    "contact_answer": ("get", CUTTERS | {"writer"}),
    "contact_strike": ("get", CUTTERS | {"writer"}),
    "contact_cover": ("post", CUTTERS | {"writer"}),
    "calculation_add": ("post", CUTTERS | {"writer"}),
    "backing": ("get", EVERYBODY),
    "backing_take": ("post", CUTTERS | {"writer"}),
    "evidence_list": ("get", EVERYBODY),
    "evidence_read_new": ("post", CUTTERS | {"writer"}),
    "evidence_read": ("post", CUTTERS),  # the checker added it
    "evidence_change": ("post", CUTTERS),  # the checker added it
    "evidence_remove": ("post", CUTTERS),
    "evidence_put_back": ("post", CUTTERS),
    "evidence_confirm": ("post", CUTTERS),
    "gate": ("get", EVERYBODY),
    "article_sign": ("post", {"chief"}),
    "article_release": ("post", {"chief"}),
    "release_second": ("post", {"reviewer", "legal"}),  # the chief proposed it
    "exception_close": ("post", {"chief", "reviewer", "legal"}),  # the checker owns it
    "article_publish": ("post", {"chief"}),
    "article_withdraw": ("post", {"chief"}),
    "article_reopen": ("post", {"chief"}),
    "corrections": ("get", EVERYBODY),
    "correction_open": ("post", EVERYBODY),
    "correction_decide": ("post", {"chief"}),
    "correction_dismiss": ("post", {"chief"}),
    "went_out": ("post", {"chief"}),
    "line_correct": ("post", EVERYBODY),
    "marks": ("get", EVERYBODY),
    "look_through": ("post", CUTTERS - {"author"}),
    "article_threads": ("get", EVERYBODY),
    "thread_open": ("post", EVERYBODY - {"observer"}),
    "thread_say": ("post", EVERYBODY - {"observer"}),
    "thread_resolve": ("post", {"checker", "chief", "author"}),  # the checker asked
    "thread_reopen": ("post", EVERYBODY - {"observer"}),
    "article_record": ("get", EVERYBODY),
    "versions": ("get", EVERYBODY),
    "version_file": ("get", EVERYBODY),
    "version_new": ("get", CUTTERS | {"writer"}),
    "version_restore": ("get", CUTTERS | {"writer"}),
    "line_edit": ("get", CUTTERS | {"writer"}),
    "compare": ("get", EVERYBODY),
    "incoming": ("get", EVERYBODY),
    "incoming_take_back": ("post", CUTTERS | {"writer"}),
    "incoming_again": ("get", CUTTERS | {"writer"}),
    "incoming_discard": ("post", {"writer"}),  # the writer accepted it
    "reconcile": ("get", EVERYBODY),
    "claim_keep": ("post", CUTTERS),
    "claim_attach": ("post", CUTTERS),
    "claim_replace": ("post", CUTTERS - {"reviewer"}),  # it retires a claim
    "claim_gone": ("post", CUTTERS - {"reviewer"}),
    "context_acknowledge": ("post", {"reviewer"}),  # legal where a flag asks for legal, which none does here
    "contexts_acknowledge": ("post", EVERYBODY),  # without a claim: it says so
    "spelling": ("get", ANY),
    "wording": ("get", {"writer", "chief", "author"}),
    "memo": ("get", EVERYBODY),
    "article_export": ("get", EVERYBODY),
    "dossier_ask": ("post", EVERYBODY - {"observer"}),  # it names no profile, or the internal one
    "dossier_list": ("get", EVERYBODY),
    "dossier_file": ("get", EVERYBODY - {"observer"}),  # an internal one
    "export_file": ("get", EVERYBODY),
    "report": ("get", EVERYBODY),
    "claim_copy": ("get", EVERYBODY),
    "source_new": ("post", CUTTERS | {"writer", "outsider"}),  # on a desk of their own
    "source": ("get", EVERYBODY),
    "source_standing": ("post", CUTTERS | {"writer"}),
    "source_merge": ("post", CUTTERS | {"writer"}),
    "source_unmerge": ("post", CUTTERS | {"writer"}),
    "source_capture": ("post", CUTTERS | {"writer"}),
    "source_copy": ("post", CUTTERS | {"writer"}),
    "source_people": ("post", CUTTERS | {"writer"}),
    "source_origin": ("post", CUTTERS | {"writer"}),
    "derivation": ("post", CUTTERS | {"writer"}),
    "derivation_remove": ("post", CUTTERS | {"writer"}),
    "capture_list": ("get", EVERYBODY),
    "identity": ("get", EVERYBODY),
    "identity_read": ("post", {"checker", "reviewer"}),  # who entered it, and who was named
    "identity_delete": ("post", {"checker", "reviewer"}),
    "reader_add": ("post", {"checker", "chief", "author"}),  # the author is a chief, too
    "reader_remove": ("post", {"checker", "reviewer", "chief", "author"}),
    "capture": ("get", EVERYBODY),
    "capture_file": ("get", EVERYBODY),
    "capture_deposit": ("post", CUTTERS | {"writer"}),
    "capture_drawn": ("get", EVERYBODY),
    "capture_warc": ("get", EVERYBODY),
    "capture_wacz": ("get", EVERYBODY),
    "source_wacz": ("get", EVERYBODY),
}
KINDS = sorted(PUBLIC)


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """The world, made once for all tests; each of them is rolled back, and the world after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world(make_cast())
        transaction.set_rollback(True)


@pytest.fixture
def world(made, db):
    return made


#: Words of a restricted source, which these people alone see.
PLANTED = ("Zebulon", "Quarrington", "Oxenholme", "tannery", "vineyard")
NAMED = {"checker", "chief", "author"}


def plant(cast, claim):
    """Cite a restricted source on a claim, with words that nobody else of the desk may read anywhere."""
    said = {"title": "Zebulon's ledger", "author": "Quarrington", "address": "https://zebulon.example/tannery"}
    said |= {"terms": "background", "access": "restricted", "note": "behind the vineyard", "kind": "document"}
    with acting(cast.checker):
        source = make_source(cast.desk, **said, controlled_by="Oxenholme Ltd", created_by=cast.checker)
    add_copy(source, actor=cast.checker, sha256=keep(b"Zebulon"), size=7, name="vineyard.txt", text="In the tannery")
    words = {
        "excerpt": "In the tannery",
        "locator": "Oxenholme 4",
        "note": "vineyard",
        "figure_found": "40 in the tannery",
    }
    make_evidence(claim, source, actor=cast.checker, **words)
    derive(make_source(cast.desk, "Told by another"), source, actor=cast.checker)


def make_world(cast):
    """Return the sessions of all kinds of people, and the address of each name, in a world with one of everything."""
    author = make_person("Aydin Author", "writer", "checker", "reviewer", "chief", desk=cast.desk, username="aydin")
    noted = {"kind": "comment", "words": "Call of 4 May"}
    file = keep_upload(b"The bridge", actor=cast.checker, name="story.txt", kind="txt")
    article = make_article(
        cast.desk, actor=cast.checker, authors=[author], backing=[("40 lorries", noted)], upload=file
    )
    backing = article.current_version.backing.get()
    question = article.authors.create(name="R. Reviewer").questions.get()
    claim = make_claim(article, "40 lorries an hour", actor=cast.checker)
    other = make_claim(article, "3 cracks", actor=cast.checker)
    source = make_source(cast.desk)
    evidence = make_evidence(claim, source, actor=cast.checker)
    speaker = make_speaker(cast.desk, "Ann Lee")
    alias = speaker.aliases.create(desk=cast.desk, name="A. Lee", key="a lee")
    change_source(source, actor=cast.chief, base={"terms": "on_record"}, terms="off_record")
    captured = make_source(cast.desk, "Timetable")
    copy = add_copy(captured, actor=cast.checker, sha256=keep(b"A timetable."), size=12, name="timetable.txt")
    drawn = make_drawn(make_source(cast.desk, "Map", address="https://example.org/map"), actor=cast.checker)
    plant(cast, other)
    enter_identity(captured, actor=cast.checker, name="Nora Nobody")
    name_reader(captured, cast.reviewer, actor=cast.checker)
    derivation = derive(captured, source, actor=cast.checker)
    link = make_link(claim, other, actor=cast.checker)
    contact = make_contact(claim, actor=cast.checker)
    mark = make_mark(article, "No one was hurt, it said.", actor=cast.second_checker)
    query = open_thread(article, actor=cast.checker, words="Who counted them?", is_query=True)
    draft = make_draft(article, "No one was hurt")
    release = sign_article(article, cast.chief, "released", reason="The bridge opens at six.")
    with acting(cast.chief):
        exception = ReleaseException.objects.create(signoff=release, item="claim:1", words="Open", owner=cast.checker)
    correction = make_correction(make_published(cast.desk, cast.chief, authors=[author]), actor=cast.checker)
    publication = make_publication(correction.article, cast.chief)
    with acting(cast.writer):
        text = IncomingVersion.objects.create(article=article, actor=cast.writer, base=1, blocks=[])
    asked = ask_for(["https://post.example/a"], actor=cast.checker, desk=cast.desk)[0]
    dossier = ask_for_dossier(article, actor=cast.checker, profile="internal")
    make_dossier(dossier.pk)
    # Who asked was chief of all desks then.
    elsewhere = Membership.objects.create(person=cast.chief, desk=cast.other_desk, role="chief")
    asked_of_two = ask_for_redaction(cast.desk, actor=cast.chief, text="a text that goes", reason="The law")
    elsewhere.delete()
    people = {kind: getattr(cast, kind) for kind in ANY - {"author"}} | {"author": author, "anonymous": None}
    of_article = {"pk": article.pk}
    of_claim = {"pk": claim.pk}
    reason = cast.desk.reasons.create(kind="no_claim", words="A poem")
    special = {
        **dict.fromkeys([name for name in TABLE if name.startswith("setup_")], {"slug": cast.desk.slug}),
        "setup_reason": {"slug": cast.desk.slug, "pk": reason.pk},
        "dossier_file": {"pk": dossier.pk},
        "queue": {"name": "mine"},
        "queue_next": {"name": "mine"},
        "claim": {"pk": article.pk, "number": claim.number},
        **dict.fromkeys(["versions", "version_file"], {"pk": article.pk, "number": 1}),
        "version_restore": {"pk": article.pk, "number": 1},
        "export_file": {"pk": article.pk, "name": "sources.ris"},
        "line_edit": {"pk": article.pk, "number": 1},
        "compare": {"pk": article.pk, "old": 1, "new": 1},
        "claim_do": {"pk": claim.pk, "action": "take"},
        "link_remove": {"pk": link.pk},
        "mark_remove": {"pk": mark.pk},
        **dict.fromkeys(["draft_accept", "draft_drop"], {"pk": draft.pk}),
        "drafts_accept": {"pk": article.pk, "number": 1},
        **dict.fromkeys(["thread_say", "thread_resolve", "thread_reopen"], {"pk": query.pk}),
        "byline_answer": {"pk": question.pk},
        "release_second": {"pk": release.pk},
        "exception_close": {"pk": exception.pk},
        **dict.fromkeys(["correction_decide", "correction_dismiss"], {"pk": correction.pk}),
        "line_correct": {"pk": publication.pk, "line": 0},
        **dict.fromkeys(["contact_answer", "contact_strike", "contact_cover"], {"pk": claim.pk, "contact": contact.pk}),
        "backing_take": {"pk": claim.pk, "backing": backing.pk},
        **dict.fromkeys(
            [
                "source",
                "source_people",
                "source_capture",
                "source_copy",
                "source_origin",
                "source_wacz",
                "capture_list",
            ],
            {"pk": captured.pk},
        ),
        **dict.fromkeys(["derivation", "derivation_remove"], {"pk": derivation.pk}),
        **dict.fromkeys(["capture", "capture_file", "capture_warc", "capture_wacz"], {"pk": copy.pk}),
        "capture_drawn": {"pk": drawn.pk, "kind": "png"},
        "capture_deposit": {"pk": drawn.pk},
        **dict.fromkeys([name for name in TABLE if name.startswith("identity")], {"pk": captured.pk}),
        **dict.fromkeys(["redaction", "redaction_confirm", "redaction_end"], {"pk": asked_of_two.pk}),
        "reader_add": {"pk": captured.pk},
        "reader_remove": {"pk": captured.pk, "reader": captured.identity.readers.get().pk},
        **dict.fromkeys(["source_standing", "source_merge", "source_unmerge"], {"pk": captured.pk}),
        **dict.fromkeys(["fetch_again", "fetch_remove"], {"pk": asked.pk}),
        "alias_remove": {"pk": speaker.pk, "alias": alias.pk},
        **dict.fromkeys(["speaker", "alias_add", "speaker_merge", "speaker_unmerge"], {"pk": speaker.pk}),
        **dict.fromkeys([name for name in TABLE if name.startswith("incoming")], {"pk": text.pk}),
        **dict.fromkeys(
            ["evidence_change", "evidence_read", "evidence_remove", "evidence_put_back", "evidence_confirm"],
            {"pk": evidence.pk},
        ),
    }

    def address(name):
        if name in special:
            return reverse(f"claims:{name}", kwargs=special[name])
        pattern = next(p for p in addresses() if p.name == name)
        if "<int:pk>" not in str(pattern.pattern):
            return reverse(f"claims:{name}")
        kwargs = of_claim if str(pattern.pattern).startswith("claims/") else of_article
        return reverse(f"claims:{name}", kwargs=kwargs)

    return {kind: session_of(person) for kind, person in people.items()}, address


def session_of(person):
    """Return the cookies of a person who has logged in; those of nobody for None."""
    client = Client()
    if person:
        client.force_login(person)
    return client.cookies


def addresses():
    return next(p for p in get_resolver().url_patterns if getattr(p, "namespace", "") == "claims").url_patterns


def test_no_address_is_missing_from_the_table():
    assert {pattern.name for pattern in addresses()} == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_everybody_is_let_in_told_no_or_told_nothing_as_the_table_says(client, world, name):
    method, let_in = TABLE[name]
    sessions, address = world
    found, expected = {}, {}
    for kind in KINDS:
        client.cookies = deepcopy(sessions[kind])
        with transaction.atomic():
            response = getattr(client, method)(address(name))
            shown = b"".join(response).decode(errors="replace")  # a file that is streamed is closed at its end
            assert kind in NAMED or not [word for word in PLANTED if word in shown], kind
            transaction.set_rollback(True)
        status = response.status_code
        to_login = status == 302 and response.url.startswith(reverse("claims:login")) and name != "logout"
        found[kind] = "login" if to_login else {403: "no", 404: "none"}.get(status, "in")
        assert status < 500 and status not in (400, 405), (kind, status)
        if kind in let_in:
            expected[kind] = "in"
        elif kind == "anonymous":
            expected[kind] = "login"
        else:
            seen = kind in EVERYBODY or name in ("article_new", "read_paste", "source_new")
            expected[kind] = "no" if seen and not name.startswith("fetch_") else "none"
    assert found == expected


def test_the_admin_is_for_staff_alone(client, world):
    sessions, _ = world
    for kind, client.cookies in sessions.items():
        status = client.get(reverse("admin:index")).status_code
        assert status == (200 if kind == "admin" else 302 if kind == "anonymous" else 403), kind
