"""Small documents of each format, written by hand, so that the tests need no office."""

import io
import re
import zipfile
from xml.sax.saxutils import escape

W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{RELATED}/{{0}}" Target="{{1}}"/></Relationships>'
)
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/></w:style>'
    for name in ("Title", "Subtitle", "heading 2", "Quote", "Caption")
)
ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def zipped(**parts):
    """The bytes of a zip; in the names of its parts, "__" stands for "/" and "_xml" for ".xml"."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, words in parts.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), words)
    return made.getvalue()


def paragraph(inner, style=""):
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{look}{inner}</w:p>"


def run(words):
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def commented(words, number, reply=None):
    """Words with a comment on them, and with a reply to it on the same words."""
    ids = [number] if reply is None else [number, reply]
    marks = [[f'<w:comment{part} w:id="{one}"/>' for one in ids] for part in ("RangeStart", "RangeEnd", "Reference")]
    return "".join(marks[0]) + run(words) + "".join(marks[1]) + "".join(f"<w:r>{mark}</w:r>" for mark in marks[2])


def noted(number):
    """The sign of a footnote."""
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def link(words, number):
    """Words that lead to the link ``a{number}`` of the document."""
    return f'<w:hyperlink r:id="a{number}">{run(words)}</w:hyperlink>'


def comments(*said):
    """The part of a document's comments; each is (author, words), numbered from 0."""
    rows = (
        f'<w:comment w:id="{at}" w:author="{author}" w:date="2026-05-04T10:00:00Z">{paragraph(run(words))}</w:comment>'
        for at, (author, words) in enumerate(said)
    )
    return f"<w:comments {W}>{''.join(rows)}</w:comments>"


def docx(body, notes="", head="", links=(), notes_at_the_end=False, **parts):
    """A Word document of ``body``, WordprocessingML; ``notes`` are its footnotes, ``head`` stands before the root.

    ``links`` are the addresses of a0, a1 and so on.
    """
    related = "".join(
        f'<Relationship Id="a{at}" Type="{RELATED}/hyperlink" Target="{escape(address)}" TargetMode="External"/>'
        for at, address in enumerate(links)
    )
    related += f'<Relationship Id="r3" Type="{RELATED}/endnotes" Target="endnotes.xml"/>' if notes_at_the_end else ""
    return zipped(
        **{"[Content_Types]_xml": TYPES, "_rels__.rels": RELS.format("officeDocument", "word/document.xml")},
        word__document_xml=f"{head}<w:document {W}><w:body>{body}</w:body></w:document>",
        word__styles_xml=f"<w:styles {W}>{STYLES}</w:styles>",
        word__footnotes_xml=f"<w:footnotes {W}>{notes}</w:footnotes>",
        **{
            "word___rels__document_xml.rels": RELS.format("footnotes", "footnotes.xml").replace(
                "</Relationships>",
                f'<Relationship Id="r2" Type="{RELATED}/styles" Target="styles.xml"/>{related}</Relationships>',
            )
        },
        **parts,
    )


def odt(body, styles="", head="", **parts):
    """An OpenDocument text of ``body``; ``styles`` are its automatic ones."""
    content = (
        f"{head}<office:document-content {ODF}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return zipped(mimetype="application/vnd.oasis.opendocument.text", content_xml=content, **parts)


def odt_with_head(words, body=""):
    """An OpenDocument text with these words at the head of each page."""
    head = (
        f"<office:document-styles {ODF}><office:master-styles><style:master-page><style:header>"
        f"<text:p>{words}</text:p></style:header></style:master-page></office:master-styles></office:document-styles>"
    )
    content = f"<office:document-content {ODF}><office:body><office:text>{body}</office:text></office:body>"
    return zipped(
        mimetype="application/vnd.oasis.opendocument.text",
        content_xml=f"{content}</office:document-content>",
        styles_xml=head,
    )


def pdf(*pages):
    """A PDF; a page is a list of (height from the bottom, size of its letters, words in ASCII)."""
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for at, rows in enumerate(pages):
        words = "".join(f"BT /F1 {size} Tf 72 {y} Td ({said}) Tj ET\n" for y, size, said in rows)
        look = f"/Resources << /Font << /F1 3 0 R >> >> /MediaBox [0 0 595 842] /Contents {5 + 2 * at} 0 R"
        objects += [f"<< /Type /Page /Parent 2 0 R {look} >>", f"<< /Length {len(words)} >>\nstream\n{words}endstream"]
    made, offsets = b"%PDF-1.4\n", []
    for number, inner in enumerate(objects, 1):
        offsets.append(len(made))
        made += f"{number} 0 obj\n{inner}\nendobj\n".encode()
    rows = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(made)}\n%%EOF"
    return made + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}{end}".encode()


def in_xml(text):
    """Words as XML takes them: without what it cannot hold, and with its marks escaped."""
    return escape(re.sub("[^\\t\\n\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]", "", text))


def in_rows(text):
    """Words as the rows of a page that ``pdf`` takes, of 80 letters, without what a string of it cannot hold."""
    letters = re.sub(r"[^\x20-\x7e]|[()\\]", "x", text)
    return [(800 - at / 10, 10, letters[at : at + 80]) for at in range(0, len(letters), 80)]
