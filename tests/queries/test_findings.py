"""What a claim's figure and verb are held to: the words around the claim, never more than can be read at once."""

import pytest

from claims.queries.findings import LONGEST_HELD, NEAR, around
from claims.rules.printed import stale
from tests import make

pytestmark = pytest.mark.django_db


def claimed(cast, text, words, **over):
    article = make.make_article(cast.desk, f"A headline\n\n{text}", actor=cast.checker)
    return make.make_claim(article, words, actor=cast.checker, **over)


def test_a_sentence_of_prose_is_looked_at_whole(cast):
    claim = claimed(cast, "He came. In May the army had 240 tanks, he said. He left.", "army had", figure_value=240)
    assert around(claim).sentences == "In May the army had 240 tanks, he said."
    assert stale(claim, around(claim)) == []


def test_of_a_sentence_without_end_only_what_stands_near_the_claim_is_looked_at(cast):
    run = "3 people " * 20_000
    claim = claimed(cast, f"{run}the army had 240 tanks {run}", "the army had 240 tanks", figure_value=240, verb="had")
    looked_at = around(claim).sentences
    assert len(looked_at) <= 2 * NEAR + 30
    assert "the army had 240 tanks" in looked_at
    assert looked_at.strip().startswith(("3 ", "people ")) and looked_at.strip().endswith((" 3", "people"))
    assert stale(claim, around(claim)) == []


@pytest.mark.parametrize("run", ["", "3 people " * 1_000])
def test_the_spans_of_the_claims_own_words_are_found_in_their_sentences(cast, run):
    claim = claimed(cast, f"It rained. {run}The army had 240 tanks and 300 guns {run}.", "240 tanks", figure_value=300)
    words = around(claim)
    assert [words.sentences[start:end] for start, end in words.own] == ["240 tanks"]


def test_half_of_a_number_at_the_edge_is_no_number(cast):
    run = "123,456 " * 2_000
    claim = claimed(cast, f"{run}the army had tanks {run}", "the army had tanks", figure_value=240)
    assert {*around(claim).sentences.split()} == {"123,456", "the", "army", "had", "tanks"}


def test_the_verb_of_a_quotation_is_looked_for_in_as_much_of_its_paragraph(cast):
    text = "“We had 240 tanks. " + "We saw nothing else of note there. " * 2_000 + "It was cold,” said the minister."
    claim = claimed(cast, text, "We had 240 tanks", figure_value=240, verb="had", form="direct")
    assert 10_000 < len(around(claim).paragraphs) < 11_000


def test_a_claim_too_long_to_be_held_to_its_figure_says_what_to_do(cast):
    text = "The army had 240 tanks and 30 guns. " * (LONGEST_HELD // 30)
    claim = claimed(cast, text, text.strip(), figure_value=240)
    (told,) = stale(claim, around(claim))
    assert "too long" in told and "Choose fewer words" in told
    claim.figure_value = None
    assert stale(claim, around(claim)) == []


def test_one_query_reads_it(cast, django_assert_num_queries):
    text = "The army had 240 tanks. " * 50
    claim = claimed(cast, text, text.strip(), figure_value=240, verb="had", form="direct")
    assert claim.article.current_version_id
    with django_assert_num_queries(1):
        around(claim)
