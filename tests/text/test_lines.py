"""A block is cut into its sentences, and no word is lost on the way."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.text.lines import lines

SENTENCES = {
    "weapons": ["The army lost six S-300s.", "It had bought 12 S-300s in 2010.", "Nobody counted."],
    "states": ["The U.S. said no.", "The U.S. Senate met.", "He lives in the U.S.", "She does not."],
    "initials": ["J. R. Smith met A. B. Jones.", "They left."],
    "initials of other scripts": ["Ə. Məmmədov qaldı.", "O getdi."],
    "cyrillic initials": ["А. С. Пушкин писал.", "Он ушёл."],
    "georgian initials": ["ა. ბერიძე წავიდა.", "ის დარჩა."],
    "decimals": ["It rose 3.5 percent to 1,000.5 tons.", "Prices fell 0.2%.", "Nobody knew."],
    "hours": [
        "They met at 5 p.m. Tuesday in Baku.",
        "They left at 6 a.m. Baku time.",
        "They slept until 5 p.m.",
        "It rained.",
    ],
    "numbers": ["No. 5 Brigade moved.", "Order No. 227 was read.", "The answer was no.", "The crowd left."],
    "dates": ["On 25 Oct. 2020 the town fell.", "On Oct. 26 it did not."],
    "ellipses": ["He waited… and then he left.", "She waited...", "Then she left, too ... and slept."],
    "more titles": ["We left, Ms. Petrova said.", "Mx. Ray did not."],
    "titles": ["Maj. Gen. Ivan Petrov and Sgt. Bob met Dr. Aliyeva.", "Sen. Ray did not."],
    "abbreviations": ["Approx. 300 were lost, incl. 5 T-72s.", "See Fig. 3 and p. 12.", "They left etc.", "Then more."],
    "brackets": ["(It was late.)", "They left (nobody saw it.) and slept.", "[A note: they did.]", "Yes."],
    "footnotes": ["It fell.[1]", "It rose.[2]"],
    "enumerated": ["1. The first point.", "2. The second."],
    "a quotation of several sentences": ["“We held the town.", "We will hold it.”", "Nobody believed him."],
    "a quotation that goes on": ["“We held it.", "We will,” he said.", "He left."],
    "speech after the quotation": [
        "“One.",
        "Two.” he said.",
        "“Why?” she asked.",
        "“Is it so?” Ann Smith asked.",
        "It was.",
    ],
    "straight quotation marks": ['"We held it.', 'We left."', 'He said "stop."', "She did not."],
    "single quotation marks": ["He said, ‘It’s the soldiers’ turn.", "We go.’", "They went."],
    "guillemets": ["«Мы победили.", "Мы ушли».", "Он ушёл.", "« On gagne.", "On part. »", "Il part."],
    "low quotation marks": ["„Wir gehen.", "Wir bleiben.“", "Er ging."],
    "armenian": ["Բարև։", "Ինչո՞ւ եք եկել:", "Վերջ։"],
    "arabic": ["هل هذا صحيح؟", "نعم.", "انتهى"],
    "georgian": ["ის წავიდა.", "ის დარჩა."],
    "emoji": ["Great 👍🏽.", "👨‍👩‍👧 came!", "End"],
    "no sentence mark": ["A headline without one: “No Peace”"],
    "no words": ["* * *"],
}


def cut(block, language="en"):
    return [block[start:end] for start, end in lines(block, language)]


@pytest.mark.parametrize("expected", SENTENCES.values(), ids=SENTENCES)
def test_a_block_is_cut_into_its_sentences(expected):
    block = " ".join(expected)
    assert cut(block) == expected


def test_chinese_needs_no_blanks():
    block = "第一。“第二。”“第三？”第四"
    assert cut(block, "zh") == ["第一。", "“第二。”", "“第三？”", "第四"]


def test_the_language_of_the_text_counts():
    block = "Er wurde am 3. Mai 1950 geboren. Er ging."
    assert cut(block, "de-AT") == [
        "Er wurde am 3. Mai 1950 geboren.",
        "Er ging.",
    ]


def test_an_unknown_language_is_cut_all_the_same():
    assert len(lines("One went. Two stayed.", "")) == len(lines("One went. Two stayed.", "xx")) == 2


def test_nothing_has_no_lines():
    assert lines("") == lines(" \n\u00a0") == []


PIECES = st.sampled_from(
    [
        *("He", "left", "U.S.", "5", "p.m.", "Oct.", "J.", "ə", "Ə.", "é", "e\u0301", "said", "كِتَاب", "中", "Բ", "բ"),
        *("։", ":", "؟", "。", "…", "...", ".", "?!", "“", "”", "«", "»", "‘", "’", '"', "'", "(", ")", "[1]"),
        *(" ", "  ", "\n", "\u00a0", "👍🏽", "👨‍👩‍👧", "—", "* * *", "1.", "a)"),
    ]
)


@settings(max_examples=400)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60), st.sampled_from(["en", "hy", "ar", "zh", ""]))
def test_every_character_lies_in_exactly_one_line(block, language):
    cut = lines(block, language)
    assert all(start < end for start, end in cut)
    assert all(earlier[1] <= later[0] for earlier, later in zip(cut, cut[1:], strict=False))
    for start, end in cut:
        assert block[start:end] == block[start:end].strip()
    inside = {i for start, end in cut for i in range(start, end)}
    assert all(block[i].isspace() for i in range(len(block)) if i not in inside)


@settings(max_examples=200)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_a_line_without_words_stands_alone_or_not_at_all(block):
    cut = lines(block)
    if len(cut) > 1:
        assert all(any(c.isalnum() for c in block[start:end]) for start, end in cut)


def test_fifty_thousand_words_on_one_line_are_cut(record_property):
    block = "The U.S. “lost 3.5 tanks. It (they said) fled!” at 5 p.m. today. " * 3600
    started = time.perf_counter()
    assert len(lines(block)) == 7200
    record_property("seconds", time.perf_counter() - started)


@pytest.mark.parametrize(
    "sentence",
    [
        "Rep. Ann Lee, D-N.Y., said 40 people died.",
        "Sen. Rand Paul, R-Ky., said so.",
        "Rep. Adam Schiff (D-Calif.) said so, and Cory Booker (D-N.J.) did too.",
        "Officials denied the anti-U.S. clashes left 40 dead.",
        "An anti-U.S. Navy protest began.",
        "A pro-E.U. rally was held by ex-U.S.S.R. officials and non-U.N. sources.",
        "At 5 a.m. and 6 p.m. he left, e.g. for Baku.",
        "It rose by 3.5 per cent.",
        "See www.Example.Com/a.B?c=D!E for it.",
        "Yahoo! said it would.",
        "“Really?” he asked.",
        "Mt. Everest and St. Petersburg are named in No. 5 on p. 5.",
        "“Go.”“No.”",
        "他说U.S.很大。",
    ],
)
def test_no_line_ends_without_a_blank_or_before_a_small_letter(sentence):
    assert cut(f"{sentence} She left.") == [sentence, "She left."]


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("中国人说。他走了！“是吗？”她问。", ["中国人说。", "他走了！", "“是吗？”", "她问。"]),
        ("日本だ!そうか?はい。", ["日本だ!", "そうか?", "はい。"]),
        ("वह गया।वह आया।", ["वह गया।", "वह आया।"]),
        ("მან თქვა. ის წავიდა.", ["მან თქვა.", "ის წავიდა."]),
        ("قال ذلك. ثم غادر.", ["قال ذلك.", "ثم غادر."]),
    ],
)
def test_scripts_without_blanks_or_capitals_keep_their_ends(block, expected):
    assert cut(block) == expected


def test_a_long_block_without_blanks_is_cut_into_its_sentences():
    assert cut("他走了。" * 50_000) == ["他走了。"] * 50_000
