"""Settings of the measured web server: those of the desk, with an empty page to compare with."""

from factcheck.settings import *  # noqa: F403

ROOT_URLCONF = "claims.management.bench.urls"
