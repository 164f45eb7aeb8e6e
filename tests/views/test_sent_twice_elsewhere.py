"""Forms about texts, decisions, accounts and the desk itself are done once too, one after the other and at once."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse

from claims import reference
from claims.editing.claims import save_claim
from claims.history import acting
from claims.models import ArticleAuthor, BylineQuestion, Claim, EvidenceRule, Person, Reason, VerdictScheme
from tests.admin.test_changes import WHY, filled, page, row_of
from tests.living import bring, claim_on, edited, now
from tests.make import (
    article_hash,
    content_hash,
    judge,
    make_article,
    make_claim,
    make_mark,
    send_to_review,
    sign_off,
)
from tests.views import test_intake as intake
from tests.views import test_versions as versions
from tests.views.panel import forms_of
from tests.views.test_gate import release_data
from tests.views.test_sent_twice import TOKEN, everything, url

PASSWORD = "bridge-40-lorries"
NEW_PASSWORD = "rivers-run-77-times"


def proposed(cast, article, client):
    client.force_login(cast.checker)
    return cast.checker, intake.NEW, intake.fields_of(intake.propose(client, cast.desk))


def details(cast, article, client):
    client.force_login(cast.checker)
    form = intake.opened(client, article) | {"outlet": "Bridge Daily", "sides": "The city\nThe hauliers"}
    return cast.checker, url("article_details", article.pk), form


def byline(cast, article, client):
    with acting(cast.checker):
        ArticleAuthor.objects.create(article=article, name="R. Reviewer")
    question = BylineQuestion.objects.get(author__article=article, person=cast.second_reviewer)
    return cast.checker, url("byline_answer", question.pk), {"answer": "other"}


def pasted(cast, article, client):
    claim_on(article, "200 lorries an hour", cast)
    client.force_login(cast.writer)
    shown = versions.shown(client, article, versions.text_of(article).replace("200", "230"))
    return cast.writer, url("version_new", article.pk), versions.fields_of(shown) | {"action": "accept"}


def one_line(cast, article, client):
    words, was = (f"The mayor said the old bridge carries {number} lorries an hour." for number in (230, 200))
    form = {"words": words, "was": was, "base": 1, "note": "", "action": "accept"}
    return cast.writer, url("line_edit", article.pk, 2), form


def restored(cast, article, client):
    bring(article, cast, edited(article, "200", "230"))
    return cast.writer, url("version_restore", article.pk, 1), {"base": 2, "action": "accept"}


def lost(cast, article):
    """A claim in the tray, whose words stand in two places."""
    claim = claim_on(article, "3 cracks in its deck", cast)
    text = edited(article, "Engineers found 3 cracks in its deck.", "")
    twice = {"kind": "paragraph", "text": "There are 3 cracks in its deck. One saw 3 cracks in its deck."}
    bring(article, cast, [*text, twice])
    return now(claim)


def placed(name):
    def case(cast, article, client):
        claim = lost(cast, article)
        client.force_login(cast.checker)
        (one,) = client.get(url("reconcile", article.pk)).context["tray"]
        return cast.checker, url(name, claim.pk), {"edition": claim.edition, "pieces": one.places[0]["value"]}

    return case


def gone(cast, article, client):
    claim = lost(cast, article)
    return cast.checker, url("claim_gone", claim.pk), {"edition": claim.edition, "reason": "taken out"}


def kept(cast, article, client):
    claim = claim_on(article, "200 lorries an hour", cast)
    bring(article, cast, edited(article, "200", "230"))
    form = {"edition": now(claim).edition, "quoted": claim.quoted, "statement": "230.", "base": claim.statement}
    return cast.checker, url("claim_keep", claim.pk), form


def acknowledged(cast, article, client):
    claim = claim_on(article, "No one was hurt", cast)
    bring(article, cast, edited(article, "it said", "it said so"))
    return cast.second_reviewer, url("context_acknowledge", claim.pk), {"edition": now(claim).edition}


def worded(**form):
    def case(cast, article, client):
        mine = {"line_decision": "reword", "proposed_words": "about 180 lorries", "must_fix": True}
        mine |= {"reworded_statement": "It carries 180.", "reworded_verdict": "supported"}
        claim = sign_off(make_claim(article, "200 lorries", actor=cast.checker, **mine), cast.reviewer, by=cast.checker)
        return cast.writer, url("wording", claim.pk), {"base": 1, "edition": claim.edition, "reason": ""} | form

    return case


def spelt(cast, article, client):
    claim_on(article, "3 cracks in its deck", cast)
    bring(article, cast, edited(article, "3 cracks", "three cracks"))
    client.force_login(cast.reviewer)
    (row,) = client.get(url("spelling")).context["rows"]
    return cast.reviewer, url("spelling"), {"claim": [f"{row['claim'].pk}:{row['claim'].edition}:{row['hash']}"]}


def signed_by_two(cast, article, client):
    """The first of two signatures that a risk flag asks for: the claim stays in review, and waits for the second."""
    reference.ensure(cast.desk)
    claim = judge(make_claim(article, "No one was hurt", actor=cast.checker), cast.checker, verdict="not_checkable")
    save_claim(claim, {"risk_flags": ["minor"]}, actor=cast.checker, base={})
    cast.desk.signature_rules.update(approvals=2, legal=False)
    claim = send_to_review(now(claim), cast.checker)
    form = {"edition": claim.edition, "content_hash": content_hash(claim)}
    return cast.reviewer, url("claim_do", claim.pk, "approve"), form


def second_signature(cast, article, client):
    _, address, form = signed_by_two(cast, article, client)
    client.force_login(cast.reviewer)
    assert client.post(address, form).status_code == 302
    edition = Claim.objects.get().edition
    return cast.second_reviewer, address, form | {"edition": edition}


def covered(cast):
    """An article with nothing open."""
    EvidenceRule.objects.create(desk=cast.desk, code="coverage", level="block")
    article = make_article(cast.desk, "Bridge reopens\n\nNo one was hurt.", actor=cast.checker)
    for said in ("Bridge reopens", "No one was hurt."):
        make_mark(article, said, actor=cast.checker, looked_by=cast.reviewer)
    return article


def signed(cast, article, client):
    article = covered(cast)
    return cast.chief, url("article_sign", article.pk), {"content_hash": article_hash(article)}


def after_signing(name, form):
    def case(cast, article, client):
        person, address, sign = signed(cast, article, client)
        client.force_login(person)
        assert client.post(address, sign).status_code == 302
        return person, address.replace("/sign/", f"/{name}/"), form

    return case


def released(cast, article, client):
    """A release that the chief proposed, which a second person confirms; the article's lines are not covered."""
    EvidenceRule.objects.create(desk=cast.desk, code="coverage", level="block")
    client.force_login(cast.chief)
    assert client.post(url("article_release", article.pk), release_data(article, cast.checker)).status_code == 302
    return cast.reviewer, url("release_second", article.signoffs.get().pk), {}


