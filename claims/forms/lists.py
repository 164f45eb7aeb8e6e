"""What narrows a list: every filter bounded, so that no hand-made address is an error."""

from django import forms

from claims.editing.speakers import name_key
from claims.models import Desk, Person
from claims.permissions import desks_of
from claims.queries.desk import IN_WORK
from claims.states import ArticleState, ClaimState, Ownership, SourceKind, Verdict

BIGGEST = 2**63 - 1


def an_id(**more):
    return forms.IntegerField(required=False, min_value=1, max_value=BIGGEST, widget=forms.HiddenInput, **more)


def a_cursor():
    """As queries/paging writes it: whole numbers."""
    return forms.RegexField(r"^-?[0-9]{1,18}(_-?[0-9]{1,18}){0,3}$", required=False, widget=forms.HiddenInput)


class Place(forms.Form):
    """Where a page begins, after this cursor; and the article that a queue is read for, where it is one."""

    after = a_cursor()
    article = an_id()


class Filters(forms.Form):
    q = forms.CharField(
        label="Words", required=False, max_length=200, widget=forms.SearchInput(attrs={"autocomplete": "off"})
    )
    desk = forms.ModelChoiceField(Desk.objects.none(), required=False, empty_label="Any")

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        desks = desks_of(person)
        if len(desks) > 1:
            self.fields["desk"].queryset = Desk.objects.filter(pk__in=desks)
        else:
            del self.fields["desk"]

    def used(self):
        """Whether anything but the place narrows the list."""
        return any(value for name, value in self.cleaned_data.items() if name != "after")


class ArticleFilters(Filters):
    state = forms.ChoiceField(
        choices=[("", "In work"), *ArticleState.choices, ("any", "Any")], required=False, label="State"
    )
    ownership = forms.ChoiceField(choices=[("", "Any"), *Ownership.choices], required=False, label="Whose it is")
    after = a_cursor()

    def states(self):
        """The chosen states; none of them for all."""
        state = self.cleaned_data["state"]
        return [] if state == "any" else [state] if state else IN_WORK


class ClaimFilters(Filters):
    state = forms.ChoiceField(choices=[("", "Any"), *ClaimState.choices], required=False)
    verdict = forms.ChoiceField(choices=[("", "Any"), *Verdict.choices], required=False)
    speaker = forms.CharField(required=False, max_length=200)
    assignee = forms.ModelChoiceField(Person.objects.none(), required=False, label="Checker", empty_label="Anybody")
    article = an_id()
    after = a_cursor()

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, person=person, **kwargs)
        colleagues = Person.objects.filter(memberships__desk_id__in=desks_of(person)).distinct()
        self.fields["assignee"].queryset = colleagues.order_by("name", "id")

    def clean_speaker(self):
        """The typed name, folded; letters or digits must be left."""
        typed = self.cleaned_data["speaker"]
        if typed and not name_key(typed):
            raise forms.ValidationError("A name has letters or digits in it.")
        return name_key(typed)


class SourceFilters(Filters):
    kind = forms.ChoiceField(choices=[("", "Any"), *SourceKind.choices], required=False)
    reference = forms.BooleanField(required=False, label="Reference list only")
    after = a_cursor()


class Before(forms.Form):
    """A page of a list whose newest comes first begins before this number."""

    before = forms.IntegerField(required=False, min_value=1, max_value=BIGGEST, widget=forms.HiddenInput)


class RecordFilters(Before):
    claim = an_id()


class BackingFilterForm(forms.Form):
    """Which lines of an article are listed with their backing, and the number of the line that they follow."""

    lines = forms.ChoiceField(choices=[("with", "With backing"), ("without", "Without backing")], required=False)
    after = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)

    def read(self):
        """{lines: "", "with" or "without"; after: a number}; what is no such thing is left out."""
        self.is_valid()
        return {"lines": self.cleaned_data.get("lines") or "", "after": self.cleaned_data.get("after") or 0}
