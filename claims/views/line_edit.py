"""One line of an article in other words: preview what that does to its claims, then accept it."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from claims.errors import NotNow
from claims.forms.version import LineTextForm
from claims.models import Line
from claims.queries.revision import blocks_of, with_notes
from claims.views.intake import problems
from claims.views.versions import Proposed, accept, article_to_change, page_and_form, preview


@page_and_form
def line_edit(request, pk, number):
    """Edit one line in place. An empty text removes the line; a line break splits it in two."""
    article = article_to_change(request, pk)
    line = _line_numbered(article, number)
    if line is None and request.method != "POST":
        raise Http404
    if request.method != "POST":
        words = line.block.text[line.start : line.end]
        base = article.current_version.number
        form = LineTextForm(initial={"words": words, "was": words, "base": base})
        return _line_page(request, article, form, number)
    form = LineTextForm(request.POST)
    if not form.is_valid():
        return _line_page(request, article, form, number, status=422)
    said = form.cleaned_data
    try:
        line = _find_line(article, line, said["was"])
    except NotNow as gone:
        return _line_page(request, article, form, number, status=409, refusal=gone.words)
    action = reverse("claims:line_edit", args=[article.pk, line.number])
    if said["words"] == line.block.text[line.start : line.end]:
        form.add_error("words", "You have not changed anything yet.")
        return _line_page(request, article, form, number, status=422)
    title = f"Line {line.number} in other words"

    def make(now):
        at = _find_line(now, _line_numbered(now, number), said["was"])
        blocks = _edited(blocks_of(now.current_version), at, said["words"])
        base = now.current_version.number
        hidden = [("words", said["words"]), ("was", said["was"]), ("note", said["note"]), ("base", base)]
        return Proposed(blocks, said["note"] or f"line {at.number} edited", base, hidden)

    proposed = make(article)
    if not any(not block["left_out"] for block in proposed.blocks):
        form.add_error("words", "This is the only line, and an article needs at least one.")
        return _line_page(request, article, form, number, status=422)
    if request.POST.get("action") == "accept":
        proposed.base = said["base"]
        try:
            return accept(request, article, proposed, again=make, title=title, action=action)
        except NotNow as gone:
            return _line_page(request, article, form, number, status=409, refusal=gone.words)
    refusal = ""
    if said["base"] != article.current_version.number:
        refusal = f"Version {article.current_version.number} is new. This is what your text does to it."
    return preview(
        request, article, proposed, title=title, action=action, status=409 if refusal else 200, refusal=refusal
    )


def _line_numbered(article, number):
    return Line.objects.filter(version=article.current_version, number=number).select_related("block").first()


def _find_line(article, line, was):
    """Return the line that has the words ``was``: the one named, or the only one that has them. Raise NotNow."""
    if line is not None and line.block.text[line.start : line.end] == was:
        return line
    lines = Line.objects.filter(version=article.current_version, block__text__contains=was).select_related("block")
    found = [one for one in lines if one.block.text[one.start : one.end] == was]
    if len(found) != 1:
        raise NotNow("That line was changed meanwhile. Look at the article, and edit the line as it is now.")
    return found[0]


def _edited(blocks, line, words):
    """Return ``blocks`` with the line's words replaced; an empty block is removed, and line breaks make new blocks."""
    before, at = [dict(block) for block in blocks], line.block.position
    block = blocks[at]
    left, right = block["text"][: line.start], block["text"][line.end :]
    if not words:
        left = left.rstrip() if right.strip() or not left.strip() else left
        right = right.lstrip() if not left.strip() else right
    texts = [text.strip() for text in (left + words + right).split("\n")]
    blocks[at : at + 1] = [block | {"text": text} for text in texts if text]
    return with_notes(before, blocks)


def _line_page(request, article, form, number, status=200, refusal=""):
    context = {
        "article": article,
        "form": form,
        "number": number,
        "refusal": refusal,
        "section": "articles",
        "problems": problems(form),
    }
    return render(request, "line_edit/page.html", context, status=status)
