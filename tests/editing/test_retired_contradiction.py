"""What contradicts a claim goes on to whoever has its words, however the claim is put aside."""

import pytest

from claims.editing.articles import make_current
from claims.editing.claims import change_words, cut_claim
from claims.editing.evidence import remove_evidence
from claims.editing.lineage import merge_claims, split_claim
from claims.editing.undo import undo_last
from claims.editing.versions import retire
from claims.history import acting
from claims.models import Event
from claims.queries.workbench import last_act
from claims.workflow.claims import perform
from tests.database.conftest import standing
from tests.living import TEXT, blocks, bring, claim_on, edited, now
from tests.make import find_words, make_anchoring, make_claim, make_evidence, make_pieces, make_version

pytestmark = pytest.mark.django_db

WORDS = "the old bridge carries 200 lorries"


def place(article, words):
    block, start, end = find_words(article.current_version, words)
    return [(block.pk, start, end, words)]


def cut(article, cast, words, actor=None):
    article.refresh_from_db()
    return cut_claim(article, place(article, words), actor=actor or cast.checker)


def against(claim, cast):
    return make_evidence(claim, actor=cast.second_checker, stance="contradicts", excerpt="120 lorries at most")


def gone(claim, cast):
    return retire(now(claim), actor=cast.checker, edition=now(claim).edition, reason="cut anew")


def told(claim):
    """(excerpt, whether it counts) of each piece of evidence that contradicts the claim."""
    return [(one.excerpt, one.counts) for one in claim.evidence.filter(stance="contradicts").order_by("id")]


@pytest.fixture
def contradicted(cast, article):
    claim = claim_on(article, WORDS, cast, signed=False)
    make_evidence(claim, actor=cast.checker, excerpt="200 lorries")
    against(claim, cast)
    return claim


@pytest.mark.parametrize("words", [WORDS, "carries 200", "bridge carries 200 lorries an hour"])
def test_the_same_or_overlapping_words_cut_anew_have_what_contradicted_them(cast, article, contradicted, words):
    gone(contradicted, cast)
    made = cut(article, cast, words, actor=cast.chief)
    assert told(made) == [("120 lorries at most", True)]
    assert made.evidence.get().added_by == cast.second_checker
    assert made.evidence.get().copied_from.claim == contradicted
    assert standing(made).contributors == {cast.second_checker}
    words = Event.objects.get(claim=made, verb="claim_made").words
    assert words.endswith(f"what contradicted claim {contradicted.number}, which was retired, counts here too")


def test_other_words_have_nothing_of_it(cast, article, contradicted):
    beside = claim_on(article, "The mayor said", cast)
    gone(contradicted, cast)
    assert told(cut(article, cast, "Engineers found 3 cracks")) == told(beside) == []
    assert now(beside).state == "signed_off"


def test_words_cut_anew_before_the_claim_is_retired_have_it_too_and_lose_their_sign_off(cast, article, contradicted):
    anew = claim_on(article, "bridge carries 200 lorries", cast)
    assert (told(anew), anew.state) == ([], "signed_off")
    gone(contradicted, cast)
    assert (told(anew), now(anew).state) == ([("120 lorries at most", True)], "changed")


def test_a_claim_whose_words_are_changed_to_cover_it_has_it(cast, article, contradicted):
    other = claim_on(article, "The mayor said", cast, signed=False)
    gone(contradicted, cast)
    change_words(
        now(other),
        place(article, f"The mayor said {WORDS}"),
        actor=cast.checker,
        edition=other.edition,
        was=other.quoted,
    )
    assert told(other) == [("120 lorries at most", True)]


def test_a_claim_that_a_next_version_spreads_over_it_has_it_and_others_do_not(cast, article, contradicted):
    other = claim_on(article, "The mayor said", cast, signed=False)
    nested = make_claim(article, "200 lorries", actor=cast.checker)
    gone(contradicted, cast)
    remove_evidence(nested.evidence.get(), actor=cast.checker)
    version = make_version(article, TEXT[1], actor=cast.writer, current=False)
    for claim, words in ((contradicted, WORDS), (other, f"The mayor said {WORDS}"), (nested, "200 lorries")):
        make_pieces(claim, words, actor=cast.writer, version=version)
        make_anchoring(claim, version, "changed" if claim == other else "kept", actor=cast.writer)
    with acting(cast.writer):
        make_current(article, version)
    assert told(other) == [("120 lorries at most", True)]
    assert told(nested) == [("120 lorries at most", False)]


def test_words_that_a_next_version_lost_and_somebody_cuts_anew_have_it(cast, article, contradicted):
    text = "Some 200 lorries an hour use the new bridge, the council found when it counted."
    bring(article, cast, blocks("Bridge reopens after the flood", "Nobody knows the future.", text))
    assert now(contradicted).quoted == ""
    before = cut(article, cast, "Some 200 lorries an hour use the new bridge")
    gone(contradicted, cast)
    after = cut(article, cast, "200 lorries an hour")
    assert told(before) == told(after) == [("120 lorries at most", True)]
    assert told(cut(article, cast, "Nobody knows the future")) == []


def test_somebody_says_by_name_that_it_does_not_bear_and_it_stays_away(cast, article, contradicted):
    gone(contradicted, cast)
    made = cut(article, cast, WORDS)
    remove_evidence(made.evidence.get(), actor=cast.second_checker)
    change_words(
        now(made), place(article, "bridge carries 200"), actor=cast.checker, edition=now(made).edition, was=WORDS
    )
    bring(article, cast, edited(article, "carries 200", "carries about 200"))
    assert told(made) == [("120 lorries at most", False)]
    assert cast.second_checker in standing(made).contributors


def test_a_second_retirement_passes_it_on_once_more(cast, article, contradicted):
    gone(contradicted, cast)
    gone(cut(article, cast, WORDS), cast)
    assert told(cut(article, cast, "200 lorries", actor=cast.chief)) == [("120 lorries at most", True)]


def test_it_counts_in_the_parts_of_a_split_once_and_no_claim_beside_them_gets_it(cast, article, contradicted):
    beside = claim_on(article, "lorries an hour", cast)
    parts = split_claim(
        contradicted,
        [(place(article, "the old bridge"), "One."), (place(article, "carries 200 lorries"), "Two.")],
        actor=cast.checker,
        edition=contradicted.edition,
    )
    assert [told(part) for part in parts] == [[("120 lorries at most", True)]] * 2
    assert (told(beside), now(beside).state) == ([], "signed_off")


def test_what_contradicts_a_part_is_there_again_when_the_split_is_taken_back_by_hand(cast, article):
    whole = claim_on(article, WORDS, cast, signed=False)
    parts = split_claim(
        whole,
        [(place(article, "the old bridge"), "One."), (place(article, "carries 200 lorries"), "Two.")],
        actor=cast.checker,
        edition=whole.edition,
    )
    against(parts[1], cast)
    for part in parts:
        gone(part, cast)
    perform("restore", whole, actor=cast.checker)
    assert told(whole) == [("120 lorries at most", True)]


def test_undoing_a_merge_leaves_each_claim_what_contradicted_it(cast, article, contradicted):
    other = claim_on(article, "Engineers found 3 cracks", cast, signed=False)
    merge_claims(
        [now(contradicted), now(other)],
        actor=cast.checker,
        statement="Both.",
        editions={claim.pk: now(claim).edition for claim in (contradicted, other)},
    )
    undo_last(article, actor=cast.checker, sequence=last_act(article, cast.checker)["sequence"])
    assert (told(contradicted), told(other)) == ([("120 lorries at most", True)], [])
