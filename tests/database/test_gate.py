"""An article's gate, as the database decides it: what is open is one item each, with words and a link."""

import pytest
from django.db import connection
from django.utils import timezone

from claims.history import acting
from claims.models import Article, Claim, EvidenceRule, Message, NoClaimMark, Thread
from claims.queries.galley import galley_of
from claims.queries.gate import gate_of
from claims.queries.tabs import gate_ready
from claims.rules.gate import MET
from claims.states import ClaimState, LineDecision, RuleCode, RuleLevel, Verdict
from claims.text.coverage import JOINING
from tests.database.conftest import refused
from tests.make import (
    make_article,
    make_claim,
    make_mark,
    make_speaker,
    make_version,
    second,
    set_state_of,
    sign_article,
    sign_off,
)

TEXT = "A headline\n\nThe old bridge carries 40 lorries."


@pytest.fixture
def article(cast):
    """Our article of a headline, which is marked, and one line."""
    article = make_article(cast.desk, TEXT, actor=cast.checker)
    make_mark(article, "A headline", actor=cast.checker, looked_by=cast.reviewer)
    return article


@pytest.fixture
def claim(cast, article):
    """Claim 1, on the article's one line, with a speaker."""
    return make_claim(article, "The old bridge carries 40 lorries", speaker=make_speaker(cast.desk))


def change(cast, claim, **fields):
    """Set fields of a claim as the chief does; it stays in the state it is in."""
    if "verdict" in fields:
        fields["scheme"] = claim.desk.schemes.first()
    with acting(cast.chief):
        Claim.objects.filter(pk=claim.pk).update(**fields)


def stet(cast, **over):
    return {"stet_reason": "It is the heart of the story.", "stet_by": cast.chief, **over}


def open_items(article, *kinds):
    """The items that are not ok, of the kinds given or of all; every item's words fit where they are shown.

    What tabs count of the gate's parts is what the items say.
    """
    items = gate_of(article)
    parts, waits = {item.kind for item in items}, {item.kind for item in items if not item.ok}
    ready = Article.objects.annotate(ready=gate_ready()).values_list("ready", flat=True).get(pk=article.pk)
    assert ready == [len(parts) - len(waits), len(parts)]
    assert all(0 < len(item.words) < 300 and len(item.key) < 80 for item in items)
    assert len({item.key for item in items}) == len(items)
    return [item for item in items if not item.ok and (not kinds or item.kind in kinds)]


def keys(article, *kinds):
    return [item.key for item in open_items(article, *kinds)]


def coverage_rule(cast, level):
    EvidenceRule.objects.update_or_create(desk=cast.desk, code=RuleCode.COVERAGE, defaults={"level": level})


def test_a_finished_article_has_nothing_open_and_each_part_says_so(cast, article, claim):
    coverage_rule(cast, RuleLevel.BLOCK)
    sign_off(claim, cast.reviewer, by=cast.checker)
    assert [(item.kind, item.words, item.ok) for item in gate_of(article)] == [
        (kind, words, True) for kind, words in MET.items()
    ]
    sign_article(article, cast.chief)


def test_every_line_that_is_not_covered_is_an_item_that_leads_to_it(cast):
    coverage_rule(cast, RuleLevel.BLOCK)
    article = make_article(cast.desk, "A headline\n\nThe bridge is old. It is long.\n\n* * *")
    make_claim(article, "The bridge")
    items = open_items(article, "line")
    assert [(i.key, i.line_number, i.blocks) for i in items] == [
        ("line:1", 1, True),
        ("line:2", 2, True),
        ("line:3", 3, True),
    ]
    assert "untouched" in items[0].words
    assert "only partly covered" in items[1].words


@pytest.mark.parametrize(
    "words",
    [
        "Мэр открыл мост.",
        "市长宣布大桥开放。",
        "أعلن رئيس البلدية فتح الجسر.",
        "Το γεφύρι άνοιξε.",
        "ქალაქის მერმა ხიდი გახსნა.",
        "महापौर ने पुल खोला।",
        "สะพานเปิดแล้ว",
        "Şuşa açıldı.",
    ],
)
def test_words_of_any_script_are_words(cast, words):
    coverage_rule(cast, RuleLevel.BLOCK)
    article = make_article(cast.desk, f"2026\n\n{words}")
    assert keys(article, "line") == ["line:1", "line:2"]
    make_mark(article, "2026")
    make_mark(article, words.rstrip(".。।"))
    assert keys(article, "line") == []


