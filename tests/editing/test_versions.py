"""A new version comes in: every claim is placed anew, in words for a person, and nothing checked is silently kept."""

import pytest

from claims.editing.claims import cut_claim, field_values, save_claim
from claims.editing.marks import look_through, mark_no_claim
from claims.editing.versions import Rebase, acknowledge, attach, keep_words, replace, retire
from claims.errors import Invalid, NotNow, NotYours
from claims.models import Event, SignatureRule
from claims.queries.reconcile import unsettled
from claims.queries.revision import blocks_of, plan_revision
from claims.workflow import confirm_spelling, perform, publish, sign_off_article
from claims.workflow.versions import spelling_changes
from tests.living import TEXT, blocks, bring, claim_on, edited, now, result_of
from tests.make import (
    article_hash,
    content_hash,
    find_words,
    judge,
    make_claim,
    make_evidence,
    make_mark,
    make_source,
    send_to_review,
    sign_off,
)


def test_the_same_words_elsewhere_keep_claim_and_sign_off(cast, article):
    claim = claim_on(article, "3 cracks in its deck", cast)
    before = content_hash(claim)
    bring(article, cast, blocks(TEXT[0], TEXT[2], TEXT[1]))
    assert now(claim).state == "signed_off"
    assert content_hash(claim) == before
    assert result_of(claim).result == "kept"
    assert claim.line_number > 3


def test_a_changed_number_voids_and_says_so(cast, article):
    claim = claim_on(article, "200 lorries an hour", cast)
    bring(article, cast, edited(article, "200", "230"))
    assert now(claim).state == "changed"
    assert claim.quoted == "230 lorries an hour"
    said = result_of(claim)
    assert (said.result, said.old_words, said.new_words) == ("changed", "200 lorries an hour", "230 lorries an hour")
    assert ["number", "200", "230"] in said.differences
    event = Event.objects.filter(claim=claim).latest("id")
    assert "“200 lorries an hour” became “230 lorries an hour”" in event.words
    assert "sign-off is void" in event.words


def test_whoever_brings_a_version_in_is_no_contributor_and_may_sign_again(cast, article):
    claim = claim_on(article, "200 lorries an hour", cast)
    bring(article, cast, edited(article, "200", "230"), actor=cast.reviewer)
    send_to_review(now(claim), cast.checker)
    sign_off(claim, cast.reviewer, by=cast.checker)
    assert now(claim).state == "signed_off"


def test_a_claim_in_review_whose_words_changed_goes_back_to_the_top_of_its_checkers_queue(cast, article):
    claim = send_to_review(claim_on(article, "200 lorries an hour", cast, signed=False), cast.checker)
    bring(article, cast, edited(article, "200", "230"))
    assert now(claim).state == "checking"
    assert claim.assignee == cast.checker
    assert "“200 lorries an hour” became “230 lorries an hour”" in claim.returned_reason


def test_a_claim_in_review_whose_words_stay_stays_in_review(cast, article):
    claim = send_to_review(claim_on(article, "3 cracks in its deck", cast, signed=False), cast.checker)
    bring(article, cast, edited(article, "It rained for a week.", "It rained for two weeks."))
    assert now(claim).state == "in_review"


def test_a_dropped_not_around_the_same_words_voids(cast, article):
    bring(article, cast, edited(article, "No one was hurt, it said.", "The bridge was not closed, it said."))
    claim = claim_on(article, "The bridge was", cast)
    bring(article, cast, edited(article, "was not closed, it", "was closed, it"))
    assert now(claim).state == "changed"
    assert claim.quoted == "The bridge was"
    bring(article, cast, edited(article, "It rained", "It snowed"))
    assert now(claim).state == "changed"


def test_another_reporting_verb_around_the_same_words_voids(cast, article):
    claim = claim_on(article, "the old bridge carries 200 lorries an hour", cast)
    bring(article, cast, edited(article, "The mayor said", "The mayor denied"))
    assert now(claim).state == "changed"
    assert claim.signoffs.filter(voided_at__isnull=True).count() == 0


def test_typography_alone_keeps_the_sign_off_and_is_said(cast, article):
    bring(article, cast, edited(article, "3 cracks in its deck", "3 “cracks” – in its deck"))
    claim = claim_on(article, "3 “cracks” – in its deck", cast)
    _, plan = bring(article, cast, edited(article, "3 “cracks” – in", '3 "cracks" - in'))
    assert now(claim).state == "signed_off"
    assert claim.quoted == '3 "cracks" - in its deck'
    assert result_of(claim).result == "kept"
    assert [one[0] for one in result_of(claim).differences] == ["typography"] * len(result_of(claim).differences)
    assert result_of(claim).differences


