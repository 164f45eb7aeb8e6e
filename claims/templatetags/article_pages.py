"""The tabs that lead from any page of an article to the others."""

from django import template

from claims.queries.tabs import count_tabs

register = template.Library()


@register.inclusion_tag("parts/article_tabs.html")
def article_tabs(article, at):
    """The tabs of an article, with their counts; ``at`` names the one that is open. One query, or none."""
    count_tabs(article)
    return {"article": article, "at": at}
