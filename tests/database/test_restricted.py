"""Restricted sources: who sees one, and that its words stand in its rows and those of its evidence alone."""

import pytest

from claims.editing.evidence import add_evidence
from claims.editing.restricted import let_see, let_see_no_more
from claims.editing.source_merges import merge
from claims.editing.sources import change_source, create_source
from claims.errors import Invalid, NotNow, NotYours
from claims.export.dossier.making import document_of
from claims.history import acting
from claims.models import Capture, Event, Evidence, Source, SourceReader
from claims.models.withheld import read_by
from claims.queries.findings import standings_of
from claims.queries.found import exact_source, found_sources
from claims.queries.off_record import named_in_article
from claims.workflow.claims import perform
from tests.database.conftest import refused, standing
from tests.database.test_hidden import tables_with
from tests.make import content_hash, derive, make_claim, make_source, send_to_review, sign_off

pytestmark = pytest.mark.django_db
SECRET = ("Zebulon of the depot", "Oxenholme said so", "behind the vineyard", "Quarrington")


@pytest.fixture
def secret(cast):
    return create_source(
        cast.desk,
        actor=cast.checker,
        title=SECRET[0],
        author="Quarrington",
        kind="document",
        terms="background",
        access="restricted",
    )


@pytest.fixture
def cited(cast, article, secret):
    claim = make_claim(article, "40 lorries an hour", actor=cast.checker)
    words = {"excerpt": SECRET[1], "locator": SECRET[2], "note": "vineyard", "directness": "direct"}
    return add_evidence(claim, actor=cast.checker, source=secret, **words)


def seen_by(person, pk):
    """The evidence as it is loaded for a person, with its source."""
    with read_by(lambda: person.pk):
        return Evidence.objects.select_related("source__speaker").get(pk=pk)


def test_its_words_are_kept_once_and_a_sign_off_binds_them(cast, cited):
    let_see(cited.source, cast.reviewer, actor=cast.checker)
    sign_off(send_to_review(cited.claim, cast.checker), cast.reviewer, by=cast.checker)
    assert tables_with(*SECRET) == {"source", "evidence"}
    assert not any(standing.off_record for standing in standings_of(cited.claim).values())
    assert not found_sources(cast.desk.pk, "Zebulon") and exact_source(cast.desk.pk, SECRET[0]) == cited.source
    for profile in ("internal", "shareable"):
        document = str(document_of(cited.claim.article, cited.claim.article.current_version, profile))
        assert not [word for word in SECRET if word in document]


def test_what_may_not_be_named_outside_is_the_same_whoever_asks(cast, cited):
    said = f"It is {SECRET[3]} who says so."
    for person in (cast.chief, cast.reviewer):
        with read_by(lambda person=person: person.pk):
            assert named_in_article(cited.claim.article)(said)
            assert person == cast.chief or cited.source.pk not in Source.objects.values_list("pk", flat=True)


def test_who_is_not_named_gets_it_without_words_and_what_it_is_for_the_claim(cast, cited):
    for person in (cast.checker, cast.chief):
        assert seen_by(person, cited.pk).excerpt == SECRET[1]
    row = seen_by(cast.reviewer, cited.pk)
    assert row.citation == "A restricted source"
    assert {row.excerpt, row.locator, row.note} == {"[restricted, not shown]"}
    assert (row.source.title, row.source.author, row.source.speaker) == ("A restricted source", "", None)
    assert (row.stance, row.directness, row.source.terms) == ("supports", "direct", "background")
    with read_by(lambda: cast.reviewer.pk):
        assert not Source.objects.filter(pk=cited.source_id).exists()
        assert exact_source(cast.desk.pk, SECRET[0]) is None
    let_see(cited.source, cast.reviewer, actor=cast.checker)
    assert seen_by(cast.reviewer, cited.pk).excerpt == SECRET[1]
    assert Event.objects.latest("id").words.endswith(f"restricted source #{cited.source_id}: Ben Reviewer")
    with acting(cast.admin):
        cast.reviewer.memberships.all().delete()
    assert seen_by(cast.reviewer, cited.pk).withheld


def test_nobody_signs_sends_or_writes_of_what_they_may_not_see(cast, cited, hands):
    claim = send_to_review(cited.claim, cast.checker)
    with pytest.raises(NotYours, match="restricted source that you may not see"):
        perform("approve", claim, actor=cast.reviewer, content_hash=content_hash(claim))
    with refused("source_unseen"), hands(cast.second_checker):
        Evidence.objects.filter(pk=cited.pk).update(note="Mine.")
    with refused("source_unseen"), hands(cast.second_checker):
        Source.objects.filter(pk=cited.source_id).update(title="Mine")
    with refused("source_unseen"), hands(cast.second_checker):
        SourceReader.objects.create(source=cited.source, person=cast.second_checker, named_by=cast.second_checker)
    with refused("source_unseen"), hands(cast.second_checker):
        Capture.objects.create(source=cited.source, person=cast.second_checker, by_hand=True)
    let_see(cited.source, cast.reviewer, actor=cast.chief)
    sign_off(claim, cast.reviewer, by=cast.checker)
    assert standing(claim).signers == {cast.reviewer}


def test_it_is_restricted_from_the_start_and_opened_for_good(cast, secret, hands):
    with pytest.raises(Invalid, match="other terms"):
        create_source(cast.desk, actor=cast.checker, title="Open terms", access="restricted")
    plain = make_source(cast.desk, "Ledger", terms="background")
    with refused("source_access"), hands(cast.checker):
        Source.objects.filter(pk=plain.pk).update(access="restricted")
    with pytest.raises(NotNow, match="Open it to the desk first"):
        merge(plain, secret, actor=cast.checker)
    with refused("derivation_drift"):
        derive(plain, secret, drift="40 became 14", actor=cast.checker)
    let_see(secret, cast.writer, actor=cast.checker)
    with refused("source_reader"), hands(cast.checker):
        SourceReader.objects.create(source=secret, person=cast.outsider, named_by=cast.checker)
    let_see_no_more(secret.readers.get(), actor=cast.chief)
    change_source(secret, actor=cast.checker, base={"access": "restricted"}, access="desk")
    with read_by(lambda: cast.writer.pk):
        assert Source.objects.get(pk=secret.pk).title == SECRET[0]
    assert Event.objects.latest("id").words == f"Leyla Checker changed the source {SECRET[0]}: access"
