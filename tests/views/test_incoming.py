"""A next version that takes longer than a page may is left to a worker, followed on a page, and never lost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims import periodic
from claims.editing.incoming import accept_text, discard, take_back
from claims.errors import NotNow
from claims.history import acting
from claims.models import IncomingVersion, Membership
from claims.tasks import bring_in_texts, heartbeat
from tests.living import claim_on, now
from tests.pages import folded
from tests.views.test_versions import WAYS, by_the_editing_layer, fields_of, shown, text_of, url


@pytest.fixture(autouse=True)
def slow(monkeypatch):
    monkeypatch.setattr("claims.views.versions.SHOWING", 0)  # seconds: any text takes longer


@pytest.fixture
def writer(client, cast):
    client.force_login(cast.writer)
    return client


def accepted(client, article, text):
    data = fields_of(shown(client, article, text)) | {"action": "accept"}
    return client.post(url("version_new", article.pk), data)


def only_text():
    return IncomingVersion.objects.get()


def page_of(client, text):
    return folded(client.get(url("incoming", text.pk)))


@pytest.fixture
def refused(writer, cast, article, monkeypatch):
    """The writer's text, refused by the worker because it takes too long there as well. A claim of the article is
    signed off."""
    claim_on(article, "200 lorries an hour", cast)
    accepted(writer, article, text_of(article).replace("200", "230"))
    with monkeypatch.context() as limit:
        limit.setattr("claims.editing.versions.WRITING", 0)
        bring_in_texts()
    return only_text()


def test_a_long_text_is_left_to_a_worker_and_followed_until_its_version_is_there(writer, cast, article):
    claim = claim_on(article, "200 lorries an hour", cast)
    response = accepted(writer, article, text_of(article).replace("200", "230"))
    text = only_text()
    assert response.url == url("incoming", text.pk) and article.versions.count() == 1
    heartbeat()
    page = page_of(writer, text)
    assert "happens in the background" in page and 'hx-trigger="every 2s"' in page and ">Look again</a>" in page
    bring_in_texts()
    article.refresh_from_db()
    assert article.current_version.created_by == cast.writer and article.current_version.number == 2
    assert (now(claim).state, claim.quoted) == ("changed", "230 lorries an hour")
    page = page_of(writer, text)
    assert "Version 2 is in work." in page and url("reconcile", article.pk) in page and "hx-trigger" not in page


def test_the_page_that_follows_asks_for_what_is_new(writer, article):
    accepted(writer, article, text_of(article).replace("200", "230"))
    heartbeat()
    [asks] = re.findall(r'hx-get="([^"]*)"', page_of(writer, only_text()))
    assert writer.get(asks, headers={"HX-Request": "true"}).status_code == 204
    bring_in_texts()
    part = writer.get(asks, headers={"HX-Request": "true"})
    assert "Version 2 is in work." in part.text and "<html" not in part.text


def test_the_same_text_with_something_else_said_of_it_is_not_the_one_that_waits(writer, cast, article):
    accepted(writer, article, text_of(article).replace("200", "230"))
    waits = only_text()
    again = {"actor": cast.writer, "base": waits.base, "seconds": 0}
    assert accept_text(article, waits.blocks, note=waits.note, **again) == waits
    with pytest.raises(NotNow, match="is being created"):
        accept_text(article, waits.blocks, note="The count was corrected.", **again)
    assert only_text() == waits


def test_an_interrupted_text_is_said_to_be_tried_again(writer, article):
    accepted(writer, article, text_of(article).replace("200", "230"))
    heartbeat()
    IncomingVersion.objects.update(attempts=2)
    assert "It was interrupted, and is tried again." in page_of(writer, only_text())


def test_without_a_worker_the_page_says_that_the_version_waits_for_one(writer, article):
    accepted(writer, article, text_of(article).replace("200", "230"))
    assert "No worker is running" in page_of(writer, only_text())
    heartbeat()
    assert "No worker is running" not in page_of(writer, only_text())


@pytest.mark.parametrize("way", [way for way in WAYS if way != by_the_editing_layer], ids=lambda way: way.__name__)
def test_a_worker_writes_the_same_as_a_page_whichever_way_the_words_come_in(writer, cast, article, way):
    proposed = {"line_decision": "reword", "proposed_words": "230 lorries an hour"}
    reworded = {"reworded_statement": "About 230.", "reworded_verdict": "supported"}
    claim = claim_on(article, "200 lorries an hour", cast, **proposed, **reworded)
    way(writer, article, claim)
    assert now(claim).quoted == "200 lorries an hour" and only_text().waits
    bring_in_texts()
    assert now(claim).quoted == "230 lorries an hour"
    by_wording = way.__name__ == "by_wording"
    assert (claim.wording_applied, claim.wording_answers.exists()) == (by_wording, by_wording)


def test_a_colleague_of_the_desk_can_follow_it_and_nobody_else(writer, client, cast, article):
    accepted(writer, article, text_of(article).replace("200", "230"))
    client.force_login(cast.observer)
    assert client.get(url("incoming", only_text().pk)).status_code == 200
    client.force_login(cast.outsider)
    assert client.get(url("incoming", only_text().pk)).status_code == 404
    assert client.post(url("incoming_discard", only_text().pk)).status_code == 404


def test_a_text_sent_twice_waits_once(writer, article):
    data = fields_of(shown(writer, article, text_of(article).replace("200", "230"))) | {"action": "accept"}
    first, second = (writer.post(url("version_new", article.pk), data) for _ in range(2))
    assert first.url == second.url == url("incoming", only_text().pk)


@pytest.mark.parametrize("seconds", [0, 3], ids=["as long", "short"])
def test_whoever_accepts_a_text_while_another_waits_is_told_and_keeps_theirs(
    client, cast, article, monkeypatch, seconds
):
    client.force_login(cast.writer)
    accepted(client, article, text_of(article).replace("200", "230"))
    client.force_login(cast.chief)
    monkeypatch.setattr("claims.views.versions.SHOWING", seconds)
    assert "A version from Wanda Writer is waiting" in folded(client.get(url("version_new", article.pk)))
    response = accepted(client, article, text_of(article).replace("3 cracks", "5 cracks"))
    assert response.status_code == 409
    assert "A version from Wanda Writer is being created" in response.text and "5 cracks" in response.text
    assert only_text().actor == cast.writer and article.versions.count() == 1
    bring_in_texts()
    response = client.post(url("version_new", article.pk), fields_of(response) | {"action": "accept"})
    assert response.status_code == 409 and "Version 2 came in meanwhile, from Wanda Writer" in response.text


def test_a_refused_text_is_in_its_authors_form_with_all_that_was_decided(client, cast, article):
    client.force_login(cast.writer)
    data = fields_of(shown(client, article, text_of(article).replace("200", "230") + "\n\nLeave a reply"))
    data |= {"kind-3": "quote", "out-4": "on", "why-4": "comment form", "note": "as agreed", "action": "accept"}
    client.post(url("version_new", article.pk), data)
    IncomingVersion.objects.update(refusal="It was too long.")
    page = page_of(client, only_text())
    assert "It was too long." in page and url("incoming_again", only_text().pk) in page
    response = client.get(url("version_new", article.pk))
    assert response.status_code == 200 and "It was too long." in response.text
    form = response.context["form"]
    assert [(row["kind"], row["left_out"], row["why"]) for row in form.blocks[2:]] == [
        ("quote", False, ""),
        ("paragraph", True, "comment form"),
    ]
    assert "230 lorries" in form["text"].value() and form["note"].value() == "as agreed"


def test_a_refused_text_keeps_the_marks_of_the_notes_that_are_new_in_it(client, cast, article):
    client.force_login(cast.writer)
    text = text_of(article).replace("200 lorries", "230[^1] lorries") + "\n\n[^1]: By the count of May."
    response = shown(client, article, text, marked="on")
    data = fields_of(response) | {"markdown": "on", "action": "accept"}
    client.post(url("version_new", article.pk), data)
    IncomingVersion.objects.update(refusal="It was too long.")
    response = client.get(url("version_new", article.pk))
    [row] = [row for row in response.context["form"].blocks if row["kind"] == "note"]
    words = response.context["form"].blocks[row["place"][0]]["text"]
    assert row["mark"] == "1" and words[: row["place"][1]].endswith("230")
    data = fields_of(response) | {"markdown": "on", "refused": only_text().pk, "action": "accept"}
    client.post(url("version_new", article.pk), data)
    bring_in_texts()
    note = article.versions.get(number=2).blocks.get(kind="note")
    assert (note.note_number, note.text) == ("1", "By the count of May.") and note.note_block is not None


def test_a_text_that_is_emptied_on_its_way_goes_on_as_the_markdown_that_it_was(client, cast, article):
    client.force_login(cast.writer)
    data = {"text": " ", "base": 1, "note": "", "markdown": "on", "action": "preview"}
    response = client.post(url("version_new", article.pk), data)
    assert response.status_code == 422 and response.context["form"]["marked"].value() == "on"


def test_a_refused_text_says_why_and_is_accepted_again_from_its_form(writer, article, refused):
    assert "Nothing was written" in refused.refusal and article.versions.count() == 1
    assert article.claims.get().state == "signed_off"
    response = writer.get(url("version_new", article.pk))
    assert refused.refusal in response.text
    data = fields_of(response) | {"refused": refused.pk, "action": "accept"}
    writer.post(url("version_new", article.pk), data)
    bring_in_texts()
    assert article.versions.get(number=2).blocks.filter(text__contains="230 lorries").exists()
    assert refused.refusal not in writer.get(url("version_new", article.pk)).text


def test_a_refused_text_is_shown_until_its_author_discards_it(client, writer, cast, article, refused):
    assert str(refused.pk) in writer.get(url("version_new", article.pk)).text
    client.force_login(cast.chief)
    assert client.post(url("incoming_discard", refused.pk)).status_code == 403
    client.force_login(cast.writer)
    writer.post(url("incoming_discard", refused.pk))
    response = writer.get(url("version_new", article.pk))
    assert refused.refusal not in response.text and "230 lorries" not in response.text


def test_a_version_is_taken_back_with_one_press_and_its_text_is_in_the_form_again(writer, cast, article):
    data = fields_of(shown(writer, article, text_of(article).replace("200", "230")))
    writer.post(url("version_new", article.pk), data | {"note": "as agreed", "action": "accept"})
    assert "Take back this version" in page_of(writer, only_text())
    response = writer.post(url("incoming_take_back", only_text().pk), follow=True)
    assert response.redirect_chain[-1][0] == url("incoming_again", only_text().pk)
    form = response.context["form"]
    assert "230 lorries" in form["text"].value() and form["note"].value() == "as agreed"
    assert "Wanda Writer took it back before it was created." in folded(response)
    bring_in_texts()
    assert article.versions.count() == 1
    assert "took back a version that waited to be created" in writer.get(url("article_record", article.pk)).text


def test_a_colleague_takes_a_version_back_and_has_its_text(writer, client, cast, article):
    accepted(writer, article, text_of(article).replace("200", "230"))
    client.force_login(cast.observer)
    assert "Take back" not in page_of(client, only_text())
    assert client.post(url("incoming_take_back", only_text().pk)).status_code == 403
    client.force_login(cast.chief)
    response = client.post(url("incoming_take_back", only_text().pk), follow=True)
    assert "230 lorries" in response.context["form"]["text"].value()
    assert "The text that Wanda Writer accepted is below." in folded(response)
    client.force_login(cast.writer)
    assert "Chris Chief took it back" in client.get(url("version_new", article.pk)).text


def test_who_lost_their_role_takes_their_version_back_and_reads_its_text(writer, cast, article):
    accepted(writer, article, text_of(article).replace("200", "230"))
    Membership.objects.filter(person=cast.writer).delete()
    with acting(cast.admin):
        Membership.objects.create(person=cast.writer, desk=cast.desk, role="observer")
    response = writer.post(url("incoming_take_back", only_text().pk), follow=True)
    assert response.redirect_chain[-1][0] == url("incoming", only_text().pk)
    assert "230 lorries" in response.text and "Open the text as a next version" not in response.text


def test_what_is_done_is_not_taken_back_and_its_page_says_what_it_is_now(writer, article):
    accepted(writer, article, text_of(article).replace("200", "230"))
    bring_in_texts()
    response = writer.post(url("incoming_take_back", only_text().pk))
    assert response.status_code == 409
    assert "was not taken back" in response.text and "Version 2 is in work." in response.text
    assert writer.get(url("incoming_again", only_text().pk)).url == url("incoming", only_text().pk)


def test_a_refused_text_whose_author_has_lost_their_role_is_found_and_added_by_a_colleague(
    writer, client, cast, article
):
    accepted(writer, article, text_of(article).replace("200", "230"))
    Membership.objects.filter(person=cast.writer).delete()
    bring_in_texts()
    text = only_text()
    client.force_login(cast.chief)
    page = folded(client.get(url("version_new", article.pk)))
    assert "Open the text of Wanda Writer" in page and text.refusal in page
    assert url("incoming_again", text.pk) in page_of(client, text)
    response = client.get(url("incoming_again", text.pk))
    assert text.refusal in response.text and "Discard this text" in response.text
    client.post(url("version_new", article.pk), fields_of(response) | {"refused": text.pk, "action": "accept"})
    bring_in_texts()
    assert article.versions.get(number=2).blocks.filter(text__contains="230 lorries").exists()
    assert "Open the text of" not in client.get(url("version_new", article.pk)).text


def test_a_colleague_who_adds_a_refused_text_takes_it_from_nobody(client, cast, article, refused):
    client.force_login(cast.chief)
    response = client.get(url("incoming_again", refused.pk))
    assert "Discard this text" not in response.text
    client.post(url("version_new", article.pk), fields_of(response) | {"refused": refused.pk, "action": "accept"})
    client.force_login(cast.writer)
    assert refused.refusal in client.get(url("version_new", article.pk)).text


@pytest.mark.parametrize("who", ["observer", "legal"])
def test_who_may_bring_in_no_version_opens_no_refused_text_in_the_form(client, cast, refused, who):
    client.force_login(getattr(cast, who))
    assert client.get(url("incoming_again", refused.pk)).status_code == 403
    page = page_of(client, refused)
    assert url("incoming_again", refused.pk) not in page and "230 lorries" in page


WHERE = {"bench": True, "gate": True, "reconcile": True, "line_edit": True, "desk": False, "articles": False}


@pytest.mark.parametrize("name", WHERE)
def test_each_page_of_an_article_says_with_a_link_and_no_more_queries_that_a_version_waits(
    writer, client, cast, article, name
):
    def look(person):
        client.force_login(person)
        number = {"line_edit": [1]}.get(name, [])
        client.get(url(name, *([article.pk, *number] if WHERE[name] else [])))  # what the first look writes is there
        with CaptureQueriesContext(connection) as asked:
            page = folded(client.get(url(name, *([article.pk, *number] if WHERE[name] else []))))
        return page, len(asked)

    page, queries = look(cast.chief)
    assert "/incoming/" not in page
    client.force_login(cast.writer)
    accepted(writer, article, text_of(article).replace("200", "230"))
    link = f'href="{url("incoming", only_text().pk)}"'
    page, now = look(cast.chief)
    assert link in page and "waiting" in page and now == queries
    take_back(only_text(), actor=cast.chief)
    page, _ = look(cast.writer)
    assert link in page and "was not created" in page
    assert link not in look(cast.chief)[0]
    discard(only_text(), actor=cast.writer)
    assert link not in look(cast.writer)[0]


def test_a_refused_line_decision_leads_back_to_the_decision(writer, cast, article, monkeypatch):
    claim = claim_on(article, "200 lorries an hour", cast, line_decision="cut")
    data = {"base": 1, "edition": claim.edition, "words": "", "action": "accept"}
    writer.post(url("wording", claim.pk), data)
    monkeypatch.setattr("claims.editing.versions.WRITING", 0)
    bring_in_texts()
    assert f'href="{url("wording", claim.pk)}"' in writer.get(url("version_new", article.pk)).text


def test_following_a_text_keeps_no_session_alive(writer, article, settings):
    accepted(writer, article, text_of(article).replace("200", "230"))
    session = writer.session
    session["renewed"] = 0
    session.save()
    writer.get(url("incoming", only_text().pk))
    assert writer.session["renewed"] == 0


def test_the_clock_has_texts_looked_for():
    assert "claims.tasks.bring_in_texts" in {ring["task"] for ring in periodic.app.conf.beat_schedule.values()}


def test_only_a_refused_text_is_discarded(writer, cast, article):
    accepted(writer, article, text_of(article).replace("200", "230"))
    discard(only_text(), actor=cast.writer)
    assert only_text().waits and only_text().discarded_at is None
