"""What somebody sees who opens a Word document: its comments with the words they stand on, and its text either way."""

import io

import docx
from docx.oxml.ns import qn

_GONE, _ADDED = (qn("w:del"), qn("w:moveFrom")), (qn("w:ins"), qn("w:moveTo"))


def comments_of(raw):
    """[(author, what it says, the words that it stands on)] of a document, in the order of the words."""
    document = docx.Document(io.BytesIO(raw))
    said = {str(one.comment_id): (one.author, one.text) for one in document.comments}
    words, order, open_now = {}, [], set()
    for one in document.element.body.iter():
        number = one.get(qn("w:id"))
        if one.tag == qn("w:commentRangeStart"):
            open_now.add(number)
            order.append(number)
        elif one.tag == qn("w:commentRangeEnd"):
            open_now.remove(number)
        elif one.tag in (qn("w:t"), qn("w:delText")) and next(one.iterancestors(*_ADDED), None) is None:
            for each in open_now:
                words[each] = words.get(each, "") + one.text
    assert not open_now
    return [(*said[number], words.get(number, "")) for number in order]


def paragraphs(raw, *, accepted):
    """The texts of a document's paragraphs with all tracked changes accepted, or rejected; no empty ones."""
    body = docx.Document(io.BytesIO(raw)).element.body
    gone = _GONE if accepted else _ADDED
    found, kept = [], ""
    for paragraph in body.iter(qn("w:p")):
        for text in paragraph.iter(qn("w:t"), qn("w:delText")):
            inside = next(text.iterancestors(*gone), None) is not None
            kept += "" if inside else text.text
        mark = paragraph.find("/".join(qn(f"w:{one}") for one in ("pPr", "rPr", "del")))
        if mark is None or not accepted:
            found, kept = [*found, kept], ""
    return [one for one in [*found, kept] if one]


def tracked(raw):
    """{(author, date)} of the tracked changes of a document."""
    body = docx.Document(io.BytesIO(raw)).element.body
    return {(one.get(qn("w:author")), one.get(qn("w:date"))) for one in body.iter(qn("w:ins"), qn("w:del"))}
