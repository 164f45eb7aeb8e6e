"""Every write of one claim but its state: cutting it, its words, its fields, letting it stand."""

from datetime import date
from decimal import Decimal

from claims.editing.speakers import speaker_meant
from claims.errors import ClaimedAlready, Conflict, Invalid, NotNow, TextMoved
from claims.fields import ASKED, WHOSE, words_of
from claims.history import acting, record
from claims.models import Block, Claim, Evidence, Piece, Speaker
from claims.permissions import allow, may_assign, may_cut
from claims.queries.compiled import Compiled, Slot, among
from claims.queries.findings import around
from claims.queries.source_changes import waiting_said
from claims.rules.printed import mismatches, offers
from claims.rules.sending import unexamined
from claims.states import Attribution, ClaimState, Form
from claims.text import quotes
from claims.workflow.articles import keep_signoff, lock_article
from claims.workflow.claims import ADOPTED, adopt_wording, lock, newest_scheme

#: What decides whether the truth of a claim may go unexamined.
UNEXAMINED_BY = {
    "verdict",
    "line_decision",
    "reworded_verdict",
    "speaker",
    "verb_endorses",
    "risk_flags",
    "rationale",
}


#: Verdicts, each with the desk's own that it is.
VERDICTS = {"verdict", "reworded_verdict"}


def field_value(claim, name):
    """One field of a claim as JSON can carry it, the same for the same content: names for speakers, sorted flags."""
    value = getattr(claim, f"{name}_choice" if name in VERDICTS else name)
    return value.name if isinstance(value, Speaker) else plain(value)


def plain(value):
    """A value as JSON can carry it."""
    if isinstance(value, (list, tuple, set)):
        return sorted(value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):  # a datetime is one
        return value.isoformat()
    return "" if value is None else value


def field_values(claim):
    """Every field that the panel edits, as JSON can carry it: the base that a form is opened with."""
    return {name: field_value(claim, name) for name in ASKED}


def checked_pieces(article, pieces):
    """Blocks and (block, start, end, words) in reading order, or TextMoved; Invalid for none or for overlaps."""
    if not pieces:
        raise Invalid("Select some words first.", "pieces")
    wanted = list({piece[0] for piece in pieces})
    blocks = {block.pk: block for block in _BLOCKS(version=article.current_version_id, blocks=wanted)}
    checked = []
    for block_id, start, end, words in pieces:
        block = blocks.get(block_id)
        if block is None or not 0 <= start < end <= len(block.text) or block.text[start:end] != words:
            raise TextMoved
        if not words.strip():
            raise Invalid("Select some words first.", "pieces")
        checked.append((block, start, end, words))
    checked.sort(key=lambda piece: (piece[0].position, piece[1]))
    for (one, _, end, _), (two, start, _, _) in zip(checked, checked[1:], strict=False):
        if one.pk == two.pk and start < end:
            raise Invalid("Two pieces of one claim overlap.", "pieces")
    return checked


_BLOCKS = Compiled(
    lambda: Block.objects.filter(among("id", Slot("blocks")), version_id=Slot("version"), left_out=False)
)


def united(pieces):
    """Pieces (block id, start, end) with touching or overlapping ones made one, each with its words; one query."""
    blocks = dict(Block.objects.filter(pk__in={piece[0] for piece in pieces}).values_list("pk", "text"))
    found = []
    for block_id, start, end in sorted(pieces):
        if found and found[-1][0] == block_id and start <= found[-1][2]:
            found[-1][2] = max(found[-1][2], end)
        else:
            found.append([block_id, start, end])
    return [(block_id, start, end, blocks[block_id][start:end]) for block_id, start, end in found]


def _write_pieces(claim, checked):
    Piece.objects.bulk_create(
        Piece(claim=claim, version_id=block.version_id, block=block, position=at, start=start, end=end, words=words)
        for at, (block, start, end, words) in enumerate(checked)
    )


def quoted_words(checked):
    return " … ".join(words for *_, words in checked)


