"""The claim panel: a claim is read, saved, linked and decided on beside the galley, and nothing typed is lost."""

import re

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from claims.editing.claims import field_values, save_claim
from claims.editing.decisions import accept_no_reply, let_stand
from claims.editing.evidence import add_evidence
from claims.editing.lineage import merge_claims
from claims.editing.links import link_claims
from claims.editing.speakers import name_key, place
from claims.fields import ASKED
from claims.history import acting
from claims.models import Claim, Speaker
from claims.permissions import roles_of
from claims.queries import get_claim_for
from claims.queries.found import found_sources, found_speakers
from claims.states import ClaimState
from claims.views.side import panel_context
from claims.workflow import perform, standing_of
from tests.make import (
    content_hash,
    judge,
    make_article,
    make_claim,
    make_evidence,
    make_source,
    make_speaker,
    send_to_review,
)
from tests.pages import folded
from tests.views.panel import base_of, claim_form, cut, forms_of, taken

HTMX = {"HX-Request": "true"}


@pytest.fixture
def article(cast):
    return make_article(cast.desk, actor=cast.writer, authors=[cast.writer])


@pytest.fixture
def claim(cast, article):
    return taken(cut(article, "the old bridge carries 40 lorries an hour", actor=cast.checker), cast.checker)


def panel(client, person, claim, **params):
    client.force_login(person)
    address = reverse("claims:claim", args=[claim.article_id, claim.number])
    return client.get(address, params, headers=HTMX)


def save(client, claim, form):
    return client.post(reverse("claims:claim_save", args=[claim.pk]), form, headers=HTMX)


def do(client, claim, action, form, **headers):
    return client.post(reverse("claims:claim_do", args=[claim.pk, action]), form, headers=HTMX | headers)


def fresh(claim):
    return Claim.objects.get(pk=claim.pk)


def ready(claim, actor, **over):
    """The claim as it may go to review."""
    mine = {"verdict": "not_checkable", "rationale": "Nobody counts.", "attribution": "not_applicable"} | over
    return save_claim(claim, mine, actor=actor, base=field_values(claim))[0]


def sent(claim, actor):
    return perform("send", ready(claim, actor), actor=actor)


def test_legal_is_shown_the_one_field_that_is_theirs_and_keeps_what_they_typed(cast, client, claim):
    ready(claim, cast.checker, risk_flags=["allegation"])
    form = forms_of(panel(client, cast.legal, claim))[reverse("claims:claim_no_reply", args=[claim.pk])]
    accept_no_reply(claim, actor=cast.chief, reason="He is dead.", was="")
    address = reverse("claims:claim_no_reply", args=[claim.pk])
    answer = client.post(address, form | {"reason": "He said so in court."}, headers=HTMX)
    assert answer.status_code == 409
    assert "He said so in court." in answer.content.decode()
    again = forms_of(answer)[address]
    assert client.post(address, again, headers=HTMX).status_code == 200
    assert (fresh(claim).no_reply_reason, fresh(claim).reply_accepted_by) == ("He said so in court.", cast.legal)
    client.force_login(cast.checker)
    assert "claim-no-reply" not in panel(client, cast.checker, claim).content.decode()


def test_the_form_sent_back_untouched_changes_nothing(cast, client, claim):
    save_claim(
        claim,
        {
            "statement": "Two\nlines.",
            "figure_value": 40,
            "known_on": "2026-11-20",
            "risk_flags": ["privacy", "court"],
            "verb_endorses": True,
            "speaker": "The mayor",
            "waiting_until": "2026-11-20T10:30:15+00:00",
        },
        actor=cast.checker,
        base=field_values(claim),
    )
    before = fresh(claim).edition
    answer = save(client, claim, claim_form(panel(client, cast.checker, claim)))
    assert answer.status_code == 200 and "Nothing was changed" in answer.content.decode()
    assert fresh(claim).edition == before


def test_everything_that_a_claim_holds_is_saved_from_one_form(cast, client, claim):
    typed = {
        "statement": "The bridge carries 40 lorries an hour.",
        "kind": "number",
        "risk_flags": ["allegation", "court"],
        "speech_act": "concedes",
        "verb": "said",
        "verb_endorses": "on",
        "form": "paraphrase",
        "speaker": "  The   mayor ",
        "speaker_as_printed": "the mayor",
        "via": "City Radio",
        "figure_value": "40",
        "figure_high": "45.5",
        "figure_unit": "lorries",
        "figure_modifier": "about",
        "attribution": "reports",
        "attribution_note": "Two reports.",
        "verdict": "supported",
        "verdict_flags": ["outdated"],
        "true_for": "2026",
        "known_on": "2026-11-20",
        "rationale": "Counted.\r\nTwice.",
        "line_decision": "reword",
        "proposed_words": "carries some 40 lorries",
        "reworded_statement": "Some 40.",
        "reworded_verdict": "supported",
        "decision_reason": "Nobody counted.",
        "must_fix": "on",
        "rules_passed-truth:supported": "One record is enough.",
        "waiting_on": "The ministry",
        "waiting_until": "2026-11-30T12:00",
        "priority": "3",
    }
    answer = save(client, claim, claim_form(panel(client, cast.checker, claim), **typed))
    assert answer.status_code == 200, answer.content.decode()
    assert answer.headers["HX-Trigger"] == "galley-changed"
    values = field_values(fresh(claim))
    assert values["speaker"] == "The mayor" and values["via"] == "City Radio"
    assert values["rationale"] == "Counted.\nTwice."
    assert values["risk_flags"] == ["allegation", "court"] and values["verdict_flags"] == ["outdated"]
    assert (values["figure_value"], values["figure_high"]) == ("40", "45.5")
    assert values["waiting_until"] == "2026-11-30T12:00:00+00:00"
    empty = [name for name, value in values.items() if value in ("", [], False)]
    assert empty == []


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("The mayor said 40 lorries cross it.", "40 lorries cross it", "paraphrase"),
        ("The mayor said: “40 lorries cross it.”", "40 lorries cross it", "direct"),
        ("The mayor said that 40 lorries “sail across” it.", "40 lorries “sail across” it", "mixed"),
    ],
)
def test_a_claim_with_a_speaker_is_attributed_by_the_quotation_marks_it_stands_in(cast, client, text, words, found):
    claim = taken(cut(make_article(cast.desk, f"A bridge\n\n{text}"), words, actor=cast.checker), cast.checker)
    answer = save(client, claim, claim_form(panel(client, cast.checker, claim), speaker="The mayor"))
    assert fresh(claim).form == found and "Saved: speaker, form." in answer.content.decode()
    save(client, claim, claim_form(answer, form="none"))
    assert fresh(claim).form == "none"
    again = claim_form(panel(client, cast.checker, claim), speaker="The deputy", form="direct")
    save(client, claim, again)
    assert fresh(claim).form == "direct"


