"""Speakers: the list, a page each, other names, merging with a preview, and settling what changed."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.editing.source_changes import settle, shown_as
from claims.editing.sources import change_source
from claims.editing.speaker_records import merge
from claims.forms.speaker import SpeakerForm
from claims.models import Claim, Event, Side, Source, Speaker
from claims.queries.source_changes import changes_of
from tests.make import make_article, make_claim, make_evidence, make_source, make_speaker, send_to_review, sign_off
from tests.pages import folded


@pytest.fixture
def aliyev(cast):
    return make_speaker(cast.desk, "Ilham Aliyev", description="president of Azerbaijan")


@pytest.fixture
def article(cast):
    return make_article(cast.desk, actor=cast.writer, authors=[cast.writer])


def at(speaker, name="speaker", *args):
    return reverse(f"claims:{name}", args=[speaker.pk, *args])


def typed(speaker, **mine):
    shown = SpeakerForm.values_of(speaker)
    return {f"base-{name}": value for name, value in shown.items()} | shown | mine


def signed(cast, article, words="40 lorries an hour", **over):
    claim = make_claim(article, words, actor=cast.checker, **over)
    make_evidence(claim, make_source(cast.desk, "Bridge count"), actor=cast.checker)
    return sign_off(send_to_review(claim, cast.checker), cast.reviewer, by=cast.checker)


def test_speakers_are_found_by_a_part_of_any_name_of_theirs(client, cast, aliyev):
    make_speaker(cast.desk, "Ann Lee")
    aliyev.aliases.create(desk=cast.desk, name="The president", key="the president")
    client.force_login(cast.observer)
    for part, found in (("aliy", ["Ilham Aliyev"]), ("PRESIDENT", ["Ilham Aliyev"]), ("nobody", [])):
        page = client.get(reverse("claims:speakers"), {"q": part})
        assert [one.name for one in page.context["speakers"]] == found


def test_the_list_and_a_page_cost_the_same_for_one_claim_as_for_three(
    client, cast, article, aliyev, django_assert_num_queries
):
    client.force_login(cast.checker)
    costs = []
    for words in (["40 lorries an hour"], ["3 cracks", "Bridge"]):
        for one in words:
            claim = make_claim(article, one, actor=cast.checker, speaker=aliyev, speaker_as_printed=one)
            make_evidence(claim, make_source(cast.desk, speaker=aliyev), actor=cast.checker)
            make_speaker(cast.desk, f"Natig {one} Aliyev")
        for address, cost in ((reverse("claims:speakers"), 7), (at(aliyev), 14)):
            with django_assert_num_queries(cost) as seen:
                client.get(address)
            costs.append(len(seen))
    assert costs[:2] == costs[2:]


def test_a_page_says_what_a_speaker_claimed_how_it_is_printed_and_what_carries_its_word(client, cast, article, aliyev):
    make_claim(article, "40 lorries", actor=cast.checker, speaker=aliyev, speaker_as_printed="President Aliyev")
    make_source(cast.desk, "An address to the nation", publisher="ilham ALIYEV")
    client.force_login(cast.observer)
    page = client.get(at(aliyev))
    assert "President Aliyev" in page.text and "An address to the nation" in page.text
    assert [claim.quoted for claim in page.context["claims"]] == ["40 lorries"]
    assert "Edit this speaker" not in page.text


def test_an_edit_is_recorded_and_an_edit_of_the_same_field_comes_back(client, cast, aliyev):
    client.force_login(cast.checker)
    first = typed(aliyev, website="president.az", wikidata="https://www.wikidata.org/wiki/Q57298")
    assert client.post(at(aliyev), first).status_code == 302
    aliyev.refresh_from_db()
    assert (aliyev.website, aliyev.wikidata, aliyev.edition) == ("https://president.az", "Q57298", 2)
    assert Event.objects.get(verb="speaker_changed").words.endswith(": website, wikidata")
    late = first | {"base-website": "", "website": "https://other.example", "description": "the president"}
    answer = client.post(at(aliyev), late)
    assert answer.status_code == 409
    assert "https://president.az" in answer.text and "https://other.example" in answer.text


@pytest.mark.parametrize(
    ("mine", "said"),
    [
        ({"name": "  "}, "required"),
        ({"name": "Ann Lee"}, "merge the two"),
        ({"wikidata": "57298"}, "number of the item"),
        ({"website": "not a site"}, "valid URL"),
    ],
)
def test_what_cannot_be_used_comes_back_with_the_reason(client, cast, aliyev, mine, said):
    make_speaker(cast.desk, "Ann Lee")
    client.force_login(cast.checker)
    answer = client.post(at(aliyev), typed(aliyev, **mine))
    assert answer.status_code == 422 and said in answer.text


def test_other_names_are_added_once_and_removed(client, cast, aliyev):
    client.force_login(cast.checker)
    add = at(aliyev, "alias_add")
    assert client.post(add, {"alias": "I. Aliyev"}).status_code == 302
    assert client.post(add, {"alias": "i aliyev"}).status_code == 422
    alias = aliyev.aliases.get()
    assert client.post(at(aliyev, "alias_remove", alias.pk)).status_code == 302
    assert not aliyev.aliases.exists()


def test_a_merge_is_shown_before_it_is_done_and_can_be_undone(client, cast, article, aliyev):
    bare = make_speaker(cast.desk, "Aliyev")
    claim = signed(cast, article, speaker=bare)
    client.force_login(cast.second_checker)
    assert "Perhaps the same" in client.get(at(bare)).text
    preview = client.get(at(bare, "speaker_merge"), {"into": f"#{aliyev.pk}"})
    assert preview.context["preview"].flagged == [claim] and "None becomes void" in preview.text
    bare.refresh_from_db()
    assert bare.merged_into is None and not changes_of(claim)
    client.post(at(bare, "speaker_merge"), {"into": f"#{aliyev.pk}"})
    assert [one.quoted for one in client.get(at(aliyev)).context["claims"]] == ["40 lorries an hour"]
    assert len(changes_of(claim)) == 1
    client.post(at(bare, "speaker_unmerge"))
    assert not changes_of(claim)
    assert {event.verb for event in Event.objects.filter(actor=cast.second_checker)} == {
        "speakers_merged",
        "speakers_parted",
    }


@pytest.fixture
def merged(cast, aliyev):
    """A speaker that was merged into ``aliyev``."""
    bare = make_speaker(cast.desk, "Aliyev")
    merge(bare, aliyev, actor=cast.checker)
    return bare


def test_a_merged_speaker_is_shown_and_edited_as_any_other(client, cast, merged):
    client.force_login(cast.checker)
    assert client.get(at(merged)).status_code == 200
    answer = client.post(at(merged), typed(merged, description="as two papers print him", name="Aliyev I."))
    assert answer.status_code == 302
    merged.refresh_from_db()
    assert (merged.description, merged.key) == ("as two papers print him", "aliyev i")


def test_a_merged_speaker_gets_another_name_and_is_told_who_has_a_name(client, cast, aliyev, merged):
    client.force_login(cast.checker)
    add = at(merged, "alias_add")
    assert client.post(add, {"alias": "Aliev"}).status_code == 302
    for name in ("Aliyev", "Aliev"):
        answer = client.post(add, {"alias": name})
        assert answer.status_code == 422 and "has this name already" in answer.text
    answer = client.post(at(aliyev), typed(aliyev, name="Aliyev", description="typed before it was refused"))
    assert answer.status_code == 422
    assert "merged already" in answer.text and "typed before it was refused" in answer.text


def test_people_of_one_last_name_and_whoever_shares_a_site_may_be_the_same(client, cast, aliyev):
    office = make_speaker(cast.desk, "Office of Azerbaijan", kind="organisation", website="https://president.az")
    make_speaker(cast.desk, "Army of Azerbaijan", kind="organisation")
    press = make_speaker(cast.desk, "Press service", kind="organisation", website="http://www.president.az/press")
    bare = make_speaker(cast.desk, "Aliyev")
    client.force_login(cast.observer)
    assert client.get(at(bare)).context["alike"] == [aliyev]
    assert client.get(at(press)).context["alike"] == [office]


def test_a_merge_says_where_the_two_stand_on_different_sides(client, cast, article, aliyev):
    bare = make_speaker(cast.desk, "Aliyev")
    for speaker, side in ((bare, "One"), (aliyev, "Other")):
        article.placements.create(side=Side.objects.create(article=article, name=side), speaker=speaker)
    client.force_login(cast.checker)
    page = client.get(at(bare, "speaker_merge"), {"into": "Ilham Aliyev"})
    assert page.context["preview"].sides == [article.headline]


def test_a_preview_names_what_the_merge_flags_and_writes_and_locks_nothing(client, cast, article, aliyev):
    bare = make_speaker(cast.desk, "Aliyev")
    spoken = signed(cast, article, speaker=bare)
    rests = make_claim(article, "3 cracks", actor=cast.checker, speaker=aliyev)
    make_evidence(rests, make_source(cast.desk, speaker=bare), actor=cast.checker)
    sign_off(rests, cast.reviewer, by=cast.checker)
    aside = make_claim(article, "No one was hurt", actor=cast.checker, speaker=aliyev)
    make_evidence(aside, actor=cast.checker)
    sign_off(aside, cast.reviewer, by=cast.checker)
    client.force_login(cast.checker)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(at(bare, "speaker_merge"), {"into": f"#{aliyev.pk}"})
    sql = [query["sql"] for query in asked if "claims_" in query["sql"]]
    assert [one for one in sql if "FOR NO KEY UPDATE" in one or not one.startswith(("SELECT", "WITH"))] == []
    assert set(page.context["preview"].flagged) == {spoken, rests}
    assert client.post(at(bare, "speaker_merge"), {"into": f"#{aliyev.pk}"}).status_code == 302
    assert {one for one in (spoken, rests, aside) if changes_of(one)} == {spoken, rests}


def test_the_address_of_a_refused_name_shows_the_page_when_it_is_loaded_again(client, cast, aliyev):
    client.force_login(cast.checker)
    add = at(aliyev, "alias_add")
    assert client.post(add, {"alias": "Ilham Aliyev"}).status_code == 422
    page = client.get(add)
    assert page.status_code == 200 and page.context["speaker"] == aliyev


@pytest.mark.parametrize("into", ["", "Nobody", "Ilham Aliyev", "#0"])
def test_a_merge_needs_another_speaker(client, cast, aliyev, into):
    client.force_login(cast.checker)
    assert client.post(at(aliyev, "speaker_merge"), {"into": into}).status_code == 422
    assert Speaker.objects.get(pk=aliyev.pk).merged_into is None


def test_a_changed_source_stands_in_its_queue_on_the_panel_and_is_settled_there(client, cast, article):
    claim = signed(cast, article)
    source = Source.objects.get()
    change_source(source, actor=cast.checker, base={"terms": "on_record"}, terms="off_record")
    client.force_login(cast.reviewer)
    queue = client.get(reverse("claims:queue", args=["source_changed"])).text
    assert "taken off the record" in queue and "Leyla Checker" in queue
    here = reverse("claims:claim", args=[article.pk, claim.number])
    assert "taken off the record" in client.get(here).text
    gate = client.get(reverse("claims:gate", args=[article.pk])).text
    assert "No change of a source waits to be settled" in gate and f'href="{here}"' in gate
    settle = reverse("claims:source_changes_settle", args=[claim.pk])
    shown = shown_as(changes_of(claim))
    assert client.post(settle, {"note": "", "shown": shown}).status_code == 422
    late = client.post(settle, {"note": "Enough without it.", "shown": "1"})
    assert late.status_code == 409 and "Enough without it." in late.text
    assert client.post(settle, {"note": "Enough without it.", "shown": shown}).status_code == 302
    assert not changes_of(claim)
    assert Event.objects.get(verb="source_change_settled").claim == claim


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_change_that_somebody_else_settled_says_who_and_gives_the_note_back(client, cast, article, headers):
    claim = signed(cast, article)
    change_source(Source.objects.get(), actor=cast.checker, base={"terms": "on_record"}, terms="off_record")
    settle_it = reverse("claims:source_changes_settle", args=[claim.pk])
    form = {"note": "The count stands without it.", "shown": shown_as(changes_of(claim))}
    settle(claim, actor=cast.second_reviewer, note="Two other records say so.", shown=form["shown"])
    client.force_login(cast.reviewer)
    late = client.post(settle_it, form, headers=headers)
    assert late.status_code == 409
    assert "Rosa Reviewer settled this already: “Two other records say so.”" in late.text
    assert "The count stands without it." in late.text


def test_an_empty_note_puts_the_focus_into_its_box(client, cast, article):
    claim = signed(cast, article)
    change_source(Source.objects.get(), actor=cast.checker, base={"terms": "on_record"}, terms="off_record")
    client.force_login(cast.reviewer)
    shown = shown_as(changes_of(claim))
    answer = client.post(reverse("claims:source_changes_settle", args=[claim.pk]), {"note": " ", "shown": shown})
    assert answer.status_code == 422
    assert re.findall(r"<(\w+)[^>]*\sdata-focus", answer.text) == ["textarea"]


def test_whoever_made_the_change_reads_that_somebody_else_settles_it(client, cast, article):
    claim = signed(cast, article)
    change_source(Source.objects.get(), actor=cast.checker, base={"withdrawn": ""}, withdrawn="It was made up.")
    client.force_login(cast.checker)
    page = client.get(reverse("claims:claim", args=[article.pk, claim.number])).text
    assert "Somebody else says what it means" in page and "settle-note" not in page
    settle = reverse("claims:source_changes_settle", args=[claim.pk])
    assert client.post(settle, {"note": "Fine.", "shown": shown_as(changes_of(claim))}).status_code == 403


def test_only_a_chief_is_offered_the_reference_list(client, cast):
    source = make_source(cast.desk)
    address = reverse("claims:source", args=[source.pk])
    for who, offered in ((cast.checker, False), (cast.chief, True)):
        client.force_login(who)
        assert ("reference list" in client.get(address).text) is offered


# Whom a bare last name means


def test_a_bare_last_name_that_two_fit_is_asked_about_and_chosen_with_one_press(client, cast, article, aliyev):
    other = make_speaker(cast.desk, "Natig Aliyev", description="minister of Azerbaijan")
    claim = make_claim(article, "3 cracks", actor=cast.checker, speaker_as_printed="Azerbaijan's Aliyev")
    Claim.objects.filter(pk=claim.pk)
    client.force_login(cast.checker)
    claim.speaker_as_printed = "Aliyev"
    for speaker in (aliyev, other):
        article.placements.create(
            side=Side.objects.get_or_create(article=article, name="Azerbaijan")[0], speaker=speaker
        )
    claim.save(update_fields=["speaker_as_printed"])
    page = client.get(reverse("claims:claim", args=[article.pk, claim.number])).text
    assert "Ilham Aliyev" in page and "Natig Aliyev" in page and "Choose one before you send" in page
    choose = reverse("claims:claim_speaker", args=[claim.pk])
    assert client.post(choose, {"speaker": "0"}).status_code == 409
    assert client.post(choose, {"speaker": str(other.pk)}).status_code == 302
    claim.refresh_from_db()
    assert claim.speaker == other


def test_what_makes_a_source_count_for_nothing_stands_wherever_it_is_listed(client, cast, aliyev):
    first = make_source(cast.desk, "An address to the nation", speaker=aliyev, terms="off_record")
    copy = make_source(cast.desk, "A copy of it", origin=first, speaker=aliyev)
    change_source(copy, actor=cast.checker, base={"withdrawn": ""}, withdrawn="It was made up.")
    client.force_login(cast.observer)
    page = folded(client.get(at(aliyev)))
    assert page.index("Withdrawn</b>") < page.index("Off the record</b>")
    assert "Withdrawn</b>" in folded(client.get(reverse("claims:source", args=[first.pk])))