def new_claim(article, checked, actor, statement="", **fields):
    number = (_LAST_NUMBER.first(article=article.pk) or 0) + 1
    fields.setdefault("due", article.deadline)
    claim = Claim.objects.create(
        article=article, desk_id=article.desk_id, number=number, statement=statement, created_by=actor, **fields
    )
    _write_pieces(claim, checked)
    claim = _MADE.first(claim=claim.pk)
    claim.article = article
    return claim


_LAST_NUMBER = Compiled(
    lambda: Claim.objects.filter(article=Slot("article")).order_by("-number").values_list("number", flat=True)[:1]
)
_MADE = Compiled(lambda: Claim.objects.filter(pk=Slot("claim")))


def cut_claim(article, pieces, *, actor, statement="", voids=True, again=True):
    """Make a claim from words: ``pieces`` are (block id, start, end, words), code points into the block.

    The words sent must be the words that stand there. Raises TextMoved (409), Invalid, NotYours; Voids where a
    sign-off of the article stands and ``voids`` does not say that it may go; ClaimedAlready where a live claim has
    exactly these pieces and ``again`` does not ask for another, also when two people cut them at one instant.
    """
    with acting(actor):
        article = lock_article(article.pk)
        allow(may_cut(actor, article))
        checked = checked_pieces(article, pieces)
        if not again and (there := _claim_of(checked)):
            raise ClaimedAlready(there)
        if not voids:
            keep_signoff(article)
        claim = new_claim(article, checked, actor, " ".join(statement.split()))
        words = f"{actor} made claim {claim.number}: “{quoted_words(checked)}”{_went_along(claim)}"
        record("claim_made", words, actor=actor, claim=claim, data={"words": quoted_words(checked)})
    return claim


def _went_along(claim):
    """The end of a sentence about a new claim on words of retired ones, if evidence contradicted these."""
    numbers = sorted(set(_COPIED_FROM(claim=claim.pk)))
    if not numbers:
        return ""
    return f"; what contradicted claim {', '.join(map(str, numbers))}, which was retired, counts here too"


_COPIED_FROM = Compiled(
    lambda: Evidence.objects.filter(claim=Slot("claim"), copied_from__isnull=False).values_list(
        "copied_from__claim__number", flat=True
    )
)


def _claim_of(checked):
    """The first live claim that has exactly the ``checked`` pieces, or None."""
    chosen = {(block.pk, start, end) for block, start, end, _ in checked}
    block, start, end, _ = checked[0]
    live = Claim.objects.exclude(state=ClaimState.RETIRED)
    near = live.filter(pieces__block=block, pieces__start=start, pieces__end=end)
    spans = {}
    for claim, *span in Piece.objects.filter(claim__in=near, version_id=block.version_id).values_list(
        "claim_id", "block_id", "start", "end"
    ):
        spans.setdefault(claim, set()).add(tuple(span))
    same = [claim for claim, there in spans.items() if there == chosen]
    return live.filter(pk__in=same).order_by("number").first() if same else None


def change_words(claim, pieces, *, actor, edition, was):
    """Change which words a claim covers; ``was`` are the words that the form showed (``Claim.quoted``).

    Raises TextMoved, NotNow when the claim or its words changed meanwhile, Invalid.
    """
    with acting(actor):
        claim = lock(claim.pk)
        allow(may_cut(actor, claim.article))
        must_be_live(claim)
        if edition != claim.edition or was.split() != claim.quoted.split():
            raise NotNow("The claim changed since you opened it. Look again, then choose the words.")
        checked = checked_pieces(claim.article, pieces)
        was = claim.quoted
        now = Piece.objects.filter(claim=claim, version_id=claim.article.current_version_id)
        if set(now.values_list("block_id", "start", "end")) == {(block.pk, *span[:2]) for block, *span in checked}:
            raise Invalid("These are the claim's words already.", "pieces")
        Piece.objects.filter(claim=claim, version_id=claim.article.current_version_id).delete()
        _write_pieces(claim, checked)
        words = f"{actor} changed the words of claim {claim.number}: “{was}” became “{quoted_words(checked)}”"
        record("words_changed", words, actor=actor, claim=claim, data={"old": was, "new": quoted_words(checked)})
        claim.refresh_from_db()
    return claim


