"""The text around a claim's own block counts too: its lead-in, its heading, the blocks beside it, its kind."""

import pytest

from claims.text.anchors import CHANGED, CONTEXT_CHANGED, KEPT, Reanchoring

SHUT = "The ferry stopped at noon."
LONG = "Boats were late all week. The pier was full by ten. Nobody was told why."


def place(old, new, words):
    """What becomes of these words; texts are lists of (kind, text)."""
    before, after = ("\n\n".join(text for _, text in blocks) for blocks in (old, new))
    kinds = ([kind for kind, _ in blocks] for blocks in (old, new))
    at = before.index(words)
    placed = Reanchoring(before, after, "en", *kinds).place([(at, at + len(words))])
    if placed.pieces:
        assert [after[start:end] for start, end in placed.pieces] == [words]
    return placed


def paragraphs(*texts):
    return [("paragraph", text) for text in texts]


def items(lead, *texts):
    return [("paragraph", lead), *(("list_item", text) for text in texts)]


def kinds(placed):
    return {difference.kind for difference in placed.differences}


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("The harbour master rejected these reports:", "The harbour master announced these reports:", "verb"),
        ("What follows is wrong:", "What follows is correct:", "truth"),
        ("These things did happen:", "These things did not happen:", "negation"),
        ("We know if:", "We know that:", "condition"),
        ("The captain said:", "The mate said:", "speaker"),
    ],
)
def test_a_lead_in_that_says_otherwise_changes_every_item_under_it(one, other, kind):
    texts = [SHUT, "Two boats were sold.", LONG]
    for words in ("ferry stopped", "Two boats", "The pier was full"):
        placed = place(items(one, *texts), items(other, *texts), words)
        assert placed.result == CHANGED
        assert kind in kinds(placed)
        assert "around their paragraph" in placed.reason


def test_a_lead_in_in_other_words_is_a_changed_context():
    for words in ("ferry stopped", "Two boats"):
        old, new = items("Last week:", SHUT, "Two boats were sold."), items("At sea:", SHUT, "Two boats were sold.")
        placed = place(old, new, words)
        assert placed.result == CONTEXT_CHANGED
        assert "around" in placed.reason


def test_a_lead_in_that_came_or_went_counts():
    bare, led = paragraphs(LONG), paragraphs("This was denied:", LONG)
    assert place(bare, led, "pier was full").result == CHANGED
    assert place(led, bare, "pier was full").result == CHANGED


def test_a_lead_in_of_another_list_counts_for_nothing():
    end = [("paragraph", LONG), ("list_item", "Two boats were sold.")]
    old, new = items("These are false:", SHUT) + end, items("These are true:", SHUT) + end
    assert place(old, new, "Two boats").result == KEPT


@pytest.mark.parametrize(
    ("one", "other", "result"),
    [
        ("What never happened", "What happened", CHANGED),
        ("False reports", "True reports", CHANGED),
        ("On the river", "On the lake", CONTEXT_CHANGED),
    ],
)
def test_the_heading_above_counts_for_all_that_stands_under_it(one, other, result):
    rest = [("paragraph", LONG), ("paragraph", "Two boats were sold. Both were old.")]
    placed = place([("heading", one), *rest], [("heading", other), *rest], "Two boats")
    assert placed.result == result
    next_one = [*rest, ("heading", "Weather"), ("paragraph", "Rain fell on Sunday. It was cold.")]
    assert place([("heading", one), *next_one], [("heading", other), *next_one], "Rain fell").result == KEPT


def test_to_or_from_a_quotation_is_another_speaker():
    old = [("paragraph", LONG), ("quote", "We sold it. It was old.")]
    new = [("paragraph", LONG), ("paragraph", "We sold it. It was old.")]
    for before, after in ((old, new), (new, old)):
        placed = place(before, after, "sold it")
        assert (placed.result, kinds(placed)) == (CHANGED, {"speaker"})


