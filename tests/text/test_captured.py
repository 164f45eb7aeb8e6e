"""A captured text has paragraphs, pages and times, and holds an excerpt or not, however it is typed."""

import pytest

from claims.text.captured import LONGEST, Paragraph, locator, pages_of, paragraphs_of, place_in
from claims.text.passages import held

COUNT = "On 3 May the city counted traffic. Its cameras saw 40 lorries an hour; it was −5 degrees."
TURKISH = "Başkan “Köprü kapalı” dedi. Türkçe yazılmış bir cümle."


def holds(text, excerpt):
    return held([one.text for one in paragraphs_of(text)], [excerpt])[0] is not None


@pytest.mark.parametrize(
    ("text", "excerpt"),
    {
        "word for word": (COUNT, "the city counted traffic. Its cameras saw"),
        "other quotation marks and dashes": ("He said: «twenty – four» - no", "He said: “twenty — four” – no"),
        "decomposed accents": (TURKISH, "Ko\u0308pru\u0308 kapalı"),
        "capitals and blanks": (COUNT, "ITS   cameras\n saw\u00a040 lorries"),
        "a line end within a word": ("The reconstruction of the old bridge", "The recon-\nstruction of the old bridge"),
        "soft hyphens": ("The reconstruction of it", "The recon\u00adstruc\u00adtion"),
        "left out": (COUNT, "On 3 May […] 40 lorries an hour"),
        "left out, otherwise": (COUNT, "... the city counted traffic … −5 degrees (…)"),
        "a word put in": (COUNT, "Its [new] cameras saw 40 lorries"),
        "brackets of its own": ("It has [few] cars", "It has [few] cars"),
        "over paragraphs": (f"{COUNT}\n\n{TURKISH}", "−5 degrees.\n\nBaşkan “Köprü"),
        "over the end of a page": ("The first\n\n\fand the second page", "first and the second"),
        "over cues": ("1\n\n0:01.0 --> 0:02.0\n\nWe saw\n\n2\n\n00:00:03,000 --> 00:00:04,500\n\nit", "We saw it"),
        "right to left": ("قال الوزير إن «الجسر مغلق» منذ 3 أيام.", "الوزير إن \"الجسر مغلق\" منذ 3"),
        "controls of direction": ("The \u2067gate\u2069 is\u200f closed", "\u202bThe gate is closed\u202c"),
        "controls within a word": ("The clo\u200fsed gate", "closed gate"),
        "Chinese": ("市长说，桥已经关闭。", "桥已经关闭"),
        "only a few words": ("of the " * 300 + "of the town", "of the town"),
    }.values(),
)  # fmt: skip
def test_an_excerpt_is_held_however_it_is_set(text, excerpt):
    assert holds(text, excerpt)


@pytest.mark.parametrize(
    ("text", "excerpt"),
    {
        "another figure": (COUNT, "Its cameras saw 140 lorries"),
        "half a figure": ("saw 140 lorries", "saw 40 lorries"),
        "no minus": (COUNT, "it was 5 degrees"),
        "letters for figures": ("saw 300 tanks", "saw 3OO tanks"),
        "figures of another script": ("saw 300 tanks", "saw ٣٠٠ tanks"),
        "a letter of another script": ("Armenia", "Аrmenia"),
        "another accent": (TURKISH, "Kopru kapalı"),
        "a word left out": (COUNT, "the city traffic"),
        "parts in another order": (COUNT, "40 lorries an hour […] On 3 May"),
        "a part that is not there": (COUNT, "On 3 May […] 41 lorries"),
        "a word put in for another": (COUNT, "Its [trucks] saw 40 lorries"),
        "no word": (COUNT, "[…]"),
    }.values(),
)
def test_an_excerpt_with_other_words_is_not_held(text, excerpt):
    assert not holds(text, excerpt)


def test_of_several_places_an_excerpt_stands_in_the_one_that_its_locator_names():
    text = "The gate is closed.\n\nIt rained.\n\f\nThe gate is closed. Why?\n\nThe gate is closed, they say."
    paragraphs = paragraphs_of(text)
    texts = [one.text for one in paragraphs]
    assert [(one.page, one.number) for one in paragraphs] == [(1, 1), (1, 2), (2, 1), (2, 2)]
    for said, block in {"p. 2": 2, "p. 2, paragraph 2": 3, "": 0, "p. 9": 0, "paragraph 2": 0, "see annex": 0}.items():
        (found,) = held(texts, ["The gate is closed"], [place_in(paragraphs, said)])
        assert found.pieces[0] == (block, 0, 18), said
    for pieces in ([(3, 4, 18)], [(2, 0, 24)], [(1, 3, 10), (2, 0, 8)]):
        said = locator(paragraphs, pieces)
        assert place_in(paragraphs, said) == pieces[0][0]
    assert said == "p. 1, paragraph 2, behind “It” and before “is closed. Why?”"
    long = [Paragraph("wordless" * 900, 1)]
    assert len(locator(long, [(0, 400, 410)])) <= LONGEST


def test_words_of_subtitles_and_of_a_transcript_have_their_times():
    cues = "WEBVTT\n\n1\n\n00:01.000 --> 00:04.000 line:0\n\nWe saw it.\n\n2\n\n01:00:05,500 --> 01:00:09,000\n\nTwice."
    assert [(one.text, one.time) for one in paragraphs_of(cues)] == [
        ("WEBVTT", ""),
        ("We saw it.", "00:01.000"),
        ("Twice.", "01:00:05,500"),
    ]
    told = paragraphs_of("[12:05] Mayor: we close it.\n\nFor good.\n\n13:40 – No.\n\n1:3 is a score.")
    assert [one.time for one in told] == ["12:05", "12:05", "13:40", "13:40"]
    assert locator(told, [(1, 0, 9)]) == "12:05, paragraph 2"


def test_pages_to_read_have_every_letter_once_and_are_of_bounded_length():
    paragraphs = paragraphs_of("\n\n".join(["a few words", "word " * 90, "x" * 250, "end"]))
    pages = pages_of(paragraphs, 100)
    assert all(sum(end - start for _, start, end in page) <= 100 for page in pages)
    assert "".join(paragraphs[block].text[a:b] for page in pages for block, a, b in page) == "".join(
        one.text for one in paragraphs
    )
