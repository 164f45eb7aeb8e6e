"""What a page on a next version has for each claim and each block, as HTML: they are many, and a template is slow."""

from itertools import groupby

from django import template
from django.urls import reverse
from django.utils.safestring import mark_safe

from claims.html import html, joined, run_on
from claims.models.claim import STATE_LABELS
from claims.states import AnchorResult, ClaimState
from claims.templatetags.desk_words import compared, kind_options
from claims.text.anchors.differences import MINOR

register = template.Library()

_DIM = MINOR | {"typography"}
_CHIP = '<span class="pill {}">{}{}</span>'
_FROM_TO = ": <bdi>{}</bdi> → <bdi>{}</bdi>"
_VOID = "Its sign-off will be void."
_CLAIM = """<li class="card stack tight">
<div class="row">
<span class="pill s-{}">{}</span>
<a href="{}{}/">Claim {}</a>
{}
</div>
<p class="serif" dir="auto">{}</p>
<p class="muted small">{} {}</p>
</li>"""
_LINE = """<li class="k-{}">
<span class="how">{}</span>
<p class="serif" dir="auto">{}</p>
</li>"""
_BLOCK = """<li>
<div>
<label class="vh" for="kind-{number}">Kind of block {number}</label>
<select id="kind-{number}" name="kind-{number}"{touched}>
{kinds}
</select>
</div>
<div>
{note}<p class="txt" dir="auto">{text}</p>
</div>
<label class="tick">
<input type="checkbox" name="out-{number}"{checked}>
Leave out<span class="vh"> block {number}</span>
</label>
<div class="why field{invalid}">
<label class="vh" for="why-{number}">Why block {number} is left out</label>
<input id="why-{number}" name="why-{number}" value="{why}" maxlength="200" list="reasons"
 placeholder="Why it is left out"{described}>
{error}
</div>
</li>"""
_NOTE = '<p class="muted small">Note {}, {}</p>\n'
_BEFORE = 40  # characters of the text before the mark of a note
_FOLDED, _REASONS = 4, 3  # blocks in a row that are folded; reasons that are named
_FOLD = """<li class="fold">
<details>
<summary>Blocks {} to {} are left out: {}</summary>
<ol>
{}
</ol>
</details>
</li>"""
_TOUCHED, _CHECKED = mark_safe(' data-touched="1"'), mark_safe(" checked")
_DESCRIBED = ' aria-invalid="true" aria-describedby="why-{}_error"'
_ERROR = '<p class="error" id="why-{}_error">{}</p>'


@register.filter
def difference_chips(differences):
    """Return what changed in a claim, (kind, old, new) each, as HTML; changes of spelling and the like are dim."""
    rows = (
        (
            "dim" if kind in _DIM else "bad",
            kind,
            html(_FROM_TO, old or "–", new or "–") if old or new else "",
        )
        for kind, old, new in differences
    )
    return joined("", _CHIP, rows)


@register.filter
def changed_lines(rows):
    """Return the lines of a preview of the article's next version as the items of a list, as HTML."""
    shown = ((row["kind"], row["kind"], compared(row["parts"]) if row["parts"] else row["new"]) for row in rows)
    return joined("\n", _LINE, shown)


@register.filter
def changed_claims(part, article):
    """Return the claims of one part of a preview of the article's next version as the items of a list, as HTML."""
    base = reverse("claims:claim", args=[article.pk, 0]).removesuffix("0/")
    void = part["result"] != AnchorResult.CONTEXT_CHANGED
    plans = ((row["plan"], row["parts"]) for row in part["rows"])
    rows = (
        (
            one.claim.state,
            STATE_LABELS[one.claim.state],
            base,
            one.claim.number,
            one.claim.number,
            difference_chips(one.differences),
            compared(parts) if parts else html("<del>{}</del>", one.old_words),
            one.reason,
            _VOID if void and one.claim.state == ClaimState.SIGNED_OFF else "",
        )
        for one, parts in plans
    )
    return joined("\n", _CLAIM, rows)


@register.filter
def block_rows(blocks):
    """Return the blocks of a proposed text with their controls (BlocksForm.blocks) as the items of a list, as HTML.

    Several blocks in a row that are left out are folded together: a page of the web has hundreds around its article.
    """
    parts = []
    for folds, run in groupby(blocks, key=lambda row: row["left_out"] and not row.get("error")):
        rows = list(run)
        drawn = run_on("\n", [html(_BLOCK, **_block(row, blocks)) for row in rows])
        if folds and len(rows) >= _FOLDED:
            reasons = list(dict.fromkeys(row["why"] for row in rows))
            said = f"{', '.join(reasons[:_REASONS])}{', …' if len(reasons) > _REASONS else ''}"
            drawn = html(_FOLD, rows[0]["number"], rows[-1]["number"], said, drawn)
        parts.append(drawn)
    return run_on("\n", parts)


def _note(row, blocks):
    """Return what the mark of a note is, and where it stands, as HTML."""
    if not row["mark"]:
        return ""
    if row["place"] is None or row["place"][0] >= len(blocks):
        return html(_NOTE, row["mark"], "its mark stands nowhere in the text")
    block, at = row["place"]
    before = blocks[block]["text"][max(0, at - _BEFORE) : at]
    return html(_NOTE, row["mark"], html("at block {}: “<bdi>…{}</bdi>”", block + 1, before))


def _block(row, blocks):
    number, error = row["number"], row.get("error")
    return {
        "number": number,
        "touched": _TOUCHED if row is blocks[0] else "",
        "note": _note(row, blocks),
        "kinds": kind_options(row["kind"]),
        "text": row["text"],
        "checked": _CHECKED if row["left_out"] else "",
        "invalid": " invalid" if error else "",
        "why": row["why"],
        "described": html(_DESCRIBED, number) if error else "",
        "error": html(_ERROR, number, error) if error else "",
    }
