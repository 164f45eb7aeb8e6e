"""Helpers that read pages."""

import re


def folded(page):
    """Return a page's HTML (of a response or a string) without blanks around tags, and with single blanks elsewhere.

    So a test does not depend on how the lines of a template are broken. To test the blanks of the text itself, read the
    page as it is sent.
    """
    html = page if isinstance(page, str) else page.content.decode()
    return re.sub(r"\s*([<>])\s*", r"\1", re.sub(r"\s+", " ", html))
