"""Every write of a claim but its state: cutting, words, fields, splitting, merging, links, marks."""

from datetime import date
from decimal import Decimal

from django.db.models import Max, Q
from django.utils import timezone

from claims.editing.sources import speaker_named
from claims.errors import Conflict, Invalid, NotNow, NotYours, TextMoved
from claims.history import acting, record
from claims.models import Block, Claim, ClaimLink, Evidence, Lineage, NoClaimMark, Piece, VerdictScheme
from claims.permissions import may_accept_no_reply, may_assign, may_cut, may_decide_wording, may_look_through
from claims.states import ClaimState, LineageKind, LineDecision, Reply, RiskFlag, Verdict
from claims.workflow.articles import authors_of, lock_article
from claims.workflow.claims import lock

#: What the claim panel edits, with its word on screen. ``speaker`` and ``via`` are given as names.
CLAIM_FIELDS = {
    "statement": "statement",
    "kind": "kind",
    "risk_flags": "risk flags",
    "speech_act": "speech act",
    "verb": "reporting verb",
    "verb_endorses": "verb endorses",
    "form": "form",
    "speaker": "speaker",
    "speaker_as_printed": "speaker as printed",
    "via": "via",
    "figure_value": "figure",
    "figure_high": "upper figure",
    "figure_unit": "unit",
    "figure_modifier": "modifier",
    "attribution": "attribution",
    "attribution_note": "where the attribution was looked for",
    "verdict": "verdict",
    "verdict_flags": "verdict flags",
    "true_for": "true for",
    "known_on": "known on",
    "rationale": "rationale",
    "line_decision": "line decision",
    "proposed_words": "proposed words",
    "reworded_statement": "statement as reworded",
    "reworded_verdict": "verdict as reworded",
    "reply": "reply",
    "reply_note": "about the reply",
    "rules_passed": "why rules are passed",
    "waiting_on": "waiting on",
    "waiting_until": "waiting until",
    "priority": "priority",
}
#: What a part of a split claim, or a merged claim, takes along; a verdict and a sign-off it never does.
KEPT = [
    "kind",
    "risk_flags",
    "speech_act",
    "verb",
    "verb_endorses",
    "form",
    "speaker",
    "speaker_as_printed",
    "via",
    "priority",
    "assignee",
    "due",
]


def field_value(claim, name):
    """One field of a claim as JSON can carry it, the same for the same content: names for speakers, sorted flags."""
    value = getattr(claim, name)
    if name in ("speaker", "via"):
        return value.name if value else ""
    return plain(value)


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
    return {name: field_value(claim, name) for name in CLAIM_FIELDS}


def _allow(verdict):
    if not verdict:
        raise NotYours(verdict.reason)


def _checked_pieces(article, pieces):
    """Blocks and (block, start, end, words) in reading order, or TextMoved; Invalid for none or for overlaps."""
    if not pieces:
        raise Invalid("Select some words first.", "pieces")
    blocks = {
        block.pk: block
        for block in Block.objects.filter(
            version_id=article.current_version_id, pk__in={piece[0] for piece in pieces}, left_out=False
        )
    }
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


def _write_pieces(claim, checked):
    Piece.objects.bulk_create(
        Piece(claim=claim, version_id=block.version_id, block=block, position=at, start=start, end=end, words=words)
        for at, (block, start, end, words) in enumerate(checked)
    )


def _quoted(checked):
    return " … ".join(words for *_, words in checked)


def _new_claim(article, checked, actor, statement="", **fields):
    number = (Claim.objects.filter(article=article).aggregate(last=Max("number"))["last"] or 0) + 1
    fields.setdefault("due", article.deadline)
    claim = Claim.objects.create(
        article=article, desk_id=article.desk_id, number=number, statement=statement, created_by=actor, **fields
    )
    _write_pieces(claim, checked)
    claim.refresh_from_db()
    claim.article = article
    return claim