def test_a_line_far_into_a_long_block_is_found_covered_or_not(cast):
    coverage_rule(cast, RuleLevel.BLOCK)
    sentences = " ".join(f"Sentence number {n} stands here." for n in range(600))
    article = make_article(cast.desk, f"Long\n\n{sentences}")
    make_mark(article, "Sentence number 599 stands here")
    make_mark(article, "Sentence number 128 stands")
    found = keys(article, "line")
    assert len(found) == 600
    assert "line:601" not in found and "line:600" in found
    assert "only partly" in next(item.words for item in open_items(article, "line") if item.key == "line:130")


def test_a_long_line_is_open_until_claims_and_marks_have_all_of_its_words(cast):
    coverage_rule(cast, RuleLevel.BLOCK)
    long = "The old bridge carries 40 lorries a day over the river, and it was closed in March for repairs."
    article = make_article(cast.desk, f"{'* ' * 40}\n\n{long}")
    assert keys(article, "line") == ["line:2"]
    claim = make_claim(article, "The old bridge carries 40 lorries a day over the river")
    assert keys(article, "line") == ["line:2"]
    make_mark(article, "it was closed in March for repairs")
    assert keys(article, "line") == []
    set_state_of(claim, cast.checker, ClaimState.RETIRED)
    assert keys(article, "line") == ["line:2"]


def test_words_that_stand_in_no_line_are_open(cast, article):
    coverage_rule(cast, RuleLevel.BLOCK)
    with acting(cast.checker):
        version = make_version(article, "A headline\n\nOne line. ", current=False)
        block = version.blocks.create(position=9, kind="paragraph", text="Words that no line holds.")
        article.current_version = version
        article.save(update_fields=["current_version"])
    item = next(item for item in open_items(article, "line") if item.key == "line:0")
    assert "stand in no line" in item.words
    assert block.text


def test_a_desk_may_only_be_warned_of_lines_that_are_not_covered_or_not_at_all(cast, article):
    coverage_rule(cast, RuleLevel.WARN)
    (item,) = open_items(article)
    assert not item.blocks
    sign_article(article, cast.chief)
    coverage_rule(cast, RuleLevel.OFF)
    assert keys(article) == []
    assert "line" not in {item.kind for item in gate_of(article)}


def test_every_claim_neither_signed_off_nor_retired_is_an_item_that_leads_to_it(cast, article, claim):
    for state in ("open", "checking"):
        set_state_of(claim, cast.checker, state)
        (item,) = open_items(article)
        assert (item.key, item.claim_number, item.blocks) == ("claim:1", 1, True)
    set_state_of(claim, cast.checker, ClaimState.RETIRED)
    assert keys(article) == []


def test_marks_wait_for_somebody_other_than_who_made_them(cast, article):
    for words in ("The old", "bridge"):
        make_mark(article, words, actor=cast.checker)
    gone = make_mark(article, "lorries", actor=cast.checker)
    with acting(cast.checker):
        NoClaimMark.objects.filter(pk=gone.pk).update(removed_by=cast.checker, removed_at=timezone.now())
    (item,) = open_items(article)
    assert (item.key, item.blocks, item.claim_number, item.line_number) == ("marks", True, None, None)
    assert item.words.startswith("2 “no claim” marks wait to be reviewed by somebody other than the person")


@pytest.mark.parametrize("decision", [d for d in LineDecision if d != LineDecision.KEEP])
def test_a_line_decision_is_applied_or_declined_by_the_chief_with_a_reason(cast, article, claim, decision):
    change(cast, claim, line_decision=decision)
    assert keys(article, "decision") == ["decision:1"]
    change(cast, claim, **stet(cast, stet_reason=" "))
    assert keys(article, "decision") == ["decision:1"]
    change(cast, claim, **stet(cast))
    assert keys(article, "decision") == []


@pytest.mark.parametrize("verdict", [Verdict.REFUTED, Verdict.NOT_ENOUGH])
def test_what_did_not_hold_up_is_kept_only_with_the_chief_s_written_reason(cast, article, claim, verdict):
    change(cast, claim, verdict=verdict)
    assert keys(article, "verdict") == ["verdict:1"]
    change(cast, claim, **stet(cast, stet_reason=" "))
    assert keys(article, "verdict") == ["verdict:1"]
    change(cast, claim, **stet(cast))
    assert keys(article, "verdict") == []


