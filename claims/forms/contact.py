"""The contact log's forms: what somebody was asked, what they answered, and why a request is struck out."""

from django import forms

from claims.forms.claim import LONG, in_this_century, lines, tidy, typed
from claims.forms.evidence import numbers_typed
from claims.forms.moments import MomentField
from claims.states import Channel, Outcome, ReadBack, Stance, Terms


def _needed(label, length, widget, words, **more):
    return forms.CharField(label=label, max_length=length, widget=widget, error_messages={"required": words}, **more)


class _Form(forms.Form):
    def __init__(self, data=None, **kwargs):
        super().__init__(data, auto_id="contact-%s", label_suffix="", **kwargs)

    def _when(self, name, words):
        found = in_this_century(self.cleaned_data[name])
        if found is None:
            raise forms.ValidationError(words)
        return found


class RequestForm(_Form):
    """A request for comment about ``claim``, and about others of its article."""

    whom = _needed("Who was asked", 200, typed(autocomplete="off"), "Say who was asked.")
    asked_by = _needed("By whom", 120, typed(), "Say who asked them.")
    channel = forms.ChoiceField(label="How", choices=Channel.choices, initial=Channel.TELEPHONE)
    asked_at = MomentField(label="When")
    deadline = MomentField(label="Answer until")
    questions = _needed("What they were asked", LONG, lines(3), "Write down the questions.")
    also = forms.CharField(
        label="Also about claims",
        max_length=200,
        required=False,
        widget=typed(autocomplete="off"),
        help_text="Numbers, such as 4, 7-9, if the same request covers them.",
    )
    seeks_reply = forms.BooleanField(label="They are accused here: this asks for their reply", required=False)

    def __init__(self, data=None, *, claim, **kwargs):
        super().__init__(data, **kwargs)
        self.claim = claim

    def clean_asked_at(self):
        return self._when("asked_at", "Say when they were asked.")

    def clean_deadline(self):
        return self._when("deadline", "Say until when they can answer.")

    def clean_questions(self):
        return tidy(self.cleaned_data["questions"])

    def clean_also(self):
        return numbers_typed(self.cleaned_data["also"], self.claim)

    def said(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "also"}


class AnswerForm(_Form):
    """What became of a request; ``stance`` says what an answer is for the claims, as evidence."""

    outcome = forms.ChoiceField(
        label="They", choices=[(one.value, one.label.lower()) for one in (Outcome.ANSWERED, Outcome.DECLINED)]
    )
    answered_at = MomentField(label="When")
    terms = forms.ChoiceField(label="Terms", choices=Terms.choices, initial=Terms.ON_RECORD)
    answer = forms.CharField(
        label="In their words",
        max_length=LONG,
        required=False,
        widget=lines(3),
        help_text="Off the record, it stays on this page: it counts for no rule and leaves the desk in no file.",
    )
    read_back = forms.ChoiceField(label="Read back", choices=ReadBack.choices, required=False)
    stance = forms.ChoiceField(
        label="As evidence",
        required=False,
        choices=[("", "Not evidence"), *((one.value, f"Evidence: {one.label.lower()}") for one in Stance)],
        initial=Stance.CONTEXT,
        help_text="It becomes a source on these terms. A denial by itself neither refutes nor balances.",
    )

    def clean_answered_at(self):
        return self._when("answered_at", "Say when they answered.")

    def clean_answer(self):
        return tidy(self.cleaned_data["answer"])


class StrikeForm(_Form):
    """Why a request is struck out."""

    reason = _needed("What was wrong with it", 2000, lines(2), "Say what was wrong with it.")