def cut_claim(article, pieces, *, actor, statement=""):
    """Make a claim from words: ``pieces`` are (block id, start, end, words), code points into the block.

    The words sent must be the words that stand there. Raises TextMoved (409), Invalid, NotYours.
    """
    with acting(actor):
        article = lock_article(article.pk)
        _allow(may_cut(actor, article))
        checked = _checked_pieces(article, pieces)
        claim = _new_claim(article, checked, actor, " ".join(statement.split()))
        words = f"{actor} made claim {claim.number}: “{_quoted(checked)}”"
        record("claim_made", words, actor=actor, claim=claim, data={"words": _quoted(checked)})
    return claim


def change_words(claim, pieces, *, actor, edition, was):
    """Change which words a claim covers; ``was`` are the words that the form showed (``Claim.quoted``).

    Raises TextMoved, NotNow when the claim or its words changed meanwhile, Invalid.
    """
    with acting(actor):
        claim = lock(claim.pk)
        _allow(may_cut(actor, claim.article))
        _live(claim)
        if edition != claim.edition or was.split() != claim.quoted.split():
            raise NotNow("The claim changed since you opened it. Look again, then choose the words.")
        checked = _checked_pieces(claim.article, pieces)
        was = claim.quoted
        Piece.objects.filter(claim=claim, version_id=claim.article.current_version_id).delete()
        _write_pieces(claim, checked)
        words = f"{actor} changed the words of claim {claim.number}: “{was}” became “{_quoted(checked)}”"
        record("words_changed", words, actor=actor, claim=claim, data={"old": was, "new": _quoted(checked)})
        claim.refresh_from_db()
    return claim


def _live(claim):
    if claim.state == ClaimState.RETIRED:
        raise NotNow("The claim is retired. Restore it to work on it.")


def save_claim(claim, mine, *, actor, base):
    """Save fields of a claim, three ways: what the form was opened with (``base``), what is there now, and ``mine``.

    Both map names of CLAIM_FIELDS to values as ``field_values`` gives them (``mine`` may hold dates and decimals).
    Returns (claim, fields saved, {field: their value} changed by others meanwhile and kept). Raises Conflict when the
    same field was changed twice: nothing is written then.
    """
    with acting(actor):
        claim = lock(claim.pk)
        _allow(may_cut(actor, claim.article))
        _live(claim)
        conflicts, changed, merged = {}, {}, {}
        for name, value in mine.items():
            label = CLAIM_FIELDS[name]
            value_plain, theirs = plain(value), field_value(claim, name)
            was = base.get(name, theirs)
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


def _write_fields(claim, changed, actor):
    before = {name: field_value(claim, name) for name in changed}
    columns = []
    for name, value in changed.items():
        if name in ("speaker", "via"):
            value = speaker_named(claim.desk_id, value)
        elif name in ("figure_value", "figure_high", "known_on", "waiting_until"):
            value = value or None
        setattr(claim, name, value)
        columns.append(name)
    if "verdict" in changed:
        claim.scheme = (
            VerdictScheme.objects.filter(desk_id=claim.desk_id).order_by("-number").first() if claim.verdict else None
        )
        columns.append("scheme")
    if "reply" in changed or "reply_note" in changed:
        claim.reply_accepted_by = _accepts_reply(claim, actor)
        columns.append("reply_accepted_by")
    if claim.figure_high is not None and (claim.figure_value is None or claim.figure_high < claim.figure_value):
        raise Invalid("A range runs from the lower to the higher figure.", "figure_high")
    if claim.verdict == Verdict.NOT_EXAMINED:
        _not_examined(claim)
    claim.save(update_fields=columns)
    labels = ", ".join(CLAIM_FIELDS[name] for name in changed)
    data = {"fields": {name: [before[name], field_value(claim, name)] for name in changed}}
    record("claim_saved", f"{actor} changed claim {claim.number}: {labels}", actor=actor, claim=claim, data=data)


def _accepts_reply(claim, actor):
    """A reply waived is waived by the chief or legal, by name."""
    if claim.reply != Reply.WAIVED:
        return None
    verdict = may_accept_no_reply(actor, claim.article, authors_of(claim.article))
    if not verdict:
        raise Invalid(verdict.reason, "reply")
    return actor


