"""Evidence is added, changed, removed and put back in place, and the claim beside it keeps what was typed."""

import html
import re

import pytest
from django.urls import reverse

from claims.editing.claims import field_values, save_claim
from claims.editing.evidence import add_evidence, add_evidence_to, change_evidence, remove_evidence
from claims.errors import Invalid, NotYours
from claims.history import acting
from claims.models import Evidence, Source, Speaker
from claims.queries.claim_history import PAGE
from claims.states import ClaimState
from tests.make import (
    judge,
    make_article,
    make_claim,
    make_evidence,
    make_source,
    make_speaker,
    send_to_review,
    sign_off,
)
from tests.views.panel import cut, forms_of, taken

HTMX = {"HX-Request": "true"}


@pytest.fixture
def article(cast):
    return make_article(cast.desk, actor=cast.writer, authors=[cast.writer])


@pytest.fixture
def claim(cast, article):
    return taken(cut(article, "the old bridge carries 40 lorries an hour", actor=cast.checker), cast.checker)


def opened(client, person, address):
    """The evidence form that ``address`` shows, as a browser sends it back."""
    client.force_login(person)
    answer = client.get(address, headers=HTMX)
    assert answer.status_code == 200
    return forms_of(answer)["evidence-form"]


def add_to(claim):
    return reverse("claims:evidence_add", args=[claim.pk])


def of(name, evidence):
    return reverse(f"claims:{name}", args=[evidence.pk])


def given(claim, actor, **over):
    return add_evidence(claim, actor=actor, source_fields={"title": "Traffic count"}, excerpt="40 an hour", **over)


def test_evidence_with_a_new_source_holds_everything_that_was_typed(cast, client, claim):
    origin = make_source(cast.desk, "The counting machine")
    form = opened(client, cast.chief, add_to(claim)) | {
        "source_title": "Traffic count",
        "source_kind": "dataset",
        "source_publisher": "City of Bridges",
        "source_author": "A. Counter",
        "source_address": "https://example.org/count",
        "source_published_on": "2026-05-01",
        "source_language": "en",
        "source_origin": origin.pk,
        "source_origin_title": origin.title,
        "source_derivation": "translates",
        "source_drift": "“forty” became “fourteen”",
        "source_speaker": "The mayor",
        "source_terms": "off_record",
        "source_reference": "on",
        "source_note": "Yearly.",
        "stance": "contradicts",
        "bears_on": "both",
        "directness": "direct",
        "against_interest": "on",
        "excerpt": "vierzig\r\nLaster",
        "excerpt_kind": "gist",
        "excerpt_language": "de",
        "translation": "forty lorries",
        "translator": "Leyla",
        "locator": "row 4",
        "figure_found": "40",
        "note": "Weekdays.",
    }
    answer = client.post(add_to(claim), form, headers=HTMX)
    assert answer.status_code == 200 and answer.headers["HX-Trigger"] == "galley-changed"
    row = Evidence.objects.select_related("source__speaker").get()
    assert (row.source.publisher, row.source.speaker.name) == ("City of Bridges", "The mayor")
    derived = row.source.derivations.get()
    assert (derived.origin, derived.kind, derived.drift) == (origin, "translates", "“forty” became “fourteen”")
    assert row.source.off_record and row.source.reference and row.source.note == "Yearly."
    assert (row.stance, row.bears_on, row.directness, row.against_interest) == ("contradicts", "both", "direct", True)
    assert (row.excerpt, row.excerpt_kind, row.translator, row.locator) == ("vierzig\nLaster", "gist", "Leyla", "row 4")
    page = answer.content.decode()
    assert "Off the record" in page and "Gist: " in page and 'hx-swap-oob="true"' in page


def test_a_source_of_the_desk_is_used_again_by_choice_by_title_and_by_address(cast, client, claim):
    source = make_source(cast.desk, "Traffic count", address="https://example.org/count")
    form = opened(client, cast.checker, add_to(claim))
    ways = (
        {"source": source.pk, "source_title": "Traffic count"},
        {"source_title": "traffic COUNT"},
        {"source_title": "https://example.org/count"},
        {"source_title": "Traffic count", "source_address": "https://example.org/count"},
    )
    for page, typed in enumerate(ways):
        answer = client.post(add_to(claim), form | typed | {"locator": f"p. {page}"}, headers=HTMX)
        assert answer.status_code == 200
    assert Source.objects.count() == 1 and source.evidence.count() == 4