def test_the_papers_own_voice_stays_not_attributed(cast, client, claim):
    make_speaker(cast.desk, "The City Paper", kind="publication")
    save(client, claim, claim_form(panel(client, cast.checker, claim), speaker="The City Paper"))
    assert (fresh(claim).speaker.name, fresh(claim).form) == ("The City Paper", "none")


def test_whether_the_speaker_said_it_is_asked_openly_once_one_is_named(cast, client, claim):
    asked = re.compile(r'<details class="more"( open)?[^>]*><summary><span>Did ?(.+?) ?say it\?</span>')
    assert asked.search(folded(panel(client, cast.checker, claim)))[1] is None
    answer = save(client, claim, claim_form(panel(client, cast.checker, claim), speaker="The mayor"))
    assert asked.search(folded(answer))[1] == " open" and "The mayor" in asked.search(folded(answer))[2]


def asked_at_once(answer):
    """The names of the fields of the claim's form that nothing folds away."""
    inside, names = [], set()
    for tag in re.finditer(r"<(/?)(details|input|select|textarea|summary)\b([^>]*)>", folded(answer)):
        closing, name, rest = tag.groups()
        if name == "details":
            inside = inside[:-1] if closing else [*inside, " open" in rest]
        elif name == "summary" or closing or not all(inside) or 'form="claim-form"' not in rest:
            continue
        elif found := re.search(r' name="([a-z_]+)"', rest):
            names.add(found[1])
    return names - {"base", "whole", "edition", "content_hash"}


def test_a_name_or_title_asks_for_five_fields(cast, client, article):
    claim = make_claim(article, "40 lorries", actor=cast.checker, kind="name")
    assert asked_at_once(panel(client, cast.checker, claim)) == {"statement", "kind", "speaker", "verdict", "rationale"}


def test_every_field_is_in_the_form_once_whether_a_claim_is_filled_in_or_read(cast, client, article):
    claim = taken(make_claim(article, "40 lorries", actor=cast.checker), cast.checker)
    asked = {"change": "on"}
    for answer in (panel(client, cast.checker, claim), panel(client, cast.checker, sent(claim, cast.checker), **asked)):
        names = re.findall(r'<(?:input|select|textarea)[^>]* name="([a-z_]+)"[^>]* form="claim-form"', folded(answer))
        several = {"verdict", "risk_flags", "verdict_flags", "rules_passed"}
        assert sorted(name for name in names if name in ASKED and name not in several) == sorted({*ASKED} - several)


def test_a_number_asks_for_its_figure_and_the_words_of_a_speaker_for_whose_they_are(cast, client, article):
    mayor = make_speaker(cast.desk, "The mayor")
    claim = make_claim(article, "40 lorries", actor=cast.checker, kind="number", speaker=mayor)
    asked = asked_at_once(panel(client, cast.checker, claim))
    assert asked >= {"figure_value", "figure_unit", "true_for", "verb", "speech_act", "attribution"}
    assert not asked & {"risk_flags", "proposed_words", "waiting_on"}


def test_a_part_of_the_form_that_says_something_or_has_an_error_stands_open(cast, client, article):
    claim = make_claim(article, "40 lorries", actor=cast.checker, kind="name", risk_flags=["privacy"])
    answer = panel(client, cast.checker, claim)
    assert {"risk_flags", "verdict_flags"} <= asked_at_once(answer)
    wrong = save(client, claim, claim_form(answer, figure_value="many"))
    assert {"figure_value", "figure_unit"} <= asked_at_once(wrong)


def test_a_number_that_was_not_understood_is_named_beside_the_figure(cast, client):
    article = make_article(cast.desk, "Bridge\n\nIt cost 1,23,45 lakh rupees.", actor=cast.writer)
    claim = make_claim(article, "cost 1,23,45 lakh rupees", actor=cast.checker, kind="event")
    answer = panel(client, cast.checker, claim)
    assert "Not read: <bdi>1,23,45</bdi>" in answer.content.decode()
    assert "figure_value" in asked_at_once(answer)


def test_clearing_the_speaker_clears_what_was_said_of_them_and_says_so(cast, client, article):
    mayor, radio = make_speaker(cast.desk, "The mayor"), make_speaker(cast.desk, "City Radio")
    said = {"speaker_as_printed": "he", "via": radio, "verb": "admitted", "verb_endorses": True, "form": "paraphrase"}
    said |= {"speech_act": "concedes", "attribution": "reports", "attribution_note": "Two reports."}
    claim = make_claim(article, "40 lorries", actor=cast.checker, speaker=mayor, **said)
    answer = save(client, claim, claim_form(panel(client, cast.checker, claim), speaker=""))
    assert "Without a speaker, this was cleared too: speaker as printed, via" in folded(answer)
    now = fresh(claim)
    assert {name: getattr(now, name) for name in said} == {
        "speaker_as_printed": "",
        "via": None,
        "verb": "",
        "verb_endorses": False,
        "form": "none",
        "speech_act": "asserts",
        "attribution": "not_applicable",
        "attribution_note": "",
    }


def test_what_is_typed_with_a_cleared_speaker_stays(cast, client, article):
    mayor = make_speaker(cast.desk, "The mayor")
    claim = make_claim(article, "40 lorries", actor=cast.checker, speaker=mayor, verb="said", speaker_as_printed="he")
    form = claim_form(panel(client, cast.checker, claim), speaker="", speaker_as_printed="officials")
    save(client, claim, form)
    assert (fresh(claim).speaker_as_printed, fresh(claim).verb) == ("officials", "")