def _not_examined(claim):
    if claim.risk_flags:
        flags = ", ".join(RiskFlag(flag).label.lower() for flag in claim.risk_flags)
        raise Invalid(f"With a risk flag ({flags}) the truth must be examined.", "verdict")
    if claim.speaker_id is None:
        raise Invalid("Only a claim that somebody else makes can go unexamined. Name the speaker.", "verdict")
    if not claim.rationale.strip():
        raise Invalid("Say why the truth is not examined.", "rationale")


def split_claim(claim, parts, *, actor, edition):
    """Split a claim: each of ``parts`` is (pieces, statement). Returns the new claims; the old one is retired.

    Contributors go along, evidence goes to every part unconfirmed, verdict and sign-offs do not. Raises Invalid for
    fewer than two parts, NotNow when the claim changed meanwhile.
    """
    with acting(actor):
        claim = lock(claim.pk)
        _allow(may_cut(actor, claim.article))
        _may_rebuild(claim, edition)
        if len(parts) < 2:
            raise Invalid("A split makes at least two claims.", "parts")
        checked = [(_checked_pieces(claim.article, pieces), " ".join(text.split())) for pieces, text in parts]
        kept = {name: getattr(claim, name) for name in KEPT}
        made = [_new_claim(claim.article, pieces, actor, text, **kept) for pieces, text in checked]
        _descend([claim], made, LineageKind.SPLIT, actor)
        numbers = ", ".join(str(part.number) for part in made)
        words = f"{actor} split claim {claim.number} into {numbers}"
        data = {"parent": claim.number, "parts": [part.number for part in made]}
        for part in made:
            record("claim_split_off", f"{words}; this is {part.number}", actor=actor, claim=part, data=data)
        record("claim_split", words, actor=actor, claim=claim, data=data)
    return made


def merge_claims(claims, *, actor, statement, editions):
    """Merge claims of one article into a new one, whose words are all of theirs. Returns it; they are retired.

    ``editions`` maps each claim's id to the edition that the form showed. Contributors are united, evidence goes
    along unconfirmed, verdicts and sign-offs do not. Raises Invalid for fewer than two, NotNow.
    """
    if len({claim.pk for claim in claims}) < 2:
        raise Invalid("Choose another claim to merge with.", "with")
    with acting(actor):
        article = lock_article(claims[0].article_id)
        _allow(may_cut(actor, article))
        claims = sorted((lock(claim.pk) for claim in sorted(claims, key=lambda c: c.pk)), key=lambda c: c.number)
        if any(claim.article_id != article.pk for claim in claims):
            raise Invalid("Claims of one article are merged.", "with")
        for claim in claims:
            _may_rebuild(claim, editions.get(claim.pk))
        pieces = [
            (piece.block_id, piece.start, piece.end)
            for piece in Piece.objects.filter(claim__in=claims, version_id=article.current_version_id)
        ]
        checked = _checked_pieces(article, _united(article, pieces))
        first = claims[0]
        kept = {name: getattr(first, name) for name in KEPT}
        kept["risk_flags"] = sorted({flag for claim in claims for flag in claim.risk_flags})
        kept["due"] = min(claim.due for claim in claims)
        merged = _new_claim(article, checked, actor, " ".join(statement.split()) or first.statement, **kept)
        _descend(claims, [merged], LineageKind.MERGE, actor)
        numbers = ", ".join(str(claim.number) for claim in claims)
        words = f"{actor} merged claims {numbers} into {merged.number}"
        data = {"parents": [claim.number for claim in claims], "merged": merged.number}
        for claim in claims:
            record("claim_merged_away", words, actor=actor, claim=claim, data=data)
        record("claims_merged", words, actor=actor, claim=merged, data=data)
    return merged