@pytest.mark.parametrize("tick", ["source_terms", "source_reference"])
@pytest.mark.parametrize("way", ["chosen", "title", "address"])
def test_a_tick_or_a_kind_that_a_known_source_does_not_have_is_never_dropped(cast, client, claim, way, tick):
    address = "https://example.org/official"
    source = make_source(cast.desk, "Ministry official", kind="document", address=address)
    typed = {"source_title": address if way == "address" else source.title}
    typed |= {"source": source.pk} if way == "chosen" else {}
    form = opened(client, cast.chief, add_to(claim)) | typed | {"locator": "page 12"}
    for more in ({tick: "off_record" if tick == "source_terms" else "on"}, {"source_kind": "interview"}):
        answer = client.post(add_to(claim), form | more, headers=HTMX)
        assert answer.status_code == 422 and not claim.evidence.exists()
        words = "Do one of the two" if way == "chosen" else "The desk has this source already"
        assert words in answer.text and re.search(r'id="new-source" open', answer.text)
        again = forms_of(answer)["evidence-form"]
        assert again["locator"] == ["page 12"] and all(again[name] == [value] for name, value in more.items())
    with acting(cast.chief):
        Source.objects.filter(pk=source.pk).update(terms="off_record", reference=True)
    same = form | {tick: "off_record" if tick == "source_terms" else "on", "source_kind": "document"}
    assert client.post(add_to(claim), same, headers=HTMX).status_code == 200
    assert claim.evidence.get().source == source


def test_a_source_without_an_address_is_told_by_title_kind_publisher_and_date(cast, client, claim):
    paper = {"source_title": "Traffic count", "source_kind": "document", "source_publisher": "City hall"}
    dated = paper | {"source_published_on": "2026-05-01"}
    form = opened(client, cast.checker, add_to(claim))

    def sources_after(typed, status=200):
        answer = client.post(add_to(claim), form | typed | {"locator": f"p. {claim.evidence.count()}"}, headers=HTMX)
        assert answer.status_code == status, answer.text
        return Source.objects.count()

    assert sources_after(dated) == 1
    assert sources_after(dated | {"source_title": "traffic  COUNT"}) == 1
    assert sources_after(dated | {"source_author": "A. Counter"}, status=422) == 1  # it would be lost
    assert (
        "The desk has this source already, described otherwise."
        in client.post(add_to(claim), form | dated | {"source_author": "A. Counter"}, headers=HTMX).text
    )
    for typed in (paper, dated | {"source_publisher": "The ministry"}, dated | {"source_kind": "dataset"}):
        before = Source.objects.count()
        assert sources_after(typed) == before + 1
    assert sources_after(dated | {"source_address": "https://example.org/count"}) == 5


