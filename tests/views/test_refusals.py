"""A press that is refused says all that is missing, beside the button; what needs a second thought asks first."""

import re

import pytest
from django.urls import reverse

from claims.models import Claim, EvidenceRule
from claims.states import ClaimState
from claims.workflow import perform
from tests.make import judge, make_article, make_claim, make_mark, send_to_review
from tests.pages import folded
from tests.views.panel import claim_form, cut, taken

HTMX = {"HX-Request": "true"}


@pytest.fixture
def article(cast):
    return make_article(cast.desk, actor=cast.writer)


@pytest.fixture
def claim(cast, article):
    return taken(cut(article, "40 lorries", actor=cast.checker), cast.checker)


@pytest.fixture
def reviewed(cast, article):
    claim = make_claim(article, "3 cracks", actor=cast.checker)
    judge(claim, cast.checker, verdict="not_checkable", attribution="not_applicable")
    return send_to_review(claim, cast.checker)


def panel(client, person, claim):
    client.force_login(person)
    return client.get(reverse("claims:claim", args=[claim.article_id, claim.number]))


def do(client, claim, action, form):
    return client.post(reverse("claims:claim_do", args=[claim.pk, action]), form, headers=HTMX)


def foot(answer):
    return re.search(r'id="claim-foot".*?</button>', answer.content.decode(), re.DOTALL).group()


def test_all_that_keeps_a_claim_from_review_stands_beside_the_button(client, cast, claim):
    for code, level in (("truth", "block"), ("primary", "warn")):
        EvidenceRule.objects.create(desk=cast.desk, code=code, level=level)
    typed = {"verdict": "supported", "speaker": "The mayor", "statement": ""}
    answer = do(client, claim, "send", claim_form(panel(client, cast.checker, claim), **typed))
    assert answer.status_code == 409
    assert re.findall("<li>(.*?)</li>", foot(answer)) == [
        "Write a statement that stands alone.",
        "Answer whether the speaker said it: the attribution is open.",
        "To call it supported you need two sources of independent origin, or one direct record that no side controls.",
    ]
    assert answer.content.decode().count("This was not done") == 1
    assert Claim.objects.get(pk=claim.pk).state == ClaimState.CHECKING


def test_every_field_that_cannot_be_taken_is_named_beside_the_button_too(client, cast, claim):
    form = claim_form(panel(client, cast.checker, claim), figure_value="many", priority="1000")
    answer = client.post(reverse("claims:claim_save", args=[claim.pk]), form, headers=HTMX)
    assert answer.status_code == 422
    said = " ".join(re.findall("<li>(.*?)</li>", foot(answer)))
    assert "Value: Enter a number." in said and "Priority: " in said


def test_a_reason_that_is_missing_is_said_in_the_question_that_asks_for_it(client, cast, reviewed):
    answer = do(client, reviewed, "return", claim_form(panel(client, cast.reviewer, reviewed)))
    assert answer.status_code == 422
    asked = re.search(r'<details class="more ask"[^>]*open.*?</details>', folded(answer)).group()
    assert "Say why, in a few words." in asked and "This was not done" not in foot(answer)


def test_what_the_line_bar_refuses_is_said_in_the_line_bar(client, cast, article):
    client.force_login(cast.checker)
    form = {"version": article.current_version_id, "line": 3, "open": "", "pieces": "", "claim": ""}
    answer = client.post(reverse("claims:mark", args=[article.pk]), form, headers=HTMX)
    assert answer.status_code == 422 or answer.status_code == 409
    done = re.search(r'<span id="done".*?</span></span>|<span id="done".*?</span>', answer.content.decode(), re.DOTALL)
    assert "Not done." in done.group()


def test_handing_on_without_a_fix_asks_first(client, cast, reviewed):
    form = claim_form(panel(client, cast.reviewer, reviewed))
    answer = do(client, reviewed, "hand_on", form)
    assert answer.status_code == 409 and "You changed nothing in this claim." in foot(answer)
    assert "Hand on without a fix" in answer.content.decode()
    assert Claim.objects.get(pk=reviewed.pk).sent_by == cast.checker
    assert do(client, reviewed, "hand_on", form | {"hand_on-sure": "on"}).status_code == 200
    assert Claim.objects.get(pk=reviewed.pk).sent_by == cast.reviewer


