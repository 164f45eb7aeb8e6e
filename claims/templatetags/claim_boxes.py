"""The fields of forms, as HTML: a claim's form has forty of them, and a template of each is slow. No query."""

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

from claims.html import html, run_on

register = template.Library()

_FIELD = """<div class="field{}{}">
<label for="{}">
{}{}{}
</label>
{}{}{}
</div>"""
_TICKS = """<fieldset class="field wide{}">
<legend>{}</legend>
<div class="row">
{}
</div>{}
</fieldset>"""
_HINT = '\n<span class="opt">{}</span>'
_KEY = '\n<kbd aria-hidden="true">{}</kbd>'
_HELP = '\n<p class="help" id="{}_helptext">\n{}{}\n</p>'
_ERROR = '\n<p class="error" id="{}_error">{}</p>'


@register.simple_tag
def drawn_field(field: BoundField, wide: object = False, key: object = "", opt: object = "") -> SafeString:
    """Return a field with its label, help and first error.

    ``key`` is the key that goes to it, ``opt`` a word or two beside its label; a ``wide`` one takes the whole row.
    """
    errors, hint = field.errors, field.help_text
    goes = html(_KEY, key) if key else ""
    return html(
        _FIELD,
        " invalid" if errors else "",
        " wide" if wide else "",
        field.id_for_label,
        field.label,
        html(_HINT, opt) if opt else "",
        "" if hint else goes,
        field.as_widget(),
        html(_HELP, field.auto_id, hint, goes) if hint else "",
        _wrong(field),
    )


@register.filter
def drawn_box(field: BoundField) -> SafeString:
    """Return a field of the claim's form, as its kind of widget asks for."""
    kind = field.widget_type
    if kind == "checkboxselectmultiple":
        ticks = [html('<label class="tick">{} {}</label>', one.tag(), one.choice_label) for one in field.subwidgets]
        return html(_TICKS, " invalid" if field.errors else "", field.label, run_on("\n", ticks), _wrong(field))
    if kind == "checkbox":
        return html('<label class="tick wide">{} {}</label>', field.as_widget(), field.label)
    own = field.field
    return drawn_field(field, kind == "textarea", getattr(own, "key", ""), getattr(own, "hint", ""))


def _wrong(field: BoundField) -> SafeString | str:
    return html(_ERROR, field.auto_id, field.errors[0]) if field.errors else ""