def test_lost_words_go_to_the_tray_and_a_person_attaches_them_again(cast, article):
    claim = claim_on(article, "3 cracks in its deck", cast)
    bring(article, cast, edited(article, " Engineers found 3 cracks in its deck.", ""))
    assert now(claim).state == "changed"
    assert (claim.quoted, claim.line_number) == ("", 0)
    tray, changed, contexts = unsettled(article)
    assert [one.claim for one in tray] == [claim]
    block, start, end = find_words(article.current_version, "It rained for a week")
    attach(claim, [(block.pk, start, end, "It rained for a week")], actor=cast.checker, edition=claim.edition)
    assert now(claim).quoted == "It rained for a week"
    assert unsettled(article) == ([], [], [])


def test_words_that_come_back_are_found_again_without_their_sign_off(cast, article):
    claim = claim_on(article, "3 cracks in its deck", cast)
    bring(article, cast, edited(article, " Engineers found 3 cracks in its deck.", ""))
    bring(article, cast, blocks(*TEXT))
    assert now(claim).quoted == "3 cracks in its deck"
    assert claim.state == "changed"
    assert claim.signoffs.filter(voided_at__isnull=True).count() == 0
    assert unsettled(article)[0] == []


def test_a_sentence_that_comes_back_in_other_words_is_offered_to_the_claim_that_lost_it(cast, article):
    claim = claim_on(article, "3 cracks in its deck", cast)
    bring(article, cast, edited(article, " Engineers found 3 cracks in its deck.", ""))
    bring(article, cast, [block | {"text": block["text"].replace("3 cracks", "5 cracks")} for block in blocks(*TEXT)])
    assert now(claim).quoted == "", "other words are nobody's to put it on but a person's"
    first = result_of(claim).candidates[0]
    assert [piece[3] for piece in first["pieces"]] == ["5 cracks in its deck"]


def test_a_claim_in_the_tray_is_retired_with_a_reason_or_replaced(cast, article):
    claims = [claim_on(article, words, cast, signed=False) for words in ("3 cracks", "in its deck")]
    bring(article, cast, edited(article, " Engineers found 3 cracks in its deck.", ""))
    one, other = map(now, claims)
    with pytest.raises(Invalid):
        retire(one, actor=cast.checker, edition=one.edition, reason=" ")
    retire(one, actor=cast.checker, edition=one.edition, reason="The writer took it out.")
    block, start, end = find_words(article.current_version, "It rained")
    made = replace(other, [(block.pk, start, end, "It rained")], actor=cast.checker, edition=other.edition)
    assert (now(one).state, now(other).state, made.quoted) == ("retired", "retired", "It rained")
    assert unsettled(article) == ([], [], [])


def test_a_claim_in_place_of_another_keeps_what_contradicted_that_and_who_worked_on_it(cast, article):
    claim = claim_on(article, "3 cracks", cast, signed=False)
    make_evidence(claim, make_source(cast.desk), actor=cast.second_checker, stance="contradicts")
    bring(article, cast, edited(article, " Engineers found 3 cracks in its deck.", ""))
    block, start, end = find_words(article.current_version, "It rained")
    made = replace(now(claim), [(block.pk, start, end, "It rained")], actor=cast.checker, edition=now(claim).edition)
    evidence = made.evidence.get()
    assert (evidence.stance, evidence.counts) == ("contradicts", True)
    before = set(claim.contributors.values_list("person", flat=True))
    assert cast.second_checker.pk in before <= set(made.contributors.values_list("person", flat=True))


def test_two_places_as_good_are_never_guessed_between(cast, article):
    claim = claim_on(article, "It rained for a week.", cast)
    hills, roads = "Wet hills. It rained for a week. Fields drowned.", "Wet roads. It rained for a week. Lorries stood."
    bring(article, cast, blocks(TEXT[0], hills, TEXT[1], roads))
    assert now(claim).quoted == ""
    assert result_of(claim).result == "ambiguous"
    assert len(unsettled(article)[0][0].places) == 2


