"""One press takes over what the words say, where a figure, verb or speaker on the claim is another."""

import html
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.editing.claims import save_claim
from claims.models import Claim, Event
from tests import make
from tests.living import article as article
from tests.living import bring, claim_on, edited
from tests.pages import folded
from tests.views.panel import claim_form, forms_of, taken

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
TEXT = (
    "Bridge reopens\n\nThe minister denied that the old bridge carries about 240 lorries an hour. It has 3 cracks.\n\n"
    "It rained."
)


def panel(client, person, claim):
    client.force_login(person)
    return client.get(reverse("claims:claim", args=[claim.article_id, claim.number]), headers=HTMX)


def offered(response):
    return [html.unescape(value) for value in re.findall(r'name="take" value="([^"]+)"', folded(response))]


def take(client, claim, form, what):
    return client.post(reverse("claims:claim_save", args=[claim.pk]), form | {"take": what}, headers=HTMX)


def fresh(claim):
    return Claim.objects.get(pk=claim.pk)


@pytest.fixture
def claim(cast):
    """A claim as it was before the article said 240, denied, and the minister."""
    article = make.make_article(cast.desk, TEXT, actor=cast.writer)
    mayor = make.make_speaker(cast.desk, "The mayor")
    claim = make.make_claim(
        article,
        "the old bridge carries about 240 lorries an hour",
        actor=cast.checker,
        speaker=mayor,
        speaker_as_printed="The mayor",
        verb="announced",
        speech_act="announces",
        form="paraphrase",
        figure_value=300,
        figure_unit="trucks",
        attribution="primary",
    )
    return taken(claim, cast.checker)


def test_what_the_words_say_stands_beside_each_reason(cast, client, claim):
    page = panel(client, cast.checker, claim)
    assert offered(page) == [
        "figure:“about 240 lorries”",
        "verb:“denied” (denies)",
        "speaker_as_printed:“The minister”",
    ]
    assert offered(panel(client, cast.observer, claim)) == []


def test_one_press_takes_the_figure_over_whole_and_saves_what_was_typed_elsewhere(cast, client, claim):
    form = claim_form(panel(client, cast.checker, claim), figure_value="7", rationale="Counted.")
    answer = take(client, claim, form, "figure:“about 240 lorries”")
    assert answer.status_code == 200 and "figure:“about 240 lorries”" not in offered(answer)
    now = fresh(claim)
    assert (now.figure_value, now.figure_unit, now.figure_modifier) == (Decimal(240), "lorries", "about")
    assert now.rationale == "Counted."
    fields = Event.objects.filter(claim=claim, verb="claim_saved").latest("sequence").data["fields"]
    assert fields["figure_value"] == ["300", "240"]


def test_one_press_takes_verb_and_speech_act_over_together(cast, client, claim):
    take(client, claim, claim_form(panel(client, cast.checker, claim)), "verb:“denied” (denies)")
    now = fresh(claim)
    assert (now.verb, now.speech_act, now.verb_endorses) == ("denied", "denies", False)


def test_a_speaker_that_is_no_name_is_taken_over_as_printed_only(cast, client, claim):
    take(client, claim, claim_form(panel(client, cast.checker, claim)), "speaker_as_printed:“The minister”")
    now = fresh(claim)
    assert now.speaker_as_printed == "The minister" and now.speaker.name == "The mayor"


def test_a_named_speaker_is_taken_over_as_record_too_and_asked_about_anew(cast, client):
    article = make.make_article(cast.desk, "Rain\n\nBob Ray said that it rained in Yerevan.", actor=cast.writer)
    lee = make.make_speaker(cast.desk, "Ann Lee")
    said = {"speaker": lee, "speaker_as_printed": "Ann Lee", "verb": "said", "attribution": "primary"}
    claim = taken(make.make_claim(article, "it rained in Yerevan", actor=cast.checker, **said), cast.checker)
    page = panel(client, cast.checker, claim)
    assert offered(page) == ["speaker_as_printed:“Bob Ray”"]
    assert take(client, claim, claim_form(page), "speaker_as_printed:“Bob Ray”").status_code == 200
    now = fresh(claim)
    assert (now.speaker_as_printed, now.speaker.name, now.attribution) == ("Bob Ray", "Bob Ray", "open")
    assert now.speaker.kind == "person"


def test_what_the_words_say_nothing_of_is_cleared_with_one_press(cast, client):
    article = make.make_article(cast.desk, TEXT, actor=cast.writer)
    said = {"figure_value": 300, "figure_unit": "tanks", "figure_modifier": "about", "verb": "said"}
    claim = taken(make.make_claim(article, "It rained", actor=cast.checker, **said), cast.checker)
    for what in ("figure:Clear it", "verb:Clear it"):
        page = panel(client, cast.checker, claim)
        assert what in offered(page)
        assert take(client, claim, claim_form(page), what).status_code == 200
    now = fresh(claim)
    assert (now.figure_value, now.figure_unit, now.figure_modifier, now.verb) == (None, "", "", "")


def test_what_the_words_do_not_offer_any_more_is_refused_and_nothing_typed_is_lost(cast, client, claim):
    form = claim_form(panel(client, cast.checker, claim), rationale="Counted.")
    for what in ("figure:“about 300 tanks”", "nothing", "scheme:1", ":"):
        answer = take(client, claim, form, what)
        assert answer.status_code == 409 and "Look again, then decide." in answer.text
        assert claim_form(answer)["rationale"] == ["Counted."]
    assert fresh(claim).figure_value == 300 and fresh(claim).rationale == ""


def test_a_figure_that_somebody_else_changed_meanwhile_is_not_overwritten(cast, client, claim):
    form = claim_form(panel(client, cast.checker, claim))
    save_claim(claim, {"figure_value": Decimal(41)}, actor=cast.chief, base={})
    assert take(client, claim, form, "figure:“about 240 lorries”").status_code == 409
    assert fresh(claim).figure_value == 41


