"""The admin for staff. They edit people, desks, schemes and reasons; the work and its record are read-only."""

from claims.admin import desks, people, record, signed, work  # noqa: F401 - importing them registers their pages
from claims.admin.site import site

__all__ = ["site"]
