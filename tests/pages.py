"""Pages as tests read them."""

import re


def folded(page):
    """A page's HTML, a response's or a string, with no blanks around its tags and one wherever else there are some.

    So a test is the same however the lines of a template are broken. What the blanks of the text itself are is for
    tests that read the page as it is sent.
    """
    html = page if isinstance(page, str) else page.content.decode()
    return re.sub(r"\s*([<>])\s*", r"\1", re.sub(r"\s+", " ", html))