def must_be_live(claim):
    if claim.state == ClaimState.RETIRED:
        raise NotNow("The claim is retired. Restore it to work on it.")


#: What is said of a speaker, and says nothing without one.
OF_SPEAKER = (*(name for name in WHOSE if name != "speaker"), "attribution", "attribution_note")


def of_nobody(claim, mine, base):
    """``mine`` with what was said of the speaker cleared too, if it clears the speaker; what was typed anew is kept."""
    was = base.get("speaker", field_value(claim, "speaker"))
    if mine.get("speaker", was) or not was:
        return mine
    said = {name: base.get(name, field_value(claim, name)) for name in OF_SPEAKER}
    stays = {name for name in OF_SPEAKER if name in mine and plain(mine[name]) != said[name]}
    empty = {name: ASKED[name].silent or plain(Claim._meta.get_field(name).get_default()) for name in OF_SPEAKER}
    return mine | {name: value for name, value in empty.items() if name not in stays}


def taken_over(claim, take):
    """What one press puts into a claim: the values of the Offer that ``take`` names as "fact:label".

    Raises NotNow where the words do not offer that any more.
    """
    place = around(claim)
    found = offers(claim, place, mismatches(claim, place))
    fact, _, label = take.partition(":")
    for offer in found.get(fact, []):
        if offer.label == label:
            return offer.values
    raise NotNow("The claim or its words changed since you opened it. Look again, then decide.")


def take_over(claim, take, *, actor, mine, base):
    """Save a claim with what its words say instead, as ``take`` names it (taken_over); ``mine``, ``base`` as below."""
    with acting(actor):
        return save_claim(claim, mine | taken_over(claim, take), actor=actor, base=base)[0]


def save_claim(claim, mine, *, actor, base):
    """Save fields of a claim, three ways: what the form was opened with (``base``), what is there now, and ``mine``.

    Both map names of ASKED to values as ``field_values`` gives them (``mine`` may hold dates and decimals). Clearing
    the speaker clears what was said of them (OF_SPEAKER), unless it was typed anew. Returns (claim, fields saved,
    {field: their value} changed by others meanwhile and kept). Raises Conflict when the same field was changed twice:
    nothing is written then.
    """
    with acting(actor):
        claim = lock(claim.pk)
        allow(may_cut(actor, claim.article))
        must_be_live(claim)
        conflicts, changed, merged = {}, {}, {}
        for name, value in of_nobody(claim, mine, base).items():
            label = ASKED[name].said
            value_plain, theirs = plain(value), field_value(claim, name)
            was = base.get(name, theirs)
            if isinstance(value, dict) and (together := _merged(texts_of(was), theirs, value)) is not None:
                value = value_plain = together
                was = theirs
            if theirs not in (was, value_plain):
                merged[name] = theirs
            if value_plain in (was, theirs):
                continue
            if theirs != was:
                conflicts[name] = {"label": label, "base": was, "theirs": theirs, "mine": value_plain}
            else:
                changed[name] = value
        if conflicts:
            raise Conflict(conflicts)
        if changed:
            _write_fields(claim, changed, actor)
        claim.refresh_from_db()
    return claim, list(changed), merged


def texts_of(value):
    """{key: text} of what a browser sent as such; anything else in it is left out."""
    return {key: text for key, text in value.items() if isinstance(text, str)} if isinstance(value, dict) else {}


def _merged(was, theirs, mine):
    """Both sides' changes of {key: text} as one, an empty text taking its key out; None where they contradict."""
    keys = {*was, *theirs, *mine}
    if any(len({was.get(key), theirs.get(key), mine.get(key)}) == 3 for key in keys):
        return None
    chosen = {key: (mine if mine.get(key) != was.get(key) else theirs).get(key) for key in keys}
    return {key: text for key, text in chosen.items() if text}


