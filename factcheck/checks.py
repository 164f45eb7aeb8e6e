"""What `manage.py check --deploy` says beside Django's own."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Tags, Warning, register


@register(Tags.security, deploy=True)
def web_is_not_the_owner(app_configs, **kwargs):
    """One role for everything means that whoever gets at the web server's connection can drop the rules themselves."""
    owner = urlsplit(settings.DATABASE_OWNER_URL)
    if settings.DATABASE_OWNER_URL and owner.username != urlsplit(settings.DATABASE_URL).username:
        return []
    return [
        Warning(
            "Web and worker connect as the owner of the tables.",
            hint="Set DATABASE_URL to the role factcheck_app, and DATABASE_OWNER_URL to the one that migrates.",
            id="factcheck.W001",
        )
    ]
