"""Sources: what each is, what rests on it, and changing it without losing anybody's words."""

import pytest
from django.urls import reverse

from claims.editing.captures import add_copy
from claims.editing.sources import change_source
from claims.errors import Conflict
from claims.forms.source import SourceForm
from claims.models import Event, Source
from tests.make import make_article, make_claim, make_evidence, make_source, make_speaker, sign_off
from tests.views.panel import forms_of

ADDRESS = "https://example.org/count"


@pytest.fixture
def source(cast):
    return make_source(cast.desk, "Traffic count", publisher="City hall", address=ADDRESS)


def at(source):
    return reverse("claims:source", args=[source.pk])


def typed(source, **mine):
    """What the form sends: the values that it was opened with, and ``mine`` over them."""
    shown = {name: value for name, value in SourceForm.values_of(source).items() if value not in (None, False)}
    return {f"base-{name}": value for name, value in shown.items()} | shown | mine


def test_a_source_shows_what_derives_from_it_and_where_it_is_used(client, cast, source):
    make_source(cast.desk, "A report of the count", origin=source)
    claim = make_claim(make_article(cast.desk, actor=cast.writer), "40 lorries", actor=cast.checker)
    make_evidence(claim, source, actor=cast.checker)
    client.force_login(cast.observer)
    page = client.get(at(source)).text
    assert "A report of the count" in page and reverse("claims:claim", args=[claim.article_id, 1]) in page
    assert "Edit this source" not in page


def test_a_source_costs_the_same_for_one_use_as_for_three(client, cast, source, django_assert_num_queries):
    article = make_article(cast.desk, actor=cast.writer)
    client.force_login(cast.checker)
    for n in (1, 2):
        for _ in range(n):
            make_evidence(make_claim(article, "40 lorries", actor=cast.checker), source, actor=cast.checker)
            make_source(cast.desk, origin=source)
            add_copy(source, actor=cast.checker, sha256="1" * 64, size=3, name="a.txt")
        # session, person, source, which are the same, its identity, chain (2), captures, deposits, origins, derived,
        # uses, roles, merged, the same page, what waits
        with django_assert_num_queries(16):
            client.get(at(source))


def test_changing_a_source_is_recorded_and_leaves_signed_claims_signed(client, cast, source):
    claim = make_claim(make_article(cast.desk, actor=cast.writer), "40 lorries", actor=cast.checker)
    make_evidence(claim, source, actor=cast.checker)
    sign_off(claim, cast.reviewer, by=cast.checker)
    client.force_login(cast.checker)
    assert client.post(at(source), typed(source, title="Count of lorries")).url == at(source)
    source.refresh_from_db()
    claim.refresh_from_db()
    assert (source.title, claim.state) == ("Count of lorries", "signed_off")
    assert Event.objects.get(verb="source_changed").actor == cast.checker


def test_what_others_changed_meanwhile_stays_and_the_same_field_comes_back_with_mine_in_it(client, cast, source):
    opened = typed(source, title="My title", note="Seen on the wall.")
    base = {"title": source.title, "publisher": source.publisher}
    change_source(source, actor=cast.second_checker, base=base, title="Their title", publisher="The town hall")
    client.force_login(cast.checker)
    page = client.post(at(source), opened)
    assert page.status_code == 409
    assert 'value="My title"' in page.text and "Their title" in page.text and "Seen on the wall." in page.text
    assert 'name="publisher" value="The town hall"' in page.text
    source.refresh_from_db()
    assert source.title == "Their title" and source.note == ""
    assert client.post(at(source), typed(source, title="My title")).status_code == 302


@pytest.mark.parametrize(
    ("base", "mine"),
    [
        ({"base-title": ""}, {"title": "Mine"}),
        ({"base-kind": "rumour"}, {"kind": "document"}),
        ({"base-speaker": "Nobody of that name any more"}, {"speaker": "The mayor"}),
    ],
)
def test_what_the_form_was_opened_with_is_asked_for_once_more_where_it_cannot_be_read(client, cast, source, base, mine):
    make_speaker(cast.desk, "The mayor")
    Source.objects.filter(pk=source.pk).update(speaker=make_speaker(cast.desk, "Her deputy"))
    source.refresh_from_db()
    client.force_login(cast.checker)
    answer = client.post(at(source), typed(source, **mine) | base, follow=True)
    assert answer.status_code == 409 and "Saved." not in answer.text and next(iter(mine.values())) in answer.text
    answer = client.post(at(source), forms_of(answer)["source-form"], follow=True)
    source.refresh_from_db()
    assert "Saved." in answer.text and str(getattr(source, next(iter(mine)))) == next(iter(mine.values()))


