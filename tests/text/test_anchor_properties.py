"""Whatever is done to a text, different words are never called the same, and no claim is without a result."""

import re
import unicodedata

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.text.anchors import AMBIGUOUS, CHANGED, CONTEXT_CHANGED, KEPT, LOST, Reanchoring
from claims.text.typography import same_words
from claims.text.words import word_spans

steady = settings(
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

SUBJECTS = [
    "The ministry",
    "President Alvarez",
    "He",
    "They",
    "Ms Okafor",
    "A spokesman",
    "Թամար Պետրոսյանը",
    "المتحدث",
]
VERBS = ["said", "denied", "admitted", "reported", "did not say", "never claimed", "ասաց", "قال"]
THINGS = [
    "that about 300 tanks were lost",
    "that 6 guns and two trucks were seen on Monday",
    "it would be over by May",
    "“we won the war”",
    "the road is not open",
    "nothing at all 👍",
    "that 40% of 1,200 houses burned",
    "cafe\u0301 doors were shut",
    "ნავთობი გაძვირდა",
]
SENTENCE = st.tuples(
    st.sampled_from(SUBJECTS), st.sampled_from(VERBS), st.sampled_from(THINGS), st.sampled_from([".", "?", "!", "։"])
).map(lambda parts: f"{parts[0]} {parts[1]} {parts[2]}{parts[3]}")
BLOCK = st.lists(SENTENCE, min_size=1, max_size=4)
ARTICLE = st.lists(BLOCK, min_size=1, max_size=4)

EDITS = [
    "insert",
    "delete",
    "move",
    "duplicate",
    "number",
    "not",
    "name",
    "word",
    "quote",
    "typography",
    "merge",
    "split",
    "join",
]
EDIT = st.tuples(st.sampled_from(EDITS), st.integers(0, 10_000), st.integers(0, 10_000), SENTENCE)


def text_of(article):
    return "\n\n".join(" ".join(block) for block in article if block)


def edited(article, edit):
    """The article after one thing that a writer does to it."""
    what, here, there, sentence = edit
    blocks = [list(block) for block in article if block]
    if not blocks:
        return [[sentence]]
    block, other = blocks[here % len(blocks)], blocks[there % len(blocks)]
    at = there % len(block)
    if what == "insert":
        block.insert(at, sentence)
    elif what == "delete":
        del block[at]
    elif what == "move":
        other.insert(here % (len(other) + 1), block.pop(at))
    elif what == "duplicate":
        other.insert(here % (len(other) + 1), block[at])
    elif what == "number":
        block[at] = re.sub(r"\d+|two", str(here), block[at], count=1)
    elif what == "not":
        block[at] = re.sub(r"\b(did not|not|never) ", "", block[at], count=1)
    elif what == "name":
        block[at] = re.sub(r"Alvarez|Okafor|ministry|Պետրոսյանը", "Marlowe", block[at])
    elif what == "word":
        words = block[at].split(" ")
        words[here % len(words)] = ["quietly", "", "not", "said", "seven"][there % 5]
        block[at] = " ".join(words)
    elif what == "quote":
        block[at] = f"“{block[at]}”"
    elif what == "typography":
        block[at] = block[at].replace(" ", "\u00a0", 2).replace("“", '"').replace("”", '"')
        block[at] = unicodedata.normalize("NFC", block[at])
    elif what == "merge" and len(block) > 1:
        block[:2] = [block[0].rstrip(".?!։") + " and " + block[1]]
    elif what == "split":
        block[at] = block[at].replace(" that ", ". Then ", 1)
    elif what == "join" and len(blocks) > 1:
        blocks[0] += blocks.pop(1)
    return blocks


@st.composite
def cases(draw):
    article = draw(ARTICLE)
    later = article
    for edit in draw(st.lists(EDIT, min_size=1, max_size=4)):
        later = edited(later, edit)
    old = text_of(article)
    words = word_spans(old)
    claims = []
    for _ in range(5):
        first = draw(st.integers(0, len(words) - 1))
        last = min(len(words) - 1, first + draw(st.sampled_from([0, 1, 3, 7, 20])))
        claims.append([(words[first][0], words[last][1])])
    one, other = sorted([claims[0][0], claims[1][0]])
    if one[1] < other[0]:
        claims.append([one, other])
    return old, text_of(later), claims


def plain(text):
    """The words alone, by the test's own idea of a word."""
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text))


def words_at(text, pieces):
    return plain(" ".join(text[start:end] for start, end in pieces))


def covered(text, pieces):
    """As words_at, of pieces that may overlap: each word once."""
    inside = sorted({at for start, end in pieces for at in range(start, end)})
    runs, at = [], None
    for n in inside:
        if at is None or n != at + 1:
            runs.append([n, n + 1])
        runs[-1][1] = n + 1
        at = n
    return words_at(text, runs)