def test_what_somebody_else_wrote_of_the_speaker_meanwhile_is_not_cleared_unseen(cast, client, article):
    mayor = make_speaker(cast.desk, "The mayor")
    claim = make_claim(article, "40 lorries", actor=cast.checker, speaker=mayor, verb="said")
    form = claim_form(panel(client, cast.checker, claim), speaker="")
    save_claim(claim, {"verb": "denied"}, actor=cast.second_checker, base=field_values(claim))
    client.force_login(cast.checker)
    assert save(client, claim, form).status_code == 409
    assert (fresh(claim).speaker, fresh(claim).verb) == (mayor, "denied")


def test_what_the_signature_does_not_bind_is_marked_so_where_a_reviewer_reads_it(cast, client, article):
    mayor = make_speaker(cast.desk, "The mayor", description="Head of the town hall")
    claim = make_claim(article, "40 lorries", actor=cast.checker, speaker=mayor, form="paraphrase")
    source = make_source(cast.desk, "The bridge log", speaker=mayor)
    make_evidence(claim, source, actor=cast.checker)
    send_to_review(claim, cast.checker)
    signed = content_hash(claim)
    article.sides.create(name="The town hall")
    place(article, actor=cast.checker, side="The town hall", speaker=mayor)
    place(article, actor=cast.checker, side="The town hall", source=source)
    Speaker.objects.filter(pk=mayor.pk).update(description="Head of the opposition")
    assert content_hash(claim) == signed
    page = folded(panel(client, cast.reviewer, claim))
    facts, _, beside = page.partition('<section class="beside" aria-label="Not part of the sign-off">')
    beside = beside.partition("</section>")[0]
    assert "Head of the opposition" in beside and "Head of the opposition" not in facts
    assert "The town hall" in beside
    (card,) = re.findall(r"<p[^>]*>(?:(?!</p>).)*statement by(?:(?!</p>).)*</p>", page)
    assert "not part of the sign-off" in card and "on the side" in card


def test_a_new_speaker_is_made_once_and_found_again_by_any_spelling(cast, client, claim):
    form = claim_form(
        panel(client, cast.checker, claim),
        speaker="Ministry of Bridges",
        speaker_kind="organisation",
        speaker_about="keeps the bridges",
    )
    save(client, claim, form)
    save(client, claim, claim_form(panel(client, cast.checker, claim), speaker="ministry of BRIDGES!"))
    (speaker,) = Speaker.objects.all()
    assert (speaker.name, speaker.kind, speaker.description) == (
        "Ministry of Bridges",
        "organisation",
        "keeps the bridges",
    )


def test_a_field_changed_by_somebody_else_meanwhile_is_kept_and_said(cast, client, claim):
    form = claim_form(panel(client, cast.checker, claim), statement="Mine.")
    save_claim(claim, {"rationale": "Theirs."}, actor=cast.second_checker, base=field_values(claim))
    answer = save(client, claim, form)
    assert answer.status_code == 200
    assert "Sam Checker changed the rationale in the meantime; it is kept." in answer.content.decode()
    assert (fresh(claim).statement, fresh(claim).rationale) == ("Mine.", "Theirs.")


def test_the_same_field_changed_twice_comes_back_with_all_three_and_mine_in_the_box(cast, client, claim):
    form = claim_form(panel(client, cast.checker, claim), rationale="Mine.", true_for="May")
    save_claim(claim, {"rationale": "Theirs.", "verb": "claimed"}, actor=cast.second_checker, base=field_values(claim))
    answer = save(client, claim, form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Sam Checker" in page and "Theirs." in page and 'role="alert"' in page
    assert fresh(claim).rationale == "Theirs."
    again = claim_form(answer)
    assert (again["rationale"], again["true_for"], again["verb"]) == (["Mine."], ["May"], ["claimed"])
    assert base_of(again)["rationale"] == "Theirs." and base_of(again)["true_for"] == ""
    assert save(client, claim, again).status_code == 200
    assert (fresh(claim).rationale, fresh(claim).true_for, fresh(claim).verb) == ("Mine.", "May", "claimed")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("verdict", "maybe", "Select a valid choice"),
        ("kind", "nonsense", "Select a valid choice"),
        ("figure_value", "many", "Enter a number"),
        ("figure_value", "NaN", "Enter a number"),
        ("known_on", "2026-13-45", "Enter a valid date"),
        ("waiting_until", "0001-01-01T00:00", "in this century"),
        ("priority", "9" * 40, "less than or equal"),
        ("speaker", "!!!", "letters or digits"),
        ("figure_high", "3", "lower to the higher"),
    ],
)
def test_input_that_cannot_be_taken_is_422_beside_its_field_with_all_that_was_typed(
    cast, client, claim, field, value, words
):
    ready(claim, cast.checker, figure_value=40)
    form = claim_form(panel(client, cast.checker, claim), rationale="Long thought.") | {field: value}
    answer = save(client, claim, form)
    page = answer.content.decode()
    assert answer.status_code == 422, page
    assert words in page and "Long thought." in page and 'aria-invalid="true"' in page
    assert fresh(claim).rationale == "Nobody counts."


def test_a_stale_figure_is_told_in_the_panel_and_keeps_the_claim_from_review(cast, client, claim):
    ready(claim, cast.checker, figure_value=300, figure_unit="lorries", figure_modifier="about")
    page = panel(client, cast.checker, claim)
    assert "Figure: it is 300" in page.text and "“40 lorries”" in page.text
    answer = do(client, claim, "send", claim_form(page))
    assert answer.status_code == 409 and "Figure: it is 300" in answer.text
    assert fresh(claim).state == ClaimState.CHECKING
    form = claim_form(answer, figure_value="40", figure_modifier="")
    assert save(client, claim, form).status_code == 200
    assert do(client, claim, "send", claim_form(panel(client, cast.checker, claim))).status_code == 200
    assert fresh(claim).state == ClaimState.IN_REVIEW


