"""Replace ``{% csrf_token %}`` in every form: Django's token, and the person who opened the form's page."""

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html

register = template.Library()


class OwnForm(CsrfTokenNode):
    """Add the person who opened the page; ``claims.views.middleware.SamePerson`` compares them with the sender."""

    def render(self, context):
        person = getattr(context.get("request"), "user", None)
        if person is None or not person.is_authenticated:
            return super().render(context)
        return super().render(context) + format_html('<input type="hidden" name="opened_by" value="{}">', person.pk)


@register.tag
def csrf_token(parser, token):
    return OwnForm()