@pytest.mark.parametrize("saved_before", [False, True])
def test_handing_on_with_a_fix_asks_nothing(client, cast, reviewed, saved_before):
    form = claim_form(panel(client, cast.reviewer, reviewed), rationale="Counted three times.")
    if saved_before:
        client.post(reverse("claims:claim_save", args=[reviewed.pk]), form)
        form = claim_form(panel(client, cast.reviewer, reviewed))
    assert do(client, reviewed, "hand_on", form).status_code == 200
    handed = Claim.objects.get(pk=reviewed.pk)
    assert (handed.sent_by, handed.rationale) == (cast.reviewer, "Counted three times.")


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_reason_that_was_typed_and_not_sent_stays_when_the_claim_is_saved(client, cast, claim, headers):
    form = claim_form(panel(client, cast.checker, claim), rationale="Counted.") | {"retire-reason": "It says nothing"}
    answer = client.post(reverse("claims:claim_save", args=[claim.pk]), form, headers=headers)
    assert answer.status_code == 200 and "It says nothing</textarea>" in answer.content.decode()
    assert Claim.objects.get(pk=claim.pk).rationale == "Counted."


def test_a_split_is_undone_from_the_line_bar(client, cast, article, claim):
    client.force_login(cast.checker)
    spans = []
    for words in ("40", "lorries"):
        block = article.current_version.blocks.get(text__contains="40 lorries")
        start = block.text.index(words)
        spans.append(f'[[{block.pk}, {start}, {start + len(words)}, "{words}"]]')
    form = {"version": article.current_version_id, "edition": claim.edition, "parts": 2}
    form |= {f"pieces-{at}": span for at, span in enumerate(spans)}
    assert client.post(reverse("claims:claim_split", args=[claim.pk]), form).status_code == 302
    bench = reverse("claims:bench", args=[article.pk])
    page = client.get(bench)
    assert "Split into claims 2, 3." in page.content.decode()
    sequence = re.search(r'name="sequence" value="(\d+)"', page.content.decode()).group(1)
    answer = client.post(reverse("claims:undo", args=[article.pk]), {"sequence": sequence, "line": 2}, headers=HTMX)
    assert '"claim-made": {"number": 1' in answer["HX-Trigger-After-Swap"]
    assert Claim.objects.get(pk=claim.pk).state == ClaimState.CHECKING


def test_whoever_may_not_do_something_is_told_so_and_who_could(client, cast, article):
    client.force_login(cast.observer)
    form = {"version": article.current_version_id, "line": 3, "open": "", "pieces": "", "claim": ""}
    answer = client.post(reverse("claims:cut", args=[article.pk]), form)
    page = answer.content.decode()
    assert answer.status_code == 403 and "<h1>You don’t have permission</h1>" in page
    assert "is for a checker, reviewer or chief of this desk." in page
    assert "yours to" not in page


def test_marks_are_reviewed_in_the_words_of_the_other_pages(client, cast, article):
    mark = make_mark(article, "Bridge reopens", actor=cast.checker)
    client.force_login(cast.reviewer)
    address = reverse("claims:marks", args=[article.pk])
    assert "Mark selected as reviewed" in client.get(address).content.decode()
    send = reverse("claims:look_through", args=[article.pk])
    assert "Select the marks that you reviewed." in client.post(send).content.decode()
    page = client.post(send, {"marks": [mark.pk]}, follow=True).content.decode()
    assert "1 mark marked as reviewed." in page and "ooked through" not in page
    assert article.events.last().words.endswith("reviewed 1 no-claim mark")


@pytest.mark.parametrize("page", ["claim_words", "claim_split", "claim_merge"])
def test_the_words_of_a_retired_claim_are_not_worked_on(client, cast, claim, page):
    client.force_login(cast.checker)
    address = reverse(f"claims:{page}", args=[claim.pk])
    assert client.get(address).status_code == 200
    perform("retire", claim, actor=cast.chief, edition=Claim.objects.get(pk=claim.pk).edition, reason="Not said.")
    answer = client.get(address)
    assert answer.status_code == 409
    assert "The claim is retired. Restore it to work on it." in answer.content.decode()