def test_another_kind_of_block_is_a_changed_context():
    old, new = [("paragraph", SHUT)], [("heading", SHUT)]
    assert place(old, new, "ferry stopped").result == CONTEXT_CHANGED
    assert place(old, old, "ferry stopped").result == KEPT


@pytest.mark.parametrize("opening", ["He says that", "Her boat has", "They say that", "It lost"])
def test_a_pronoun_that_opens_a_block_means_whom_the_block_before_names(opening):
    line = f"{opening} 40 crates. The pier was full. Nobody was told."
    old, new = (paragraphs(f"The crew met Mayor {name} twice.", line) for name in ("Lindqvist", "Abara"))
    placed = place(old, new, "40 crates")
    assert (placed.result, "pronoun" in kinds(placed)) == (CHANGED, True)
    assert place(old, old + paragraphs("Rain fell."), "40 crates").result == KEPT


@pytest.mark.parametrize("kind", ["quote", "paragraph"])
def test_the_name_under_a_quotation_says_whose_it_is(kind):
    said = "“We sold it. It was old.”"
    old, new = ([(kind, said), ("paragraph", f"— {name}, to the evening paper")] for name in ("Abara", "Lindqvist"))
    placed = place(old, new, "sold it")
    assert (placed.result, kinds(placed)) == (CHANGED, {"speaker"})
    assert place(old, [old[0], ("paragraph", "— Abara, to a morning paper")], "sold it").result == CONTEXT_CHANGED
    assert place(old[:1], old, "sold it").result == CONTEXT_CHANGED


def test_a_table_cell_is_read_with_the_cells_beside_it():
    old, new = ([("table_cell", head), ("table_cell", "70 crates")] for head in ("Sunk", "Saved"))
    assert place(old, new, "70 crates").result == CONTEXT_CHANGED
    assert place(old, old + paragraphs(LONG) + paragraphs(SHUT), "70 crates").result == CONTEXT_CHANGED


def test_a_short_paragraph_is_read_with_its_neighbours_and_a_long_one_by_itself():
    old = paragraphs("Rain fell on the town all night.", SHUT, LONG)
    new = paragraphs("Snow lay on the town all day.", SHUT, LONG)
    assert place(old, new, "ferry stopped").result == CONTEXT_CHANGED
    assert place(old, new, "pier was full").result == KEPT
    assert place(old, [old[0], *paragraphs("Something new came in."), *old[1:]], "ferry stopped").result == KEPT
    assert place(old, [old[2], old[0], old[1]], "ferry stopped").result == KEPT


def test_kinds_are_of_the_blocks_and_of_as_many():
    with pytest.raises(ValueError, match="kinds"):
        Reanchoring("One.\n\nTwo.", "One.", "en", ["paragraph"], ["paragraph"])
    placed = place([("picture", ""), ("paragraph", SHUT)], [("picture", ""), ("quote", SHUT)], "ferry stopped")
    assert placed.result == CHANGED


@pytest.mark.parametrize(
    ("old", "new", "minor"),
    [
        ("They saw 4 seals. Rain fell on the town.", "They saw four seals. Snow lay on a lake.", False),
        ("They saw 4 seals. Rain fell on the town.", "They saw four seals.", False),
        ("They saw 4 seals. The harbour is old.", "They saw four seals. The harbor is old.", True),
        ("They saw 4 seals. Rain fell on the town.", "They saw four seals. Rain fell on the town.", True),
        ("They saw 4 seals.\n\nRain fell on the town.", "They saw four seals.\n\nSnow lay on the lake.", False),
        ("They saw 4 seals.\n\nThe harbour is old.", "They saw four seals.\n\nThe harbor is old.", True),
    ],
)
def test_a_change_of_style_is_minor_only_where_nothing_else_around_it_changed(old, new, minor):
    placed = Reanchoring(old, new).place([(9, 16)])
    assert old[9:16] == "4 seals"
    assert (placed.result, placed.minor) == (CHANGED, minor)
