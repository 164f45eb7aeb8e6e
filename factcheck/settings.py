"""The settings. Every value comes from the environment; a bad value stops the start. Importing has no side effects.

The defaults are those of production; `manage.py up` and the tests relax them for use on one machine. .env.example
describes the variables.
"""

import base64
import importlib.util
import os
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from factcheck.local import postgres

BASE_DIR = Path(__file__).resolve().parent.parent


def database(url):
    """Return Django's DATABASES entry for a ``postgresql://user:password@host:port/name?host=/socket`` URL."""
    if not url.startswith(("postgresql://", "postgres://")):
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://; no other database will do.")
    try:
        found = dj_database_url.parse(url, engine="factcheck.postgresql", conn_max_age=60, conn_health_checks=True)
    except dj_database_url.ParseError:
        raise ImproperlyConfigured(
            "DATABASE_URL cannot be read. Its port is a number; in names and passwords, @ is written %40, and / is %2F."
        ) from None
    options = found.setdefault("OPTIONS", {})
    return found | {"HOST": options.pop("host", found["HOST"])}


def switch(name, default):
    """Return whether the environment variable `name` is `on`. Raise ImproperlyConfigured if it is not `on` or `off`."""
    value = os.environ.get(name) or default
    if value not in {"on", "off"}:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be on or off.")
    return value == "on"


def minutes(name, value):
    """Return `value` as a whole number of minutes, 1 or more. Raise ImproperlyConfigured if it is anything else."""
    if not (value.isascii() and value.isdecimal() and int(value)):
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a whole number of minutes, 1 or more.")
    return int(value)


def hours(name, value):
    """Return `value` as a whole number of hours, 0 to 8760. Raise ImproperlyConfigured if it is anything else."""
    if not (value.isascii() and value.isdecimal() and int(value) <= 8760):
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a whole number of hours, at most 8760.")
    return int(value)


def networks(name, value):
    """Return `value`, networks with commas between them (10.1.0.0/16), as a list. Raise ImproperlyConfigured."""
    try:
        return [ip_network(one.strip()) for one in value.split(",") if one.strip()]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be networks, such as 10.1.0.0/16: {error}.") from None


def identity_keys(value):
    """Return the keys in `value`, with commas between them, as bytes. Raise ImproperlyConfigured, with no key in it."""
    try:
        keys = [base64.urlsafe_b64decode(f"{one.strip()}=") for one in value.split(",") if one.strip()]
    except ValueError:
        keys = [b""]
    if any(len(key) != 32 for key in keys):
        raise ImproperlyConfigured(
            "IDENTITY_KEYS cannot be read: it is keys of 43 characters, with commas between them. See .env.example."
        )
    return keys


def archive(name, value):
    """Return `value`, an address that others are put behind, with a slash at its end. Raise ImproperlyConfigured."""
    if value and not value.startswith(("https://", "http://")):
        raise ImproperlyConfigured(
            f"{name} is {value!r}; it must be an address, such as https://archive.example/save/."
        )
    return value if not value or value.endswith(("/", "=")) else f"{value}/"


def kept_in(name, value):
    """Return Django's STORAGES entry for a folder or for `s3://bucket/folder`. Raise ImproperlyConfigured."""
    if not value.startswith("s3://"):
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": Path(value)}}
    bucket, _, folder = value.removeprefix("s3://").partition("/")
    if not bucket:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a folder, or s3://bucket/folder.")
    if importlib.util.find_spec("storages") is None:
        raise ImproperlyConfigured(f"{name} is {value!r}; this needs the extra s3: uv sync --extra s3.")
    return {"BACKEND": "factcheck.s3.Storage", "OPTIONS": {"bucket_name": bucket, "location": folder}}