def exception(cast, article, client):
    person, address, form = released(cast, article, client)
    client.force_login(person)
    assert client.post(address, form).status_code == 302
    one = article.signoffs.get().exceptions.first()
    return cast.reviewer, url("exception_close", one.pk), {"reason": "The count is lost."}


def own_password(cast, article, client):
    form = {"old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    return cast.checker, url("password"), form


def by_staff(address, *, of=None, **typed):
    """A form of the admin: ``address`` of the cast, filled as it stands (``of``: not filled), with ``typed``."""

    def case(cast, article, client):
        reference.ensure(cast.desk)
        client.force_login(cast.admin)
        at, more = address(cast), {name: value(cast) if callable(value) else value for name, value in typed.items()}
        return cast.admin, at, (filled(client.get(at), **more) if of is None else more)

    return case


NORA = {
    "name": "Nora New",
    "username": "nora",
    "timezone": "Asia/Baku",
    "usable_password": "true",
    "password1": NEW_PASSWORD,
    "password2": NEW_PASSWORD,
    "memberships-0-desk": lambda cast: cast.desk.pk,
    "memberships-0-role": "checker",
    "reason": WHY,
}


def rule(cast, article, client):
    reference.ensure(cast.desk)
    client.force_login(cast.admin)
    address = reverse("admin:claims_desk_change", args=[cast.desk.pk])
    typed = {f"{row_of(cast.desk, 'evidence_rules', code='locator')}-level": "off", "reason": WHY}
    return cast.admin, address, filled(client.get(address), **typed)


SENT = {
    "intake": proposed,
    "details of an article": details,
    "an answer about a byline": byline,
    "a version from a paste": pasted,
    "a version from a line": one_line,
    "a version restored": restored,
    "attached again": placed("claim_attach"),
    "replaced": placed("claim_replace"),
    "retired from the tray": gone,
    "kept with new words": kept,
    "context acknowledged": acknowledged,
    "wording accepted": worded(words="about 180 lorries", action="accept"),
    "wording in other words": worded(words="some 180 lorries", action="accept"),
    "wording declined": worded(words="about 180 lorries", action="decline", reason="It matters."),
    "spelling confirmed": spelt,
    "the first of two signatures": signed_by_two,
    "the second of two signatures": second_signature,
    "an article signed": signed,
    "an article published": after_signing("publish", {}),
    "an article reopened": after_signing("reopen", {"reason": "The mayor called"}),
    "a release confirmed": released,
    "an exception closed": exception,
    "one's own password": own_password,
    "a person added": by_staff(lambda cast: page(Person, "add"), **NORA),
    "a role given": by_staff(
        lambda cast: page(Person, "change", cast.reviewer.pk),
        **{"memberships-1-desk": lambda cast: cast.desk.pk, "memberships-1-role": "chief", "reason": WHY},
    ),
    "a role taken": by_staff(
        lambda cast: page(Person, "change", cast.reviewer.pk), **{"memberships-0-DELETE": "on", "reason": WHY}
    ),
    "access taken": by_staff(lambda cast: page(Person, "change", cast.reviewer.pk), is_active=None, reason=WHY),
    "a password set by staff": by_staff(
        lambda cast: reverse("admin:auth_user_password_change", args=[cast.reviewer.pk]),
        of="password",
        **{"usable_password": "true", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
    ),
    "a rule of a desk": rule,
    "a reason added": by_staff(
        lambda cast: page(Reason, "add"), desk=lambda cast: cast.desk.pk, kind="retire", words="Cut by the author"
    ),
    "reasons deleted": by_staff(
        lambda cast: page(Reason, "changelist"),
        of="list",
        action="delete_selected",
        post="yes",
        _selected_action=lambda cast: [cast.desk.reasons.first().pk],
    ),
    "a scheme made anew": by_staff(
        lambda cast: page(VerdictScheme, "changelist"),
        of="list",
        action="make_new_version",
        _selected_action=lambda cast: [reference.current_scheme(cast.desk).pk],
    ),
}


@pytest.mark.parametrize("name", SENT)
def test_these_forms_too_are_done_once_and_their_second_answer_is_no_error(client, cast, article, name):
    person, address, form = SENT[name](cast, article, client)
    client.force_login(person)
    before = everything()
    first = client.post(address, form | TOKEN)
    after = everything()
    assert first.status_code == 302, first.content.decode().partition("<main")[2][:3000]
    assert after != before
    second = client.post(address, form | TOKEN)
    assert (second.status_code, second["Location"]) == (302, first["Location"])
    assert everything() == after
    assert client.get(second["Location"]).status_code == 200


AT_ONCE = ["intake", "a version from a paste", "replaced", "wording accepted", "spelling confirmed"]
AT_ONCE += ["the first of two signatures", "an article published", "an article reopened", "a release confirmed"]
AT_ONCE += ["one's own password", "a person added", "a scheme made anew"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", AT_ONCE)
def test_of_these_forms_at_one_instant_too_the_second_waits_for_the_first(client, cast, article, name):
    person, address, form = SENT[name](cast, article, client)
    client.force_login(person)
    before = everything()
    answers = at_once(lambda _: _post(client.cookies["sessionid"].value, address, form | TOKEN))
    after = everything()
    assert answers[0][0] == 302 and answers == [answers[0]] * len(answers)
    told = {name: after[name] - before[name] for name in ("Event", "Article", "Version", "Claim", "SignOff", "Person")}
    assert all(0 <= more <= 1 or key == "Event" for key, more in told.items()), told
    repeated = client.post(address, form | TOKEN)
    assert repeated.status_code == 302 or name == "one's own password"
    assert everything() == after


def at_once(send, times=3):
    def alone(number):
        try:
            return send(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(alone, range(times)))


def _post(session, address, form):
    client = Client()
    client.cookies["sessionid"] = session
    answer = client.post(address, form)
    return answer.status_code, answer.get("Location")


def log_in_page(next_page):
    """A browser on the log-in page, and what it sends there."""
    browser = Client(enforce_csrf_checks=True, headers={"Origin": "http://testserver"})
    browser.get(reverse("claims:login"), {"next": next_page})
    token = {"csrfmiddlewaretoken": browser.cookies["csrftoken"].value}
    return browser, {"username": "leyla", "password": PASSWORD, "next": next_page} | token


def test_a_log_in_sent_twice_leads_to_the_same_page_and_makes_one_session(cast):
    browser, form = log_in_page("/sources/")
    answers = [browser.post(reverse("claims:login"), form) for _ in range(2)]
    assert [(answer.status_code, answer.get("Location")) for answer in answers] == [(302, "/sources/")] * 2
    assert browser.get("/sources/").status_code == 200 and Session.objects.count() == 1


def test_a_log_in_of_another_site_is_refused_though_one_is_logged_in(cast):
    browser, form = log_in_page("/sources/")
    browser.post(reverse("claims:login"), form)
    answer = browser.post(reverse("claims:login"), form, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403


def test_what_waits_behind_a_log_in_waits_behind_the_second_of_two(cast, article):
    address = url("thread_open", article.pk)
    browser, form = log_in_page("/")
    kept = json.dumps([address, [["words", "Who counted them?"]], False])
    for _ in range(2):
        page = browser.post(reverse("claims:login"), form | {"kept": kept})
        assert page.status_code == 200 and "Who counted them?" in forms_of(page)[address]["words"]


def test_a_log_out_sent_twice_is_no_error(cast):
    browser, form = log_in_page("/sources/")
    browser.post(reverse("claims:login"), form)
    token = {"csrfmiddlewaretoken": browser.cookies["csrftoken"].value}
    answers = [browser.post(reverse("claims:logout"), token) for _ in range(2)]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, answers[0]["Location"])] * 2


@pytest.mark.django_db(transaction=True)
def test_of_log_ins_at_one_instant_each_gets_in(cast):
    browser, form = log_in_page("/sources/")
    cookie = browser.cookies["csrftoken"].value

    def send(_):
        client = Client(enforce_csrf_checks=True)
        client.cookies["csrftoken"] = cookie
        answer = client.post(reverse("claims:login"), form)
        return answer.status_code, answer.get("Location"), client.get("/sources/").status_code

    assert at_once(send) == [(302, "/sources/", 200)] * 3
