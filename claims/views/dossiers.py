"""Dossiers of an article: what the page Export shows of them, following one, and taking it out of the desk."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from claims.export.dossier.profiles import AS_ROLES, LEFT_OUT
from claims.export.files import file_name
from claims.forms.dossier import DossierForm
from claims.models import Dossier
from claims.permissions import allow, may_have_dossier
from claims.queries import get_article_for, get_dossier_for
from claims.queries.dossiers import dossiers_of, versions_of
from claims.states import DossierProfile
from claims.views.workbench import wants_part


def dossier_context(person, article, form=None):
    """What the page Export shows of dossiers."""
    profiles = [one for one in DossierProfile if may_have_dossier(person, article, one)]
    rows = [
        {"dossier": one, "may": one.kept and may_have_dossier(person, article, one.profile)}
        for one in dossiers_of(article)
    ]
    return {
        "dossier_form": form or dossier_form(article, profiles),
        "profiles": [(one.label, LEFT_OUT[one]) for one in profiles],
        "as_roles": AS_ROLES,
        "dossiers": rows,
        "days": Dossier.DAYS,
        "dossiers_wait": any(row["dossier"].waits for row in rows),
        "stage": "-".join(f"{row['dossier'].pk}.{row['dossier'].state}.{row['dossier'].step}" for row in rows),
    }


def dossier_form(article, profiles, data=None):
    versions = versions_of(article)
    return DossierForm(data, profiles=profiles, versions=versions, current=versions[0] if versions else None)


@require_safe
def dossier_list(request, pk):
    """Follow the dossiers of an article: the page Export asks again for their list, and names what it shows."""
    article = get_article_for(request.user, pk)
    context = dossier_context(request.user, article)
    if not wants_part(request):
        return redirect(f"{reverse('claims:article_export', args=[article.pk])}#dossier")
    if request.GET.get("stage") == context["stage"]:
        return HttpResponse(status=204)
    return render(request, "export/dossiers.html", context | {"article": article})


@require_safe
@never_cache
def dossier_file(request, pk):
    """Give a dossier that was made, as a zip."""
    dossier = get_dossier_for(request.user, pk)
    allow(may_have_dossier(request.user, dossier.article, dossier.profile))
    if dossier.content is None:
        raise Http404("The file of this dossier was dropped. Ask for it again.")
    response = HttpResponse(bytes(dossier.content), content_type="application/zip")
    kind = f"{dossier.profile}{'-roles' if dossier.as_roles else ''}-version-{dossier.version.number}"
    name = file_name(dossier.article, f"dossier-{kind}.zip")
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
