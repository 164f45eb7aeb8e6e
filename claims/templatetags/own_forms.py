"""``{% csrf_token %}`` in every form, the admin's too: Django's token, and who opened the page that holds the form."""

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html

register = template.Library()


class OwnForm(CsrfTokenNode):
    """What ``claims.views.middleware.SamePerson`` compares with whoever sends the form."""

    def render(self, context):
        person = getattr(context.get("request"), "user", None)
        if person is None or not person.is_authenticated:
            return super().render(context)
        return super().render(context) + format_html('<input type="hidden" name="opened_by" value="{}">', person.pk)


@register.tag
def csrf_token(parser, token):
    return OwnForm()
