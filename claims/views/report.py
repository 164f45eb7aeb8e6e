"""The line-by-line report: each line with its claims and what was found, made to be printed; and a claim to copy."""

from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from claims.errors import NotNow
from claims.export.dossier.page import STYLE
from claims.export.said import after_title, cited_once, plain_of, said_of, sources_of, statement_of
from claims.html import html, joined, run_on
from claims.queries import get_article_for, get_claim_for
from claims.queries.checked import checked_claims
from claims.queries.galley import galley_of
from claims.templatetags.claim_rows import note_links
from claims.text.coverage import COVERED, UNTOUCHED
from claims.views.drawing import legend, meter_words


@require_safe
def report(request, pk):
    """Show each line of an article with its claims, or why it has none."""
    context = _context(get_article_for(request.user, pk)) | {"section": "articles"}
    return render(request, "report/page.html", context)


def report_html(article):
    """Return the report as one file, which needs nothing outside of it."""
    style = mark_safe(f"<style>\n{STYLE.read_text()}{_STYLE}</style>")  # noqa: S308 - ours
    context = _context(article) | {"style": style, "title": f"Line-by-line report · {article.headline}"}
    return render_to_string("report/file.html", context).encode()


def _context(article):
    galley = galley_of(article)
    checked = {one.claim.pk: one for one in checked_claims(article, article.current_version)}
    return {
        "article": article,
        "authors": [author.name for author in article.authors.filter(removed_at=None)],
        "lines": _lines(galley, checked),
        "lost": [_claim(one) for one in checked.values() if not one.pieces],
        "words": meter_words(galley, legend(galley)),
        "left_out": sum(block.block.left_out for block in galley.blocks),
    }


@require_safe
def claim_copy(request, pk):
    """Show a claim with its sources as it is pasted elsewhere: with its links, and as plain text."""
    claim = get_claim_for(request.user, pk)
    found = checked_claims(claim.article, claim.article.current_version, [claim.number])
    if not found:
        raise NotNow("The claim is retired, so there is nothing to copy. Its record says what was found.")
    context = {
        "claim": claim,
        "article": claim.article,
        "statement": statement_of(found[0]),
        "said": said_of(found[0]),
        "evidence": [(evidence, after_title(found[0], evidence).lstrip(", ")) for evidence in cited_once(found[0])],
        "plain": plain_of(found[0]),
        "section": "articles",
    }
    return render(request, "copy/page.html", context)


#: Beside the style of a dossier.
_STYLE = """.report { padding: 0; list-style: none; }
.reported { display: grid; grid-template-columns: 2.5rem minmax(0, 1fr); border-top: 1px solid var(--rule); }
.no { padding-top: 0.4em; }
.told { padding-inline-start: 0.8em; border-inline-start: 3px solid var(--rule); }
.told h3 { margin-top: 0.6em; }
.serif { font-family: Georgia, "Noto Serif", serif; }
.vh { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; white-space: nowrap; }
"""
#: A line of the report: its number, its words, and what is said of it.
_LINE = """<li class="reported" id="line-{0}">
<b class="no"><span class="vh">Line </span>{0}</b>
<div class="stack tight">
<p class="serif" dir="auto">{1}</p>
{2}{3}
</div>
</li>"""


def _lines(galley, checked):
    """Return the lines as HTML. A claim that runs over several is told at the first of them."""
    told, rows = {}, []
    for line in galley.lines:
        words = line.line.block.text[line.line.start : line.line.end]
        said = []
        for claim in sorted(line.claims, key=lambda claim: claim.number):
            if claim.pk in told:
                said.append(html('<p class="muted">Claim {}: see line {}.</p>', claim.number, told[claim.pk]))
            elif claim.pk in checked:  # it may have been retired since the galley was read
                told[claim.pk] = line.number
                said.append(_claim(checked[claim.pk]))
        said += [_mark(mark, words) for mark in line.marks]
        said += [_open(line)] if line.coverage.state != COVERED else []
        rows.append((line.number, words, note_links(line), run_on("\n", said)))
    return joined("\n", _LINE, rows)


def _claim(one):
    """Return what is said of a claim as HTML; its verdict is in words with a glyph, and stands before its state."""
    sources = joined("\n", '<li dir="auto">{}</li>', ((words,) for words in sources_of(one)))
    return html(
        """<section class="told">
<h3>Claim {}</h3>
<p dir="auto">{}</p>
<dl class="facts">{}</dl>
{}
</section>""",
        one.claim.number,
        statement_of(one),
        joined("\n", '<dt>{}</dt><dd dir="auto">{}</dd>', said_of(one)),
        html('<ul class="small" aria-label="Sources">{}</ul>', sources)
        if sources
        else html('<p class="muted small">{}</p>', "No source on the record."),
    )


def _mark(mark, line):
    words = "" if mark.words == line else f" (“{mark.words}”)"
    looked = f", reviewed by {mark.looked_by}" if mark.looked_by else ", not reviewed yet"
    said = '<p dir="auto">No claim here{}: {}. <span class="muted">Marked by {}{}.</span></p>'
    return html(said, words, mark.reason, mark.made_by, looked)


def _open(line):
    if line.coverage.state == UNTOUCHED:
        return html('<p class="tone bad">{}</p>', "Not covered: it has no claim and no mark.")
    text = line.line.block.text
    words = "”, “".join(text[start:end].strip() for start, end in line.coverage.open)
    return html('<p class="tone bad" dir="auto">Partly covered. Without a claim or a mark: “{}”.</p>', words)
