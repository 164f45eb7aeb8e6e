"""What a thread asks for: words, and for a new one what it is about and whether it blocks."""

from django import forms

from claims.editing.threads import LONGEST


class SayForm(forms.Form):
    """One message; sent as ``words``."""

    words = forms.CharField(
        label="Your words",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": "Say something first."},
    )

    def __init__(self, data=None, *, thread=None, **kwargs):
        super().__init__(data, auto_id=f"say-{thread.pk}-%s" if thread else "thread-%s", **kwargs)


class ThreadForm(SayForm):
    """A new thread; ``claim`` is the number of one of the article's claims, ``evidence`` the id of evidence of it."""

    is_query = forms.BooleanField(label="It is a query: the article is not signed off while it is open", required=False)
    claim = forms.IntegerField(min_value=1, max_value=2**31 - 1, required=False, widget=forms.HiddenInput)
    evidence = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