def test_a_figure_whose_words_changed_in_review_is_told_to_the_reviewer_and_not_signed(cast, client, article):
    claim = make_claim(article, "the bridge was closed", actor=cast.checker, figure_value=40, verb="said")
    send_to_review(claim, cast.checker)
    page = panel(client, cast.reviewer, claim)
    assert "Figure: it is 40" in page.text and "Reporting verb: “said”" in page.text
    answer = do(client, claim, "approve", {"content_hash": content_hash(claim), "edition": claim.edition})
    assert answer.status_code == 409 and "Figure: it is 40" in answer.text
    assert fresh(claim).state == ClaimState.IN_REVIEW


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_boxes_of_a_claim_that_is_read_are_drawn_when_they_are_asked_for(cast, client, claim, headers):
    send_to_review(claim, cast.checker)
    client.force_login(cast.reviewer)
    address = reverse("claims:claim", args=[claim.article_id, claim.number])
    read = client.get(address, headers=headers)
    assert f'href="{address}?change=on"' in folded(read) and 'id="claim-statement"' not in read.text
    assert "whole" not in claim_form(read) and base_of(claim_form(read)) == field_values(claim)
    opened = client.get(address, {"change": "on"}, headers=headers)
    assert "statement" in asked_at_once(opened) and "data-focus" in opened.text
    typed = {"statement": "", "rationale": "Counted thrice.", "true_for": "x" * 9999}
    refused = client.post(reverse("claims:claim_save", args=[claim.pk]), claim_form(opened, **typed), headers=headers)
    assert refused.status_code == 422 and "Counted thrice." in refused.text
    assert {"statement", "true_for"} <= asked_at_once(refused)
    claim_now = {"statement": "Mine."}
    with acting(cast.second_checker):
        Claim.objects.filter(pk=claim.pk).update(statement="Theirs.")
    late = client.post(reverse("claims:claim_save", args=[claim.pk]), claim_form(opened, **claim_now), headers=headers)
    assert late.status_code == 409 and "Mine." in late.text and "statement" in asked_at_once(late)


@pytest.mark.parametrize("of", ["claim", "evidence"])
def test_no_field_that_cannot_be_taken_is_folded_away(cast, client, claim, of):
    form = claim_form(panel(client, cast.checker, claim))
    address = reverse("claims:claim_save", args=[claim.pk])
    if of == "evidence":
        address = reverse("claims:evidence_add", args=[claim.pk])
        form = forms_of(client.get(address, headers=HTMX))["evidence-form"] | {"source_title": "Count"}
    for name in form.keys() - {"base", "whole", "csrfmiddlewaretoken", "tab", "from", "edition", "content_hash"}:
        answer = client.post(address, form | {name: "a\x00b"}, headers=HTMX)
        if at := re.search(r'<p class="error" id=', answer.text):
            before = answer.text[: at.start()]
            opened = re.findall(r"<details[^>]*>", before)[before.count("</details>") :]
            assert all(" open" in one for one in opened), name


@pytest.mark.parametrize("base", ["", "[]", "{", '{"statement": {"a": 1}}', "null", "[" * 100_000])
def test_a_hand_made_base_never_breaks_the_server(cast, client, claim, base):
    form = claim_form(panel(client, cast.checker, claim), statement="New.") | {"base": base}
    assert save(client, claim, form).status_code in (409, 422)
    assert fresh(claim).statement != "New."


def test_a_form_that_names_one_field_leaves_the_others_alone(cast, client, claim):
    ready(claim, cast.checker)
    client.force_login(cast.checker)
    save(client, claim, {"base": "{}", "true_for": "May"})
    assert (fresh(claim).true_for, fresh(claim).verdict) == ("May", "not_checkable")


def test_without_htmx_a_save_leads_back_to_the_claim_and_a_refused_one_keeps_the_page(cast, client, claim):
    form = claim_form(panel(client, cast.checker, claim), statement="New.")
    address = reverse("claims:claim_save", args=[claim.pk])
    answer = client.post(address, form)
    assert answer.status_code == 302 and answer.url == reverse("claims:claim", args=[claim.article_id, claim.number])
    answer = client.post(address, form | {"figure_value": "x", "rationale": "Kept."})
    assert answer.status_code == 422 and "<html" in answer.content.decode() and "Kept." in answer.content.decode()


def test_who_may_not_edit_reads_the_same_as_facts(cast, client, claim):
    save_claim(claim, {"figure_value": 40, "figure_unit": "lorries"}, actor=cast.checker, base=field_values(claim))
    page = panel(client, cast.observer, claim).content.decode()
    assert "40 lorries" in page and 'name="statement"' not in page and "Save" not in page
    client.force_login(cast.observer)
    answer = save(client, claim, {"base": "{}", "statement": "Mine."})
    assert answer.status_code == 403 and "checker, reviewer or chief" in answer.content.decode()


def test_what_typed_goes_along_with_an_action_and_neither_happens_alone(cast, client, claim):
    form = claim_form(panel(client, cast.checker, claim), verdict="not_checkable", rationale="Nobody counts.")
    refused = do(client, claim, "send", form | {"statement": ""})
    assert refused.status_code == 409 and "Write a statement" in refused.content.decode()
    assert fresh(claim).verdict == "" and claim_form(refused)["rationale"] == ["Nobody counts."]
    answer = do(client, claim, "send", form)
    assert answer.status_code == 200, answer.content.decode()
    assert (fresh(claim).state, fresh(claim).verdict) == (ClaimState.IN_REVIEW, "not_checkable")


def test_a_stale_panel_decides_nothing(cast, client, claim):
    ready(claim, cast.checker)
    form = claim_form(panel(client, cast.checker, claim))
    save_claim(claim, {"verb": "said"}, actor=cast.second_checker, base=field_values(claim))
    answer = do(client, claim, "send", form)
    assert answer.status_code == 409 and "changed since you opened it" in answer.content.decode()
    assert fresh(claim).state == ClaimState.CHECKING


def test_a_checkers_own_claim_is_refused_by_a_hand_made_post_in_words(cast, client, claim):
    sent(claim, cast.checker)
    with acting(cast.admin):
        cast.checker.memberships.create(desk=cast.desk, role="reviewer")
    page = folded(panel(client, cast.checker, claim))
    assert "You worked on this claim, so somebody else signs it." in page
    assert 'id="do-approve" class="btn" form="claim-form"' in page and "disabled" in page
    answer = do(client, claim, "approve", {"content_hash": standing_of(claim).content_hash})
    assert answer.status_code == 403 and "worked on this claim" in answer.content.decode()
    assert fresh(claim).state == ClaimState.IN_REVIEW


