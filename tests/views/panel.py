"""Helpers for tests of the panel: a claim on a bridge, and the panel's forms as a browser would send them back."""

import json
from html.parser import HTMLParser

from claims.editing.claims import cut_claim
from claims.workflow import perform
from tests.make import find_words


def cut(article, words, *, actor, statement=""):
    block, start, end = find_words(article.current_version, words)
    return cut_claim(article, [(block.pk, start, end, words)], actor=actor, statement=statement or words)


def taken(claim, actor):
    return perform("take", claim, actor=actor)


class _Forms(HTMLParser):
    """Collect the successful controls of each form, by the form's id or action. A control may name its form."""

    def __init__(self):
        super().__init__()
        self.forms, self.stack, self.area, self.select, self.chosen = {}, [], None, None, None

    def handle_starttag(self, tag, attrs):
        at = dict(attrs)
        if tag == "form":
            key = at.get("id") or at.get("action") or "the page itself"
            self.stack.append(key)
            self.forms.setdefault(key, {})
        owner = at.get("form") or (self.stack[-1] if self.stack else None)
        name = at.get("name")
        if tag == "input" and name and owner and "disabled" not in at:
            kind = at.get("type", "text")
            if kind in ("checkbox", "radio"):
                if "checked" in at:
                    self.forms.setdefault(owner, {}).setdefault(name, []).append(at.get("value", "on"))
            elif kind not in ("submit", "button"):
                self.forms.setdefault(owner, {}).setdefault(name, []).append(at.get("value") or "")
        elif tag == "textarea" and name:
            self.area = (owner, name, [])
        elif tag == "select" and name:
            self.select, self.chosen = (owner, name), None
        elif tag == "option" and self.select and (self.chosen is None or "selected" in at):
            self.chosen = at.get("value", "")

    def handle_data(self, data):
        if self.area:
            self.area[2].append(data)

    def handle_endtag(self, tag):
        if tag == "form":
            self.stack.pop()
        elif tag == "textarea" and self.area:
            owner, name, text = self.area
            # Browsers drop the first line end and send CR LF.
            value = "".join(text).removeprefix("\n").replace("\n", "\r\n")
            self.forms.setdefault(owner, {}).setdefault(name, []).append(value)
            self.area = None
        elif tag == "select" and self.select:
            owner, name = self.select
            self.forms.setdefault(owner, {}).setdefault(name, []).append(self.chosen or "")
            self.select = None


def forms_of(response, whole=False):
    """Return {id or action of a form: what a browser would send of it, unchanged}.

    Without ``whole``, who opened the page is left out: tests send one person's form as another, as hand-made requests
    do.
    """
    parser = _Forms()
    parser.feed(response.content.decode())
    if not whole:
        for form in parser.forms.values():
            form.pop("opened_by", None)
    return parser.forms


def claim_form(response, **typed):
    """Return the panel's claim form as a browser sends it, with the fields in ``typed`` replaced."""
    return forms_of(response)["claim-form"] | typed


def base_of(form):
    return json.loads(form["base"][0])