def _united(article, pieces):
    """Pieces (block id, start, end) with touching or overlapping ones made one, each with its words."""
    blocks = {block.pk: block.text for block in Block.objects.filter(pk__in={piece[0] for piece in pieces})}
    united = []
    for block_id, start, end in sorted(pieces):
        if united and united[-1][0] == block_id and start <= united[-1][2]:
            united[-1][2] = max(united[-1][2], end)
        else:
            united.append([block_id, start, end])
    return [(block_id, start, end, blocks[block_id][start:end]) for block_id, start, end in united]


def _may_rebuild(claim, edition):
    _live(claim)
    if claim.state == ClaimState.SIGNED_OFF:
        raise NotNow(f"Claim {claim.number} is signed off. Reopen it first.")
    if edition != claim.edition:
        raise NotNow(f"Claim {claim.number} changed since you opened it. Look again.")


def _descend(parents, children, kind, actor):
    Lineage.objects.bulk_create(
        Lineage(parent=parent, child=child, kind=kind) for parent in parents for child in children
    )
    evidence = list(Evidence.objects.filter(claim__in=parents, removed_at__isnull=True).order_by("id"))
    copies = []
    for child in children:
        for row in evidence:
            fields = {field.attname: getattr(row, field.attname) for field in Evidence._meta.concrete_fields}
            copies.append(Evidence(**fields | {"id": None, "claim_id": child.pk, "confirmed": False}))
    Evidence.objects.bulk_create(copies)
    for parent in parents:
        parent.state = ClaimState.RETIRED
        parent.save(update_fields=["state"])


def link_claims(claim, to, kind, *, actor):
    """Say that ``claim`` denies, repeats or is part of ``to``. It voids both sign-offs. Raises Invalid, NotNow."""
    with acting(actor):
        article = lock_article(claim.article_id)
        _allow(may_cut(actor, article))
        if claim.article_id != to.article_id or claim.pk == to.pk:
            raise Invalid("Link it to another claim of this article.", "to")
        claim, to = _both(claim, to)
        _live(claim)
        _live(to)
        link, made = ClaimLink.objects.get_or_create(claim=claim, to=to, kind=kind, defaults={"created_by": actor})
        if not made:
            raise Invalid("They are linked so already.", "to")
        words = f"{actor} linked: claim {claim.number} {link.get_kind_display()} claim {to.number}"
        for end in (claim, to):
            record("linked", words, actor=actor, claim=end, data={"kind": kind, "from": claim.number, "to": to.number})
    return link


def unlink_claims(link, *, actor):
    """Take a link back. It voids the sign-off of both claims. Raises NotNow."""
    with acting(actor):
        article = lock_article(link.claim.article_id)
        _allow(may_cut(actor, article))
        if not ClaimLink.objects.filter(pk=link.pk).exists():
            raise NotNow("That link is gone already.")
        claim, to = _both(link.claim, link.to)
        if not claim.is_live:
            _live(to)  # a live claim is freed of a retired one; two retired ones stay as they were
        words = f"{actor} unlinked: claim {claim.number} {link.get_kind_display()} claim {to.number}"
        data = {"kind": link.kind, "from": claim.number, "to": to.number}
        link.delete()
        for end in (claim, to):
            record("unlinked", words, actor=actor, claim=end, data=data)


def _both(one, two):
    """Two claims as they are now, the lower id locked first."""
    now = {pk: lock(pk) for pk in sorted((one.pk, two.pk))}
    return now[one.pk], now[two.pk]


def let_stand(claim, *, actor, reason):
    """The chief lets the words stand (stet), against a decision or a verdict; an empty reason takes it back."""
    reason = reason.strip()
    with acting(actor):
        claim = lock(claim.pk)
        _allow(may_decide_wording(actor, claim.article, authors_of(claim.article)))
        _live(claim)
        claim.stet_reason, claim.stet_by = reason, actor if reason else None
        claim.save(update_fields=["stet_reason", "stet_by"])
        words = (
            f"{actor} let the words of claim {claim.number} stand: {reason}"
            if reason
            else (f"{actor} took back that the words of claim {claim.number} stand")
        )
        declined = LineDecision(claim.line_decision).label.lower()
        record("stet", words, actor=actor, claim=claim, data={"reason": reason, "declined": declined})
    return claim


