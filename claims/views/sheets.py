"""Claims from a spreadsheet: choose the file, map its columns, see what each row makes, add them."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from claims.editing.sheet_columns import proposed_columns
from claims.editing.sheets import AT_ONCE, import_rows, plan_rows
from claims.editing.uploads import keep_upload, signed, upload_named
from claims.errors import Invalid, Refused, Voids
from claims.forms.sheet import ColumnsForm, SheetForm
from claims.permissions import allow, may_cut
from claims.queries import get_article_for
from claims.text.counted import plural
from claims.views.intake import problems

#: Rows that the page shows at once: those with errors come first.
SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request, pk):
    """Add claims from a spreadsheet. Only the last step, ``action=add``, makes claims."""
    article = get_article_for(request.user, pk)
    allow(may_cut(request.user, article))
    sent = request.POST if request.method == "POST" else request.GET
    if "upload" in sent:
        return _mapped(request, article, sent["upload"])
    if request.method != "POST":
        return _page(request, article, SheetForm())
    form = SheetForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, article, form, status=422)
    upload = keep_upload(actor=request.user, **form.document)
    return redirect(_address(article, signed(upload.pk, request.user)))


def _mapped(request, article, token):
    """Return the second step for a spreadsheet that is kept: what its columns hold, and what each row would make."""
    upload = _kept(token, request.user)
    if upload is None:
        form = SheetForm({}, {})
        form.errors["file"] = form.error_class(["The file is not kept any more. Choose it again."])
        return _page(request, article, form, status=422)
    (_, heads), *rows = upload.read["rows"]
    heads = [*heads, *[""] * (max(len(cells) for _, cells in rows) - len(heads))]
    form = ColumnsForm(request.POST if request.method == "POST" else None, heads=heads)
    if form.is_bound and not form.is_valid():
        return _page(request, article, form, upload=upload, status=422)
    columns = form.columns() if form.is_bound else proposed_columns(heads, article.desk)
    shown = {"upload": token, "version": article.current_version_id, **columns}
    fresh = ColumnsForm(heads=heads, initial=shown)
    if request.POST.get("action") == "add":
        kept = {"actor": request.user, "upload": upload, "heads": heads}
        said = {name: form.cleaned_data[name] for name in ("version", "voids")}
        return _add(request, article, fresh, rows, columns, **kept, **said)
    told = plan_rows(article, rows, columns) if columns["quote"] is not None else []
    return _page(request, article, fresh, upload=upload, rows=told)


def _add(request, article, form, rows, columns, *, upload, **said):
    """Make the claims, and answer with the rows that are left; those refused on the way are told here, once."""
    try:
        done = import_rows(article, rows, columns, upload=upload, **said)
    except Refused as refused:
        asked = {"voids": refused.whose} if isinstance(refused, Voids) else {"refusal": refused.words}
        told = plan_rows(article, rows, columns)
        return _page(request, article, form, upload=upload, rows=told, status=refused.status, **asked)
    if done.made:
        first, last = done.made[0], done.made[-1]
        named = f"claim {first}" if first == last else f"{plural(len(done.made), 'claim')}, {first} to {last}"
        messages.success(request, f"Added {named}. Nothing is signed, and evidence waits to be confirmed.")
    if done.made and not done.refused:
        return redirect(_address(article, form.initial["upload"]))
    nothing = "" if done.made else "There is no row to add: each has an error, or a claim with its words."
    status = 200 if done.made else 409
    return _page(request, article, form, upload=upload, rows=done.rows, refusal=nothing, status=status)


def _kept(token, person):
    """Return the spreadsheet that a form names; None for one that is not kept any more, or is none."""
    try:
        upload = upload_named(token, person)
    except Invalid:
        return None
    return upload if upload and "rows" in upload.read else None


def _address(article, token):
    return reverse("claims:sheet", args=[article.pk], query={"upload": token})


def _page(request, article, form, *, upload=None, rows=(), status=200, **more):
    parts = {
        "wrong": [row for row in rows if row.errors],
        "ready": [row for row in rows if row.ready],
        "there": [row for row in rows if row.there and not row.errors],
    }
    told = [(name, row) for name, part in parts.items() for row in part]
    asked = request.POST.get("from", "")
    first = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 0
    first = min(first, max(len(told) - 1, 0)) // SHOWN * SHOWN
    shown = {name: [row for of, row in told[first : first + SHOWN] if of == name] for name in parts}
    context = parts | {
        "article": article,
        "form": form,
        "upload": upload,
        "shown": shown,
        "first": first + 1,
        "last": min(first + SHOWN, len(told)),
        "count": len(told),
        "before": first - SHOWN if first else None,
        "behind": first + SHOWN if first + SHOWN < len(told) else None,
        "at_once": AT_ONCE,
        "problems": problems(form),
        "section": "articles",
    }
    return render(request, "sheet/page.html", context | more, status=status)