def test_a_reviewer_approves_what_the_panel_showed_and_nothing_else(cast, client, claim):
    claim = sent(claim, cast.checker)
    form = claim_form(panel(client, cast.reviewer, claim))
    save_claim(claim, {"rationale": "Another."}, actor=cast.checker, base=field_values(claim))
    stale = do(client, claim, "approve", {**form, "edition": ""})
    assert stale.status_code == 409 and "changed since it was shown" in stale.content.decode()
    answer = do(client, claim, "approve", claim_form(panel(client, cast.reviewer, claim)))
    assert answer.status_code == 200 and fresh(claim).state == ClaimState.SIGNED_OFF


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("meanwhile", ["retired", "merged"])
def test_what_was_typed_for_a_claim_that_is_gone_meanwhile_is_shown_to_be_copied(
    cast, client, article, claim, headers, meanwhile
):
    typed = {"rationale": "An hour of typing.", "figure_unit": "lorries", "speaker": "New", "speaker_about": "a clerk"}
    form = claim_form(panel(client, cast.checker, claim)) | typed
    if meanwhile == "retired":
        perform("retire", claim, actor=cast.chief, reason="Said twice.")
    else:
        other = cut(article, "3 cracks", actor=cast.checker)
        editions = {one.pk: fresh(one).edition for one in (claim, other)}
        merge_claims([claim, other], actor=cast.second_checker, statement="Both.", editions=editions)
    for address in ("claim_save", "claim_do"):
        args = [claim.pk, "send"] if address == "claim_do" else [claim.pk]
        answer = client.post(reverse(f"claims:{address}", args=args), form, headers=headers)
        assert answer.status_code == 409 and 'role="alert"' in answer.text
        kept = answer.text.partition("What you sent, to copy")[2].partition("</section>")[0]
        assert all(words in kept for words in typed.values()) and claim.quoted not in kept, "nothing that nobody typed"


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_reason_whose_action_is_not_possible_any_more_is_shown_to_be_copied(cast, client, claim, headers):
    sent(claim, cast.checker)
    form = claim_form(panel(client, cast.reviewer, claim)) | {"return-reason": "An hour of typing."}
    perform("return", claim, actor=cast.second_reviewer, reason="First.")
    answer = client.post(reverse("claims:claim_do", args=[claim.pk, "return"]), form, headers=headers)
    assert answer.status_code == 409 and answer.text.count("An hour of typing.") == 1
    perform("retire", claim, actor=cast.chief, reason="Said twice.")
    answer = client.post(reverse("claims:claim_save", args=[claim.pk]), form, headers=headers)
    assert answer.status_code == 409 and answer.text.count("An hour of typing.") == 1


def test_what_was_chosen_for_an_action_stays_chosen_when_the_panel_was_stale(cast, client, article, claim):
    cast.desk.reasons.create(kind="return", words="Source missing")
    stale = claim_form(panel(client, cast.chief, claim)) | {"edition": "1"}
    answer = do(client, claim, "assign", stale | {"assign-assignee": str(cast.second_checker.pk)})
    assert answer.status_code == 409 and 'ask" data-own open><summary>Assign' in folded(answer)
    assert f'<option value="{cast.second_checker.pk}" selected' in folded(answer)
    sent(claim, cast.checker)
    stale = claim_form(panel(client, cast.reviewer, claim)) | {"edition": "1"}
    answer = do(client, claim, "return", stale | {"return-ready": "Source missing"})
    assert answer.status_code == 409 and "<option selected>Source missing" in answer.text
    assert "What you sent" not in answer.text


def test_a_reviewer_who_typed_something_is_told_to_hand_it_on_instead_of_approving(cast, client, claim):
    sent(claim, cast.checker)
    form = claim_form(panel(client, cast.reviewer, claim), rationale="Better.")
    answer = do(client, claim, "approve", form)
    assert answer.status_code == 409 and "hand it on" in answer.content.decode()
    assert claim_form(answer)["rationale"] == ["Better."] and fresh(claim).state == ClaimState.IN_REVIEW
    assert do(client, claim, "hand_on", claim_form(answer)).status_code == 200
    assert fresh(claim).rationale == "Better." and fresh(claim).sent_by == cast.reviewer


def test_a_claim_is_returned_with_a_reason_and_the_reason_is_asked_for(cast, client, claim):
    sent(claim, cast.checker)
    cast.desk.reasons.create(kind="return", words="Source missing")
    form = claim_form(panel(client, cast.reviewer, claim))
    answer = do(client, claim, "return", form)
    assert answer.status_code == 422 and "Say why" in answer.content.decode()
    do(client, claim, "return", form | {"return-ready": "Source missing", "return-reason": "Who counted?"})
    assert fresh(claim).returned_reason == "Source missing. Who counted?"
    assert "Ben Reviewer</b> returned it" in panel(client, cast.checker, claim).content.decode()


def test_the_chief_assigns_with_a_due_time(cast, client, claim):
    form = claim_form(panel(client, cast.chief, claim))
    typed = {"assign-assignee": str(cast.second_checker.pk), "assign-due": "2026-12-01T18:00"}
    assert do(client, claim, "assign", form | typed).status_code == 200
    assert fresh(claim).assignee == cast.second_checker and fresh(claim).due.isoformat() == "2026-12-01T18:00:00+00:00"
    answer = do(client, claim, "assign", {"assign-assignee": str(cast.outsider.pk)})
    assert answer.status_code == 422 and "checker of this desk" in answer.content.decode()


def test_no_such_action_is_404_and_one_of_another_role_is_403(cast, client, claim):
    client.force_login(cast.observer)
    assert do(client, claim, "explode", {}).status_code == 404
    answer = do(client, claim, "take", {})
    assert answer.status_code == 403 and "checker or chief" in answer.content.decode()
    client.force_login(cast.outsider)
    assert do(client, claim, "take", {}).status_code == 404