def test_two_peoples_notes_of_one_title_are_two_sources(cast, client, claim):
    notes = {"source_title": "My notes", "source_kind": "notes", "source_publisher": "By telephone"}
    for person, count in ((cast.checker, 1), (cast.second_checker, 2), (cast.checker, 2)):
        form = opened(client, person, add_to(claim)) | notes
        at = f"p. {claim.evidence.count()}"
        client.post(add_to(claim), form | {"locator": at}, headers=HTMX)
        assert Source.objects.count() == count


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"source_title": ""}, "type the title of a new one"),
        ({"stance": "loves"}, "Select a valid choice"),
        ({"translation": "Forty."}, "who translated it"),
        ({"source_address": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"source_origin_title": "Unknown"}, "No other source of this desk"),
        ({"source": "1", "source_publisher": "City"}, "Do one of the two"),
        ({"source": "999999"}, "no such source"),
        ({"source_speaker": "!!!"}, "letters or digits"),
        ({"excerpt": "x" * 20_001}, "at most 20000"),
    ],
)
def test_evidence_that_cannot_be_taken_is_422_with_what_was_typed(cast, client, claim, typed, words):
    form = opened(client, cast.checker, add_to(claim)) | {"source_title": "Count", "locator": "page 12"}
    answer = client.post(add_to(claim), form | typed, headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 422 and words in page, page
    assert "page 12" in page
    assert not Evidence.objects.exists() and not Speaker.objects.exists()


@pytest.mark.parametrize("named", ["the counting  MACHINE", "https://example.org/machine"])
def test_without_scripts_a_new_source_derives_from_the_one_that_is_named(cast, client, claim, named):
    origin = make_source(cast.desk, "The counting machine", address="https://example.org/machine")
    make_source(cast.other_desk, "The counting machine")
    form = opened(client, cast.checker, add_to(claim)) | {"source_title": "Count", "source_origin_title": named}
    assert client.post(add_to(claim), form).status_code == 302
    assert claim.evidence.get().source.origins.get() == origin


def test_the_source_of_another_desk_does_not_exist(cast, client, claim):
    foreign = make_source(cast.other_desk, "Their count")
    form = opened(client, cast.checker, add_to(claim)) | {"source": foreign.pk, "source_title": "Their count"}
    assert client.post(add_to(claim), form, headers=HTMX).status_code == 422


def test_adding_evidence_does_not_touch_the_claims_form_and_keeps_its_edition_up_to_date(cast, client, claim):
    form = opened(client, cast.checker, add_to(claim)) | {"source_title": "Count", "edition": str(claim.edition)}
    page = client.post(add_to(claim), form, headers=HTMX).content.decode()
    assert 'name="statement"' not in page and 'id="claim-rules"' in page and 'id="claim-foot"' in page
    claim.refresh_from_db()
    assert f'name="edition" value="{claim.edition}"' in page
    stale = client.post(add_to(claim), form | {"edition": "1", "locator": "page 9"}, headers=HTMX).content.decode()
    assert 'name="edition" value="1"' in stale


def test_evidence_is_changed_and_a_field_changed_meanwhile_by_somebody_else_is_kept(cast, client, claim):
    row = given(claim, cast.checker)
    form = opened(client, cast.checker, of("evidence_change", row)) | {"locator": "page 2"}
    change_evidence(row, actor=cast.second_checker, base={}, note="Weekdays.")
    assert client.post(of("evidence_change", row), form, headers=HTMX).status_code == 200
    row.refresh_from_db()
    assert (row.locator, row.note, row.excerpt) == ("page 2", "Weekdays.", "40 an hour")


def test_the_same_field_of_evidence_changed_twice_is_409_and_saving_again_decides(cast, client, claim):
    row = given(claim, cast.checker)
    form = opened(client, cast.checker, of("evidence_change", row)) | {"locator": "mine", "note": "Also."}
    change_evidence(row, actor=cast.second_checker, base={}, locator="theirs", figure_found="40")
    answer = client.post(of("evidence_change", row), form, headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 409 and "theirs" in page and 'role="alert"' in page
    again = forms_of(answer)["evidence-form"]
    assert (again["locator"], again["note"], again["figure_found"]) == (["mine"], ["Also."], ["40"])
    assert client.post(of("evidence_change", row), again, headers=HTMX).status_code == 200
    row.refresh_from_db()
    assert (row.locator, row.note, row.figure_found) == ("mine", "Also.", "40")


def test_evidence_that_two_changes_together_would_leave_unsound_is_refused_in_words(claim, cast):
    row = add_evidence(claim, actor=cast.checker, source_fields={"title": "Count"}, translator="Nina")
    base = {"translation": "", "translator": "Nina"}
    change_evidence(row, actor=cast.second_checker, base=base, translation="Three cracks", translator="Nina")
    with pytest.raises(Invalid, match="Say who translated it"):
        change_evidence(row, actor=cast.checker, base=base, translation="", translator="")


def test_an_address_that_no_index_can_hold_is_refused_in_words_and_nothing_is_lost(cast, client, claim):
    address = "https://example.org/" + "".join(chr(0x4E00 + at * 37 % 20000) for at in range(1900))
    client.force_login(cast.checker)
    typed = {"source_title": "Count", "source_address": address, "excerpt": "It held."}
    form = forms_of(client.get(reverse("claims:evidence_add", args=[claim.pk]), headers=HTMX))["evidence-form"]
    answer = client.post(reverse("claims:evidence_add", args=[claim.pk]), form | typed, headers=HTMX)
    assert answer.status_code == 422 and "This address is too long to be kept." in answer.text
    assert address in answer.text and "It held." in answer.text


def test_removed_evidence_can_be_put_back(cast, client, claim):
    row = given(claim, cast.checker)
    client.force_login(cast.checker)
    page = client.post(of("evidence_remove", row), headers=HTMX).content.decode()
    assert "Put back" in page and "data-focus" in page
    assert client.post(of("evidence_remove", row), headers=HTMX).status_code == 409
    client.post(of("evidence_put_back", row), headers=HTMX)
    assert claim.evidence.get().removed_at is None


def test_support_for_a_signed_claim_waits_until_it_is_confirmed(cast, client, claim):
    sign_off(claim, cast.reviewer, by=cast.checker)
    form = opened(client, cast.second_checker, add_to(claim)) | {"source_title": "Count"}
    page = client.post(add_to(claim), form, headers=HTMX).content.decode()
    assert "Unconfirmed" in page and 'class="pill s-signed_off"' in page
    evidence = claim.evidence.get()
    page = client.post(of("evidence_confirm", evidence), {"shown": evidence.edition}, headers=HTMX).text
    claim.refresh_from_db()
    assert claim.state == ClaimState.CHANGED and 'class="pill s-changed"' in page


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_is_confirmed_is_what_was_shown(cast, client, claim, headers):
    sign_off(claim, cast.reviewer, by=cast.checker)
    row, confirmed = given(claim, cast.checker), Evidence.objects.filter(confirmed=True)
    client.force_login(cast.second_checker)
    address, page = of("evidence_confirm", row), reverse("claims:claim", args=[claim.article_id, claim.number])
    stale = forms_of(client.get(page))[address]
    change_evidence(row, actor=cast.checker, base={}, excerpt="Something else altogether.")
    assert client.post(address, headers=headers).status_code == 409
    answer = client.post(address, stale, headers=headers)
    assert answer.status_code == 409 and not confirmed.exists()
    assert "changed since it was shown" in answer.text and "Something else altogether." in answer.text
    assert client.post(address, forms_of(answer)[address], headers=headers).status_code < 400 and confirmed.exists()


def test_a_writer_supplies_backing_but_edits_no_claim_and_an_observer_does_neither(cast, client, claim):
    form = opened(client, cast.writer, add_to(claim)) | {"source_title": "My notebook"}
    assert client.post(add_to(claim), form, headers=HTMX).status_code == 200
    client.force_login(cast.observer)
    answer = client.post(add_to(claim), form, headers=HTMX)
    assert answer.status_code == 403 and "checker" in answer.content.decode()
    assert client.get(add_to(claim)).status_code == 403
    client.force_login(cast.outsider)
    assert client.get(add_to(claim)).status_code == 404


def test_without_htmx_the_form_is_a_page_and_saving_leads_back_to_the_claim(cast, client, claim):
    client.force_login(cast.checker)
    page = client.get(add_to(claim))
    form = forms_of(page)["evidence-form"]
    assert "<html" in page.content.decode()
    answer = client.post(add_to(claim), form | {"source_title": "Count"})
    assert answer.status_code == 302 and answer.url == reverse("claims:claim", args=[claim.article_id, claim.number])
    answer = client.post(add_to(claim), form | {"locator": "kept"})
    assert answer.status_code == 422 and "kept" in answer.content.decode() and "<html" in answer.content.decode()


def test_half_typed_words_find_sources_by_title_publisher_and_address(cast, client, article):
    make_source(cast.desk, "Traffic count", publisher="City of Bridges", address="https://example.org/count")
    make_source(cast.other_desk, "Traffic elsewhere")
    client.force_login(cast.checker)
    address = reverse("claims:sources_found", args=[article.pk])
    for typed in ("traf", "bridg coun", "https://example.org/c"):
        page = client.get(address, {"q": typed}).content.decode()
        assert "Traffic count" in page and "elsewhere" not in page, typed
    for typed in ("", "'; &|!:*", "\0", "https://\0"):
        assert client.get(address, {"q": typed}).status_code == 200
    make_source(cast.desk, "A clerk", address="https://example.org/clerk", terms="off_record")
    assert "A clerk" not in client.get(address, {"q": "https://example.org/c"}).text
    assert "New source" not in client.get(address, {"q": "nothing", "origin": "1"}).content.decode()


def test_a_card_cites_the_source_without_its_title_and_shows_the_host_of_its_address(cast, client, claim):
    long = "https://www.example.org/a/very/long/address?with=parts"
    source = make_source(cast.desk, "Traffic count", publisher="City of Bridges", address=long)
    make_evidence(claim, source)
    make_evidence(claim, make_source(cast.desk, "Own notes"))
    client.force_login(cast.checker)
    address = reverse("claims:claim", args=[claim.article_id, claim.number])
    page = client.get(address).content.decode()
    link = f'<a href="{long}" title="{long}" rel="noreferrer noopener" target="_blank">example.org</a>'
    assert f'Cited as <span dir="auto">City of Bridges · {link}</span>' in page
    assert page.count("Cited as") == 1
    Source.objects.filter(pk=source.pk).update(title="Another title")
    assert (
        f'Cited as <span dir="auto">Traffic count · City of Bridges · {link}</span>'
        in client.get(address).content.decode()
    )


def test_sites_are_found_by_their_names_and_hosts_and_not_made_twice(cast, client, article):
    make_source(cast.desk, "NEWS.am")
    make_source(cast.desk, "Daily report", publisher="gagrule.net")
    make_source(cast.desk, "On the ceasefire", address="https://www.hetq.am/en/1")
    make_source(cast.desk, "Off the record", address="https://hetq.am/tip", terms="off_record")
    client.force_login(cast.checker)
    address = reverse("claims:sources_found", args=[article.pk])
    for typed, title in [
        ("NEWS.am", "NEWS.am"),
        ("news.a", "NEWS.am"),
        ("news", "NEWS.am"),
        ("gagrule.net", "Daily report"),
        ("daily gagrule.n", "Daily report"),
        ("hetq.am", "On the ceasefire"),
        ("hetq.a", "On the ceasefire"),
    ]:
        page = client.get(address, {"q": typed}).content.decode()
        assert title in page and "Off the record" not in page, typed
    assert "New source" not in client.get(address, {"q": "news.AM"}).content.decode()
    assert "New source" in client.get(address, {"q": "news.a"}).content.decode()
    assert "ceasefire" not in client.get(address, {"q": "etq.am"}).content.decode()
    for typed in ("a.b'c", "a\\.b", "(a.b", "..", "a.b:*", "-.-"):
        assert client.get(address, {"q": typed}).status_code == 200


def test_a_missing_locator_is_said_until_it_is_given(cast, client, claim):
    cast.desk.evidence_rules.create(code="locator", level="block")
    save_claim(claim, {"figure_value": 40}, actor=cast.checker, base=field_values(claim))
    form = opened(client, cast.checker, add_to(claim)) | {"source_title": "Count"}
    page = client.post(add_to(claim), form, headers=HTMX).content.decode()
    assert "Say where the figure stands" in page
    row = claim.evidence.get()
    form = opened(client, cast.checker, of("evidence_change", row)) | {"locator": "row 4"}
    page = client.post(of("evidence_change", row), form, headers=HTMX).content.decode()
    assert "says where in it the figure stands" in page


def test_a_writer_changes_what_they_added_and_nothing_that_others_did(cast, client, claim):
    own, other = given(claim, cast.writer), given(claim, cast.checker, note="Mine.")
    client.force_login(cast.writer)
    page = client.get(reverse("claims:evidence_list", args=[claim.pk]), headers=HTMX).text
    for evidence, may in ((own, True), (other, False)):
        for name in ("evidence_change", "evidence_remove", "evidence_confirm", "evidence_put_back"):
            status = client.post(of(name, evidence), headers=HTMX).status_code
            assert (status == 403) is not may, (name, status)
        assert client.get(of("evidence_change", evidence), headers=HTMX).status_code == (200 if may else 403)
        assert (of("evidence_change", evidence) in page) is may
        assert (of("evidence_remove", evidence) in page) is may
    with pytest.raises(NotYours, match="A writer changes evidence that they added"):
        remove_evidence(other, actor=cast.writer)
    remove_evidence(other, actor=cast.second_checker)
    removed = client.get(reverse("claims:evidence_list", args=[claim.pk]), headers=HTMX).text
    assert of("evidence_put_back", other) not in removed
    cast.writer.memberships.create(desk=cast.desk, role="checker")
    client.force_login(cast.writer)
    assert client.post(of("evidence_put_back", other), headers=HTMX).status_code == 200


def test_of_removed_evidence_the_last_thirty_are_listed_and_all_are_counted(cast, client, claim):
    rows = [given(claim, cast.checker, note=f"Sheet {at}") for at in range(PAGE + 3)]
    for row in rows:
        remove_evidence(row, actor=cast.checker)
    client.force_login(cast.checker)
    page = client.get(reverse("claims:evidence_list", args=[claim.pk]), headers=HTMX).text
    assert [of("evidence_put_back", row) in page for row in rows] == [False] * 3 + [True] * PAGE
    assert f'Removed <span class="muted">{len(rows)}</span>' in page
    assert "Not shown here: 3 removed earlier." in page
    assert f"{reverse('claims:article_record', args=[claim.article_id])}?claim={claim.number}" in page


@pytest.fixture
def others(cast, article):
    """Claims 2 to 4: one of the ministry's in work, one in the article's own voice, one that is signed off."""
    ministry = make_speaker(cast.desk, "Ministry of Roads", kind="organisation")
    denied = cut(article, "that the bridge was closed", actor=cast.checker)
    with acting(cast.checker):
        save_claim(denied, {"speaker": ministry.name, "attribution": "open"}, actor=cast.checker, base={})
    own = cut(article, "Engineers found 3 cracks in its deck", actor=cast.checker)
    signed = cut(article, "No one was hurt", actor=cast.checker)
    sign_off(signed, cast.reviewer, by=cast.checker)
    return denied, own, signed


def test_one_source_is_added_to_several_claims_and_says_that_each_speaker_said_it(cast, client, claim, others):
    denied, own, _ = others
    form = opened(client, cast.checker, add_to(claim)) | {
        "source_title": "Tape of the briefing",
        "locator": "minute 4",
        "bears_on": "said",
        "directness": "direct",
        "also": "2-3, 2 1",
        "attribution": "primary",
    }
    answer = client.post(add_to(claim), form, headers=HTMX)
    assert answer.status_code == 200 and "Added to 3 claims: this one, and 2, 3." in answer.text
    rows = Evidence.objects.order_by("claim__number")
    said = {(row.source.title, row.locator, row.bears_on, row.directness, row.added_by) for row in rows}
    assert said == {("Tape of the briefing", "minute 4", "said", "direct", cast.checker)}
    assert [row.claim.number for row in rows] == [1, 2, 3]
    assert field_values(refreshed(denied))["attribution"] == "primary"
    assert field_values(refreshed(own))["attribution"] == "not_applicable"
    events = denied.events.filter(verb__in=("evidence_added", "claim_saved")).order_by("sequence")
    assert [event.actor for event in events][-2:] == [cast.checker] * 2
    assert cast.checker.pk in denied.contributors.values_list("person", flat=True)


def refreshed(claim):
    claim.refresh_from_db()
    return claim


@pytest.mark.parametrize(
    ("also", "words"),
    [
        ("9", "This article has no claim 9."),
        ("2 and 3", "Type numbers of claims, such as 4, 7-9."),
        ("3-2", "3-2 is no range of at most 60 claims."),
        ("1-999", "1-999 is no range of at most 60 claims."),
        ("1-40, 41-62", "These are more than 60 claims."),
        ("2-4", "Claim 4: It is signed off. Add evidence to it by itself."),
    ],
)
def test_other_claims_that_cannot_have_it_are_named_and_nothing_is_added(cast, client, claim, others, also, words):
    form = opened(client, cast.checker, add_to(claim)) | {"source_title": "Tape of the briefing", "also": also}
    answer = client.post(add_to(claim), form, headers=HTMX)
    assert answer.status_code == 422 and words in html.unescape(answer.text)
    assert forms_of(answer)["evidence-form"]["also"] == [also]
    assert not Evidence.objects.exists() and not Source.objects.exists()
    assert others[2].signoffs.filter(voided_at=None).exists()


def test_a_claim_that_was_sent_to_review_meanwhile_gets_nothing_from_another_claims_form(cast, claim, others):
    as_it_was_read = others[1]
    judge(as_it_was_read, cast.checker, verdict="not_checkable", attribution="not_applicable")
    send_to_review(type(as_it_was_read).objects.get(pk=as_it_was_read.pk), cast.checker)
    with pytest.raises(Invalid, match="Claim 3: It is in review."):
        add_evidence_to([claim, as_it_was_read], actor=cast.checker, source_fields={"title": "Tape"})
    assert not Evidence.objects.exists()


def test_an_answer_that_somebody_gave_already_is_kept_and_evidence_of_truth_gives_none(cast, client, claim, others):
    denied = others[0]
    form = opened(client, cast.checker, add_to(claim)) | {"source_title": "Tape", "also": "2", "attribution": "reports"}
    assert client.post(add_to(claim), form | {"bears_on": "true"}, headers=HTMX).status_code == 200
    assert field_values(refreshed(denied))["attribution"] == "open"
    with acting(cast.checker):
        save_claim(denied, {"attribution": "misquoted"}, actor=cast.checker, base={"attribution": "open"})
    assert client.post(add_to(claim), form | {"bears_on": "said"}, headers=HTMX).status_code == 200
    assert field_values(refreshed(denied))["attribution"] == "misquoted"


def test_evidence_for_words_of_a_speaker_bears_first_on_whether_they_said_it(cast, client, claim, others):
    denied, own, _ = others
    assert opened(client, cast.checker, add_to(own))["bears_on"] == ["true"]
    form = opened(client, cast.checker, add_to(denied))
    assert form["bears_on"] == ["said"] and form["attribution"] == [""]
    assert "attribution" not in opened(client, cast.writer, add_to(denied))
    sent = form | {"source_title": "Tape", "attribution": "primary", "directness": "direct"}
    assert client.post(add_to(denied), sent, headers=HTMX).status_code == 200
    assert opened(client, cast.checker, add_to(denied))["bears_on"] == ["said"]  # the writer answered nothing
    assert client.post(add_to(denied), sent | {"locator": "minute 4"}, headers=HTMX).status_code == 200
    assert opened(client, cast.checker, add_to(denied))["bears_on"] == ["true"]


def test_before_anything_is_typed_the_sources_of_the_article_are_offered_as_they_were_used_last(
    cast, client, claim, others
):
    elsewhere = make_claim(make_article(cast.desk, actor=cast.writer), "40 lorries")
    given(elsewhere, cast.checker)
    add_evidence(claim, actor=cast.checker, source_fields={"title": "Tape"}, bears_on="said", directness="direct")
    add_evidence(claim, actor=cast.checker, source_fields={"title": "Register"}, stance="contradicts")
    client.force_login(cast.checker)
    address = reverse("claims:sources_found", args=[claim.article_id])
    found = client.get(address).text
    assert re.findall(r'data-value="([^"]*)"', found) == ["Register", "Tape"]
    assert 'data-as-bears_on="said"' in found and 'data-as-directness="direct"' in found
    typed = client.get(address, {"q": "count"}).text
    assert 'data-value="Traffic count"' in typed and "data-as-" not in typed
