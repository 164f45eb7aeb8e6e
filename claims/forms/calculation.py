"""A calculation as evidence: its figures, each with where it is from, what is computed of them, and its result."""

import json

from django import forms

from claims.forms.claim import carried, lines, tidy, typed, words
from claims.states import CalculationKind, Stance
from claims.text.calculation import MOST, names_for

#: What a row of the form asks of a figure: its part of Evidence.calculation, label, characters.
ROW = (("label", "What it is", 200), ("figure", "Figure and unit", 200), ("where", "Where it stands", 300))
#: What of evidence the form has beside the calculation.
BESIDE = ("stance", "note", "answer")
_FEWEST, _EMPTY = 3, 2  # rows that are shown; empty ones behind what is filled in


class CalculationForm(forms.Form):
    """``evidence`` is the claim's, from which figures may be; ``base`` what the form was opened with, as JSON.

    A row has ``label-a``, ``figure-a``, ``evidence-a``, ``where-a``; the letters are those of the formula.
    """

    kind = forms.ChoiceField(label="What is computed", choices=CalculationKind.choices)
    formula = words("Formula", 300, typed(autocomplete="off", placeholder="(b − a) ÷ a"))
    result = words(
        "Result to check", 200, typed(autocomplete="off"), "As it is printed: about 25 %. Empty: only computed."
    )
    stance = forms.ChoiceField(label="Stance", choices=Stance.choices)
    note = words("Note", widget=lines(1))
    answer = words(
        "Answer to it", 2000, lines(1), "Only if it speaks against the verdict: why that stands all the same."
    )
    base = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, claim, evidence, **kwargs):
        super().__init__(data, auto_id="calculation-%s", **kwargs)
        self.claim = claim
        named = [(str(one.pk), self._called(one)) for one in evidence]
        filled = [letter for letter in names_for(MOST) if self._filled(letter)]
        count = max(_FEWEST, names_for(MOST).index(filled[-1]) + 1 + _EMPTY if filled else 0)
        self.letters = names_for(min(count, MOST))
        for letter in self.letters:
            for name, label, most in ROW:
                self.fields[f"{name}-{letter}"] = words(label, most, typed(autocomplete="off"))
            self.fields[f"evidence-{letter}"] = forms.ChoiceField(
                label="From which evidence", choices=[("", "None of these"), *named], required=False
            )

    @staticmethod
    def _called(evidence):
        title = " ".join(evidence.source.title.split())[:60]
        return f"{title}, {evidence.locator}" if evidence.locator else title

    def _filled(self, letter):
        given = self.data if self.is_bound else self.initial
        return any(given.get(f"{name}-{letter}") for name in ("label", "figure", "where", "evidence"))

    @property
    def rows(self):
        """[(letter, its fields in order)] as they are drawn."""
        names = ("label", "figure", "evidence", "where")
        return [(letter, [self[f"{name}-{letter}"] for name in names]) for letter in self.letters]

    def clean_base(self):
        try:
            base = carried(self.cleaned_data["base"] or "{}")
        except ValueError:
            base = None
        if not isinstance(base, dict):
            raise forms.ValidationError("The form did not say what it was opened with. Open it again.")
        return {name: value for name, value in base.items() if name in ("calculation", *BESIDE)}

    def clean(self):
        """Rows in between that are empty would give other letters to the figures behind them."""
        filled = [letter for letter in self.letters if self._filled(letter)]
        for letter in self.letters[: len(filled)]:
            if letter not in filled:
                self.add_error(f"figure-{letter}", "Fill in this row, or move the figures below up.")
        return super().clean()

    def calculation(self):
        """Return the calculation as Evidence.calculation has it."""
        said = self.cleaned_data
        own = said["kind"] == CalculationKind.FORMULA
        return {
            "kind": said["kind"],
            "formula": tidy(said["formula"]) if own else "",
            "language": self.claim.article.language,
            "inputs": [
                {
                    **{name: tidy(said[f"{name}-{letter}"]) for name, _, _ in ROW},
                    "evidence": int(said[f"evidence-{letter}"]) if said[f"evidence-{letter}"] else None,
                }
                for letter in self.letters
                if self._filled(letter)
            ],
            "result": tidy(said["result"]),
        }

    def said(self):
        """{field of Evidence: value} of all that the form has."""
        return {"calculation": self.calculation()} | {name: tidy(self.cleaned_data[name]) for name in BESIDE}

    def refuse(self, words, at):
        """Put words where they belong: ``at`` is a letter, "formula", "result", or another field."""
        field = f"figure-{at}" if len(at) == 1 else at
        if field == "formula" and self.cleaned_data.get("kind") != CalculationKind.FORMULA:
            field = "kind"
        self.add_error(field if field in self.fields else None, words)


def calculation_values(evidence):
    """What the form of a calculation is opened with, as JSON can carry it."""
    return {name: getattr(evidence, name) for name in ("calculation", *BESIDE)}


def calculation_initial(values):
    """What the boxes hold for what calculation_values gives; ``base`` has it as it is."""
    calculation = values["calculation"]
    held = {name: calculation.get(name, "") for name in ("kind", "formula", "result")}
    for letter, row in zip(names_for(MOST), calculation.get("inputs", ()), strict=False):
        held |= {f"{name}-{letter}": row.get(name) or "" for name in ("label", "figure", "where", "evidence")}
    return held | {name: values[name] for name in BESIDE} | {"base": json.dumps(values)}
