"""What a text looks like after intake, and what is refused at the door."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.normalise import MAX_BYTES, TextRefused, decode, normalise

RUSSIAN = "Министерство сообщило, что город остаётся под его контролем. Жители этого не подтвердили."


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x0c"])
def test_every_line_end_becomes_the_same(end):
    assert normalise(f"One.{end}Two.") == "One.\nTwo."


def test_letters_are_composed():
    assert normalise("Cafe\u0301") == "Caf\u00e9"
    assert normalise("e\x00\u0301") == "\u00e9"


def test_what_no_reader_sees_is_taken_out():
    assert normalise("\ufeffKara\u00adbakh\x00 \x07fell\ud800.\t \n\n") == "Karabakh fell."


def test_what_cuts_or_joins_letters_unseen_is_taken_out():
    assert normalise("The min\u200bister of\u2060fice: ﬁve oﬃcers, ﬂoods, eﬀort, waﬄe, ﬆone") == (
        "The minister office: five officers, floods, effort, waffle, stone"
    )


def test_what_a_reader_sees_stays():
    kept = "5\u00a0km\tfar — “so” می\u200cگوید \u200fعربي 👩\u200d💻"
    assert normalise(kept) == kept


@given(
    st.text(
        alphabet=st.characters(exclude_categories=[]) | st.sampled_from("\r\n \t\ufeff\u0301\xad\x85\x1b"), max_size=80
    )
)
def test_normalising_twice_changes_nothing(text):
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1251"])
def test_a_file_is_read_in_the_encoding_that_it_was_written_in(encoding):
    assert [reading.text for reading in decode(RUSSIAN.encode(encoding))] == [RUSSIAN]


def test_a_western_file_keeps_its_quotation_marks_and_accents():
    text = (
        "The minister’s résumé was “naïve”, the paper said, and nobody answered it for a week or more, as far as "
        "anybody in the town knew. Then the editors wrote again."
    )
    assert [reading.text for reading in decode(text.encode("cp1252"))] == [text]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (b"a" * (MAX_BYTES + 1), "too_large"),
        (b"%PDF-1.7 and so on", "binary"),
        (b"plain and then \0 not", "binary"),
        (b"\x01\x02\x03\x04 controls", "binary"),
        (b"\xff\xfe\x00\xd8\x00\x00", "undecodable"),
        (RUSSIAN.encode().replace("г".encode(), b"\xff"), "undecodable"),
        (bytes(range(128, 256)) * 20, "undecodable"),
    ],
)
def test_what_is_no_text_is_refused_with_words(raw, code):
    with pytest.raises(TextRefused) as refused:
        decode(raw)
    assert refused.value.code == code
    assert refused.value.words.endswith(".")


def test_damaged_utf8_is_not_taken_for_another_encoding():
    raw = ("It was quiet in the port, as everybody knew, and so it stayed. " * 9 + "“So,” she said – “naïve”.").encode()
    with pytest.raises(TextRefused) as refused:
        decode(raw.replace("ï".encode(), b"\xc3"))
    assert refused.value.code == "undecodable"


def test_two_megabytes_are_not_too_many():
    assert len(decode(b"a" * MAX_BYTES)[0].text) == MAX_BYTES
