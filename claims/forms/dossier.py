"""What is asked of a dossier: for whom it is, of which version, and whether roles stand for names."""

from django import forms

from claims.states import DossierProfile


class DossierForm(forms.Form):
    """``profile``, ``version`` (a number) and ``as_roles``; ``profiles`` are those that the person may have."""

    profile = forms.ChoiceField(label="For whom", widget=forms.RadioSelect)
    version = forms.TypedChoiceField(label="Version", coerce=int)
    as_roles = forms.BooleanField(
        label="Shareable: roles in place of names",
        required=False,
        help_text="People of the desk are called “Reviewer 1”, “Checker 2”. The byline stays.",
    )

    def __init__(self, *args, profiles, versions, current, **kwargs):
        super().__init__(*args, auto_id="dossier-%s", label_suffix="", **kwargs)
        self.fields["profile"].choices = [(one, DossierProfile(one).label) for one in profiles]
        self.fields["profile"].initial = profiles[-1]
        self.fields["version"].choices = [
            (number, f"{number} (in work)" if number == current else str(number)) for number in versions
        ]
        self.fields["version"].initial = current
