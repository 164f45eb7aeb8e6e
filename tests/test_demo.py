"""The demo desk shows every state, says no more than its sources do, and is made once."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from claims.demo import PASSWORD
from claims.demo.articles import MAIN_HEADLINE
from claims.editing.identities import identity_of
from claims.export.dossier.files import files_of
from claims.export.dossier.making import document_of, kept_files
from claims.export.dossier.verify import main as verify
from claims.models import (
    Article,
    Claim,
    ClaimLink,
    Derivation,
    Desk,
    Event,
    Evidence,
    Identity,
    Lineage,
    NoClaimMark,
    Person,
    Source,
    SourceChange,
    Version,
)
from claims.queries.findings import evidence_of, standings_of
from claims.queries.galley import galley_of
from claims.queries.gate import gate_of
from claims.rules.evidence import weighed_of
from claims.rules.weight import independence
from claims.states import ArticleState, Attribution, ClaimState, ExcerptKind, LinkKind, SourceKind, Verdict
from claims.workflow import standing_of
from tests.conftest import as_the_app

pytestmark = pytest.mark.xdist_group("demo")  # built once, in one process


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        with as_the_app():
            call_command("demo")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(built, db):
    return Article.objects.get(headline=MAIN_HEADLINE)


def claim_on(article, words):
    return article.claims.exclude(state=ClaimState.RETIRED).get(quoted__startswith=words)


def test_about_twenty_live_claims_show_every_state(demo):
    states = list(demo.claims.values_list("state", flat=True))
    assert set(states) == set(ClaimState.values)
    assert 20 <= len([state for state in states if state != ClaimState.RETIRED]) <= 25


def test_one_claim_was_split_two_were_merged_one_was_returned_and_others_wait(demo):
    assert set(Lineage.objects.values_list("kind", flat=True)) == {"split", "merge"}
    assert demo.claims.filter(state="checking").exclude(returned_reason="").count() == 1
    assert demo.claims.exclude(waiting_on="").exists()


def test_links_of_every_kind_are_there_and_each_town_has_its_denial(demo):
    assert set(ClaimLink.objects.values_list("kind", flat=True)) == set(LinkKind.values)
    denied = ClaimLink.objects.filter(kind="denies", to__quoted__startswith="his army had taken")
    assert sorted(link.claim.statement.split()[0] for link in denied) == ["Fuzuli", "Hadrut"]


def test_lines_are_covered_partly_covered_and_untouched_and_only_some_marks_were_looked_through(demo):
    assert {"marked", "partly", "untouched"} <= set(galley_of(demo).counts)
    marks = NoClaimMark.objects.filter(version=demo.current_version)
    assert marks.filter(looked_by__isnull=False).exists() and marks.filter(looked_by__isnull=True).exists()


def test_the_gate_of_the_article_in_work_has_open_items_and_that_of_the_signed_one_has_none(demo):
    open_items = [item.kind for item in gate_of(demo) if item.blocks and not item.ok]
    assert {"line", "claim", "marks", "decision", "verdict", "query"} <= set(open_items)
    signed = Article.objects.get(state=ArticleState.CHECKED)
    assert all(item.ok for item in gate_of(signed) if item.blocks)


def test_a_claim_that_two_must_sign_waits_for_legal(demo):
    claim = claim_on(demo, "these jets shot down")
    standing = standing_of(claim)
    assert claim.state == ClaimState.IN_REVIEW and len(standing.signers) == 1 and standing.legal_needed


def test_late_contradiction_voided_a_sign_off_and_late_support_waits_unconfirmed(demo):
    changed = claim_on(demo, "it denies that Hadrut has")
    assert changed.state == ClaimState.CHANGED and changed.signoffs.filter(voided_at__isnull=False).exists()
    assert Evidence.objects.filter(claim__state=ClaimState.SIGNED_OFF, confirmed=False).count() == 1


def test_the_writer_rewrote_two_sentences_and_a_changed_a_lost_and_some_signed_claims_wait_for_it(demo):
    assert demo.current_version.number == 2
    found = {one.claim.number: one for one in demo.current_version.anchorings.exclude(result="kept")}
    changed, lost = claim_on(demo, "insists that Fuzuli has not fallen"), demo.claims.get(quoted="", state="checking")
    assert (changed.state, found[changed.number].reason) == (
        ClaimState.CHANGED,
        "The words changed: a verb of saying or knowing and a negation.",
    )
    assert found[lost.number].result == "lost"
    assert any(one.result == "context_changed" and one.claim.state == ClaimState.SIGNED_OFF for one in found.values())


def test_a_published_article_was_corrected_and_signed_again_and_another_complaint_waits(client, demo):
    article = Article.objects.get(state=ArticleState.CORRECTED)
    first, second = article.corrections.all()
    assert (first.kind, first.settled_by.username, second.is_open) == ("correction", "chris", True)
    assert article.signoffs.filter(voided_at__isnull=True).count() == 1
    assert all(item.ok for item in gate_of(article) if item.blocks)
    words = list(Event.objects.filter(article=article).order_by("sequence").values_list("words", flat=True))
    assert [said for said in words if "corrected the article" in said] == [
        "Chris Morgan corrected the article: signed off version 2, with correction 1"
    ]
    assert len([said for said in words if "Chris Morgan’s sign-off is void, and the article is out" in said]) == 1
    client.force_login(Person.objects.get(username="chris"))
    assert "Published, with a correction to settle" in client.get(reverse("claims:desk")).text
    page = client.get(reverse("claims:corrections", args=[article.pk])).text
    assert "It was on 14 October 2020." in page and "He spoke of tanks in working order" in page
    assert "decided correction 1" in client.get(reverse("claims:article_record", args=[article.pk])).text


def test_a_calculation_of_two_figures_of_one_source_follows_and_proves_nothing(client, demo):
    claim = claim_on(demo, "about 300 tanks")
    made = claim.evidence.exclude(calculation={}).get()
    client.force_login(Person.objects.get(username="rosa"))
    page = client.get(reverse("claims:claim", args=[demo.pk, claim.number])).text
    assert "It gives 233 tanks: “more than 230 tanks” follows." in page
    assert (made.stance, made.source.title) == ("context", "Own calculation")


def test_the_checker_asks_the_writer_and_waits_for_the_answer(demo):
    query = demo.threads.get(is_query=True)
    assert (query.opened_by.username, query.resolved_at, query.messages.count()) == ("leyla", None, 1)


def test_one_request_for_a_reply_was_never_answered_and_another_was(demo):
    silent, answered = demo.contacts.order_by("pk")
    assert silent.is_late and silent.covers.count() == 2
    assert (answered.waits, answered.source) == (False, None)


def test_no_excerpt_is_given_as_a_sources_own_words(demo):
    of_others = Evidence.objects.exclude(source__kind=SourceKind.NOTES)
    assert set(of_others.values_list("excerpt_kind", flat=True)) == {ExcerptKind.GIST}
    assert not Evidence.objects.exclude(translation="").exists()


def test_every_source_names_its_publisher_and_address(demo):
    public = Source.objects.filter(identity=None).exclude(kind="notes")  # one's own calculations
    assert public.count() >= 20
    looked_at = public.filter(evidence__isnull=False)
    assert not looked_at.filter(publisher="").exists() and not looked_at.filter(address="").exists()


def test_one_source_was_withdrawn_and_flags_what_rests_on_it_and_one_is_used_with_care(demo):
    withdrawn = Source.objects.exclude(withdrawn="").get()
    assert SourceChange.objects.get(settled_at=None, finding="").evidence.source == withdrawn
    assert Source.objects.exclude(controlled_by="").exclude(interests="").exists()
    assert Source.objects.get(reliability="mixed").reliability_reason


def test_a_page_could_not_be_captured_and_the_watch_found_it_gone(client, demo):
    found = SourceChange.objects.exclude(finding="").get()
    source = found.evidence.source
    copy, failed = source.captures.all()
    assert (found.finding, found.claim.state, copy.by_hand) == ("gone", ClaimState.SIGNED_OFF, True)
    client.force_login(Person.objects.get(username="leyla"))
    page = client.get(reverse("claims:source", args=[source.pk])).text
    assert "There is no site of this name." in page and "looked at again" in page
    assert "three looks in a row failed" in client.get(reverse("claims:queue", args=["source_changed"])).text


def test_every_source_is_used(demo):
    """As evidence; or it stands for what others have in common, which nobody looked at."""
    unused = Source.objects.filter(evidence__isnull=True, identity=None)
    assert {one.derived.count() > 1 and "was looked at" in one.note for one in unused} == {True}


def test_the_confidential_source_is_nobody_and_two_people_may_read_that(demo):
    identity = Identity.objects.get()
    assert [reader.person.username for reader in identity.readers.all()] == ["ben"]
    who = identity_of(identity.source, actor=Person.objects.get(username="ben"), reason="To see it")
    assert who.name.startswith("Nobody")


def test_what_drifted_is_shown_and_six_denials_of_one_side_count_as_one(demo):
    assert "“tanks” became “combat vehicles”" in Derivation.objects.values_list("drift", flat=True)
    claim = demo.claims.get(statement__startswith="Azerbaijani forces had taken the town of Hadrut")
    weighed = weighed_of(claim, evidence_of([claim]), [], standings_of(claim))
    assert "Contradicts: 6 denials, 4 speakers, 1 side: counts as one." in independence(weighed)


def test_verdicts_say_no_more_than_the_sources_carry(demo):
    """Supported is only that something was announced, and reports are all that confirms it."""
    supported = Claim.objects.filter(verdict=Verdict.SUPPORTED)
    assert [(claim.speech_act, claim.attribution) for claim in supported] == [("announces", Attribution.REPORTS)]
    assert not Claim.objects.filter(verdict__in=[Verdict.REFUTED, Verdict.CONFLICTING]).exists()
    assert not Claim.objects.filter(attribution=Attribution.PRIMARY).exists()
    for claim in Claim.objects.filter(verdict=Verdict.NOT_ENOUGH):
        assert "Looked at: " in claim.rationale, claim
    for claim in Claim.objects.filter(attribution=Attribution.NOT_FOUND):
        assert claim.attribution_note.startswith("Looked for in "), claim


def test_the_tanks_conflict_and_the_fuzuli_denial_was_not_found(demo):
    assert claim_on(demo, "about 300 tanks").attribution == Attribution.CONFLICT
    assert claim_on(demo, "insists that Fuzuli").attribution == Attribution.NOT_FOUND


def test_the_demo_people_have_no_mail_address_and_the_demo_password(demo):
    people = Person.objects.filter(demo=True)
    assert people.count() == 9 and set(people.values_list("email", flat=True)) == {""}
    assert all(person.check_password(PASSWORD) for person in people)
    assert not people.get(username="ada").memberships.exists()


def test_a_second_run_changes_nothing(demo):
    def counts():
        return [model.objects.count() for model in (Desk, Person, Article, Claim, Evidence, Source, Event)]

    before = counts()
    call_command("demo")
    assert counts() == before


def test_a_build_that_fails_leaves_nothing_behind(demo, monkeypatch):
    monkeypatch.setattr("claims.demo.build.DESK", "Another desk")  # the people are there already
    with pytest.raises(IntegrityError):
        call_command("demo")
    assert not Desk.objects.filter(name="Another desk").exists()


@pytest.mark.parametrize("how", [("internal", False), ("shareable", False), ("shareable", True)])
def test_every_dossier_of_every_version_verifies(demo, tmp_path, capsys, how):
    profile, as_roles = how
    for version in Version.objects.select_related("article").exclude(article__current_version=None):
        if version.number > version.article.current_version.number:
            continue
        folder = tmp_path / str(version.pk)
        (folder / "captures").mkdir(parents=True)
        document = document_of(version.article, version, profile, as_roles=as_roles)
        for name, content in (kept_files(document, version) | files_of(document)).items():
            (folder / name).write_bytes(content)
        assert verify(folder) == 0, (version, capsys.readouterr().out)


def statuses(client, person, addresses):
    client.force_login(person)
    return {address: client.get(address, follow=True).status_code for address in addresses}


def test_every_page_of_the_article_opens_for_the_demo_people(client, demo):
    by_article = ("bench", "article_details", "marks", "gate", "article_threads", "article_record")
    by_queue = ("review", "returned", "mine", "unassigned", "changed")
    pages = [reverse(f"claims:{name}") for name in ("desk", "articles", "queues", "claims", "sources")]
    pages += [reverse(f"claims:{name}", args=[demo.pk]) for name in by_article]
    pages += [reverse("claims:queue", args=[name]) for name in by_queue]
    pages += [reverse("claims:versions", args=[demo.pk, 1]), reverse("claims:source", args=[Source.objects.first().pk])]
    for person in Person.objects.filter(demo=True, memberships__isnull=False):
        assert set(statuses(client, person, pages).values()) == {200}, person


@pytest.mark.parametrize("username", ["rosa", "olga"])
def test_every_claim_opens_for_who_decides_and_who_only_reads(client, demo, username):
    pages = [reverse("claims:claim", args=[demo.pk, claim.number]) for claim in demo.claims.all()]
    assert set(statuses(client, Person.objects.get(username=username), pages).values()) == {200}