def test_a_field_that_the_form_would_not_take_now_can_be_put_right(client, cast):
    source = make_source(cast.desk, "Survey", address="www.example.org/a b")
    client.force_login(cast.checker)
    answer = client.post(at(source), typed(source, address=ADDRESS), follow=True)
    source.refresh_from_db()
    assert "Saved." in answer.text and source.address == ADDRESS


@pytest.mark.parametrize("note", ["One.\nTwo.", "One.\r\nTwo.\r\n"])
def test_line_ends_are_no_change_and_a_form_sent_back_untouched_says_so(client, cast, note):
    source = make_source(cast.desk, "Survey", note=note)
    client.force_login(cast.checker)
    form = typed(source, note="One.\r\nTwo.") | {"base-note": "One.\r\nTwo."}
    assert "Nothing was changed." in client.post(at(source), form, follow=True).text
    assert "Saved." in client.post(at(source), form | {"note": "One.\r\nTwo.\r\nThree."}, follow=True).text
    source.refresh_from_db()
    assert source.note == "One.\nTwo.\nThree."


def test_only_who_adds_evidence_changes_a_source(client, cast, source):
    client.force_login(cast.observer)
    assert client.post(at(source), typed(source, title="Mine")).status_code == 403
    client.force_login(cast.outsider)
    assert client.post(at(source), typed(source, title="Mine")).status_code == 404
    source.refresh_from_db()
    assert source.title == "Traffic count"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "  ", "required"),
        ("address", "javascript:alert(1)", "valid URL"),
        ("address", "https://example.org/other", "here already"),
        ("kind", "rumour", "valid choice"),
        ("published_on", "yesterday", "valid date"),
        ("speaker", "Nobody known", "No speaker of this desk"),
        ("language", "x" * 40, "at most 16"),
    ],
)
def test_what_cannot_be_taken_comes_back_in_words_with_what_was_typed(client, cast, source, field, value, words):
    make_source(cast.desk, "Other", address="https://example.org/other")
    client.force_login(cast.checker)
    page = client.post(at(source), typed(source, note="Kept words.", **{field: value}))
    assert page.status_code == 422
    assert words in page.text and "Kept words." in page.text


def test_a_speaker_is_named(client, cast, source):
    speaker = make_speaker(cast.desk, "the mayor")
    client.force_login(cast.checker)
    client.post(at(source), typed(source, speaker="The Mayor"))
    source.refresh_from_db()
    assert source.speaker == speaker


def test_two_people_changing_different_fields_both_win(cast, source):
    change_source(source, actor=cast.checker, base={"note": ""}, note="Seen.")
    change_source(source, actor=cast.writer, base={"author": ""}, author="A clerk")
    with pytest.raises(Conflict):
        change_source(source, actor=cast.writer, base={"note": ""}, note="Read.")
    source.refresh_from_db()
    assert (source.note, source.author) == ("Seen.", "A clerk")


def test_a_new_source_is_made_once(client, cast):
    client.force_login(cast.checker)
    new = reverse("claims:source_new")
    form = {"desk": cast.desk.pk, "title": "Ledger", "kind": "document", "terms": "on_record"} | {"address": ADDRESS}
    made = client.post(new, form)
    assert made.url == at(Source.objects.get(title="Ledger"))
    again = client.post(new, form)
    assert again.status_code == 422 and "here already" in again.text and 'value="Ledger"' in again.text
    plain = form | {"address": "", "published_on": "2026-05-01"}
    assert client.post(new, plain).status_code == 302
    again = client.post(new, plain)
    assert again.status_code == 422 and "The desk has this source already." in again.text
    assert client.post(new, plain | {"published_on": "2026-05-02"}).status_code == 302
    assert client.post(new, form | {"desk": cast.other_desk.pk, "address": ""}).status_code == 422
    client.force_login(cast.observer)
    assert client.get(new).status_code == client.post(new, form).status_code == 403


def test_off_record_sources_are_marked_and_not_named_in_the_record(client, cast):
    client.force_login(cast.checker)
    form = {"desk": cast.desk.pk, "title": "A man at the gate", "kind": "interview", "terms": "off_record"}
    page = client.post(reverse("claims:source_new"), form, follow=True)
    assert "Off the record" in page.text
    assert "Off the record" in client.get(reverse("claims:sources")).text
    assert "gate" not in Event.objects.get(verb="source_added").words
