"""The staff's face: people, desks, schemes and reasons can be changed here; the work and its record only looked at."""

from claims.admin import desks, people, record, work  # noqa: F401 - importing registers
from claims.admin.site import site

__all__ = ["site"]
