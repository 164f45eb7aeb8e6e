"""No page shows that a claim is signed off without what was found of it, and each says which is which."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from tests.make import make_article, make_claim, make_evidence, send_to_review, sign_off
from tests.pages import folded

TEMPLATES = Path(settings.BASE_DIR) / "templates"


@pytest.fixture
def claim(cast):
    article = make_article(cast.desk, actor=cast.writer)
    claim = make_claim(article, "40 lorries", actor=cast.checker)
    make_evidence(claim, actor=cast.checker)
    send_to_review(claim, cast.checker)
    sign_off(claim, cast.reviewer, by=cast.checker)
    claim.refresh_from_db()
    assert claim.verdict
    return claim


@pytest.mark.parametrize("name", ["bench", "claims", "article_record", "source"])
def test_a_signed_claim_is_shown_with_its_verdict_and_green_is_explained(client, cast, claim, name):
    args = {"claims": [], "source": [claim.evidence.get().source_id]}.get(name, [claim.article_id])
    query = {"claim": claim.number} if name == "article_record" else {}
    client.force_login(cast.checker)
    page = folded(client.get(reverse(f"claims:{name}", args=args, query=query)))
    assert re.search(r'class="pill s-signed_off">Signed off</span><span class="pill v-', re.sub(r"</td><td>", "", page))
    assert "Green means signed, never true" in page


def test_no_template_has_the_pill_of_a_claims_state_alone():
    alone = [
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if re.search(r"pill s-\{\{ (?!article\.|one\.article\.|exception)[\w.]*state", path.read_text())
    ]
    assert alone == []  # state_and_verdict of claims/templatetags/claim_rows.py has both