def test_a_date_added_around_the_same_words_voids(cast, article):
    claim = claim_on(article, "3 cracks in its deck", cast)
    bring(article, cast, edited(article, "Engineers found", "On Tuesday morning engineers found"))
    assert result_of(claim).result == "changed", "what was added is a date"
    assert now(claim).state == "changed"


@pytest.mark.parametrize(
    ("before", "after", "result"),
    [
        (("paragraph", "The reports that are wrong:"), ("paragraph", "The reports that are right:"), "changed"),
        (("heading", "No longer so"), ("heading", "So"), "changed"),
        (("heading", "At the river"), ("heading", "At the lake"), "context_changed"),
    ],
)
def test_what_stands_above_a_claim_in_another_block_counts(cast, article, before, after, result):
    lead, item = ({"kind": kind, "text": text} for kind, text in (before, ("list_item", "The dam broke at noon.")))
    bring(article, cast, [*blocks_of(article.current_version), lead, item])
    claim = claim_on(article, "dam broke", cast)
    kept = blocks_of(article.current_version)
    bring(article, cast, [*kept[:-2], kept[-2] | {"kind": after[0], "text": after[1]}, kept[-1]])
    assert result_of(claim).result == result
    assert now(claim).state == ("signed_off" if result == "context_changed" else "changed")


def test_a_quotation_that_becomes_a_paragraph_voids(cast, article):
    bring(article, cast, [*blocks_of(article.current_version), {"kind": "quote", "text": "The dam broke at noon."}])
    claim = claim_on(article, "dam broke", cast)
    kept = blocks_of(article.current_version)
    bring(article, cast, [*kept[:-1], kept[-1] | {"kind": "paragraph"}])
    assert now(claim).state == "changed"


def test_another_style_of_a_figure_is_not_all_where_the_sentence_beside_it_was_written_anew(cast, article):
    claim = claim_on(article, "3 cracks", cast)
    new = edited(article, "3 cracks", "three cracks")
    new[1]["text"] = new[1]["text"].replace("The mayor said the old bridge carries 200 lorries an hour.", "It is shut.")
    bring(article, cast, new)
    assert (result_of(claim).result, result_of(claim).minor) == ("changed", False)


def test_an_acknowledged_context_is_settled_and_a_checker_may_not(cast, article):
    claim = claim_on(article, "3 cracks in its deck", cast)
    bring(article, cast, edited(article, "Engineers found", "Engineers slowly found"))
    assert result_of(claim).result == "context_changed"
    assert now(claim).state == "signed_off"
    assert [one.claim for one in unsettled(article)[2]] == [claim]
    with pytest.raises(NotYours):
        acknowledge(claim, actor=cast.checker, edition=now(claim).edition)
    acknowledge(claim, actor=cast.second_reviewer, edition=now(claim).edition)
    assert unsettled(article)[2] == []
    with pytest.raises(NotNow):
        acknowledge(claim, actor=cast.reviewer, edition=now(claim).edition)


def test_keeping_a_claim_with_its_new_words_makes_a_contributor(cast, article):
    claim = claim_on(article, "200 lorries an hour", cast)
    bring(article, cast, edited(article, "200", "230"))
    keep_words(now(claim), actor=cast.reviewer, quoted=claim.quoted, mine={"statement": "230 lorries."}, base={})
    assert now(claim).statement == "230 lorries."
    assert unsettled(article)[1] == []
    send_to_review(claim, cast.checker)
    with pytest.raises(NotYours):
        perform("approve", claim, actor=cast.reviewer, content_hash=content_hash(claim))


def test_who_speaks_is_marked_anew_where_a_claim_of_a_changed_line_is_kept(cast, article):
    claim = claim_on(article, "the old bridge carries 200 lorries an hour", cast)
    said = {"speaker_as_printed": "The mayor", "verb": "said"}
    save_claim(now(claim), said, actor=cast.checker, base=field_values(now(claim)))
    bring(article, cast, edited(article, "200", "230"))
    assert not article.current_version.marks.exists()
    keep_words(now(claim), actor=cast.checker, quoted=now(claim).quoted)
    mark = article.current_version.marks.get()
    assert (mark.words, mark.made_by, mark.looked_by) == ("The mayor said", cast.checker, None)
    assert Event.objects.get(verb="words_kept").words.endswith(
        "; no claim in “The mayor said” (Says who speaks, and no more)"
    )


def shown(claim):
    """What the list of changes of spelling carries of a claim."""
    return {"content_hash": content_hash(claim), "edition": now(claim).edition}


