"""A text is cut into blocks as its author set it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.blocks import blocks, paragraphs
from claims.text.markdown import AT_A_TIME
from claims.text.normalise import normalise


def cut(text, markdown=False):
    return [(block.kind, block.text) for block in blocks(text, markdown)]


def test_blank_lines_part_paragraphs():
    assert cut("One.\n\n\u00a0\nTwo.\n\n\n\nThree.") == [
        ("paragraph", "One."),
        ("paragraph", "Two."),
        ("paragraph", "Three."),
    ]


def test_positions_count_from_nought():
    assert [block.position for block in blocks("A\n\nB\nC")] == [0, 1, 2]


def test_an_article_on_one_line_is_one_block():
    assert cut("One went. Two stayed.") == [("paragraph", "One went. Two stayed.")]


def test_a_line_end_parts_paragraphs_too():
    long = (
        "The town was quiet that morning, as the mayor told everybody who asked, and so it "
        "stayed until the evening came, he said."
    )
    assert cut(f"By Ann Smith\n{long}\n{long}") == [
        ("paragraph", "By Ann Smith"),
        ("paragraph", long),
        ("paragraph", long),
    ]


def test_a_text_that_was_wrapped_to_a_width_is_unwrapped():
    text = (
        "A short headline\n"
        "By Ann Smith\n\n"
        "The town was quiet that morning, as the mayor told\n"
        "everybody who asked him, and so it stayed until\n"
        "the evening came.\n\n"
        "Then the first trucks were seen on the bridge, and\n"
        "people went home."
    )
    assert cut(text) == [
        ("paragraph", "A short headline"),
        ("paragraph", "By Ann Smith"),
        (
            "paragraph",
            "The town was quiet that morning, as the mayor told everybody who asked him, and so it stayed until "
            "the evening came.",
        ),
        ("paragraph", "Then the first trucks were seen on the bridge, and people went home."),
    ]


def test_bullets_and_numbers_make_a_list():
    assert cut("They lost:\n\n• 30 tanks\n• 4 guns\n\n1. The first.\n2. The second.") == [
        ("paragraph", "They lost:"),
        ("list_item", "30 tanks"),
        ("list_item", "4 guns"),
        ("list_item", "1. The first."),
        ("list_item", "2. The second."),
    ]


def test_a_list_may_follow_its_paragraph_without_a_blank_line():
    assert cut("They lost:\n• 30 tanks,\n  all of them old\n• 4 guns\nNobody counted.") == [
        ("paragraph", "They lost:"),
        ("list_item", "30 tanks, all of them old"),
        ("list_item", "4 guns"),
        ("paragraph", "Nobody counted."),
    ]


def test_one_dash_or_number_makes_no_list_of_plain_text():
    assert cut("– No, he said.\n\n3. Army Corps left.") == [
        ("paragraph", "– No, he said."),
        ("paragraph", "3. Army Corps left."),
    ]


def test_rows_with_tabs_are_a_table():
    assert cut("Side\tTanks\nA\t30") == [("table_cell", word) for word in ("Side", "Tanks", "A", "30")]


def test_markdown_marks_become_kinds():
    text = (
        "# The *Headline* #\n\nFirst words\non two lines.\n\n## Losses\n\n> They lost.\n> We won.\n\n"
        "- tanks\n- guns, of\n  two kinds\n"
        "1. one\n\n![A burnt tank](tank.jpg)\n\n| Side | Tanks |\n| --- | ---: |\n| A | 30 |\n\n"
        "Underlined\n------\nLast."
    )
    assert cut(text, markdown=True) == [
        ("headline", "The *Headline*"),
        ("paragraph", "First words on two lines."),
        ("heading", "Losses"),
        ("quote", "They lost. We won."),
        ("list_item", "tanks"),
        ("list_item", "guns, of two kinds"),
        ("list_item", "1. one"),
        ("picture", "A burnt tank"),
        *[("table_cell", word) for word in ("Side", "Tanks", "A", "30")],
        ("heading", "Underlined"),
        ("paragraph", "Last."),
    ]


def test_a_date_in_markdown_keeps_its_figures_though_it_looks_like_a_list():
    assert cut("# T\n\n12. 3. 2024 The bridge was built.", True)[1:] == [
        ("list_item", "12. 3. 2024 The bridge was built.")
    ]
    assert [words for _, words in cut("# T\n\nIt was built in\n\n1986.\n\n## Since", True)] == [
        *("T", "It was built in", "1986.", "Since"),
    ]
    assert [words for _, words in cut("* 1986.\n* 1987.\n\n> 1988.", True)] == ["1986.", "1987.", "1988."]
    assert cut('![A tank](tank.jpg "In Hadrut")', True) == [("picture", 'A tank "In Hadrut"')]


def test_a_lower_heading_is_no_headline():
    assert cut("## Part two\n\nWords.", markdown=True)[0] == ("heading", "Part two")
    assert cut("Title\n=====\n\nWords.", markdown=True)[0] == ("headline", "Title")


def test_a_long_text_in_markdown_is_cut_as_a_short_one_is():
    one = "## Losses\n\n> They lost.\n> We won.\n\n- tanks\n- guns\n\n" + "Words of a paragraph. " * 100 + "\n\n"
    assert len(one) * 60 > AT_A_TIME
    assert cut(one * 60, markdown=True) == cut(one, markdown=True) * 60


def test_a_hashtag_is_no_heading():
    assert cut("#Karabakh is quiet", markdown=True) == [("paragraph", "#Karabakh is quiet")]


@given(
    st.lists(
        st.sampled_from(
            ["# ", "> ", "- ", "1. ", "| ", "a", "Bc d", ".", "\n", "\n\n", "\t", " ", "---", "===", "![x](y)", "é"]
            + ["```", "~~~py\n", "[a]: b", "<b>", "<!-- c -->", "    ", "&amp;", "\\", "| - |\n", "> " * 12, "- " * 12]
            + ["1986.", "12. 3. 2024 ", "* ", "7) "]
        )
    ).map("".join)
)
def test_no_letter_is_lost_and_no_block_holds_a_line_end(text):
    text = normalise(text)
    for markdown in (False, True):
        found = blocks(text, markdown)
        assert [block.position for block in found] == list(range(len(found)))
        assert all(block.text == block.text.strip() != "" and "\n" not in block.text for block in found)
        letters = [c for c in text.replace("![x](y)", "x") if c.isalnum()]
        got = [c for c in "".join(block.text for block in found).replace("![x](y)", "x") if c.isalnum()]
        assert got == letters


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("\r\n One. \r\n\r\n \r\nTwo.\r\n", ["One.", "Two."]),
        ("One.\nTwo.", ["One.", "Two."]),
        ("One goes\non here.\nTwo.", ["One goes\non here.", "Two."]),
        ("One.\u2028Two.\rThree.", ["One.", "Two.", "Three."]),
        ("- one\n- two\n  more of it", ["- one", "- two\n  more of it"]),
        ("", []),
    ],
)
def test_the_paragraphs_of_a_text_are_found_where_they_stand(text, expected):
    assert [text[start:end] for start, end in paragraphs(text)] == expected


def test_the_paragraphs_of_blocks_joined_by_blank_lines_are_the_blocks():
    texts = [block.text for block in blocks("A title\n\nthe first. It goes on.\n\n* * *\n\n“Yes,”\n\nhe said.")]
    joined = "\n\n".join(texts)
    assert [joined[start:end] for start, end in paragraphs(joined)] == texts


def test_items_that_word_numbered_are_a_list():
    assert cut("1.\tTwo ships sank.\n2.\tA third fled.") == [
        ("list_item", "1. Two ships sank."),
        ("list_item", "2. A third fled."),
    ]
    assert cut("o\tTwo ships sank.\no\tA third fled.\no\tNone won.")[0] == ("paragraph", "o Two ships sank.")


def test_a_bullet_in_a_row_of_its_own_belongs_to_the_next_row():
    assert cut("·   \nTwo ships sank.\n\n·   \nA third fled.") == [
        ("list_item", "Two ships sank."),
        ("list_item", "A third fled."),
    ]


def test_blank_lines_may_stand_between_items_with_bullets_but_dashes_may_begin_speech():
    assert [kind for kind, _ in cut("• Two sank.\n\n• A third fled.")] == ["list_item", "list_item"]
    assert [kind for kind, _ in cut("- Who sank it?\n\n- We did.")] == ["paragraph", "paragraph"]
    assert [kind for kind, _ in cut("• Two sank.\n\nNobody fled.")] == ["paragraph", "paragraph"]


def test_a_table_of_words_with_tabs_is_still_a_table():
    assert cut("Ship\tCrew\nAda\t14") == [
        ("table_cell", "Ship"),
        ("table_cell", "Crew"),
        ("table_cell", "Ada"),
        ("table_cell", "14"),
    ]


@pytest.mark.parametrize(
    ("rows", "joined"),
    [
        ("It cost 3 mil-\nlion euros.", "It cost 3 million euros."),
        ("A well-\nknown port of state-of-the-\nart cranes.", "A well-known port of state-of-the-art cranes."),
        ("Some twenty-\nfive ships and NATO-\nled crews.", "Some twenty-five ships and NATO-led crews."),
        ("He left – \nand nobody saw it-\nNobody at all.", None),
    ],
)
def test_a_word_that_was_cut_at_the_end_of_a_row_is_joined_again(rows, joined):
    found = cut(rows)
    assert found == [("paragraph", joined)] if joined else len(found) > 1
