"""How much of a run of words stands in quotation marks, whichever marks a language uses."""

import pytest

from claims.text.quotes import ALL, NONE, SOME, quoted


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("He said: “We hold the bridge.” Nobody asked.", "We hold the bridge.", ALL),
        ("He said: “We hold the bridge.” Nobody asked.", "“We hold the bridge.”", ALL),
        ("He said: “We hold the bridge.” Nobody asked.", "He said: “We hold the bridge.”", SOME),
        ("He said: “We hold the bridge.” Nobody asked.", "Nobody asked", NONE),
        ('"We hold it," he said, "and the road."', "and the road", ALL),
        ('"We hold it," he said, "and the road."', "he said", NONE),
        ("„Wir halten die Brücke“, sagte er.", "Wir halten die Brücke", ALL),
        ("„Wir halten die Brücke“, sagte er.", "sagte er", NONE),
        ("Il a dit « nous tenons ».", "nous tenons", ALL),
        ("»Wir halten sie«, sagte er.", "Wir halten sie", ALL),
        ("Armenia’s side isn’t there", "Armenia’s side isn’t there", NONE),
        ("“It goes on in the next paragraph.", "in the next", ALL),
        ("“…”", "…", NONE),
    ],
)
def test_words_in_quotation_marks_are_told_from_words_outside(text, words, found):
    start = text.index(words)
    assert quoted(text, start, start + len(words)) == found
