"""The workbench's pages and fragments: what they show, what they do, and how they refuse."""

import gzip
import json
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims import reference
from claims.editing.articles import see
from claims.editing.claims import cut_claim, field_values, save_claim
from claims.history import acting
from claims.models import Article, Claim, Event, NoClaimMark, Piece, Presence
from claims.states import ClaimState
from claims.workflow import perform, sign_off_article
from tests.make import (
    article_hash,
    find_words,
    make_article,
    make_claim,
    make_draft,
    make_evidence,
    make_mark,
    make_speaker,
    sign_off,
)
from tests.pages import folded
from tests.views.panel import forms_of

HTMX = {"HX-Request": "true"}
TEXT = (
    "Bridge reopens after the flood\n\n"
    "The mayor said the old bridge carries 40 lorries an hour. Engineers found 3 cracks in its deck.\n\n"
    "👩🏽‍🚒 Crews drove e\u0301lan-class boats 🚤, 12 of them. No one was hurt, it said."
)


@pytest.fixture
def article(cast):
    cast.desk.reasons.create(kind="no_claim", words="A scene, not a fact")
    return make_article(cast.desk, TEXT, actor=cast.writer)


@pytest.fixture
def checker(cast, client):
    client.force_login(cast.checker)
    return client


def bench(article):
    return f"/articles/{article.pk}/"


def words(article, text):
    block, start, end = find_words(article.current_version, text)
    return [block.pk, start, end, text]


def on_line(article, line, **more):
    """What a page's line bar sends for a line of ``article``, as it is now."""
    client = Client()
    client.force_login(article.created_by)
    shown = client.get(bench(article), {"line": line}).context["line_open"]
    return {"version": article.current_version_id, "line": line, "open": shown} | more


def shown(response):
    return response.content.decode()


@pytest.fixture
def signed(article, cast):
    """The article, with a mark on each line, looked through and signed off by the chief."""
    for line in article.current_version.lines.select_related("block"):
        mark = make_mark(article, line.block.text[line.start : line.end])
        with acting(cast.reviewer):
            NoClaimMark.objects.filter(pk=mark.pk).update(looked_by=cast.reviewer, looked_at=timezone.now())
    return sign_off_article(article, actor=cast.chief, content_hash=article_hash(article))


def acts(article):
    """What one bare letter does on the signed-off article: (address, what its form sends)."""
    mark = NoClaimMark.objects.earliest("pk")
    piece = json.dumps([words(article, "40 lorries")])
    return {
        "c": (bench(article) + "cut/", on_line(article, 2, pieces=piece)),
        "m": (bench(article) + "mark/", on_line(article, 2, pieces=piece, reason="A scene, not a fact")),
        "x": (f"/marks/{mark.pk}/remove/", {"line": 1}),
        "a": (f"/drafts/{make_draft(article, '40 lorries').pk}/accept/", {"line": 2}),
    }