def test_words_that_deny_without_a_verb_are_made_a_denial_with_one_press(cast, client):
    article = make.make_article(cast.desk, "Rain\n\nThe ministry denied that it rained.", actor=cast.writer)
    claim = make.make_claim(article, "The ministry denied that it rained", actor=cast.checker, verb="")
    claim = taken(claim, cast.checker)
    save_claim(claim, {"speaker_as_printed": "The ministry"}, actor=cast.checker, base={})
    page = panel(client, cast.checker, claim)
    (what,) = offered(page)
    assert take(client, claim, claim_form(page), what).status_code == 200
    assert fresh(claim).speech_act == "denies" and offered(panel(client, cast.checker, claim)) == []


# On Reconcile


@pytest.fixture
def changed(cast, article):
    """A signed claim on 200 lorries an hour, after the article says 240."""
    claim = claim_on(article, "200 lorries an hour", cast, figure_value=200, figure_unit="lorries", verb="said")
    bring(article, cast, edited(article, "200", "240"))
    return fresh(claim)


def keep_form(client, person, claim):
    client.force_login(person)
    page = client.get(reverse("claims:reconcile", args=[claim.article_id]))
    return page, forms_of(page)[reverse("claims:claim_keep", args=[claim.pk])]


def test_reconcile_shows_what_is_printed_beside_the_statement_and_keeps_it_corrected(cast, client, changed):
    page, form = keep_form(client, cast.checker, changed)
    assert form["figure_value"] == ["200"] and form["figure_unit"] == ["lorries"]
    assert "Figure: it is 200, but the claim’s own words say “240 lorries”" in folded(page)
    form |= {"figure_value": "240", "statement": "240 lorries an hour."}
    address = reverse("claims:claim_keep", args=[changed.pk])
    assert client.post(address, form).status_code == 302
    now = fresh(changed)
    assert now.figure_value == 240 and now.statement == "240 lorries an hour."
    assert "Changed words" not in client.get(reverse("claims:reconcile", args=[changed.article_id])).text


def test_one_press_on_reconcile_takes_the_figure_over_and_stays_at_the_claim(cast, client, changed):
    page, form = keep_form(client, cast.checker, changed)
    assert offered(page)[0] == "figure:“240 lorries”"
    form |= {"statement": "Half typed", "take": "figure:“240 lorries”"}
    answer = client.post(reverse("claims:claim_keep", args=[changed.pk]), form)
    assert answer.status_code == 302 and answer.url.endswith(f"#claim-{changed.number}")
    now = fresh(changed)
    assert now.figure_value == 240 and now.statement == "Half typed" and now.state == "changed"
    page, _ = keep_form(client, cast.checker, changed)
    assert "Changed words" in page.text and "figure:“240 lorries”" not in offered(page)


def test_what_cannot_be_saved_on_reconcile_comes_back_as_typed(cast, client, changed):
    _, form = keep_form(client, cast.checker, changed)
    address = reverse("claims:claim_keep", args=[changed.pk])
    answer = client.post(address, form | {"figure_value": "many", "verb": "told"})
    assert answer.status_code == 422 and "Value: Enter a number." in answer.text
    assert 'value="many"' in answer.text and 'value="told"' in answer.text
    for made in ("", "[]", "{", '{"figure_value": {"a": 1}}'):
        assert client.post(address, form | {"printed": made, "verb": "told"}).status_code in (302, 409, 422)


def test_a_field_that_somebody_else_changed_meanwhile_is_not_overwritten_from_reconcile(cast, client, changed):
    _, form = keep_form(client, cast.checker, changed)
    save_claim(changed, {"figure_value": Decimal(241)}, actor=cast.chief, base={})
    address = reverse("claims:claim_keep", args=[changed.pk])
    answer = client.post(address, form | {"figure_value": "240"})
    assert answer.status_code == 409 and fresh(changed).figure_value == 241
    assert all(words in folded(answer) for words in ("<h3>Figure</h3>", "<h3>Theirs</h3>241", "<h3>Yours</h3>240"))
    assert client.post(address, forms_of(answer)[address]).status_code == 302, "saving again decides"
    assert fresh(changed).figure_value == 240


def test_reconcile_asks_no_more_queries_for_more_claims(cast, client, article):
    counts = []
    for words, old, new in (("200 lorries an hour", "200", "240"), ("240 lorries", "240", "250")):
        claim_on(article, words, cast, figure_value=200, verb="said")
        bring(article, cast, edited(article, old, new))
        client.force_login(cast.checker)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(reverse("claims:reconcile", args=[article.pk]))
        assert page.text.count("does not stand in") == 0
        counts.append((len(asked), page.text.count("Figure: it is 200")))
    assert [found for _, found in counts] == [1, 2] and counts[0][0] == counts[1][0]


def test_reconcile_asks_of_a_claim_only_what_it_says_and_points_at_the_old_verb_in_its_statement(cast, client, article):
    claim = claim_on(article, "denied that the bridge was closed", cast, verb="denied", speech_act="denies")
    bare = claim_on(article, "3 cracks in its deck", cast)
    text = edited(article, "denied", "announced")
    bring(article, cast, [block | {"text": block["text"].replace("3 cracks", "4 cracks")} for block in text])
    page, form = keep_form(client, cast.checker, claim)
    assert form["verb"] == ["denied"] and "figure_value" not in form
    assert offered(page) == ["verb:“announced” (announces)"]
    assert "The statement still says “<bdi>denied</bdi>”" in folded(page)
    assert "printed" not in forms_of(page)[reverse("claims:claim_keep", args=[bare.pk])]
