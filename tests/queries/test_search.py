"""Search finds claims by whole words, by the beginning of the last one, and takes whatever is typed."""

from copy import copy

import pytest
from django.db import connection
from django.db.models.base import ModelState
from django.test.utils import CaptureQueriesContext

from claims.editing.speakers import name_key
from claims.models import Claim, Speaker
from claims.queries.paging import page_of
from claims.queries.search import MOST_SPEAKERS, WordsQuery, claims_page, sources_page
from tests.make import make_article, make_claim, make_source, make_speaker

TEXT = "Bridge\n\nThe S-300s crossed the old bridge. Forty lorries cross it an hour. O'Neill denied it."


@pytest.fixture
def found(cast):
    article = make_article(cast.desk, TEXT, actor=cast.writer)
    speaker = make_speaker(cast.desk, "Ministry of Transport")
    make_claim(article, "The S-300s crossed the old bridge", actor=cast.checker)
    make_claim(article, "Forty lorries cross it an hour", actor=cast.checker, speaker=speaker)
    make_claim(article, "O'Neill denied it", actor=cast.checker)

    def search(words, **more):
        page = claims_page(cast.observer, query=WordsQuery(words) if words else None, **more)
        return [claim.number for claim in page.rows]

    return search


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("bridge", [1]),
        ("bri", [1]),
        ("old bri", [1]),
        ("OLD Bri", [1]),
        ("bri old", []),  # only the last word may be unfinished
        ("S-300s", [1]),
        ("forty or denied", [3, 2]),
        ("cross -forty", []),
        ('"old bridge"', [1]),
        ('"bridge old"', []),
        ("O'Neill", [3]),
        ("transport", [2]),
        ("nothing of it", []),
    ],
)
def test_words_find_claims(found, typed, numbers):
    assert found(typed) == numbers


@pytest.mark.parametrize(
    "typed", ["'", '"', "& | ! ( )", ":*", "a:*b", "\\", "-", "or", "<->", "%", "é", "🙂", "a" * 200]
)
def test_nothing_typed_breaks_the_search(found, typed):
    assert isinstance(found(typed), list)


def test_a_speaker_is_found_by_part_of_the_name_or_an_alias(cast, found):
    speaker = cast.desk.speakers.get()
    speaker.aliases.create(desk=cast.desk, name="MoT", key="mot")
    assert found("", speaker="of transport") == [2]
    assert found("", speaker="mot") == [2]
    assert found("", speaker="somebody") == []


def test_a_speaker_is_found_whatever_the_letters_of_the_name(cast, found):
    speaker = cast.desk.speakers.get()
    speaker.aliases.create(desk=cast.desk, name="Øresund Łódź", key=name_key("Øresund Łódź"))
    assert found("", speaker=name_key("oresund lodz")) == found("", speaker=name_key("ØRESUND")) == [2]


def test_the_name_of_no_speaker_reads_no_claims(cast, found):
    with CaptureQueriesContext(connection) as caught:
        page = claims_page(cast.observer, speaker="somebody", after="3")
    assert page.rows == [] and page.next == "" and page.later
    assert not any("claims_claim" in query["sql"] for query in caught)


def test_a_name_of_more_speakers_than_are_looked_up_finds_the_claims_of_each(cast, found):
    names = [f"Office of transport {at}" for at in range(3 * MOST_SPEAKERS)]
    Speaker.objects.bulk_create(Speaker(desk=cast.desk, name=name, key=name_key(name)) for name in names)
    article = make_article(cast.desk, TEXT, actor=cast.writer)
    last = Speaker.objects.latest("pk")
    later = make_claim(article, "O'Neill denied it", actor=cast.checker, speaker=last, number=9)
    assert found("", speaker="of transport") == [later.number, 2]
    assert found("", speaker="office of transport") == [later.number]