def form_of_words(claim):
    """The Form in which a claim's words cite their speaker, by the quotation marks around them."""
    pieces = claim.pieces.filter(version_id=claim.article.current_version_id).select_related("block")
    found = {quotes.quoted(piece.block.text, piece.start, piece.end) for piece in pieces}
    if found == {quotes.ALL}:
        return Form.DIRECT
    return Form.PARAPHRASE if found <= {quotes.NONE} else Form.MIXED


def _write_fields(claim, changed, actor):
    # Words of somebody else's are attributed in some form; whoever says otherwise chooses it.
    asked = changed.get("speaker") and claim.form == Form.NONE and "form" not in changed
    if asked and not _meant(claim, changed, "speaker").is_publication:
        changed["form"] = form_of_words(claim)
    if _another_speaks(claim, changed):  # what was found out is about somebody else
        changed["attribution"] = Attribution.OPEN
    adopts = claim.wording_applied and any(ASKED[name].bound for name in changed)
    asks = ("attribution",) if "speaker" in changed else ()  # the database opens it, or says that it is not applicable
    before = {name: field_value(claim, name) for name in [*changed, *asks, *(ADOPTED if adopts else ())]}
    if adopts:  # first: what is typed is typed of the words that stand in the article
        adopt_wording(claim)
    columns = []
    for name, value in changed.items():
        column = Claim._meta.get_field(name)
        if column.related_model is Speaker:
            value = _meant(claim, changed, name)
        elif column.null:
            value = value or None
        elif name in VERDICTS:
            value, _, own = value.partition(":")
            setattr(claim, f"{name}_own", own)
            columns.append(f"{name}_own")
        setattr(claim, name, value)
        columns.append(name)
    if changed.keys() & VERDICTS:
        judged = claim.verdict or claim.reworded_verdict_own
        if "verdict" in changed or claim.scheme is None or not judged:
            claim.scheme = judged and newest_scheme(claim) or None
        columns.append("scheme")
    if claim.figure_high is not None and (claim.figure_value is None or claim.figure_high < claim.figure_value):
        raise Invalid("A range runs from the lower to the higher figure.", "figure_high")
    if changed.keys() & UNEXAMINED_BY:
        for field, words in unexamined(claim):
            raise Invalid(words, field)
    claim.save(update_fields=columns)
    if "speaker" in changed or "attribution" in changed:
        claim.refresh_from_db(fields=["attribution"])
    after = {name: field_value(claim, name) for name in before}
    data = {"fields": {name: [before[name], after[name]] for name in before if before[name] != after[name]}}
    flagged = waiting_said() if {"speaker", "verdict"} & data["fields"].keys() else ""
    words = f"{actor} changed claim {claim.number}: {words_of(data['fields'])}{flagged}"
    record("claim_saved", words, actor=actor, claim=claim, data=data)


def _another_speaks(claim, changed):
    """Whether the speaker becomes another one, while nobody says whether that one said it."""
    if claim.speaker is None or not changed.get("speaker") or "attribution" in changed:
        return False
    return _meant(claim, changed, "speaker").who != claim.speaker.who


def _meant(claim, changed, name):
    """The speaker whom a name typed as ``name`` means. Raises Invalid where two fit."""
    printed = changed.get("speaker_as_printed", claim.speaker_as_printed) if name == "speaker" else ""
    try:
        return speaker_meant(claim.article, changed[name], printed=printed)
    except Invalid as error:
        raise Invalid(error.words, name) from error


def set_due(claim, *, actor, due):
    """The chief sets when a claim is due (UTC; NO_DUE for never)."""
    with acting(actor):
        claim = lock(claim.pk)
        allow(may_assign(actor, claim.article))
        claim.due = due
        claim.save(update_fields=["due"])
        words = f"{actor} set when claim {claim.number} is due"
        record("due_set", words, actor=actor, claim=claim, data={"due": due.isoformat()})
    return claim
