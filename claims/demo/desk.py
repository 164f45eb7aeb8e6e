"""The people of the demo desk, whom it asks in confidence, its speakers and its sources."""

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from claims.demo import PASSWORD
from claims.demo.people import ADMIN, PEOPLE, SPEAKERS
from claims.demo.sources import (
    CONFIDENTIAL,
    CONFIDENTIAL_CONTACT,
    CONFIDENTIAL_NAME,
    COPIES,
    GONE,
    SOURCES,
)
from claims.editing.captures import COPY, add_copy, capture, end
from claims.editing.derivations import add_origin
from claims.editing.identities import enter_identity, name_reader
from claims.editing.sources import create_source, make_source
from claims.editing.speakers import speaker_named
from claims.editing.watches import enrol
from claims.fetch import Answer, why
from claims.history import acting, record
from claims.intake.captured import read_file
from claims.intake.watched import came_to
from claims.models import Membership, Person, Watch
from claims.sealing import newest

NO_SITE = "no_such_host"  # what is found at an address that nobody has


def make_people(desk):
    password = make_password(PASSWORD)  # once: hashing is slow on purpose
    people = {
        username: Person.objects.create(username=username, name=name, password=password, demo=True)
        for username, name, _ in PEOPLE
    }
    username, name = ADMIN
    admin = Person.objects.create(
        username=username, name=name, password=password, demo=True, is_staff=True, is_superuser=True
    )
    with acting(admin):
        Membership.objects.bulk_create(
            Membership(person=people[username], desk=desk, role=role) for username, _, roles in PEOPLE for role in roles
        )
        words = f"{admin} set up the demo desk and gave everybody their roles"
        record("desk_made", words, actor=admin, desk=desk, data={"reason": "the demo desk"})
    return people


def make_confidential(desk, people):
    """A source whose name two people may read."""
    source = create_source(desk, actor=people["leyla"], **CONFIDENTIAL)
    if newest():
        enter_identity(source, actor=people["leyla"], name=CONFIDENTIAL_NAME, contact=CONFIDENTIAL_CONTACT)
        name_reader(source, people["ben"], actor=people["leyla"])


def make_speakers_and_sources(desk, actor):
    with acting(actor):
        for name, (kind, description, _) in SPEAKERS.items():
            speaker_named(desk.pk, name, kind=kind, description=description)
        made = {}
        for key, source in SOURCES.items():
            speaker = speaker_named(desk.pk, source["whose"])
            made[key] = make_source(desk.pk, actor=actor, speaker=speaker, **source["fields"])
            for origin, kind, drift in source["origins"]:
                add_origin(made[key], made[origin], actor=actor, kind=kind, drift=drift)
        end(capture(made[GONE], actor=actor), failure=why(NO_SITE, COPY))
        for key, text in COPIES.items():
            add_copy(made[key], actor=actor, **read_file(text.encode(), f"{key}.txt"))
        return made


def watch(source):
    """Look at a page that nobody has until it counts as gone, without asking the network for it."""
    enrol()
    for _ in range(Watch.TRIES):
        for watched in Watch.objects.filter(source=source):  # none, where nothing is watched
            watched.taken_at = timezone.now()
            watched.save(update_fields=["taken_at"])
            came_to(watched, Answer(source.address, failed=NO_SITE))