def test_a_signer_confirms_a_change_of_spelling_with_one_key(cast, article):
    claim = claim_on(article, "3 cracks in its deck", cast)
    bring(article, cast, edited(article, "3 cracks", "three cracks"))
    assert now(claim).state == "changed"
    assert result_of(claim).minor
    confirm_spelling(claim, actor=cast.reviewer, **shown(claim))
    assert now(claim).state == "signed_off"
    assert unsettled(article) == ([], [], [])


@pytest.mark.parametrize(
    ("words", "spelling"),
    [
        ("three cracks in its deck", True),
        ("3 Cracks in its deck", True),
        ("3 cracks, in its deck", False),
        ("3 CRACKS in its deck", False),
        ("3.0 cracks in its deck", False),
    ],
)
def test_a_change_is_called_one_of_spelling_where_its_signer_may_confirm_it_and_nowhere_else(
    cast, article, words, spelling
):
    claim = claim_on(article, "3 cracks in its deck", cast)
    bring(article, cast, edited(article, "3 cracks in its deck", words))
    assert result_of(claim).minor == spelling
    assert [*spelling_changes([now(claim)], cast.reviewer)] == ([claim.pk] if spelling else [])


def test_nobody_else_confirms_and_nothing_else_is_confirmed(cast, article):
    claim = claim_on(article, "3 cracks in its deck", cast)
    bring(article, cast, edited(article, "3 cracks", "three cracks"))
    for person in (cast.second_reviewer, cast.checker, cast.chief):
        with pytest.raises((NotNow, NotYours)):
            confirm_spelling(claim, actor=person, **shown(claim))
    judge(now(claim), cast.second_checker, rationale="Counted again.")
    with pytest.raises(NotNow):
        confirm_spelling(claim, actor=cast.reviewer, **shown(claim))


def test_whoever_changed_the_spelling_does_not_confirm_it_alone(cast, article):
    claim = claim_on(article, "3 cracks in its deck", cast)
    bring(article, cast, edited(article, "3 cracks", "three cracks"), actor=cast.reviewer)
    assert [*spelling_changes([now(claim)], cast.reviewer)] == []
    with pytest.raises(NotNow, match="Review it"):
        confirm_spelling(now(claim), actor=cast.reviewer, **shown(claim))


def test_a_changed_figure_is_no_change_of_spelling(cast, article):
    claim = claim_on(article, "3 cracks in its deck", cast)
    bring(article, cast, edited(article, "3 cracks", "4 cracks"))
    with pytest.raises(NotNow):
        confirm_spelling(now(claim), actor=cast.reviewer, **shown(claim))


def test_spelling_is_confirmed_as_it_was_shown(cast, article):
    claim = claim_on(article, "3 cracks in its deck", cast)
    before = shown(claim)
    bring(article, cast, edited(article, "3 cracks", "three cracks"))
    with pytest.raises(NotNow):
        confirm_spelling(now(claim), actor=cast.reviewer, **before)


def test_marks_follow_unchanged_lines_and_are_dropped_on_changed_ones(cast, article):
    def mark(words):
        block, start, end = find_words(article.current_version, words)
        return mark_no_claim(article, [(block.pk, start, end, words)], actor=cast.checker, reason="an opinion")[0]

    kept, dropped = mark("No one was hurt, it said."), mark("It rained")
    look_through(article, [kept.pk, dropped.pk], actor=cast.second_checker)
    _, plan = bring(article, cast, edited(article, "rained for a week", "rained for a month"))
    carried = article.current_version.marks.get()
    assert (carried.words, carried.made_by, carried.looked_by) == (kept.words, cast.checker, cast.second_checker)
    assert plan.dropped == [dropped]


def test_two_texts_on_one_version_the_second_is_shown_the_first(cast, article):
    first, second = edited(article, "200", "230"), edited(article, "3 cracks", "5 cracks")
    bring(article, cast, first, base=1)
    with pytest.raises(Rebase) as caught:
        bring(article, cast, second, base=1)
    assert caught.value.version.number == 2
    assert "Version 2 came in meanwhile, from Wanda Writer." in caught.value.words
    assert article.versions.count() == 2


def test_the_same_text_is_no_new_version(cast, article):
    with pytest.raises(Invalid):
        bring(article, cast, blocks_of(article.current_version))
    assert article.versions.count() == 1


