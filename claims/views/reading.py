"""Read the captured text of a source beside the form of evidence, and take its words into the form: nothing is saved.

Every button of the reader sends the whole form, which comes back with what was typed in it.
"""

from django.urls import reverse
from django.views.decorators.http import require_POST

from claims.forms.claim import LONG, tidy
from claims.forms.evidence import AddEvidenceForm, EvidenceForm
from claims.forms.reading import ReadForm
from claims.permissions import allow, may_add_evidence, may_change_evidence, may_cut
from claims.queries import get_claim_for, get_evidence_for, sources_for
from claims.queries.found import claims_of_speaker, exact_source
from claims.queries.reading import Reading, names_of, readable
from claims.states import ExcerptKind
from claims.views.evidence import open_form, source_form_of

MOVED = "The text does not have these words in this place. Select them again."
GIST = "The form has a gist, which is in your own words. Empty it before you use the words of the source."
TOO_LONG = f"This is longer than an excerpt may be: {LONG:,} characters. Choose fewer words."


@require_POST
def evidence_read_new(request, pk):
    """Read a source beside the form of new evidence."""
    claim = get_claim_for(request.user, pk)
    allow(may_add_evidence(request.user, claim.article))
    of = {"alike": claims_of_speaker(claim), "answers": bool(may_cut(request.user, claim.article))}
    form = AddEvidenceForm(initial=_typed(request.POST, AddEvidenceForm), claim=claim, **of)
    source_form = source_form_of(request, claim)
    source_form.initial = _typed(request.POST, type(source_form))
    return _read(request, claim, form, _source(request, claim), source_form=source_form)


@require_POST
def evidence_read(request, pk):
    """Read the source of a piece of evidence beside the form that changes it."""
    row = get_evidence_for(request.user, pk)
    claim = get_claim_for(request.user, row.claim_id)
    allow(may_change_evidence(request.user, claim.article, row))
    form = EvidenceForm(initial=_typed(request.POST, EvidenceForm))
    return _read(request, claim, form, row.source, row=row)


def _typed(data, form):
    """Return what was sent for each field of a form, as another is opened with it."""
    return {name: data[name] for name in form.base_fields if name in data}


def _source(request, claim):
    """Return the source that was chosen, or whose title or address was typed; None where the desk has none such."""
    chosen, typed = request.POST.get("source", ""), " ".join(request.POST.get("source_title", "").split())
    if chosen.isascii() and chosen.isdigit() and len(chosen) < 19:
        return sources_for(request.user).filter(desk=claim.desk_id, pk=chosen).first()
    return exact_source(claim.desk_id, typed) if typed else None


def _read(request, claim, form, source, *, source_form=None, row=None):
    """Return the form with the reader below it, or with the words that were chosen in it."""
    asked = ReadForm(request.POST)
    status, words = 200, ""
    if not asked.is_valid():
        status, words = 422, TOO_LONG if "quote" in asked.errors else "Choose what to read again."
    elif asked.verb == "close":
        return open_form(request, claim, form, source_form, row=row, focus="excerpt")
    captures = readable(source) if source is not None and not source.off_record else []
    chosen = asked.cleaned_data.get("capture")
    capture = next((one for one in captures if one.pk == chosen), captures[0] if captures else None)
    at = reverse("claims:evidence_read", args=[row.pk]) if row else reverse("claims:evidence_read_new", args=[claim.pk])
    reader = {"at": at, "source": source, "captures": captures, "capture": capture, "refusal": words}
    reader["adds"] = bool(tidy(form.initial.get("excerpt", "")))
    if capture is not None:
        reading = Reading(capture, source.language)
        if status == 200 and asked.verb == "use":
            refusal = _use(form.initial, asked, reading)
            if not refusal:
                return open_form(request, claim, form, source_form, row=row, focus="excerpt")
            status, reader["refusal"] = (409 if refusal == MOVED else 422), refusal
        page, paragraph = (asked.page, asked.paragraph) if status == 200 else (None, None)
        if paragraph is not None:
            reader["paragraph"], reader["rows"] = paragraph, reading.sentences(paragraph)
        else:
            about = [claim.quoted, claim.statement]
            reader["rows"] = reading.bearing(about, names_of(claim), claim.article.language)
        reader["page"] = reading.page(page, paragraph, form.initial.get("excerpt", ""), form.initial.get("locator", ""))
    response = open_form(request, claim, form, source_form, row=row, reader=reader, status=status)
    response.headers.pop("HX-Trigger", None)  # nothing was written that the galley shows
    return response


def _use(initial, asked, reading):
    """Put the chosen words into the form, behind or before those that it has. Return why not, "" where it is done."""
    pieces = asked.pieces(reading.texts)
    if pieces is None:
        return MOVED
    typed = tidy(initial.get("excerpt", ""))
    if typed and initial.get("excerpt_kind") == ExcerptKind.GIST:
        return GIST
    excerpt = reading.excerpt(typed, pieces)
    if len(excerpt) > LONG:
        return TOO_LONG
    initial["locator"] = reading.locator(tidy(initial.get("locator", "")), pieces, excerpt)
    initial["excerpt"], initial["excerpt_kind"] = excerpt, ExcerptKind.VERBATIM
    initial["excerpt_language"] = initial.get("excerpt_language") or reading.language_said
    return ""
