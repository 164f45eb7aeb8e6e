"""Speakers as records: what follows for signed claims when one is added, changes its kind, or is merged."""

import pytest
from django.db import connection, transaction

from claims.editing.source_changes import settle, shown_as
from claims.editing.sources import change_source
from claims.editing.speaker_records import add_alias, change_speaker, merge, preview, undo_merge
from claims.editing.speakers import place
from claims.errors import NotYours
from claims.history import acting
from claims.models import ArticleSignOff, Claim, Side, SourceChange, Speaker
from claims.queries.findings import evidence_of, linked_claims, links_of, standings_of
from claims.queries.source_changes import changes_of
from claims.rules.evidence import evaluate
from claims.rules.sending import is_attributed
from tests.database.conftest import refused, standing
from tests.make import (
    make_claim,
    make_evidence,
    make_link,
    make_mark,
    make_person,
    make_source,
    make_speaker,
    send_to_review,
    sign_article,
    sign_off,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def mayor(cast):
    return make_speaker(cast.desk, "The mayor")


@pytest.fixture
def spoken(cast, article, mayor):
    """A claim of the mayor's, signed off by Ben."""
    claim = make_claim(article, "40 lorries an hour", actor=cast.checker, speaker=mayor, attribution="primary")
    make_evidence(claim, actor=cast.checker)
    return sign_off(send_to_review(claim, cast.checker), cast.reviewer, by=cast.checker)


def change(speaker, actor, **fields):
    speaker = Speaker.objects.get(pk=speaker.pk)
    return change_speaker(speaker, actor=actor, base={name: getattr(speaker, name) for name in fields}, **fields)


def waits(claim):
    return [one.words for one in changes_of(claim)]


# Kind


@pytest.mark.parametrize(
    ("kind", "words"), [("publication", "person → publication"), ("document", "person → document")]
)
def test_another_kind_of_speaker_flags_the_claims_signed_as_theirs(cast, spoken, mayor, kind, words):
    change(mayor, cast.checker, kind=kind)
    assert waits(spoken) == [f"kind of “The mayor”: {words}"]
    assert standing(spoken).state == "signed_off" and standing(spoken).signers == {cast.reviewer}
    change(mayor, cast.checker, kind="person")
    assert waits(spoken) == []


def test_the_kind_of_a_speaker_changed_by_plain_sql_flags_too(cast, spoken, mayor, hands):
    with hands(cast.checker) as cursor:
        cursor.execute("UPDATE claims_speaker SET kind = 'publication' WHERE id = %s", [mayor.pk])
    assert waits(spoken) == ["kind of “The mayor”: person → publication"]


def test_the_kind_of_whoever_a_speaker_was_merged_into_counts(cast, article, spoken, mayor):
    paper = make_speaker(cast.desk, "The Courier", kind="publication")
    merge(mayor, paper, actor=cast.checker)
    assert not is_attributed(Claim.objects.get(pk=spoken.pk))
    settle(spoken, actor=cast.chief, note="It is the paper.", shown=shown_as(changes_of(spoken)))
    with acting(cast.checker):  # its own kind is read no more
        Speaker.objects.filter(pk=mayor.pk).update(kind="unnamed")
    assert waits(spoken) == []
    change(paper, cast.checker, kind="organisation")
    assert waits(spoken) == ["kind of “The Courier”: publication → organisation"]
    assert is_attributed(Claim.objects.get(pk=spoken.pk))


def test_a_claim_of_a_speaker_merged_into_the_publication_is_asked_no_attribution(cast, article, mayor):
    paper = make_speaker(cast.desk, "The Courier", kind="publication")
    merge(mayor, paper, actor=cast.checker)
    own = make_claim(article, "3 cracks", actor=cast.checker, speaker=Speaker.objects.get(pk=mayor.pk))
    assert own.attribution == "not_applicable"
    lent = make_speaker(cast.desk, "Courier online", kind="publication")
    merge(lent, make_speaker(cast.desk, "A reader"), actor=cast.checker)
    others = make_claim(article, "No one was hurt", actor=cast.checker, speaker=Speaker.objects.get(pk=lent.pk))
    assert others.attribution == "open"


def test_the_gate_reads_the_kind_of_whoever_a_speaker_was_merged_into(cast, article, mayor):
    claim = make_claim(article, "40 lorries an hour", actor=cast.checker, speaker=mayor)
    sign_off(send_to_review(claim, cast.checker), cast.reviewer, by=cast.checker)
    with acting(cast.checker):
        Claim.objects.filter(pk=claim.pk).update(verdict="refuted")
    assert said_by_gate(article) == ["refuted kept"]
    merge(mayor, make_speaker(cast.desk, "The Courier", kind="publication"), actor=cast.checker)
    assert said_by_gate(article) == ["refuted own_voice"]


def said_by_gate(article):
    with connection.cursor() as cursor:
        cursor.execute("SELECT detail FROM article_gate(%s) WHERE kind = 'verdict'", [article.pk])
        return [row[0] for row in cursor.fetchall()]


def test_a_merge_that_makes_a_claim_the_articles_own_voice_voids_the_articles_sign_off(cast, article, mayor):
    text = "The mayor said the old bridge carries 40 lorries an hour."
    claim = make_claim(article, text, actor=cast.checker, speaker=mayor, attribution="primary")
    with acting(cast.chief):
        cover_the_rest(article, cast)
    sign_off(send_to_review(claim, cast.checker), cast.reviewer, by=cast.checker)
    paper = make_speaker(cast.desk, "The Courier", kind="publication")

    def voided_by(done):
        signed = sign_article(article, cast.chief)
        done()
        for found in SourceChange.objects.filter(settled_at__isnull=True):
            settle(found.claim, actor=cast.chief, note="It holds.", shown=shown_as(changes_of(found.claim)))
        return ArticleSignOff.objects.get(pk=signed.pk).void_reason

    because = "whose voice a claim is in changed"
    assert voided_by(lambda: merge(mayor, paper, actor=cast.checker)) == because
    assert voided_by(lambda: change(paper, cast.checker, kind="organisation")) == because
    assert voided_by(lambda: change(paper, cast.checker, kind="publication")) == because
    assert voided_by(lambda: undo_merge(Speaker.objects.get(pk=mayor.pk), actor=cast.checker)) == because


def cover_the_rest(article, cast):
    for line in article.current_version.lines.select_related("block"):
        words = line.block.text[line.start : line.end]
        if "40 lorries" not in words:
            make_mark(article, words, actor=cast.checker, looked_by=cast.chief)


@pytest.mark.parametrize("fields", [{"kind": "publication"}, {"name": "The Mayor of Fernhill"}])
def test_the_author_of_an_article_does_not_change_who_speaks_in_its_signed_claims(cast, spoken, mayor, hands, fields):
    with pytest.raises(NotYours, match="Somebody else"):
        change(mayor, cast.writer, **fields)
    with refused("source_author"), hands(cast.writer) as cursor:
        cursor.execute(
            f"UPDATE claims_speaker SET {next(iter(fields))} = %s WHERE id = %s",  # noqa: S608
            [*fields.values(), mayor.pk],
        )
    change(mayor, cast.writer, description="Of Fernhill, since 2019.")
    assert waits(spoken) == []


def test_the_author_of_an_article_does_not_merge_who_speaks_in_its_signed_claims(cast, spoken, mayor):
    other = make_speaker(cast.desk, "Ann Lee")
    with pytest.raises(NotYours, match="Somebody else"):
        merge(mayor, other, actor=cast.writer)
    assert waits(spoken) == []


# A new record


@pytest.fixture
def rests(cast, article):
    """A signed claim that rests on a ministry's two own pages, whose publisher is no speaker of the desk yet."""
    claim = make_claim(article, "3 cracks", actor=cast.checker)
    for title in ("Bridge count", "Road survey"):
        make_evidence(claim, make_source(cast.desk, title, publisher="Roads Ministry"), actor=cast.checker)
    make_evidence(claim, make_source(cast.desk, "Aerial view", address="https://roads.example/9"), actor=cast.checker)
    return sign_off(send_to_review(claim, cast.checker), cast.reviewer, by=cast.checker)


def test_a_new_speaker_who_has_a_publishers_name_flags_the_claims_that_rest_on_it(cast, rests):
    with acting(cast.checker):
        make_speaker(cast.desk, "Ministry of Roads")
    assert waits(rests) == ["“Ministry of Roads” was added to the speakers"] * 2
    assert standing(rests).signers == {cast.reviewer}


def test_a_new_speaker_who_has_a_sources_site_flags_too(cast, rests, hands):
    with hands(cast.checker) as cursor:
        cursor.execute(
            "INSERT INTO claims_speaker (desk_id, name, key, kind, description, website, wikidata)"
            " VALUES (%s, 'Roads', 'roads', 'organisation', '', 'https://www.roads.example', '')",
            [cast.desk.pk],
        )
    assert waits(rests) == []  # nobody else has this word: no rule says otherwise
    add_alias(Speaker.objects.get(name="Roads"), "Roads ministry", actor=cast.checker)
    assert len(waits(rests)) == 3


def test_the_author_of_an_article_adds_no_speaker_whose_word_its_signed_claims_rest_on(cast, rests):
    with refused("source_author"), acting(cast.writer):
        make_speaker(cast.desk, "Ministry of Roads")
    with acting(cast.writer):
        make_speaker(cast.desk, "Ministry of Health")
    assert waits(rests) == []


@pytest.fixture
def denied(cast, article):
    """A signed claim that the port's word contradicts, the port, and the harbour master, who denies the claim."""
    port, master = make_speaker(cast.desk, "The port"), make_speaker(cast.desk, "The harbour master")
    claim = make_claim(article, "40 lorries an hour", actor=cast.checker)
    denial = make_claim(article, "3 cracks", actor=cast.checker, speaker=master, speech_act="denies")
    make_link(denial, claim, actor=cast.checker)
    make_evidence(claim, make_source(cast.desk, "Port page", speaker=port), actor=cast.checker, stance="contradicts")
    return sign_off(send_to_review(claim, cast.checker), cast.reviewer, by=cast.checker), port, master


def counting(claim):
    """The words of the rule of truth, if the claim were conflicting."""
    evidence = list(evidence_of([claim]))
    links = linked_claims(claim, links_of(claim))
    levels, standings = {"truth": "block"}, standings_of(claim)
    found = evaluate(claim, evidence=evidence, linked=links, levels=levels, standings=standings, verdict="conflicting")
    return found[0].words


@pytest.mark.parametrize("other_way", [False, True])
def test_a_merge_that_makes_contradicting_evidence_the_word_of_a_denier_flags(cast, denied, other_way):
    claim, port, master = denied
    assert "a denial by itself" not in counting(claim)
    speaker, into = (port, master) if other_way else (master, port)
    assert claim in preview(speaker, into, actor=cast.checker).flagged
    merge(speaker, into, actor=cast.checker)
    assert "a denial by itself" in counting(claim)
    assert waits(claim) == [f"“{speaker}” was merged into “{into}”"]
    undo_merge(Speaker.objects.get(pk=speaker.pk), actor=cast.checker)
    assert waits(claim) == []


def test_a_merge_of_somebody_who_denies_nothing_flags_nothing(cast, denied):
    claim, port, _ = denied
    other = make_speaker(cast.desk, "The ferry line")
    assert claim not in preview(other, port, actor=cast.checker).flagged
    merge(other, port, actor=cast.checker)
    assert waits(claim) == []


def test_a_merge_that_puts_whoever_did_a_deed_on_the_side_of_its_record_flags(cast, article, mayor):
    Side.objects.create(article=article, name="Council")
    clerk, deputy = make_speaker(cast.desk, "The clerk"), make_speaker(cast.desk, "The deputy")
    for one in (clerk, deputy):
        place(article, actor=cast.checker, side="Council", speaker=one)
    claim = make_claim(
        article, "40 lorries an hour", actor=cast.checker, speaker=mayor, attribution="primary", speech_act="announces"
    )
    row = make_evidence(claim, make_source(cast.desk, speaker=clerk), actor=cast.checker)
    claim = sign_off(send_to_review(claim, cast.checker), cast.reviewer, by=cast.checker)
    assert standings_of(claim)[row.pk].other_side
    assert claim in preview(deputy, mayor, actor=cast.checker).flagged
    merge(deputy, mayor, actor=cast.checker)
    assert not standings_of(claim)[row.pk].other_side
    assert waits(claim) == ["“The deputy” was merged into “The mayor”"]


def test_a_speaker_is_never_deleted(cast, mayor, hands):
    with pytest.raises(Exception, match="permission denied"), hands(cast.checker) as cursor:
        cursor.execute("DELETE FROM claims_speaker WHERE id = %s", [mayor.pk])
    with refused("speaker_kept"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM claims_speaker WHERE id = %s", [mayor.pk])


# Everybody who changed something


def test_nobody_who_changed_a_source_settles_it_whoever_changed_it_last(cast, rests, hands):
    second = make_person("Tom", "checker", desk=cast.desk)
    source = rests.evidence.order_by("id").first().source
    change_source(source, actor=cast.checker, base={"terms": "on_record"}, terms="off_record")
    source.refresh_from_db()
    base = {"terms": "off_record", "withdrawn": ""}
    change_source(source, actor=second, base=base, terms="on_record", withdrawn="It was made up.")
    shown = shown_as(changes_of(rests))
    for person in (cast.checker, second):
        with pytest.raises(NotYours, match="You made this change"):
            settle(rests, actor=person, note="Fine.", shown=shown)
        with refused("source_change_own_hand"), hands(person) as cursor:
            cursor.execute(
                "UPDATE claims_sourcechange SET settled_by_id = %s, settled_at = now(), note = 'Fine.'", [person.pk]
            )
    settle(rests, actor=cast.chief, note="Two are left.", shown=shown)
    assert waits(rests) == []