@pytest.mark.parametrize("verdict", [v for v in Verdict if v not in (Verdict.REFUTED, Verdict.NOT_ENOUGH)])
def test_any_other_verdict_is_kept_without_one(cast, article, claim, verdict):
    change(cast, claim, verdict=verdict, rationale="Nobody else was there.")
    assert keys(article, "verdict") == []


@pytest.mark.parametrize("voice", ["nobody's", "the publication's", "an endorsing verb"])
def test_in_the_article_s_own_voice_no_reason_helps(cast, article, claim, voice):
    fields = {
        "nobody's": {"speaker": None},
        "the publication's": {"speaker": make_speaker(cast.desk, kind="publication")},
        "an endorsing verb": {"verb": "admitted", "verb_endorses": True},
    }[voice]
    change(cast, claim, verdict=Verdict.REFUTED, **fields)
    change(cast, claim, **stet(cast))
    (item,) = open_items(article, "verdict")
    assert ("its verb says that it is so" if "verb" in fields else "own voice") in item.words


def test_declining_to_reword_what_is_refuted_in_the_article_s_own_voice_is_keeping_it(cast, article, claim):
    change(cast, claim, verdict=Verdict.REFUTED, line_decision=LineDecision.REWORD, speaker=None)
    change(cast, claim, **stet(cast))
    assert keys(article, "verdict", "decision") == ["verdict:1"]


def test_what_is_to_be_cut_is_asked_for_once(cast, article, claim):
    change(cast, claim, verdict=Verdict.REFUTED, line_decision=LineDecision.CUT)
    assert keys(article, "verdict", "decision") == ["decision:1"]


def test_somebody_else_s_article_may_hold_what_was_refuted(cast):
    theirs = make_article(cast.desk, TEXT, ownership="theirs")
    claim = make_claim(theirs, "The old bridge carries 40 lorries")
    change(cast, claim, verdict=Verdict.REFUTED, line_decision=LineDecision.CUT)
    assert keys(theirs, "verdict", "decision") == []
    assert not {"verdict", "decision"} & {item.kind for item in gate_of(theirs)}


def test_a_retired_claim_asks_for_nothing(cast, article, claim):
    change(cast, claim, verdict=Verdict.REFUTED, line_decision=LineDecision.CUT)
    set_state_of(claim, cast.checker, ClaimState.RETIRED)
    assert keys(article) == []


def ask(cast, article, words, claim=None):
    with acting(cast.checker):
        query = Thread.objects.create(article=article, claim=claim, is_query=True, opened_by=cast.checker)
        Message.objects.create(thread=query, author=cast.checker, words=words)
    return query


def test_every_open_query_is_an_item_in_its_own_words_that_leads_to_its_claim_or_to_the_threads(cast, article, claim):
    first = ask(cast, article, "Who counted them?", claim)
    second = ask(cast, article, "Which bridge? " * 400)
    about_claim, about_article = open_items(article, "query")
    assert (about_claim.key, about_claim.claim_number) == (f"query:{first.pk}", 1)
    assert about_claim.blocks and "on claim 1" in about_claim.words and "“Who counted them?”" in about_claim.words
    assert (about_article.key, about_article.claim_number) == (f"query:{second.pk}", None)
    assert "Which bridge?" in about_article.words and "…” Answer it" in about_article.words


def test_an_open_query_blocks_somebody_else_s_article_as_well(cast):
    theirs = make_article(cast.desk, TEXT, ownership="theirs")
    ask(cast, theirs, "Who says so?")
    assert len(open_items(theirs, "query")) == 1


@pytest.mark.parametrize("open_", ["line", "marks", "claim", "tray", "decision", "verdict", "query"])
def test_the_database_refuses_the_signature_over_whatever_the_gate_page_shows_as_open(
    cast, article, claim, hands, open_
):
    coverage_rule(cast, RuleLevel.BLOCK)
    if open_ == "line":
        make_version(article, TEXT)  # the words of the claim are not placed in it
        set_state_of(claim, cast.checker, ClaimState.RETIRED)
        make_mark(article, "A headline", actor=cast.checker, looked_by=cast.reviewer)
    elif open_ == "marks":
        make_mark(article, "The old bridge", actor=cast.checker)
    elif open_ == "tray":
        make_version(article, "A headline")
        make_mark(article, "A headline", actor=cast.checker, looked_by=cast.reviewer)
    elif open_ == "decision":
        change(cast, claim, line_decision=LineDecision.CUT)
    elif open_ == "verdict":
        change(cast, claim, verdict=Verdict.REFUTED)
    if open_ in ("marks", "decision", "verdict", "query"):
        sign_off(claim, cast.reviewer, by=cast.checker)
    if open_ == "query":
        ask(cast, article, "Who says so?")
    assert {item.kind for item in open_items(article)} >= {open_}
    with refused("article_gate"), hands(cast.chief):
        sign_article(article, cast.chief)


