"""Pages that people ask for by their addresses: asked for, fetched by a worker, kept as they came."""

from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from claims.addresses import without_login
from claims.editing.uploads import KEPT, keep_upload
from claims.errors import NotNow
from claims.fetch import why
from claims.history import acting
from claims.models import Fetch
from claims.permissions import allow, may_bring_in

MOST = 40  # pages that wait for one person


def ask_for(addresses, *, actor, desk, article=None, note="", went_out=False):
    """Ask for pages, as articles of a desk or as the next version of ``article``. Returns the Fetch rows.

    ``note`` is what somebody said of that version. ``went_out``: it is what went out of the article. Addresses are
    complete, with their scheme; a name and password in one is not kept. Raises NotYours, NotNow where too many wait.
    """
    allow(may_bring_in(actor, desk.pk))
    with acting(actor):
        waiting = Fetch.objects.filter(person=actor, ended_at=None).values_list("address", flat=True)
        asked = dict.fromkeys(map(without_login, addresses))
        new = [address for address in asked if article or address not in set(waiting)]
        if len(waiting) + len(new) > MOST:
            raise NotNow(f"{MOST} pages wait for you already. Add the rest when some of them are here.")
        return Fetch.objects.bulk_create(
            Fetch(person=actor, desk=desk, article=article, address=address, note=note, went_out=went_out)
            for address in new
        )


def fitting_address(*addresses):
    """Return the first of these that an article may have as its address, "" for none: redirects lead to longer ones."""
    most = Fetch._meta.get_field("address").max_length
    return next((one for one in addresses if one and len(one) <= most), "")


def again(asked, *, actor):
    """Ask once more for a page that failed. Returns the new Fetch, in place of the old one."""
    if not asked.failure:
        raise NotNow("This page is here already, or on its way.")
    said = {name: getattr(asked, name) for name in ("desk", "article", "note", "went_out")}
    made = ask_for([asked.address], actor=actor, **said)
    forget(asked)
    return made


def forget(asked):
    """Remove a page from the list of whoever asked for it. What came as it, or was compared with it, keeps both."""
    if asked.waits and asked.attempts:
        raise NotNow("This page is being fetched. Wait a moment.")
    if asked.upload_id is None or not (asked.upload.versions.exists() or asked.upload.publications.exists()):
        asked.delete()


def begin(pk):
    """Count an attempt to fetch a page. Returns the Fetch; None if it has ended, also after too many attempts."""
    asked = Fetch.objects.select_related("person").filter(pk=pk, ended_at=None).first()
    if asked is None:
        return None
    if asked.attempts >= Fetch.ATTEMPTS:
        end(asked, failure=why("interrupted"))
        return None
    with acting(asked.person):  # in its own transaction, so that it counts even if this process dies
        Fetch.objects.filter(pk=pk).update(attempts=F("attempts") + 1)
    return asked


def end(asked, *, document=None, **result):
    """Write down what became of a page, once: ``document`` is what to keep of it, as keep_upload takes it."""
    with acting(asked.person):
        if not Fetch.objects.select_for_update().filter(pk=asked.pk, ended_at=None).exists():
            return
        upload = keep_upload(actor=asked.person, fetched=True, **document) if document else None
        Fetch.objects.filter(pk=asked.pk).update(ended_at=Now(), upload=upload, **result)


def clear_fetches():
    """Delete pages that failed a day ago, or whose file was deleted."""
    Fetch.objects.filter(upload=None, ended_at__lt=timezone.now() - KEPT).delete()
