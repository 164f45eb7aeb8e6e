"""Helpers that read pages."""

import re

from lxml import html as parser


def folded(page):
    """Return a page's HTML (of a response or a string) without blanks around tags, and with single blanks elsewhere.

    So a test does not depend on how the lines of a template are broken. To test the blanks of the text itself, read the
    page as it is sent.
    """
    html = page if isinstance(page, str) else page.content.decode()
    return re.sub(r"\s*([<>])\s*", r"\1", re.sub(r"\s+", " ", html))


def fields_shown(page, having="cut"):
    """Return what a browser would send back of the form of a page that has a field ``having``."""
    forms = parser.fromstring(page.content.decode()).forms
    return dict(next(form for form in forms if having in form.fields).form_values())