def test_a_release_takes_effect_only_over_items_that_it_gives_an_owner(cast, article, claim, hands):
    make_mark(article, "bridge", actor=cast.checker)
    release = sign_article(article, cast.chief, "released", reason="The printer waits.")
    with acting(cast.chief):
        release.exceptions.create(item="claim:1", words="Claim 1 is open.", owner=cast.checker)
    with refused("article_gate"), hands(cast.reviewer):
        second(release, cast.reviewer)
    with acting(cast.chief):
        release.exceptions.create(item="marks", words="A mark waits.", owner=cast.checker)
    with hands(cast.reviewer):
        second(release, cast.reviewer)


def test_an_article_without_claims_and_marks_has_nothing_ready_but_what_there_is_of_it(cast):
    bare = make_article(cast.desk, TEXT, actor=cast.checker)
    assert [(item.kind, item.ok) for item in gate_of(bare)] == [("claim", True)]  # a desk without the rule of coverage
    coverage_rule(cast, RuleLevel.BLOCK)
    assert {(item.kind, item.ok) for item in gate_of(bare)} == {("line", False)}
    make_mark(bare, "A headline", actor=cast.checker)
    with acting(cast.checker):
        bare.threads.create(is_query=True, opened_by=cast.checker)
    assert {(item.kind, item.ok) for item in gate_of(bare)} == {("line", False), ("marks", False), ("query", False)}
    make_claim(bare, "40 lorries")
    assert len({item.kind for item in gate_of(bare) if item.ok}) == 6


def test_what_the_gate_asks_for_since_the_signature_stops_publication(cast, article, claim):
    sign_off(claim, cast.reviewer, by=cast.checker)
    bare = make_article(cast.desk, TEXT, actor=cast.checker)
    sign_article(bare, cast.chief)
    set_state_of(bare, cast.chief, "signed_off")
    coverage_rule(cast, RuleLevel.BLOCK)
    with refused("article_gate"):
        set_state_of(bare, cast.chief, "published")
    sign_article(article, cast.chief)
    set_state_of(article, cast.chief, "signed_off")
    set_state_of(article, cast.chief, "published")


def test_the_database_joins_by_the_same_words_as_the_page(db):
    with connection.cursor() as cursor:
        for language, words in JOINING.items():
            cursor.execute("SELECT joining_words(%s), joining_words(%s)", [language, f"{language}-XX"])
            assert cursor.fetchone() == (rf"\m({'|'.join(words.split())})\M",) * 2
        cursor.execute("SELECT joining_words('xx')")
        assert cursor.fetchone() == (None,)


JOINED = [
    ("Two fell and three stood.", "en", ["Two fell", "three stood"], []),
    ("Two fell, AND three stood.", "en", ["Two fell", "three stood"], []),
    ("Two fell and so did three.", "en", ["Two fell", "three"], [2]),
    ("Two fell and three stood.", "de", ["Two fell", "three stood"], [2]),
    ("Kars düştü ve üç köy kaldı.", "tr", ["Kars düştü", "üç köy kaldı"], []),
    ("Двое пали, а трое нет.", "ru", ["Двое пали", "трое нет"], []),
    ("Երկուսը ընկան և երեքը՝ ոչ.", "hy", ["Երկուսը ընկան", "երեքը՝ ոչ"], []),
    ("And.", "en", [], []),
    (f"{'x' * 4090} one, and two.", "en", [f"{'x' * 4090} one", "two"], []),
]


@pytest.mark.parametrize(("text", "language", "claimed", "open_lines"), JOINED)
def test_a_joining_word_needs_no_mark_on_the_page_and_in_the_database(cast, text, language, claimed, open_lines):
    article = make_article(cast.desk, f"A headline\n\n{text}", actor=cast.checker, language=language)
    make_mark(article, "A headline", actor=cast.checker, looked_by=cast.reviewer)
    for words in claimed:
        make_claim(article, words)
    EvidenceRule.objects.update_or_create(desk=cast.desk, code=RuleCode.COVERAGE, defaults={"level": RuleLevel.BLOCK})
    assert [item.line_number for item in open_items(article, "line")] == open_lines
    assert galley_of(article).open_lines == open_lines