FACTCHECK_HOME = postgres.home()
DATABASE_URL = os.environ.get("DATABASE_URL") or postgres.url(postgres.APP, FACTCHECK_HOME)
DATABASE_OWNER_URL = os.environ.get("DATABASE_OWNER_URL", "")
DATABASES = {"default": database(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CELERY_BROKER_URL = os.environ.get("CELERY_BROKER_URL") or "pgmq://"

# wsgi.py refuses an empty key, and so does Django where it needs one; most commands need none.
SECRET_KEY = os.environ.get("SECRET_KEY", "")
# What encrypts who confidential sources are, the newest first. Without one, no identity is taken.
IDENTITY_KEYS = identity_keys(os.environ.get("IDENTITY_KEYS", ""))
ALLOWED_HOSTS = [host.strip() for host in os.environ.get("ALLOWED_HOSTS", "").split(",") if host.strip()]
DEBUG = False
DEFAULT_EXCEPTION_REPORTER_FILTER = "factcheck.logs.AlwaysHidden"

TLS = switch("TLS", "on")
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # health probes come from the machine itself, over HTTP
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = TLS
TRUST_PROXY = switch("TRUST_PROXY", "off")
if TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
# Private networks that pages may be fetched from, beside all public addresses.
FETCH_NETWORKS = networks("FETCH_NETWORKS", os.environ.get("FETCH_NETWORKS", ""))
# The program that draws captured pages, a Chromium; "": none.
CHROMIUM = os.environ.get("CHROMIUM", "")
# What goes before an address to have a web archive keep it; "": none is asked.
ARCHIVE_DEPOSIT = archive("ARCHIVE_DEPOSIT", os.environ.get("ARCHIVE_DEPOSIT", ""))
# Hours after which a source that signed claims rest on is looked at again; 0: never.
SOURCE_WATCH_HOURS = hours("SOURCE_WATCH_HOURS", os.environ.get("SOURCE_WATCH_HOURS") or "168")
X_FRAME_OPTIONS = "DENY"
# A pasted article of 2 MB, in a script with three bytes a letter, and the rest of the form.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
# Three fields for each of the at most 1,500 blocks of the intake form, and the fields about the article.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

INSTALLED_APPS = [
    "django.contrib.admin.apps.SimpleAdminConfig",  # claims.admin registers its pages where the addresses are read
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",  # for FORM_RENDERER
    "django_htmx",
    "axes",
    "claims",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "claims.views.middleware.database_kept",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "claims.views.middleware.read_by_person",
    "claims.views.middleware.signed_in",
    "claims.views.middleware.LoginRequired",
    "claims.views.middleware.SamePerson",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "claims.views.middleware.time_zone",
    "claims.views.middleware.DeskErrors",
    "claims.views.middleware.bounded_marks",
    "claims.views.middleware.SentTwice",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "factcheck.urls"
WSGI_APPLICATION = "factcheck.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.csp",
                "claims.views.accounts.queue_count",
            ],
            "builtins": ["claims.templatetags.own_forms"],
        },
    }
]
FORM_RENDERER = "claims.forms.drawn.Renderer"  # templates/django/forms/field.html draws each field

AUTH_USER_MODEL = "claims.Person"
LOGIN_URL = "claims:login"
CSRF_FAILURE_VIEW = "claims.views.accounts.not_sent"
LOGIN_REDIRECT_URL = "claims:desk"
LOGOUT_REDIRECT_URL = "claims:login"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "claims.sign_in.DeskBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Seconds without activity until a person is logged out; claims.views.middleware renews the session on activity.
SESSION_COOKIE_AGE = 60 * minutes("SESSION_IDLE_MINUTES", os.environ.get("SESSION_IDLE_MINUTES") or "120")
AXES_HANDLER = "claims.sign_in.Attempts"
AXES_CLIENT_IP_CALLABLE = "claims.sign_in.address_of"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # it ends when the page says, even if somebody keeps trying
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "kept"]  # do not store what was typed before the log-in
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "claims.views.accounts.locked_out"

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = FACTCHECK_HOME / "static"
_captures = os.environ.get("CAPTURES") or str(FACTCHECK_HOME / "captures")
CAPTURES = None if _captures.startswith("s3://") else Path(_captures)  # the folder, where it is one
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Files of sources, kept for good; web and workers both write there.
    "captures": kept_in("CAPTURES", _captures),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # pages use only the hashed names, and compressing takes seconds

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "factcheck.logs.Formatter", "format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