@pytest.mark.parametrize("who", ["observer", "legal"])
def test_a_version_is_brought_in_by_those_who_bring_articles_in(cast, article, who):
    with pytest.raises(NotYours):
        bring(article, cast, edited(article, "200", "230"), actor=getattr(cast, who))


def test_a_withdrawn_article_takes_no_version(cast, article):
    from claims.workflow import withdraw_article

    withdraw_article(article, actor=cast.chief, reason="spiked")
    with pytest.raises(NotNow):
        bring(article, cast, edited(article, "200", "230"))


def test_a_plan_writes_nothing(cast, article):
    claim = claim_on(article, "200 lorries an hour", cast)
    plan = plan_revision(article, edited(article, "200", "230"))
    assert plan.counts == {"changed": 1}
    assert (article.versions.count(), now(claim).state) == (1, "signed_off")


def test_a_claim_of_several_pieces_over_two_lines_goes_along_whole(cast, article):
    pieces = []
    for words in ("the old bridge", "3 cracks"):
        block, start, end = find_words(article.current_version, words)
        pieces.append((block.pk, start, end, words))
    claim = cut_claim(article, pieces, actor=cast.checker)
    bring(article, cast, edited(article, "It rained for a week.", "It rained."))
    assert now(claim).quoted == "the old bridge … 3 cracks"


def test_a_new_version_costs_no_more_queries_for_more_claims(cast, article, django_assert_max_num_queries):
    for words in ("200 lorries", "3 cracks", "old bridge", "No one"):
        claim_on(article, words, cast, signed=False)
    with django_assert_max_num_queries(14):
        plan_revision(article, edited(article, "rained", "snowed"))


def test_a_context_that_changed_again_meanwhile_is_shown_before_it_is_acknowledged(cast, article):
    claim = claim_on(article, "3 cracks in its deck", cast)
    bring(article, cast, edited(article, "Engineers found", "Engineers slowly found"))
    edition = now(claim).edition
    bring(article, cast, edited(article, "Engineers slowly found", "Engineers happily found"))
    with pytest.raises(NotNow):
        acknowledge(claim, actor=cast.reviewer, edition=edition)


def test_confirming_spelling_acknowledges_no_context(cast, article):
    claim = claim_on(article, "3 cracks in its deck", cast)
    bring(article, cast, edited(article, "3 cracks", "three cracks"))
    bring(article, cast, edited(article, "Engineers found", "Engineers slowly found"))
    with pytest.raises(NotNow):
        confirm_spelling(now(claim), actor=cast.reviewer, **shown(claim))


def test_both_signers_of_a_claim_confirm_its_spelling(cast, article):
    SignatureRule.objects.create(desk=cast.desk, risk_flag="safety", approvals=2)
    claim = make_claim(article, "3 cracks in its deck", actor=cast.checker, risk_flags=["safety"])
    sign_off(claim, cast.reviewer, cast.second_reviewer, by=cast.checker)
    bring(article, cast, edited(article, "3 cracks", "three cracks"))
    for signer in (cast.reviewer, cast.second_reviewer):
        confirm_spelling(now(claim), actor=signer, **shown(claim))
    assert now(claim).state == "signed_off"


def test_a_claim_that_has_its_words_is_not_attached(cast, article):
    claim = claim_on(article, "3 cracks in its deck", cast)
    block, start, end = find_words(article.current_version, "It rained")
    with pytest.raises(NotNow):
        attach(claim, [(block.pk, start, end, "It rained")], actor=cast.checker, edition=claim.edition)
    assert now(claim).state == "signed_off"


def test_a_change_that_was_signed_since_does_not_come_back(cast, article):
    claim = claim_on(article, "200 lorries an hour", cast)
    bring(article, cast, edited(article, "200", "230"))
    sign_off(now(claim), cast.reviewer, by=cast.checker)
    perform("reopen", now(claim), actor=cast.checker, reason="A new count.")
    assert unsettled(article) == ([], [], [])


def test_a_published_article_takes_no_version(cast, article):
    for words in (TEXT[0], *TEXT[1].split(". "), *TEXT[2].split(". ")):
        make_mark(article, words.rstrip("."), actor=cast.checker, looked_by=cast.reviewer)
    sign_off_article(article, actor=cast.chief, content_hash=article_hash(article))
    publish(article, actor=cast.chief)
    article.refresh_from_db()
    with pytest.raises(NotNow):
        bring(article, cast, edited(article, "200", "230"))