def accept_no_reply(claim, *, actor, reason, was):
    """The chief or legal accepts, by name and with a reason, that an allegation stands without a reply.

    ``was`` is what the form showed about the reply: NotNow when somebody wrote something else there meanwhile. It is
    signed content, so whoever accepts is a contributor. Raises NotYours, Invalid.
    """
    reason = reason.strip()
    with acting(actor):
        claim = lock(claim.pk)
        _allow(may_accept_no_reply(actor, claim.article, authors_of(claim.article)))
        _live(claim)
        if was.split() != claim.reply_note.split():
            raise NotNow("Somebody wrote something else about the reply meanwhile. Read it, then decide.")
        if not reason:
            raise Invalid("Say why no reply is needed.", "reason")
        claim.reply, claim.reply_note, claim.reply_accepted_by = Reply.WAIVED, reason, actor
        claim.save(update_fields=["reply", "reply_note", "reply_accepted_by"])
        words = f"{actor} accepted that claim {claim.number} needs no reply: {reason}"
        record("reply_waived", words, actor=actor, claim=claim, data={"reason": reason})
        claim.refresh_from_db()
    return claim


def set_due(claim, *, actor, due):
    """The chief sets when a claim is due (UTC; NO_DUE for never)."""
    with acting(actor):
        claim = lock(claim.pk)
        _allow(may_assign(actor, claim.article))
        claim.due = due
        claim.save(update_fields=["due"])
        words = f"{actor} set when claim {claim.number} is due"
        record("due_set", words, actor=actor, claim=claim, data={"due": due.isoformat()})
    return claim


def mark_no_claim(article, pieces, *, actor, reason):
    """Mark words as holding no claim, with a reason. ``pieces`` as in cut_claim. Returns the marks."""
    reason = reason.strip()
    with acting(actor):
        article = lock_article(article.pk)
        _allow(may_cut(actor, article))
        if not reason:
            raise Invalid("Say why there is no claim here.", "reason")
        checked = _checked_pieces(article, pieces)
        marks = []
        for block, start, end, words in checked:
            same = Q(start=start, end=end, block=block, removed_at__isnull=True)
            if not NoClaimMark.objects.filter(same).exists():
                mark = NoClaimMark(
                    version_id=block.version_id,
                    block=block,
                    start=start,
                    end=end,
                    words=words,
                    reason=reason[:200],
                    made_by=actor,
                )
                mark.save()
                marks.append(mark)
        if marks:
            words = f"{actor} marked no claim here ({reason}): “{_quoted(checked)}”"
            record("marked", words, actor=actor, article=article, data={"marks": [mark.pk for mark in marks]})
    return marks


def remove_mark(mark, *, actor):
    """Take a *no claim here* mark back."""
    with acting(actor):
        article = lock_article(mark.version.article_id)
        _allow(may_cut(actor, article))
        mark = NoClaimMark.objects.select_for_update(of=("self",)).get(pk=mark.pk)
        if mark.removed_at:
            raise NotNow("That mark is gone already.")
        mark.removed_by, mark.removed_at = actor, timezone.now()
        mark.save(update_fields=["removed_by", "removed_at"])
        words = f"{actor} took back no claim here: “{mark.words}”"
        record("mark_removed", words, actor=actor, article=article, data={"mark": mark.pk})
    return mark


def look_through(article, mark_ids, *, actor):
    """Say that one has looked through these marks, made by others. Returns how many were; one's own stay for others."""
    with acting(actor):
        article = lock_article(article.pk)
        _allow(may_look_through(actor, article, authors_of(article)))
        marks = NoClaimMark.objects.filter(
            pk__in=mark_ids,
            version_id=article.current_version_id,
            removed_at__isnull=True,
            looked_by__isnull=True,
        ).exclude(made_by=actor)
        count = marks.update(looked_by=actor, looked_at=timezone.now())
        if count:
            words = f"{actor} looked through {count} no-claim mark{'s' if count > 1 else ''}"
            record("marks_looked_through", words, actor=actor, article=article, data={"count": count})
    return count
