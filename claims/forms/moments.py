"""Times that people type in their own zone, without losing which one is meant when the clocks change."""

import re
from datetime import UTC, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

#: What a box of ``datetime-local`` holds: the reader's time, to the minute, without its zone.
LOCAL = "%Y-%m-%dT%H:%M"
WITH_OFFSET = re.compile(r"\d\d:\d\d[\d:.]{0,16} ?(Z|[+-]\d\d:?\d\d)$")
LONGEST = 64  # characters of a time as anybody types it


class ExactInput(forms.HiddenInput):
    """A hidden time with its distance from UTC, so that it comes back as the very same."""

    def format_value(self, value):
        if not isinstance(value, datetime):
            return value
        # A form shows times in the reader's zone, and keeps which of two hours it is (``fold``).
        return (value if value.tzinfo else value.replace(tzinfo=timezone.get_current_timezone())).isoformat()


class MomentField(forms.DateTimeField):
    """A time in the reader's zone. Where the clocks go back, an hour comes twice: what is typed is the first of them.

    Raises ValidationError for an hour that the clocks leave out.
    """

    hidden_widget = ExactInput

    def __init__(self, **kwargs):
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL)
        formats = [LOCAL, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d"]
        super().__init__(required=False, input_formats=formats, widget=widget, **kwargs)

    def to_python(self, value):
        if isinstance(value, str) and len(value) > LONGEST:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if isinstance(value, datetime) or WITH_OFFSET.search(str(value or "")):
            return super().to_python(value)
        with timezone.override(UTC):  # read as it stands; its own zone is looked at next
            typed = super().to_python(value)
        return typed and _in_zone(typed.replace(tzinfo=None))


def _in_zone(typed):
    zone = timezone.get_current_timezone()
    try:
        found = typed.replace(tzinfo=zone)
        there = found.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
    except OverflowError as error:
        raise ValidationError("Give a date in this century.") from error
    if there != typed:
        raise ValidationError(
            f"The clocks go forward then: that day has no {typed:%H:%M} in {zone}. Give another time."
        )
    return found


def shown(moment):
    """A time as its box shows it; empty for none."""
    return timezone.localtime(moment).strftime(LOCAL) if moment else ""


def untouched(moment, was):
    """Whether a box that was opened with ``was`` came back with the same time in it."""
    return shown(moment) == shown(was)