@steady
@given(cases())
def test_an_edit_never_keeps_different_words_and_never_loses_a_claim_without_a_trace(case):
    old, new, claims = case
    anchors = Reanchoring(old, new)
    for pieces in claims:
        placed = anchors.place(pieces)
        assert placed.result in (KEPT, CONTEXT_CHANGED, CHANGED, LOST, AMBIGUOUS)
        assert placed.reason
        assert (placed.pieces == []) == (placed.result in (LOST, AMBIGUOUS))
        if placed.result == AMBIGUOUS:
            assert len(placed.candidates) >= 2
        if placed.result == CHANGED:
            assert placed.differences
        assert placed.pieces == sorted(placed.pieces)
        for start, end in placed.pieces:
            assert 0 <= start < end <= len(new)
            assert new[start:end] == new[start:end].strip()
            assert old == new or "\n\n" not in new[start:end]  # a place is within one block
        for (_, end), (start, _) in zip(placed.pieces, placed.pieces[1:], strict=False):
            assert end <= start
        if placed.result in (KEPT, CONTEXT_CHANGED):
            assert covered(new, placed.pieces) == covered(old, pieces)


@steady
@given(cases())
def test_a_kept_claim_has_its_sentence_word_for_word(case):
    old, new, claims = case
    anchors = Reanchoring(old, new)
    for pieces in claims:
        if anchors.place(pieces).result == KEPT:
            for start, end in pieces:
                around = [a for a in anchors.old.line_spans if a[0] < end and start < a[1]]
                for a, b in around:
                    assert " ".join(plain(old[a:b])) in " ".join(plain(new))


GAPS = st.sampled_from(
    ["-", "–", "—", "−", "‑", " - ", " – ", " — ", "--", " −", " –", " -", "- ", "– ", " ", "‒", "―"]
)
WORDS = st.sampled_from(["steam", "ships", "20", "8", "5%", "$7", "they", "re", "signed"])


@steady
@given(st.lists(st.tuples(WORDS, GAPS, GAPS), min_size=2, max_size=4))
def test_what_stays_the_same_folds_the_same_whatever_the_dashes(parts):
    old, new = ("So it was " + "".join(part[0] + part[n] for part in parts) + "then." for n in (1, 2))
    placed = Reanchoring(old, new).place([(0, len(old))])
    if placed.result in (KEPT, CONTEXT_CHANGED):
        assert same_words(old, new)


BESIDE = st.sampled_from(["", "", "€", " €", "$", "+", "#", "  %", "\u200b%", " ₹", "👍", ",", "\u00ad"])
SIGNED = st.lists(st.tuples(WORDS, BESIDE, BESIDE), min_size=2, max_size=5)


@settings(steady, max_examples=300)
@given(SIGNED, st.integers(0, 4), st.sampled_from([" ", ". It "]))
def test_what_is_kept_has_the_same_signs_wherever_they_stand(parts, at, between):
    old, new = ("So it" + "".join(f"{between}{part[0]}{part[n]}" for part in parts) + "." for n in (1, 2))
    words = word_spans(old)
    start = words[min(at, len(words) - 1)][0]
    for piece in ((0, len(old)), (start, len(old)), (start, words[-1][1]), (0, words[1][1])):
        placed = Reanchoring(old, new).place([piece])
        assert all(new[a:b] == new[a:b].strip() for a, b in placed.pieces)
        if placed.result == KEPT:
            assert re.findall("[€$+#%₹👍]", old) == re.findall("[€$+#%₹👍]", new)


@steady
@given(cases())
def test_in_the_same_text_everything_stays(case):
    old, _, claims = case
    anchors = Reanchoring(old, old)
    for pieces in claims:
        placed = anchors.place(pieces)
        assert (placed.result, placed.pieces) == (KEPT, sorted(pieces))


@steady
@given(cases())
def test_another_kind_of_line_end_changes_nothing(case):
    old, _, claims = case
    new = old.replace("\n", "\r\n")
    anchors = Reanchoring(old, new)
    for pieces in claims:
        placed = anchors.place(pieces)
        assert placed.result == KEPT
        assert covered(new, placed.pieces) == covered(old, pieces)


@steady
@given(ARTICLE, st.integers(0, 200))
def test_a_word_put_anywhere_into_a_claim_is_seen(article, where):
    old = text_of(article)
    words = word_spans(old)
    first = where % max(1, len(words) - 3)
    chosen = words[first : first + 4]
    if len(chosen) < 2 or "\n\n" in old[chosen[0][0] : chosen[-1][1]]:
        return
    at = chosen[1][0]
    new = old[:at] + "quietly " + old[at:]
    placed = Reanchoring(old, new).place([(chosen[0][0], chosen[-1][1])])
    assert placed.result in (CHANGED, LOST, AMBIGUOUS)


@steady
@given(cases())
def test_every_line_of_both_texts_is_accounted_for_once(case):
    old, new, _ = case
    anchors = Reanchoring(old, new)
    changes = [*anchors.lines]
    assert sorted(span for change in changes for span in change.old) == [*anchors.old.line_spans]
    assert sorted(span for change in changes for span in change.new) == [*anchors.new.line_spans]
    for change in changes:
        assert bool(change.old) == (change.kind != "new")
        assert bool(change.new) == (change.kind not in ("deleted", "ambiguous"))
        if change.kind in ("unchanged", "moved"):
            assert words_at(old, change.old) == words_at(new, change.new)


@steady
@given(st.text(max_size=60), st.text(max_size=60), st.integers(0, 59), st.integers(1, 30))
def test_any_text_at_all_can_be_asked_about(old, new, start, length):
    end = min(len(old), start + length)
    if start < end:
        placed = Reanchoring(old, new).place([(start, end)])
        assert (placed.pieces == []) == (placed.result in (LOST, AMBIGUOUS))
        assert all(0 <= a < b <= len(new) for a, b in placed.pieces)
