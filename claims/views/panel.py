"""The claim panel: everything that a claim holds, and what may be done with it, beside the galley."""

from claims.models import Claim
from claims.states import ClaimState

urlpatterns = []

TABS = {"claim": "Claim", "signoff": "Sign-off", "history": "History"}
QUEUES = {"review", "returned", "mine", "unassigned", "changed"}


def panel_context(request, article, claim, claims=None):
    """What panel.html shows: ``claim`` of ``article``, or the article's claims by line when it is None.

    ``claims``: the article's live claims in reading order, where the caller has loaded them already. The context's
    names are article, claim, tab and panel.
    """
    if claims is None:
        claims = list(
            Claim.objects.filter(article=article)
            .exclude(state=ClaimState.RETIRED)
            .defer("search")
            .order_by("line_number", "number")
        )
    tab = request.GET.get("tab", "claim")
    queue = request.GET.get("from") or request.POST.get("from", "")
    return {
        "article": article,
        "claim": claim,
        "tab": tab if tab in TABS else "claim",
        "panel": {"claims": claims, "tabs": TABS, "queue": queue if queue in QUEUES else ""},
    }