@pytest.mark.parametrize("key", ["c", "m", "x", "a"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_no_letter_voids_the_sign_off_of_an_article_unasked(checker, signed, cast, key, headers):
    address, sent = acts(signed)[key]
    response = checker.post(address, sent, headers=headers)
    assert response.status_code == 409 and "and void <bdi>Chris Chief’s sign-off</bdi>" in shown(response)
    signed.refresh_from_db()
    assert signed.state == "signed_off" and Claim.objects.count() == 0
    again = forms_of(response)[address]
    assert again["voids"] == ["on"]
    response = checker.post(address, again, headers=headers, follow=True)
    assert response.status_code == 200
    assert "Chris Chief’s sign-off is void: the article is in checking again." in shown(response)
    signed.refresh_from_db()
    assert signed.state == "in_checking"
    last = Event.objects.latest("pk").words
    assert last.endswith("; Chris Chief’s sign-off is void: the article is in checking again")


@pytest.mark.parametrize(("more", "claims"), [({}, 2), ({"as_one": "on"}, 1)])
def test_all_drafts_of_a_line_void_the_sign_off_only_for_whoever_says_so(checker, signed, more, claims):
    for said in ("40 lorries an hour. Engineers", "hour. Engineers found 3 cracks"):  # no one mark has all their words
        make_draft(signed, said, line_number=2)
    address = f"{bench(signed)}lines/2/accept/"
    response = checker.post(address, {"line": 2} | more, headers=HTMX)
    assert response.status_code == 409 and Claim.objects.count() == 0
    assert checker.post(address, forms_of(response)[address], headers=HTMX).status_code == 200
    signed.refresh_from_db()
    assert (signed.state, Claim.objects.count()) == ("in_checking", claims)


def test_what_was_done_before_a_sign_off_is_not_undone_unasked(checker, article, cast):
    checker.post(bench(article) + "mark/", on_line(article, 2, reason="A scene, not a fact"))
    for line in article.current_version.lines.exclude(number=2).select_related("block"):
        make_mark(article, line.block.text[line.start : line.end], actor=cast.checker)
    with acting(cast.reviewer):
        NoClaimMark.objects.update(looked_by=cast.reviewer, looked_at=timezone.now())
    sign_off_article(article, actor=cast.chief, content_hash=article_hash(article))
    sequence = Event.objects.get(verb="marked").sequence
    response = checker.post(bench(article) + "undo/", {"sequence": sequence}, headers=HTMX)
    assert response.status_code == 409 and "Undo and void" in shown(response)
    assert NoClaimMark.objects.filter(removed_at__isnull=True).count() == 5


def test_the_line_bar_says_whose_sign_off_its_keys_void(checker, signed):
    assert 'voids <span dir="auto">Chris Chief</span>’s sign-off' in shown(checker.get(bench(signed)))


# What it shows


def test_each_line_shows_its_number_its_least_advanced_state_and_exactly_its_words(checker, article, cast):
    make_claim(article, "40 lorries")
    sign_off(make_claim(article, "The mayor said"), cast.reviewer, by=cast.second_checker)
    page = shown(checker.get(bench(article)))
    assert (
        '<span class="vh">Line</span>2</a>'
        '<span class="sign s-open"><span class="vh">open, supported, partly covered</span>' in folded(page)
    )
    base = f"/articles/{article.pk}/claims"
    assert (
        f'<div class="txt" dir="auto"><a class="seg s-signed_off" href="{base}/2/" data-claims="2"'
        ' title="Claim 2, signed off, supported" draggable="false">The mayor said</a> the old bridge carries '
        f'<a class="seg s-open" href="{base}/1/" data-claims="1" title="Claim 1, open" draggable="false">'
        "40 lorries</a> an hour.</div>"
    ) in page


def test_a_line_shows_the_gravest_verdict_of_its_claims_beside_its_state(checker, article, cast):
    sign_off(make_claim(article, "The mayor said"), cast.reviewer, by=cast.second_checker)
    claim = make_claim(article, "40 lorries", verdict="not_enough", rationale="We asked the port.")
    sign_off(claim, cast.reviewer, by=cast.second_checker)
    page = folded(shown(checker.get(bench(article))))
    signed = '<span class="sign s-signed_off"><span class="vh">signed off, not enough evidence, partly covered</span>'
    assert f'{signed}<i class="v-not_enough" aria-hidden="true"></i>' in page
    assert 'title="Claim 2, signed off, not enough evidence"' in page
    assert '<i class="v-not_enough">1</i>not enough evidence' in page
    assert '<i class="v-supported">1</i>supported' in page
    assert "Signed off does not mean true." in page


def test_an_article_without_a_verdict_says_nothing_of_verdicts(checker, article):
    make_claim(article, "40 lorries")
    page = shown(checker.get(bench(article)))
    assert "without a verdict" not in page and "does not mean true" not in page


def test_the_head_counts_lines_by_state_and_leads_to_the_next_line_that_is_not_covered(checker, article):
    make_claim(article, "Bridge reopens after the flood")
    make_mark(article, "Engineers found 3 cracks in its deck.")
    make_claim(article, "40 lorries")
    page = checker.get(bench(article), {"line": 4})
    assert [(words, count) for _, words, count, _ in page.context["legend"]] == [("open", 1), ("no claim here", 1)]
    assert 'aria-label="5 lines: 1 open, 1 no claim here, 3 not covered"' in shown(page)
    assert f'href="/articles/{article.pk}/?line=5#line-5" data-key="u"' in shown(page)
    assert checker.get(bench(article), {"line": 5}).context["next_open"] == 2


def test_it_opens_on_the_first_line_that_is_not_covered_or_on_the_claims_line(checker, article):
    make_claim(article, "Bridge reopens after the flood")
    make_claim(article, "No one was hurt")
    assert checker.get(bench(article)).context["line"].number == 2
    assert checker.get(bench(article) + "claims/2/").context["line"].number == 5
    for odd in ("0", "99", "x", "9" * 30, "-1"):
        assert checker.get(bench(article), {"line": odd}).context["line"].number == 2


def test_overlapping_words_lead_to_the_least_advanced_claim_or_to_the_next_when_that_one_is_open(
    checker, article, cast
):
    sign_off(make_claim(article, "the old bridge carries 40 lorries"), cast.reviewer, by=cast.checker)
    make_claim(article, "40 lorries")
    page = shown(checker.get(bench(article)))
    assert (
        f'<a class="seg s-open many also-signed_off" href="/articles/{article.pk}/claims/2/" data-claims="2 1"' in page
    )
    page = shown(checker.get(bench(article) + "claims/2/"))
    assert f'class="seg s-open many also-signed_off sel" href="/articles/{article.pk}/claims/1/"' in page


def test_the_head_says_whose_article_it_is_where_and_when_it_was_published(checker, article):
    assert "Somebody else’s" not in shown(checker.get(bench(article)))
    Article.objects.filter(pk=article.pk).update(ownership="theirs", outlet="Bridge Daily", published_date="2026-05-03")
    page = folded(checker.get(bench(article)))
    assert '<span>Somebody else’s</span><span dir="auto">Bridge Daily</span><span>3 May 2026</span>' in page


def test_blocks_left_out_stay_in_sight_with_the_reason(checker, cast):
    article = make_article(cast.desk, "Head\n\nShare this\n\nPrint this\n\nWords stand here.", left_out=[1, 2])
    page = shown(checker.get(bench(article)))
    assert "2 blocks left out" in page and "not article" in page and '<p dir="auto">Share this</p>' in page
    assert 'id="line-3"' not in page


def test_retired_claims_are_counted_and_cover_nothing(checker, article, cast):
    cut_claim(article, [words(article, "40 lorries")], actor=cast.checker)
    checker.post(bench(article) + "undo/", {"sequence": article.event_chain.sequence})
    page = shown(checker.get(bench(article)))
    assert "1 retired" in page and "5 not covered" in page


def test_print_has_every_claim_with_its_state_and_verdict_in_words(checker, article, cast):
    sign_off(make_claim(article, "40 lorries"), cast.reviewer, by=cast.second_checker)
    assert "Claim 1, line 2: Signed off, Supported" in folded(checker.get(bench(article)))


def test_who_else_reads_it_is_said_and_forgotten_after_half_a_minute(checker, article, cast):
    see(article, cast.reviewer, timezone.now())
    see(article, cast.chief, timezone.now() - timezone.timedelta(seconds=40))
    assert "Ben Reviewer is reading" in shown(checker.get(bench(article)))
    assert Presence.objects.filter(article=article, person=cast.checker).exists()


def test_an_observer_sees_the_galley_without_buttons_and_is_told_why(client, article, cast):
    client.force_login(cast.observer)
    page = shown(client.get(bench(article)))
    assert "Working on claims is for a checker, reviewer or chief of this desk." in page
    assert "data-cut" not in page and "Make a claim of the line" not in page
    for path in ("cut/", "mark/", "undo/"):
        answer = client.post(bench(article) + path, on_line(article, 2, reason="x"))
        assert answer.status_code == 403 and "Working on claims is for a checker" in shown(answer)
    claim, mark = make_claim(article, "40 lorries"), make_mark(article, "12 of them")
    for path in (f"/claims/{claim.pk}/words/", f"/claims/{claim.pk}/split/", f"/claims/{claim.pk}/merge/"):
        assert client.get(path).status_code == client.post(path).status_code == 403
    assert client.post(f"/marks/{mark.pk}/remove/").status_code == 403
    assert Claim.objects.count() == 1


def test_an_article_of_another_desk_does_not_exist(client, article, cast):
    claim, mark = make_claim(article, "40 lorries"), make_mark(article, "12 of them")
    client.force_login(cast.outsider)
    for path in ("", "claims/1/", "changes/"):
        assert client.get(bench(article) + path).status_code == 404
    for path in ("cut/", "mark/", "undo/"):
        assert client.post(bench(article) + path).status_code == 404
    for path in (f"/claims/{claim.pk}/words/", f"/claims/{claim.pk}/split/", f"/claims/{claim.pk}/merge/"):
        assert client.post(path).status_code == 404
    assert client.post(f"/marks/{mark.pk}/remove/").status_code == 404
    assert client.get(f"/articles/{'9' * 30}/").status_code == 404


# Making claims


def test_a_claim_is_made_of_a_whole_line(checker, article):
    answer = checker.post(bench(article) + "cut/", on_line(article, 3))
    claim = Claim.objects.get()
    assert claim.quoted == "Engineers found 3 cracks in its deck."
    assert answer.status_code == 302 and answer.url == f"{bench(article)}claims/1/?line=3#line-3"


def test_a_claim_is_made_of_what_is_open_of_a_line(checker, article):
    make_claim(article, "the old bridge")
    checker.post(bench(article) + "cut/", on_line(article, 2))
    assert [piece.words for piece in Claim.objects.get(number=2).pieces.all()] == [
        "The mayor said",
        "carries 40 lorries an hour",
    ]


@pytest.mark.parametrize("text", ["👩🏽‍🚒 Crews", "e\u0301lan-class boats 🚤, 12", "40 lorries"])
def test_a_claim_is_made_of_selected_words(checker, article, text):
    piece = words(article, text)
    checker.post(bench(article) + "cut/", on_line(article, 2, pieces=json.dumps([piece])))
    assert Claim.objects.get().quoted == text


def test_a_claim_is_made_of_several_pieces(checker, article):
    sent = json.dumps([words(article, "3 cracks"), words(article, "The mayor said")])
    checker.post(bench(article) + "cut/", on_line(article, 2, pieces=sent))
    assert Claim.objects.get().quoted == "The mayor said … 3 cracks"


def test_a_claim_is_made_of_words_chosen_from_lists(checker, article):
    page = checker.get(bench(article), {"line": 4})
    lists = {word: value for value, word in re.findall(r'<option value="([0-9:]+)">(.*?)</option>', page.text)}
    chosen = {"what": "words", "first": lists["12"], "last": lists["them"]}
    checker.post(bench(article) + "cut/", on_line(article, 4, **chosen))
    assert Claim.objects.get().quoted == "12 of them"


@pytest.mark.parametrize(
    "change",
    [
        {"pieces": "block"},
        {"version": 999_999},
        {"line": 77},
    ],
)
def test_words_that_moved_are_refused_with_a_fresh_galley(checker, article, change):
    block, start, end, _ = words(article, "40 lorries")
    if "pieces" in change:
        change = {"pieces": json.dumps([[block, start, end, "50 lorries"]])}
    sent = on_line(article, 2) | change
    page = checker.post(bench(article) + "cut/", sent)
    assert page.status_code == 409 and "The text moved. Select the words again." in shown(page)
    assert "<html" in shown(page) and 'id="line-2"' in shown(page)
    part = checker.post(bench(article) + "cut/", sent, headers=HTMX)
    assert part.status_code == 409 and "The text moved." in shown(part) and 'id="line-2"' in shown(part)
    assert "<html" not in shown(part) and not Claim.objects.exists()


def test_a_line_that_somebody_else_worked_on_meanwhile_is_not_claimed_twice(checker, article, cast):
    seen = on_line(article, 2)
    make_claim(article, "40 lorries")
    answer = checker.post(bench(article) + "cut/", seen)
    assert answer.status_code == 409 and "Somebody else worked on this line in the meantime" in shown(answer)
    assert Claim.objects.count() == 1


@pytest.mark.parametrize(
    "odd",
    [
        {"version": "x"},
        {"line": "9" * 40},
        {"pieces": "{"},
        {"pieces": "[[1, 2, 3]]"},
        {"pieces": json.dumps([[10**30, 1, 2, "x"]])},
        {"pieces": json.dumps([[1, True, 2, "x"]])},
        {"pieces": "[" * 100_000},
        {"what": "words"},
        {"what": "words", "first": "1:2", "last": "1:2:3"},
        {"what": "words", "first": "1:5:6", "last": "1:2:3"},
        {"open": "\x00"},
    ],
)
def test_hand_made_input_is_refused_in_words(checker, article, odd):
    answer = checker.post(bench(article) + "cut/", on_line(article, 2) | odd)
    assert answer.status_code == 422 and "hoose" in shown(answer)
    assert not Claim.objects.exists()


def test_two_pieces_of_one_claim_do_not_overlap(checker, article):
    sent = json.dumps([words(article, "old bridge carries"), words(article, "bridge carries 40")])
    answer = checker.post(bench(article) + "cut/", on_line(article, 2, pieces=sent))
    assert answer.status_code == 422 and "Two pieces of one claim overlap." in shown(answer)


def test_with_htmx_a_new_claim_comes_back_in_the_galley_and_is_announced(checker, article):
    answer = checker.post(bench(article) + "cut/", on_line(article, 3), headers=HTMX)
    assert json.loads(answer["HX-Trigger-After-Swap"]) == {"claim-made": {"number": 1, "made": True}}
    assert 'data-claims="1"' in shown(answer) and "<html" not in shown(answer)
    assert "Claim 1 made." in shown(answer) and 'data-key="z"' in shown(answer)


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_line_that_is_claimed_opens_its_claim_and_another_is_made_on_purpose(checker, article, headers):
    make_claim(article, "40 lorries")
    checker.post(bench(article) + "cut/", on_line(article, 3))
    asked = on_line(article, 3)
    answer = checker.post(bench(article) + "cut/", asked, headers=headers)
    assert answer.status_code == 409 and Claim.objects.count() == 2
    assert "Claim 2 already has these words." in shown(answer) and 'data-key="shift+c"' in shown(answer)
    if headers:
        assert json.loads(answer["HX-Trigger-After-Swap"]) == {"claim-made": {"number": 2, "made": False}}
    else:
        assert answer.context["claim"].number == 2
    assert set(answer.context["again"]["kept"].items()) >= {("line", "3"), ("open", "")}
    checker.post(bench(article) + "cut/", answer.context["again"]["kept"] | {"again": "on"}, headers=headers)
    assert Claim.objects.get(number=3).quoted == Claim.objects.get(number=2).quoted


def test_words_that_have_a_claim_open_it_and_words_inside_them_get_one_of_their_own(checker, article):
    make_claim(article, "the old bridge carries 40 lorries")
    for text, status, count in (("the old bridge carries 40 lorries", 409, 1), ("40 lorries", 302, 2)):
        sent = on_line(article, 2, pieces=json.dumps([words(article, text)]))
        assert checker.post(bench(article) + "cut/", sent).status_code == status
        assert Claim.objects.count() == count


def test_a_line_that_several_claims_cover_opens_the_least_advanced(checker, article, cast):
    sign_off(make_claim(article, "Engineers found"), cast.reviewer, by=cast.second_checker)
    make_claim(article, "3 cracks in its deck.")
    answer = checker.post(bench(article) + "cut/", on_line(article, 3))
    assert answer.status_code == 409 and "Claim 2 already has these words." in shown(answer)


def test_a_line_of_marks_alone_can_be_claimed_all_the_same(checker, article):
    make_mark(article, "Engineers found 3 cracks in its deck.")
    assert checker.post(bench(article) + "cut/", on_line(article, 3)).status_code == 302
    assert Claim.objects.count() == 1


# No claim here, and undo


def test_a_line_is_marked_as_no_claim_with_a_reason_of_the_desk(checker, article):
    answer = checker.post(bench(article) + "mark/", on_line(article, 3, reason="A scene, not a fact"))
    mark = NoClaimMark.objects.get()
    assert (mark.words, mark.reason) == ("Engineers found 3 cracks in its deck.", "A scene, not a fact")
    assert answer.url == f"{bench(article)}?line=3#line-3"
    assert 'class="line s-nothing" id="line-3"' in folded(checker.get(bench(article)))


def test_only_what_is_left_of_a_line_is_marked(checker, article):
    make_claim(article, "the old bridge carries 40 lorries")
    checker.post(bench(article) + "mark/", on_line(article, 2, own_reason="Attribution", reason="A scene, not a fact"))
    assert list(NoClaimMark.objects.values_list("words", "reason")) == [
        ("The mayor said", "Attribution"),
        ("an hour", "Attribution"),
    ]
    answer = checker.post(bench(article) + "mark/", on_line(article, 2, own_reason="Again"))
    assert answer.status_code == 422 and "Every word of this line is accounted for." in shown(answer)


def test_a_mark_without_a_reason_is_refused_and_nothing_typed_is_lost(checker, article):
    assert checker.post(bench(article) + "mark/", on_line(article, 3, reason="  ")).status_code == 422
    answer = checker.post(bench(article) + "mark/", on_line(article, 99, own_reason="A very long thought"))
    assert answer.status_code == 409 and 'value="A very long thought"' in shown(answer)
    answer = checker.post(bench(article) + "mark/", on_line(article, 99, reason="A scene, not a fact"))
    assert "<option selected>A scene, not a fact</option>" in folded(answer)
    assert not NoClaimMark.objects.exists()


def test_the_claim_just_made_is_taken_back_by_its_maker_only(checker, article, cast):
    checker.post(bench(article) + "cut/", on_line(article, 3))
    sequence = checker.get(bench(article)).context["undo"]["sequence"]
    checker.force_login(cast.second_checker)
    assert checker.get(bench(article)).context["undo"] is None
    assert checker.post(bench(article) + "undo/", {"sequence": sequence}).status_code == 409
    checker.force_login(cast.checker)
    answer = checker.post(bench(article) + "undo/", {"sequence": sequence, "line": 3}, headers=HTMX)
    claim = Claim.objects.get()
    assert claim.state == ClaimState.RETIRED and answer["HX-Trigger-After-Swap"] == "claim-unmade"
    assert claim.events.last().data["reason"] == "made by mistake"
    assert checker.get(bench(article)).context["undo"] is None
    assert checker.post(bench(article) + "undo/", {"sequence": sequence}).status_code == 409


def test_a_claim_that_somebody_worked_on_is_not_undone(checker, article, cast):
    checker.post(bench(article) + "cut/", on_line(article, 3))
    sequence = checker.get(bench(article)).context["undo"]["sequence"]
    checker.force_login(cast.second_checker)
    claim = perform("take", Claim.objects.get(), actor=cast.second_checker)
    perform("give_back", claim, actor=cast.second_checker)
    checker.force_login(cast.checker)
    answer = checker.post(bench(article) + "undo/", {"sequence": sequence})
    assert answer.status_code == 409 and "Somebody worked on claim 1 since." in shown(answer)


def test_the_marks_just_made_are_taken_back_together(checker, article):
    make_claim(article, "the old bridge carries 40 lorries")
    checker.post(bench(article) + "mark/", on_line(article, 2, reason="Attribution"))
    sequence = checker.get(bench(article)).context["undo"]["sequence"]
    checker.post(bench(article) + "undo/", {"sequence": sequence})
    assert not NoClaimMark.objects.filter(removed_at=None).exists()
    assert checker.post(bench(article) + "undo/", {"sequence": "x"}).status_code == 422


def test_a_mark_is_taken_back_once(checker, article):
    mark = make_mark(article, "No one was hurt, it said.")
    assert f'data-mark="{mark.pk}"' in shown(checker.get(bench(article)))
    answer = checker.post(f"/marks/{mark.pk}/remove/", {"line": 5})
    assert answer.url == f"{bench(article)}?line=5#line-5"
    answer = checker.post(f"/marks/{mark.pk}/remove/", headers=HTMX)
    assert answer.status_code == 409 and "That mark is gone already." in shown(answer)


# What others do


def test_nothing_new_is_answered_by_204_in_three_queries(checker, article, django_assert_num_queries):
    page = checker.get(bench(article))
    sent = {"since": page.context["sequence"], "here": ""}
    with django_assert_num_queries(3):  # session, person, pulse
        answer = checker.get(bench(article) + "changes/", sent, headers=HTMX)
    assert answer.status_code == 204 and not answer.content


def test_being_there_is_written_down_at_most_every_fifteen_seconds(checker, article, cast):
    checker.get(bench(article))
    first = Presence.objects.get().seen_at
    checker.get(bench(article) + "changes/", headers=HTMX)
    assert Presence.objects.get().seen_at == first
    Presence.objects.update(seen_at=first - timezone.timedelta(seconds=16))
    checker.get(bench(article) + "changes/", headers=HTMX)
    assert Presence.objects.get().seen_at > first


def test_somebody_else_who_comes_is_told_without_the_galley(checker, article, cast):
    since = checker.get(bench(article)).context["sequence"]
    see(article, cast.reviewer, timezone.now())
    answer = checker.get(bench(article) + "changes/", {"since": since, "here": ""}, headers=HTMX)
    assert 'id="presence" class="presence" hx-swap-oob="true">Ben Reviewer is reading<' in shown(answer)
    assert "line-1" not in shown(answer)
    sent = {"since": since, "here": "Ben Reviewer is reading"}
    assert checker.get(bench(article) + "changes/", sent, headers=HTMX).status_code == 204


def test_what_somebody_else_did_to_the_open_claim_is_offered_and_not_forced(checker, article, cast):
    claim = cut_claim(article, [words(article, "40 lorries")], actor=cast.checker)
    since = checker.get(bench(article)).context["sequence"]
    save_claim(claim, {"statement": "Forty."}, actor=cast.second_checker, base=field_values(claim))
    sent = {"since": since, "here": "", "claim": 1}
    answer = shown(checker.get(bench(article) + "changes/", sent, headers=HTMX))
    assert "Sam Checker changed claim 1: statement" in answer and 'data-claim="1">Show</a>' in answer
    assert 'id="side"' not in answer
    checker.force_login(cast.second_checker)
    answer = shown(checker.get(bench(article) + "changes/", sent, headers=HTMX))
    assert "Show" not in answer and 'id="line-2"' in answer


# Other words, split, merge


def opened(client, path):
    return client.get(path).context


def test_a_claim_gets_other_words(checker, article, cast):
    claim = make_claim(article, "40 lorries")
    sent = {"version": article.current_version_id, "edition": claim.edition, "was": "40 lorries"}
    pieces = json.dumps([words(article, "the old bridge carries 40 lorries")])
    answer = checker.post(f"/claims/{claim.pk}/words/", sent | {"pieces": pieces}, headers=HTMX)
    assert answer["HX-Trigger"] == "galley-changed" and answer["HX-Push-Url"] == f"{bench(article)}claims/1/"
    claim.refresh_from_db()
    assert claim.quoted == "the old bridge carries 40 lorries"
    answer = checker.post(f"/claims/{claim.pk}/words/", sent | {"pieces": pieces})
    assert answer.status_code == 409 and "The claim changed since you opened it." in shown(answer)
    assert f'name="edition" value="{claim.edition}"' in shown(answer)


def test_a_claim_gets_other_words_from_lists(checker, article):
    claim = make_claim(article, "40 lorries", "3 cracks")
    page = opened(checker, f"/claims/{claim.pk}/words/")
    values = {word: value for _, options, *_ in page["lists"] for value, word in options}
    assert page["part"]["ranges"][:2] == [(values["40"], values["lorries"]), (values["3"], values["cracks"])]
    sent = {
        "version": article.current_version_id,
        "edition": claim.edition,
        "was": claim.quoted,
        "first": [values["old"], values["3"], ""],
        "last": [values["lorries"], values["cracks"], ""],
    }
    answer = checker.post(f"/claims/{claim.pk}/words/", sent)
    assert answer.url == f"{bench(article)}claims/1/?line=2#line-2"
    claim.refresh_from_db()
    assert claim.quoted == "old bridge carries 40 lorries … 3 cracks"


def test_a_claim_without_words_is_refused(checker, article):
    claim = make_claim(article, "40 lorries")
    sent = {"version": article.current_version_id, "edition": claim.edition, "was": claim.quoted}
    answer = checker.post(f"/claims/{claim.pk}/words/", sent)
    assert answer.status_code == 422 and "Select some words first." in shown(answer)
    assert checker.post(f"/claims/{claim.pk}/words/").status_code == 422


def test_a_split_is_offered_at_the_joint_between_two_figures(checker, cast):
    article = make_article(cast.desk, "Head\n\nHe said they took 300 red and blue tanks and 6 guns in all.")
    claim = make_claim(article, "they took 300 red and blue tanks and 6 guns")
    parts = opened(checker, f"/claims/{claim.pk}/split/")["parts"]
    assert [part["quoted"] for part in parts] == ["they took 300 red and blue tanks", "6 guns"]


def test_a_split_is_offered_with_what_its_parts_share_and_a_statement_for_each(checker, cast):
    article = make_article(cast.desk, "Head\n\nHe said the towns of Oak and Ash are not held.")
    claim = make_claim(article, "the towns of Oak and Ash are not held")
    parts = opened(checker, f"/claims/{claim.pk}/split/")["parts"]
    assert [part["quoted"] for part in parts] == ["the towns of Oak … are not held", "the towns of … Ash are not held"]
    assert [part["statement"] for part in parts] == ["The town of Oak is not held.", "The town of Ash is not held."]


def test_a_claim_is_split_into_parts_with_their_own_words_and_statements(checker, article, cast):
    claim = make_claim(article, "the old bridge carries 40 lorries an hour")
    make_evidence(claim, actor=cast.checker)
    sent = {
        "version": article.current_version_id,
        "edition": claim.edition,
        "parts": 3,
        "pieces-0": json.dumps([words(article, "the old bridge")]),
        "statement-0": "There is an old bridge.",
        "pieces-1": json.dumps([words(article, "40 lorries an hour")]),
        "statement-1": "It carries 40 lorries an hour.",
    }
    answer = checker.post(f"/claims/{claim.pk}/split/", sent, headers=HTMX)
    assert answer.status_code == 200 and answer["HX-Trigger"] == "galley-changed"
    assert "Claim 1 was split into 2, 3." in shown(answer)
    made = Claim.objects.filter(came_from__parent=claim).order_by("number")
    assert [(one.quoted, one.statement) for one in made] == [
        ("the old bridge", "There is an old bridge."),
        ("40 lorries an hour", "It carries 40 lorries an hour."),
    ]
    assert [one.evidence.count() for one in made] == [1, 1]


def merge(client, article, cast):
    one, two = (cut_claim(article, [words(article, said)], actor=cast.checker) for said in ("40 lorries", "3 cracks"))
    sent = {"edition": one.edition, "with": [f"{two.pk}:{two.edition}"], "statement": "Both."}
    assert client.post(f"/claims/{one.pk}/merge/", sent).status_code == 302


def test_a_merge_is_taken_back_by_the_button_of_the_line_bar_and_only_once(checker, article, cast):
    merge(checker, article, cast)
    undo = checker.get(bench(article)).context["undo"]
    assert undo["words"] == "Claims 1, 2 merged into 3."
    answer = checker.post(bench(article) + "undo/", {"sequence": undo["sequence"], "line": 2}, headers=HTMX)
    opened = json.loads(answer["HX-Trigger-After-Swap"])["claim-made"]
    assert answer.status_code == 200 and opened == {"number": 1, "made": False}
    assert [claim.state for claim in Claim.objects.order_by("number")] == ["open", "open", "retired"]
    assert checker.get(bench(article)).context["undo"] is None
    assert checker.post(bench(article) + "undo/", {"sequence": undo["sequence"]}).status_code == 409


def test_a_merge_that_somebody_worked_on_is_not_taken_back_and_it_says_why(checker, article, cast):
    merge(checker, article, cast)
    sequence = checker.get(bench(article)).context["undo"]["sequence"]
    perform("take", Claim.objects.get(number=3), actor=cast.second_checker)
    answer = checker.post(bench(article) + "undo/", {"sequence": sequence})
    assert answer.status_code == 409 and "Somebody worked on claim 3 since." in shown(answer)


def test_a_split_that_fails_keeps_what_was_typed(checker, article):
    claim = make_claim(article, "the old bridge carries 40 lorries an hour")
    sent = {
        "version": article.current_version_id,
        "edition": claim.edition,
        "parts": 2,
        "pieces-0": json.dumps([words(article, "the old bridge")]),
        "statement-0": "There is an old bridge.",
    }
    answer = checker.post(f"/claims/{claim.pk}/split/", sent)
    assert answer.status_code == 422 and "A split makes at least two claims." in shown(answer)
    assert "There is an old bridge.</textarea>" in shown(answer) and "the old bridge&quot;]]" in shown(answer)
    answer = checker.post(f"/claims/{claim.pk}/split/", sent | {"add": "1"})
    assert answer.status_code == 200 and len(answer.context["parts"]) == 3
    assert "There is an old bridge.</textarea>" in shown(answer)
    for odd in ({"parts": "x"}, {"parts": 13}, {"pieces-1": "x"}, {"first-1": "1:1", "last-1": ""}, {"edition": ""}):
        answer = checker.post(f"/claims/{claim.pk}/split/", sent | odd)
        assert answer.status_code == 422 and "There is an old bridge.</textarea>" in shown(answer)
    answer = checker.post(f"/claims/{claim.pk}/split/", sent | {"edition": 99})
    assert answer.status_code == 409
    assert not Claim.objects.filter(state=ClaimState.RETIRED).exists()


def test_a_statement_is_as_long_as_in_the_panel_and_never_cut_in_silence(checker, article, cast):
    claim = make_claim(article, "the old bridge carries 40 lorries an hour")
    sent = {"version": article.current_version_id, "edition": claim.edition, "parts": 2, "statement-0": "a" * 20_001}
    for more in ({"add": "1"}, {}):
        answer = checker.post(f"/claims/{claim.pk}/split/", sent | more)
        assert answer.status_code == 422 and "That of part 1 has 20,001." in shown(answer)
        assert "a" * 20_001 in shown(answer)
    answer = checker.post(f"/claims/{claim.pk}/split/", sent | {"statement-0": "a" * 20_000, "add": "1"})
    assert answer.status_code == 200 and "a" * 20_000 in shown(answer)
    other = make_claim(article, "3 cracks")
    sent = {"edition": claim.edition, "with": f"{other.pk}:{other.edition}"}
    answer = checker.post(f"/claims/{claim.pk}/merge/", sent | {"statement": "a" * 20_001})
    assert answer.status_code == 422 and "at most 20000 characters" in shown(answer) and "a" * 20_001 in shown(answer)
    assert checker.post(f"/claims/{claim.pk}/merge/", sent | {"statement": "word " * 1200}).status_code == 302


def test_claims_near_by_are_offered_first_for_a_merge(checker, article):
    claim = make_claim(article, "40 lorries", statement="It carries 40 lorries.")
    make_claim(article, "No one was hurt")
    make_claim(article, "3 cracks")
    page = opened(checker, f"/claims/{claim.pk}/merge/")
    assert [one.number for one, _ in page["near"]] == [3] and [one.number for one, _ in page["far"]] == [2]
    assert page["statement"] == "It carries 40 lorries."


def test_claims_are_merged_into_one(checker, article):
    one, two = make_claim(article, "40 lorries"), make_claim(article, "3 cracks")
    sent = {"edition": one.edition, "with": f"{two.pk}:{two.edition}", "statement": "Lorries and cracks."}
    answer = checker.post(f"/claims/{one.pk}/merge/", sent)
    assert answer.url == f"{bench(article)}claims/3/?line=2#line-2"
    merged = Claim.objects.get(number=3)
    assert (merged.quoted, merged.statement) == ("40 lorries … 3 cracks", "Lorries and cracks.")


def test_a_merge_that_fails_keeps_what_was_typed_and_ticked(checker, article, cast):
    one, two = make_claim(article, "40 lorries"), make_claim(article, "3 cracks")
    other = make_claim(make_article(cast.desk), "old bridge")
    sent = {"edition": one.edition, "with": f"{two.pk}:{two.edition + 1}", "statement": "Lorries and cracks."}
    answer = checker.post(f"/claims/{one.pk}/merge/", sent)
    assert answer.status_code == 409 and "Claim 2 changed since you opened it." in shown(answer)
    assert "Lorries and cracks.</textarea>" in shown(answer) and f'value="{two.pk}:{two.edition}" checked' in shown(
        answer
    )
    for odd in ({"with": ""}, {"with": "x"}, {"with": f"{other.pk}:1"}, {"edition": "9" * 30}):
        assert checker.post(f"/claims/{one.pk}/merge/", sent | odd).status_code == 422
    assert Claim.objects.filter(state=ClaimState.OPEN).count() == 3


@pytest.mark.parametrize(("choice", "speaker", "verb"), [(1, "The ministry", "denied"), (0, None, "")])
def test_a_merge_of_claims_of_two_speakers_asks_whose_it_is(checker, article, cast, choice, speaker, verb):
    mayor, ministry = make_speaker(cast.desk, "The mayor"), make_speaker(cast.desk, "The ministry")
    one = make_claim(article, "40 lorries", speaker=mayor, verb="said", form="direct")
    two = make_claim(article, "3 cracks", speaker=ministry, verb="denied", speech_act="denies", form="paraphrase")
    sent = {"edition": one.edition, "with": f"{two.pk}:{two.edition}", "statement": "Lorries and cracks."}
    answer = checker.post(f"/claims/{one.pk}/merge/", sent)
    assert answer.status_code == 422 and "different speakers (The mayor, The ministry)." in shown(answer)
    assert answer.context["speakers"] == [(one.pk, mayor), (two.pk, ministry)]
    assert "Lorries and cracks.</textarea>" in shown(answer) and f'name="whose" value="{two.pk}"' in shown(answer)
    assert checker.post(f"/claims/{one.pk}/merge/", sent | {"whose": "999"}).status_code == 422
    assert not Claim.objects.filter(number=3).exists()
    assert checker.post(f"/claims/{one.pk}/merge/", sent | {"whose": two.pk if choice else 0}).status_code == 302
    merged = Claim.objects.select_related("speaker").get(number=3)
    assert (merged.speaker and merged.speaker.name, merged.verb) == (speaker, verb)
    assert (merged.speech_act, merged.form) == (("denies", "paraphrase") if choice else ("asserts", "none"))


def test_a_merge_gets_the_one_speaker_that_is_named_unasked(checker, article, cast):
    one = make_claim(article, "40 lorries")
    two = make_claim(article, "3 cracks", speaker=make_speaker(cast.desk, "The mayor"), form="direct")
    sent = {"edition": one.edition, "with": f"{two.pk}:{two.edition}"}
    assert checker.post(f"/claims/{one.pk}/merge/", sent).status_code == 302
    merged = Claim.objects.get(number=3)
    assert (merged.speaker.name, merged.form) == ("The mayor", "direct")


# Fast


def long_article(cast, lines, claims):
    """An article of ``lines`` lines of about ten words, with ``claims`` claims on its first words."""
    sentences = [f"On day {at} the crew counted {at + 3} lorries and {at % 7} buses." for at in range(lines)]
    paragraphs = [" ".join(sentences[at : at + 4]) for at in range(0, lines, 4)]
    article = make_article(cast.desk, "\n\n".join(["The long count", *paragraphs]), actor=cast.writer)
    blocks = list(article.current_version.blocks.all())[1:]
    with acting(cast.checker):
        made = Claim.objects.bulk_create(
            Claim(
                article=article,
                desk=cast.desk,
                number=at + 1,
                created_by=cast.checker,
                statement=f"On day {at} the crew counted {at + 3} lorries.",
            )
            for at in range(claims)
        )
        for claim in made:
            at = (claim.number - 1) % lines
            block, text = blocks[at // 4], sentences[at]
            start = block.text.index(text) + (0 if claim.number <= lines else 3)
            Piece.objects.create(
                claim=claim,
                version=article.current_version,
                block=block,
                start=start,
                end=start + 24,
                words=block.text[start : start + 24],
            )
    return article


#: Session, person, article with all around it, presence, roles, claims, blocks, marks; the head's queue count.
BENCH_QUERIES = 15


@pytest.mark.parametrize(("lines", "claims"), [(4, 1), (100, 60)])
def test_the_workbench_takes_as_many_queries_for_one_claim_as_for_sixty(
    checker, cast, lines, claims, django_assert_max_num_queries
):
    article = long_article(cast, lines, claims)
    for path in ("", "claims/1/"):
        with django_assert_max_num_queries(BENCH_QUERIES):
            page = checker.get(bench(article) + path)
        assert page.status_code == 200
        assert len(gzip.compress(page.content, 6)) < 60_000


def test_the_reason_that_is_offered_follows_the_words_of_the_line(client, cast):
    reference.ensure(cast.desk)
    text = "Bridge\n\nShare this\n\nWho pays for it? The mayor said it is closed. Now to the south.\n\n(Applause)"
    article = make_article(cast.desk, text, actor=cast.writer, left_out=[1])
    make_claim(article, "it is closed", actor=cast.checker)
    make_mark(article, "Bridge", actor=cast.checker, reason="Opinion, not attributed")
    client.force_login(cast.checker)
    offered = {2: "Question", 3: "Says who speaks, and no more", 4: "Leads over to the next passage", 5: "Stage note"}
    for line, reason in offered.items():
        page = client.get(reverse("claims:bench", args=[article.pk]), {"line": line}).text
        assert re.search(r"<option selected>([^<]+)</option>", page)[1] == reason
        at = re.search(rf'id="line-{line}"[^>]* data-reason="(\d+)"', page)[1]
        assert article.desk.reasons.filter(kind="no_claim").order_by("position", "id")[int(at)].words == reason


def test_a_suggestion_of_words_that_are_marked_is_offered_again_once_the_mark_is_gone(client, cast, article):
    make_draft(article, "Engineers found 3 cracks in its deck.")
    mark = make_mark(article, "Engineers found 3 cracks in its deck.", actor=cast.checker)
    make_draft(article, "No one was hurt, it said.")
    client.force_login(cast.checker)
    for removed, shown in ((False, 1), (True, 2)):
        if removed:
            client.post(reverse("claims:mark_remove", args=[mark.pk]), {"line": 3})
        page = client.get(reverse("claims:bench", args=[article.pk]))
        assert page.context["drafts"]["count"] == shown
        assert ("Engineers found 3 cracks in its deck." in folded(page).split('class="drafts"')[1]) is removed
