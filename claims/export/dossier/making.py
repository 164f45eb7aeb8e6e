"""Make a dossier that was asked for: as a worker does, or at once on the command line."""

from claims.editing.alone import alone
from claims.editing.dossiers import begin, fail, finish, reach
from claims.export.dossier.files import files_of, zipped
from claims.export.dossier.profiles import in_profile
from claims.export.dossier.read import Document, read
from claims.files import NotKept, kept
from claims.models import Article, Dossier, Version
from claims.permissions import may_have_dossier
from claims.queries import original_of

#: What files_of says before it begins with something → the place of that in Dossier.STEPS.
STEPS = {"pages": 2, "pdf": 3}


def document_of(article: Article, version: Version, profile: str, *, as_roles: bool = False) -> Document:
    """Return the dossier of a version in a profile, as dossier.json has it."""
    document, roles = read(article, version)
    return in_profile(document, profile, roles, as_roles=as_roles)


def kept_files(document: Document, version: Version) -> dict[str, bytes]:
    """Return {name in the zip: bytes} of the files that a dossier names: what the version came as, and captures.

    A capture whose file is not as it was kept says so, and is not among them: its ``file`` becomes "".
    """
    found = {}
    if document["original"] and (original := original_of(version)) is not None:
        if original.raw:
            found[document["original"]["file"]] = bytes(original.raw)
        else:  # it was redacted
            document["original"]["file"] = ""
    for row in document["captures"]:
        if row["file"]:
            try:
                found[row["file"]] = kept(row["sha256"])
            except NotKept:
                row |= {"file": "", "lacks": f"{row['lacks']} Its file is not as it was kept.".strip()}
        for drawn in row["drawn"]:
            if drawn["file"]:
                try:
                    found[drawn["file"]] = kept(drawn["sha256"])
                except NotKept:
                    drawn["file"] = ""
    return found


def make_dossier(pk: int) -> bool:
    """Make a dossier that waits. Returns False if there was nothing to do, or somebody else makes it.

    An attempt that is interrupted, or raises, leaves it to the next one; after ATTEMPTS of them it has failed.
    """
    with alone("dossier", pk) as ours:
        if not ours:
            return False
        if (dossier := begin(pk)) is not None:
            _make(dossier)
    return True


def _make(dossier: Dossier) -> None:
    if not dossier.actor.is_active or not may_have_dossier(dossier.actor, dossier.article, dossier.profile):
        fail(dossier, f"{dossier.actor} has no access to it any more.")
        return
    document = document_of(dossier.article, dossier.version, dossier.profile, as_roles=dossier.as_roles)
    named = kept_files(document, dossier.version)
    files = files_of(document, named, before=lambda name: reach(dossier, STEPS[name]))
    reach(dossier, len(Dossier.STEPS) - 1)
    finish(dossier, zipped(files), document["chain"]["sequence"])
