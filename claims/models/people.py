"""People and the roles that they hold, per desk."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from claims.states import Role


class Person(AbstractUser):
    """Somebody with an account. Being staff manages people, desks and rules; it signs nothing off."""

    first_name = None
    last_name = None
    name = models.CharField(max_length=200, help_text="As colleagues and the record know this person.")
    timezone = models.CharField(max_length=64, default="UTC", help_text="An IANA name, such as Europe/Berlin.")
    demo = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"

    def __str__(self):
        return self.name or self.username

    def get_full_name(self):
        return str(self)

    get_short_name = get_full_name


class Membership(models.Model):
    """One role of one person on one desk; a person may hold several."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    desk = models.ForeignKey("claims.Desk", models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role)
    given_by = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        help_text="The database sets it. A role that signs counts only if somebody else gave it.",
    )
    given_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["desk", "person", "role"], name="membership_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_known"),
        ]

    def __str__(self):
        return f"{self.person}: {self.get_role_display()}, {self.desk}"