def test_after_a_decision_a_reviewer_lands_on_the_next_claim_of_the_queue(cast, client, claim):
    sent(claim, cast.checker)
    other = make_claim(claim.article, "3 cracks in its deck", actor=cast.checker)
    send_to_review(other, cast.checker)
    form = claim_form(panel(client, cast.reviewer, claim, **{"from": "review"}))
    assert form["from"] == ["review"]
    answer = do(client, claim, "approve", form)
    following = reverse("claims:claim", args=[other.article_id, other.number], query={"from": "review"})
    assert answer.headers["HX-Redirect"] == following and other.lease.person == cast.reviewer


@pytest.mark.parametrize(
    ("excerpt", "shown"),
    [("40 lorries an hour", "“40 lorries an hour”"), ("“40 lorries,” she wrote.", "“40 lorries,” she wrote.")],
)
def test_an_excerpt_that_begins_with_a_quotation_mark_gets_no_second_one(cast, client, claim, excerpt, shown):
    make_evidence(claim, actor=cast.checker, excerpt=excerpt, excerpt_kind="verbatim")
    assert f">{shown}</blockquote>" in panel(client, cast.checker, claim).content.decode()


def test_linked_claims_show_each_others_evidence_and_a_link_can_be_removed(cast, client, article, claim):
    other = cut(article, "the bridge was closed", actor=cast.checker)
    add_evidence(other, actor=cast.checker, source_fields={"title": "Closure notice"})
    client.force_login(cast.checker)
    address = reverse("claims:claim_link", args=[claim.pk])
    answer = client.post(address, {"kind": "denies", "to": str(other.number)}, headers=HTMX)
    assert answer.status_code == 200 and "Closure notice" in answer.text
    assert "1 piece of evidence from claim" in answer.text
    assert "is denied by" in panel(client, cast.checker, other).content.decode()
    for kind, to in (("likes", other.number), ("denies", 99), ("denies", claim.number), ("denies", other.number)):
        answer = client.post(address, {"kind": kind, "to": to}, headers=HTMX)
        assert answer.status_code == 422
    assert f'<option value="{other.number}" selected' in folded(answer), "the claim that was chosen stays chosen"
    link = claim.links.get()
    client.post(reverse("claims:link_remove", args=[link.pk]), headers=HTMX)
    assert not claim.links.exists()


def test_the_chief_lets_the_words_stand_with_a_reason_and_nobody_else_does(cast, client, claim):
    save_claim(claim, {"line_decision": "cut"}, actor=cast.checker, base=field_values(claim))
    address = reverse("claims:claim_stand", args=[claim.pk])
    page = panel(client, cast.chief, claim)
    assert "Against: cut" in folded(page)
    form = forms_of(page)[address] | {"reason": "It is his own word."}
    assert client.post(address, form, headers=HTMX).status_code == 200
    assert fresh(claim).stet_by == cast.chief
    page = panel(client, cast.checker, claim).content.decode()
    assert "It is his own word." in page and 'name="reason"' not in page
    assert client.post(address, form, headers=HTMX).status_code == 403


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_whoever_lets_words_stand_is_shown_first_what_changed_since_they_looked(cast, client, claim, headers):
    save_claim(claim, {"line_decision": "cut"}, actor=cast.checker, base=field_values(claim))
    address = reverse("claims:claim_stand", args=[claim.pk])
    stale = forms_of(panel(client, cast.chief, claim))[address]
    let_stand(claim, actor=cast.chief, reason="The minister’s own words.")
    answer = client.post(address, stale | {"reason": ""}, headers=headers)
    assert answer.status_code == 409 and "The claim changed since you opened it." in answer.text
    assert fresh(claim).stet_reason == "The minister’s own words.", "an untouched form takes nothing back"
    claim = fresh(claim)
    save_claim(claim, {"line_decision": "context"}, actor=cast.checker, base=field_values(claim))
    answer = client.post(address, stale | {"reason": "Mine."}, headers=headers)
    assert answer.status_code == 409 and "Mine." in answer.text and "Against: add context" in folded(answer)
    assert client.post(address, forms_of(answer)[address], headers=headers).status_code < 400
    assert fresh(claim).stet_reason == "Mine."


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_reason_of_chief_or_legal_that_nothing_asks_for_any_more_is_shown_to_be_copied(cast, client, claim, headers):
    both = {"line_decision": "cut", "risk_flags": ["allegation"]}
    save_claim(claim, both, actor=cast.checker, base=field_values(claim))
    forms = [
        forms_of(panel(client, person, claim))[reverse(f"claims:{name}", args=[claim.pk])]
        for person, name in ((cast.chief, "claim_stand"), (cast.legal, "claim_no_reply"))
    ]
    neither = {"line_decision": "keep", "risk_flags": []}
    save_claim(fresh(claim), neither, actor=cast.checker, base={})
    for form, person, name in zip(forms, (cast.chief, cast.legal), ("claim_stand", "claim_no_reply"), strict=True):
        client.force_login(person)
        answer = client.post(reverse(f"claims:{name}", args=[claim.pk]), form | {"reason": "An hour."}, headers=headers)
        assert answer.status_code == 409 and "This was not done" in answer.text
        assert "An hour." in answer.text.partition("What you sent, to copy")[2]


def test_the_sign_off_tab_shows_who_signed_what_and_what_changed_since(cast, client, claim):
    claim = sent(claim, cast.checker)
    perform("approve", claim, actor=cast.reviewer, content_hash=standing_of(claim).content_hash)
    page = panel(client, cast.observer, claim, tab="signoff").content.decode()
    assert (
        "Ben Reviewer" in page
        and "Nobody counts." in page
        and "sent the claim to review" in page
        or "changed the claim" in page
    )
    save_claim(fresh(claim), {"rationale": "Nobody counts there."}, actor=cast.second_checker, base={})
    page = panel(client, cast.reviewer, claim, tab="signoff").content.decode()
    assert "What changed since the sign-off" in page and "<ins> there</ins>" in page
    assert "Void since" in page and ", by Sam Checker: " in page and ", void</span>" in page
    perform("send", claim, actor=cast.second_checker)
    answer = panel(client, cast.reviewer, claim, tab="signoff")
    form = claim_form(answer)
    assert 'id="claim-rules"' in answer.text and 'id="do-approve"' in answer.text
    assert 'id="do-approve"' not in panel(client, cast.second_reviewer, claim, tab="signoff").content.decode()
    client.force_login(cast.reviewer)
    assert do(client, claim, "approve", form).status_code == 200 and fresh(claim).state == ClaimState.SIGNED_OFF


