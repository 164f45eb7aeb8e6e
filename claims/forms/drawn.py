"""Inputs, text areas and lists of choices as HTML: the same as Django's templates of them, in a tenth of the time.

A claim's form has sixty of them, and each of Django's is two or three templates. Everything that is put in is escaped.
"""

from django.forms.renderers import TemplatesSetting

from claims.html import html, joined, run_on


def _attributes(widget):
    """Return the attributes of a widget: True is a name alone, False is none."""
    given = [(name, value) for name, value in widget["attrs"].items() if value is not False]
    return joined("", " {}{}", ((name, "" if value is True else html('="{}"', value)) for name, value in given))


def _input(widget):
    value = "" if widget["value"] is None else html(' value="{}"', widget["value"])
    return html('<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], value, _attributes(widget))


def _choice(widget):
    """Return one radio button or checkbox of several, in its label where it has one."""
    if not widget.get("wrap_label"):
        return _input(widget)
    pk = widget["attrs"].get("id")
    return html("<label{}>{}\n {}</label>", html(' for="{}"', pk) if pk else "", _input(widget), widget["label"])


def _text_area(widget):
    return html('<textarea name="{}"{}>\n{}</textarea>', widget["name"], _attributes(widget), widget["value"] or "")


def _option(option):
    return html('<option value="{}"{}>{}</option>', option["value"], _attributes(option), option["label"])


def _select(widget):
    groups = []
    for name, options, _ in widget["optgroups"]:
        drawn = run_on("", [html("\n  {}\n", _option(option)) for option in options])
        groups.append(html('\n  <optgroup label="{}">{}\n  </optgroup>', name, drawn) if name else drawn)
    inner = run_on("", groups)
    return html('<select name="{}"{}>{}\n</select>', widget["name"], _attributes(widget), inner)


_DRAWN = {
    f"django/forms/widgets/{name}.html": draw
    for draw, names in {
        _input: ("text", "search", "hidden", "date", "datetime", "number", "checkbox"),
        _choice: ("radio_option", "checkbox_option"),
        _text_area: ("textarea",),
        _select: ("select",),
    }.items()
    for name in names
}


class Renderer(TemplatesSetting):
    """Django's renderer of forms by the desk's own templates, which draws the widgets above itself."""

    def render(self, template_name, context, request=None):
        draw = _DRAWN.get(template_name)
        return draw(context["widget"]) if draw else super().render(template_name, context, request)
