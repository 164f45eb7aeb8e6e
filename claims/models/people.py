"""People, and the roles that they have on each desk."""

from django.contrib.auth.hashers import verify_password
from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Func, Value

from claims.models.loaded import Loaded
from claims.states import Role

#: Languages in which a person may read the names of months and days; the words of the desk stay English.
DATE_LANGUAGES = [
    ("ar", "العربية"),
    ("az", "Azərbaycanca"),
    ("de", "Deutsch"),
    ("en", "English"),
    ("es", "Español"),
    ("fa", "فارسی"),
    ("fr", "Français"),
    ("hy", "Հայերեն"),
    ("it", "Italiano"),
    ("ka", "ქართული"),
    ("nl", "Nederlands"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ru", "Русский"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
]


class People(UserManager):
    """Django's manager, except that `createsuperuser` says in words which name is taken."""

    def create_superuser(self, username, email=None, password=None, **fields):
        self.model(username=username, **fields).clean()
        return super().create_superuser(username, email, password, **fields)


class Person(Loaded, AbstractUser):
    """Somebody with an account. Staff manage people, desks and rules; that alone lets them sign nothing off."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(max_length=200, help_text="As colleagues and the record know this person.")
    timezone = models.CharField(max_length=64, default="UTC", help_text="An IANA name, such as Europe/Berlin.")
    date_language = models.CharField(
        "language of dates", max_length=8, default="en", choices=DATE_LANGUAGES, help_text="Names of months and days."
    )
    demo = models.BooleanField(default=False, editable=False)
    must_change_password = models.BooleanField(
        default=False,
        editable=False,
        help_text="Somebody else set the password, so it is changed at the next log-in.",
    )
    logouts = models.PositiveIntegerField(
        default=0, editable=False, help_text="How often they logged out everywhere: sessions from before are over."
    )

    objects = People()  # type: ignore[misc]
    hash_is_old = False  # whether the password just checked needs a new hash

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"

    def __str__(self):
        return self.name or self.username

    def get_full_name(self):
        return str(self)

    get_short_name = get_full_name

    def _get_session_auth_hash(self, secret=None):
        """As Django's, so that a session ends with the password; and when its owner logs out everywhere."""
        of_password = super()._get_session_auth_hash(secret)
        return f"{of_password}:{self.logouts}" if self.logouts else of_password

    def clean(self):
        """Refuse a name that somebody else has, or one that looks like it (claims/sql/name.sql)."""
        super().clean()
        was = Person.objects.filter(pk=self.pk).first() or Person()
        errors = {}
        for field, text, before in (
            ("name", self.name.strip() or self.username, was.name.strip() or was.username),
            ("username", self.username, was.username),
        ):
            keys = Func(Value(text), template="(SELECT name_keys(%(expressions)s))")
            taken = TakenName.objects.filter(field=field, key__in=keys).exclude(person=self.pk)
            if text != before and (other := taken.select_related("person").first()):
                shown = str(other.person) if field == "name" else other.person.username
                errors[field] = f"Somebody else is called “{shown}”, which looks the same. Choose another name."
        if errors:
            raise ValidationError(errors)

    def check_password(self, raw_password):
        """Check it as Django does, but leave an outdated hash to be renewed at log-in, which records it."""
        correct, old = verify_password(raw_password, self.password)
        self.hash_is_old = correct and old
        return correct


class TakenName(models.Model):
    """The form of a display name or user name in which case and letters that look alike make no difference.

    The database writes it with the person (claims/sql/name.sql).
    """

    pk = models.CompositePrimaryKey("field", "key")
    field = models.CharField(max_length=8)
    key = models.CharField(max_length=300)
    person = models.ForeignKey(Person, models.DB_CASCADE, related_name="+")


class Membership(models.Model):
    """One role of one person on one desk; a person may have several."""

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