def test_the_panel_opens_with_what_changed_since_the_sign_off_whoever_signed_and_whoever_reads(cast, client, claim):
    claim = sent(claim, cast.checker)
    assert "What changed since" not in panel(client, cast.reviewer, claim).text
    perform("approve", claim, actor=cast.reviewer, content_hash=standing_of(claim).content_hash)
    assert "What changed since" not in panel(client, cast.reviewer, claim).text
    add_evidence(claim, actor=cast.second_checker, source_fields={"title": "Toll book"}, stance="contradicts")
    save_claim(fresh(claim), {"rationale": "Nobody counts there."}, actor=cast.second_checker, base={})
    perform("send", fresh(claim), actor=cast.second_checker)
    page = folded(panel(client, cast.second_reviewer, claim))
    assert page.index("What changed since the sign-off") < page.index('class="statement"')
    assert "Ben Reviewer signed it off on" in page and "<ins>there</ins>" in page
    assert "Evidence added" in page and "<ins>Toll book" in page
    perform("return", fresh(claim), actor=cast.second_reviewer, reason="Count again.")
    page = folded(panel(client, cast.checker, claim))
    assert "<summary>What changed since the sign-off</summary>" in page, "folded where the claim is worked on"


def test_the_history_tells_all_newest_first_thirty_at_a_time(cast, client, claim):
    for at in range(32):
        save_claim(fresh(claim), {"verb": f"said {at}"}, actor=cast.checker, base={})
    first = panel(client, cast.observer, claim, tab="history", **{"from": "mine"})
    assert f"before={first.context['panel']['older']}&amp;from=mine" in first.text, "and the queue goes along"
    events, older = first.context["panel"]["events"], first.context["panel"]["older"]
    assert len(events) == 30 and events[0].sequence > events[-1].sequence == older
    rest = panel(client, cast.observer, claim, tab="history", before=older).context["panel"]
    assert [event.verb for event in rest["events"]][-1] == "claim_made" and rest["older"] is None
    assert panel(client, cast.observer, claim, tab="history", before="9" * 30).status_code == 200


def test_a_retired_claim_can_be_restored_from_its_panel(cast, client, claim):
    perform("retire", claim, actor=cast.checker, reason="Said twice.")
    page = folded(panel(client, cast.checker, claim))
    assert 'id="do-restore" class="btn main"' in page
    assert do(client, claim, "restore", claim_form(panel(client, cast.checker, claim))).status_code == 200
    assert fresh(claim).state == ClaimState.OPEN


def test_without_a_claim_the_panel_lists_the_articles_claims_by_line(cast, client, article, claim):
    late = cut(article, "No one was hurt", actor=cast.checker)
    client.force_login(cast.observer)
    page = client.get(reverse("claims:bench", args=[article.pk]), headers=HTMX).content.decode()
    assert page.index(str(claim)) < page.index(str(late))


def test_rules_and_what_is_missing_are_said_in_words_beside_the_button(cast, client, claim):
    cast.desk.evidence_rules.create(code="not_found", level="block")
    page = folded(panel(client, cast.checker, claim))
    assert "Choose a verdict." in page and "thing to fix before sending" in page
    answer = save(client, claim, claim_form(panel(client, cast.checker, claim), verdict="not_enough"))
    assert "write in the rationale where you looked" in answer.content.decode()


def test_the_rules_that_hold_an_approval_back_or_were_overridden_stand_at_its_button(cast, client, article):
    rule = cast.desk.evidence_rules.create(code="truth", level="warn")
    claim = cut(article, "No one was hurt", actor=cast.checker)
    claim = judge(claim, cast.checker, rules_passed={"truth:supported": "The mayor was there."})
    send_to_review(claim, cast.checker)
    foot = folded(panel(client, cast.reviewer, claim)).split('id="claim-foot"')[1]
    assert '<a href="#claim-rules">1 rule overridden</a>, each with a reason.' in foot
    rule.level = "block"
    rule.save()
    page = folded(panel(client, cast.reviewer, claim))
    foot = page.split('id="claim-foot"')[1]
    assert "1 thing to fix before approving" in foot and '<a href="#stops-1" title="To call it supported' in foot
    assert 'id="stops-1"' in page


def test_half_typed_names_find_speakers_by_name_and_alias_and_a_new_one_says_so(cast, client, article):
    speaker = Speaker.objects.create(desk=cast.desk, name="İlham Əliyev", key="ilham əliyev")
    speaker.aliases.create(desk=cast.desk, name="Ilham Aliyev", key="ilham aliyev")
    Speaker.objects.create(desk=cast.other_desk, name="Ilham Other", key="ilham other")
    client.force_login(cast.checker)
    address = reverse("claims:speakers_found", args=[article.pk])
    page = client.get(address, {"q": "ilham al"}).content.decode()
    assert "İlham Əliyev" in page and "Other" not in page and "New speaker" in page
    assert "New speaker" not in client.get(address, {"q": "Ilham  ALIYEV"}).content.decode()
    assert client.get(address, {"q": "\0"}).status_code == 200


def test_speakers_are_found_by_their_words_in_any_order_and_spelling_the_likeliest_first(
    cast, client, article, django_assert_num_queries
):
    def speaker(name, **over):
        return Speaker.objects.create(desk=cast.desk, name=name, key=name_key(name), **over)

    speaker("Ministry of Defence of Armenia")
    speaker("Armenian Defence Ministry spokesman")
    speaker("Prosecutor General’s Office of Armenia")
    speaker("Shushan Stepanyan", description="press secretary of the Defence Ministry of Armenia")
    army = speaker("The army")
    army.aliases.create(desk=cast.desk, name="Armenian Ministry of Defence", key="armenian ministry of defence")
    found = [one.name for one in found_speakers(cast.desk.pk, name_key("Armenian Defense Ministry"))]
    assert found == [
        "Armenian Defence Ministry spokesman",
        "Ministry of Defence of Armenia",
        "The army",
        "Shushan Stepanyan",
    ]
    found = [one.name for one in found_speakers(cast.desk.pk, name_key("General Prosecutor's Office"))]
    assert found == ["Prosecutor General’s Office of Armenia"]
    assert found_speakers(cast.desk.pk, name_key("armenian ministry of defence"))[0].name == "The army"
    for number in range(9):
        speaker(f"Mayor {number}")
    with django_assert_num_queries(1):
        assert len(found_speakers(cast.desk.pk, "mayor")) == 8


