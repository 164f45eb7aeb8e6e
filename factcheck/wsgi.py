"""The WSGI application. It refuses to start without SECRET_KEY and ALLOWED_HOSTS, which keep sessions safe."""

import os
from importlib import import_module

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
if not os.environ.get("SECRET_KEY"):
    raise ImproperlyConfigured("SECRET_KEY is not set: 50 random characters or more. See .env.example.")
if not settings.ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is not set: the names under which this is reached. See .env.example.")
application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)  # an error in a view stops the start, instead of failing the first request
