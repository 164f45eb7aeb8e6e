"""A widget that the desk draws itself is, byte for byte, what Django's template of it would be."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe

from claims.forms.drawn import Renderer

ODD = '"O\'Hara" <b>&amp; 1 < 2</b>'
CHOICES = [("", "None"), (1, "One & all"), ("Group <1>", [("a", "A"), (ODD, ODD)]), (None, "Unknown"), (1000, 1000)]
ATTRS = {"data-key": "f", "required": True, "disabled": False, "title": ODD, "rows": 3, "class": mark_safe("a&amp;b")}
VALUES = [None, "", ODD, 0, 1234567, Decimal("1234.50"), "a", mark_safe("<i>&amp;</i>"), "\n two\nlines "]


@pytest.mark.parametrize("attrs", [None, ATTRS])
@pytest.mark.parametrize("value", VALUES, ids=repr)
@pytest.mark.parametrize(
    "widget",
    [
        forms.TextInput,
        forms.HiddenInput,
        forms.NumberInput,
        forms.CheckboxInput,
        forms.Textarea,
        forms.URLInput,
        forms.SearchInput,
    ],
)
def test_inputs_and_text_areas(widget, value, attrs):
    assert drawn(widget(), value, attrs, Renderer()) == drawn(widget(), value, attrs, TemplatesSetting())


@pytest.mark.parametrize("value", [*VALUES, ["a", 1]], ids=repr)
@pytest.mark.parametrize("widget", [forms.Select, forms.SelectMultiple, forms.RadioSelect])
def test_lists_of_choices(widget, value):
    made = widget(choices=CHOICES)
    assert drawn(made, value, ATTRS, Renderer()) == drawn(made, value, ATTRS, TemplatesSetting())


@pytest.mark.parametrize("value", VALUES, ids=repr)
@pytest.mark.parametrize("attrs", [None, ATTRS, ATTRS | {"id": "a"}])
@pytest.mark.parametrize("widget", [forms.RadioSelect, forms.CheckboxSelectMultiple])
@pytest.mark.parametrize("labelled", [False, True])
def test_each_of_several_choices(widget, attrs, value, labelled):
    made = widget(choices=CHOICES)
    found = []
    for renderer in (Renderer(), TemplatesSetting()):
        choices = made.subwidgets("a <name>", [value], attrs)
        found.append(
            [renderer.render(one["template_name"], {"widget": one | {"wrap_label": labelled}}) for one in choices]
        )
    assert found[0] == found[1]
    assert len(found[0]) == 6


@pytest.mark.parametrize("made", [forms.DateInput, forms.DateTimeInput])
def test_dates(made):
    widget, day = made(attrs={"type": "date"}, format="%Y-%m-%d"), date(2026, 3, 1)
    assert drawn(widget, day, None, Renderer()) == drawn(widget, day, None, TemplatesSetting())


def test_the_desk_draws_its_forms_so(settings):
    assert isinstance(forms.renderers.get_default_renderer(), Renderer)
    assert settings.FORM_RENDERER == "claims.forms.drawn.Renderer"


def drawn(widget, value, attrs, renderer):
    return widget.render("a <name>", value, attrs, renderer=renderer)