def test_the_claims_of_a_speaker_who_has_few_are_read_from_the_index_of_speakers(cast, found):
    rare, other = cast.desk.speakers.get(), make_speaker(cast.desk, "Harbour master")
    common = Claim.objects.get(number=1)
    copies = [copy(common) for _ in range(3000)]
    for number, claim in enumerate(copies, start=10):
        claim.pk, claim._state, claim.number, claim.speaker = None, ModelState(), number, other
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE claims_claim DISABLE TRIGGER USER")
        Claim.objects.bulk_create(copies)
        cursor.execute("ANALYZE claims_claim, claims_speaker")
        with CaptureQueriesContext(connection) as caught:
            assert [claim.number for claim in claims_page(cast.observer, speaker=rare.key).rows] == [2]
        cursor.execute(f"EXPLAIN {caught[-1]['sql']}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "claims_claim_speaker_id" in plan, plan


def test_pages_of_a_falling_key_hold_every_row_once(cast, found):
    walked, after = [], ""
    while True:
        page = page_of(Claim.objects.all(), ("-id",), after, size=2)
        walked += [claim.number for claim in page.rows]
        after = page.next
        if not after:
            break
    assert walked == [3, 2, 1]


def test_a_source_that_spoke_off_the_record_is_found_by_no_search(cast):
    open_one = make_source(cast.desk, "Harbour ledger")
    hidden = make_source(cast.desk, "Harbour master", terms="off_record")
    assert list(sources_page(cast.checker, query=WordsQuery("harbour")).rows) == [open_one]
    assert hidden in sources_page(cast.checker).rows


def finds(typed, words, each=False):
    """Whether what somebody typed finds a text, by the functions that the index and the pages use."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT search_vector(%s) @@ search_query(%s, %s)", [words, typed, each])
        return cursor.fetchone()[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Muller", "Müller"),
        ("Susa", "Şuşa"),
        ("istanbul", "İSTANBUL"),
        ("ISTANBUL", "ıstanbul"),
        ("strasse", "Straße"),
        ("Lodz", "Łódź"),
        ("Aegir Oresund", "Ægir Øresund"),
        ("Aliyev", "Əliyev"),
        ("елка", "ЁЛКА"),
        ("երևան", "ԵՐԵՎԱՆ"),
        ("άνθρωπος", "ΑΝΘΡΩΠΟΣ"),
        ("カタカナ", "ｶﾀｶﾅ"),
        ("cafe\u0301", "CAFÉ"),
        ("4000", "4,000"),
        ("4000", "4 000"),
        ("4000", "4.000"),
        ("4000", "4’000"),
        ("4000", "٤٠٠٠"),
        ("1,000,000", "1 000 000"),
    ],
)
def test_both_spellings_find_each_other(one, two):
    assert finds(one, f"Then {two} it was.") and finds(two, f"Then {one} it was.")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "parts", "not_there"),
    [
        ("新しい鉄道橋が開通した", ["鉄道", "道橋", "鉄道橋", "新", "橋", "た", "開通した"], ["鉄橋", "道鉄", "川"]),
        ("亚美尼亚国防部否认", ["国防部", "否认", "亚"], ["国部", "认否"]),
        ("เขาข้ามสะพานเก่า", ["สะพาน"], ["สะพาก"]),
        ("គាត់ឆ្លងស្ពានចាស់", ["ស្ពាន"], ["ចាស់ស្ពាន"]),
        ("서울에서 왔다", ["서울", "에서"], ["서에"]),
        ("约300辆坦克", ["300", "坦克", "300辆"], ["300坦"]),
    ],
)
def test_each_part_of_a_run_without_blanks_is_found_and_no_other(words, parts, not_there):
    assert [part for part in parts if not finds(part, words)] == []
    assert [part for part in not_there if finds(part, words)] == []


@pytest.mark.django_db
def test_two_figures_beside_each_other_are_found_as_two_and_as_one():
    assert all(finds(typed, "In 20 300 men came.") for typed in ("20", "300", "20300", "20 300"))
    assert finds("20 300", "20 men and 300 others") and not finds("2020300", "In 2020 300 men came.")


@pytest.mark.django_db
def test_every_word_may_be_unfinished_where_somebody_types_a_source():
    assert finds("har led", "Harbour ledger", each=True) and not finds("har led", "Harbour ledger")


@pytest.mark.django_db
def test_what_is_looked_for_has_an_end():
    with connection.cursor() as cursor:
        phrase = f'"{"word " * 5000}"'
        for typed in ("word " * 5000, phrase, "x-" * 5000, "橋" * 5000, "w" * 10**6, "1,000 " * 5000):
            cursor.execute("SELECT numnode(search_query(%s, true))", [typed])
            assert cursor.fetchone()[0] <= 2 * 2 * 16 * 24
        cursor.execute("SELECT numnode(search_query(%s))", ["a-b " * 5000])
        assert cursor.fetchone()[0] < 100


LONG = {
    "one word": "x" * 2_000_000,
    "words": " ".join(f"w{at}" for at in range(250_000)),
    "Chinese": "".join(chr(0x4E00 + at * 7919 % 20_000) for at in range(100_000)),
    "rare Chinese": "".join(chr(0x20000 + at * 7919 % 40_000) for at in range(100_000)),
    "figures": "123," * 100_000,
    "accents": "a" + "\u0301\u0323" * 50_000,
    "letters that stand for eighteen": "\ufdfa" * 100_000,
    "quotes": "'\\" * 100_000,
}


@pytest.mark.django_db
@pytest.mark.parametrize("words", LONG.values(), ids=LONG)
def test_what_is_too_long_for_the_index_is_indexed_in_part(cast, words):
    article = make_article(cast.desk, TEXT, actor=cast.writer)
    claim = make_claim(article, "Forty lorries cross it an hour", actor=cast.checker, statement=f"Begins {words}")
    query = WordsQuery("begins lorries")
    assert [found.pk for found in claims_page(cast.observer, query=query).rows] == [claim.pk]


def test_a_source_too_long_for_the_index_is_found_by_its_publisher(cast):
    made = make_source(cast.desk, "词" * 500, publisher="Harbour press")
    assert sources_page(cast.checker, query=WordsQuery("harbour")).rows == [made]