@pytest.mark.parametrize(
    ("typed", "name"),
    [("Lodz", "Mayor of Łódź"), ("muller", "Hans Müller"), ("MÜLLER", "Hans Muller"), ("Susa", "Şuşa council")]
    + [("Aliyev", "İlham Əliyev"), ("oresund", "Øresund Bridge"), ("Orb", "Örbü"), ("ΑΘΗΝΑ", "Δήμος αθήνα")],
)
def test_half_typed_names_find_speakers_and_sources_whatever_their_case_and_accents(cast, client, article, typed, name):
    called = Speaker.objects.create(desk=cast.desk, name=name, key=name_key(name))
    known = Speaker.objects.create(desk=cast.desk, name="Known otherwise", key="known otherwise")
    known.aliases.create(desk=cast.desk, name=name, key=name_key(f"{name} too"))
    told = Speaker.objects.create(desk=cast.desk, name="Told of", key="told of", description=f"Of {name}")
    assert found_speakers(cast.desk.pk, name_key(typed)) == [called, known, told]
    make_source(cast.desk, title=f"On {name}")
    client.force_login(cast.checker)
    for address in ("speakers_found", "sources_found"):
        page = client.get(reverse(f"claims:{address}", args=[article.pk]), {"q": typed}).content.decode()
        assert name in page


def test_the_source_of_exactly_the_typed_title_comes_first_whatever_its_case_and_accents(cast):
    exact = make_source(cast.desk, title="Łódź")
    make_source(cast.desk, title="Łódź bridge")
    assert found_sources(cast.desk.pk, "Lodz")[0] == exact


def test_a_speaker_is_placed_on_a_side_of_the_matter_for_this_article(cast, client, article, claim):
    save_claim(claim, {"speaker": "The mayor"}, actor=cast.checker, base={})
    side = article.sides.create(name="City hall")
    speaker = Speaker.objects.get()
    assert "City hall" in panel(client, cast.checker, claim).content.decode()
    address = reverse("claims:claim_place", args=[claim.pk])
    form = {"speaker": str(speaker.pk), "side": str(side.pk)}
    assert client.post(address, form, headers=HTMX).status_code == 200
    assert article.placements.get().side == side
    assert client.post(address, form | {"side": "99"}, headers=HTMX).status_code == 422
    client.post(address, form | {"side": ""}, headers=HTMX)
    assert not article.placements.exists()


#: About the claim, its standing, links, evidence, and the claims that it can be linked to.
PANEL_QUERIES = 5


@pytest.mark.parametrize("count", [1, 3])
def test_the_panel_takes_five_queries_whatever_hangs_on_the_claim(
    cast, rf, article, claim, count, django_assert_num_queries
):
    for at, words in zip(range(count), ("the bridge was closed", "No one was hurt", "3 cracks"), strict=False):
        other = cut(article, words, actor=cast.checker)
        link_claims(claim, other, "denies", actor=cast.checker)
        for one in (claim, other):
            add_evidence(one, actor=cast.checker, source_fields={"title": f"Source {at} {one.number}"})
    loaded = get_claim_for(cast.checker, claim.pk)
    roles_of(cast.checker, cast.desk.pk)
    request = rf.get("/")
    request.user = cast.checker
    with django_assert_num_queries(PANEL_QUERIES):
        render_to_string("panel/panel.html", panel_context(request, loaded.article, loaded), request)


def test_the_whole_workbench_with_a_claim_open_takes_at_most_fifteen_queries(
    cast, client, article, claim, django_assert_max_num_queries
):
    client.force_login(cast.checker)
    with django_assert_max_num_queries(15):
        page = client.get(reverse("claims:claim", args=[article.pk, claim.number]))
    assert page.status_code == 200 and 'id="claim-form"' in page.content.decode()


def test_two_contributors_cross_sign_where_nobody_eligible_remains_and_it_says_so(cast, client, claim):
    cast.desk.cross_sign = True
    cast.desk.save()
    cast.desk.memberships.filter(person__in=[cast.second_reviewer, cast.legal]).delete()
    save_claim(claim, {"verb": "said"}, actor=cast.reviewer, base={})
    cast.checker.memberships.create(desk=cast.desk, role="reviewer")
    sent(claim, cast.checker)
    first = panel(client, cast.reviewer, claim)
    assert "Approve by cross-sign" in first.content.decode() and "The sign-off will say so." in first.content.decode()
    assert do(client, claim, "approve", claim_form(first)).status_code == 200
    assert fresh(claim).state == ClaimState.IN_REVIEW
    do(client, claim, "approve", claim_form(panel(client, cast.checker, claim)))
    assert fresh(claim).state == ClaimState.SIGNED_OFF
    assert "cross-signed" in panel(client, cast.observer, claim, tab="signoff").content.decode()


def test_the_history_leads_to_what_a_claim_came_from_and_what_became_of_it(cast, client, article, claim):
    other = cut(article, "3 cracks", actor=cast.checker)
    merged = merge_claims(
        [claim, other], actor=cast.checker, statement="", editions={claim.pk: claim.edition, other.pk: other.edition}
    )
    assert "merged from" in panel(client, cast.observer, merged, tab="history").content.decode()
    page = panel(client, cast.observer, claim, tab="history").content.decode()
    assert "was merged into" in page and f"/claims/{merged.number}/" in page


def test_a_conflict_names_choices_in_words(cast, client, claim):
    form = claim_form(panel(client, cast.checker, claim), verdict="refuted", risk_flags=["court"])
    theirs = {"verdict": "supported", "risk_flags": ["privacy"]}
    save_claim(claim, theirs, actor=cast.second_checker, base=field_values(claim))
    answer = save(client, claim, form)
    page = answer.content.decode()
    assert answer.status_code == 409 and "2 fields were changed" in page
    assert 'data-take="verdict"' in page and 'data-value="supported"' in page
    assert claim_form(answer)["verdict"] == ["refuted"] and claim_form(answer)["risk_flags"] == ["court"]
