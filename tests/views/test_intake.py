"""Intake: an article is proposed from its text, decided on and taken in; nothing is written before, nothing is lost."""

import re
import threading
import uuid
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from claims.editing.articles import create_article
from claims.editing.claims import set_due
from claims.models import Article, Reason
from tests.intake.written import comments, docx, paragraph, run
from tests.make import make_article, make_claim, make_desk, make_evidence, make_person, make_source
from tests.pages import folded

NEW = "/articles/new/"
TEXT = (
    "Bridge closes for repairs\n\nBridge closes for repairs\n\nBy Wanda Writer\n\n"
    "The mayor said the old bridge carries 40 lorries an hour. Engineers found 3 cracks.\n\n"
    "It reopens in May.\n\nLeave a Reply\n"
)
QUERIES_NEW, QUERIES_DETAILS = 14, 14


@pytest.fixture
def desk_client(client, cast):
    client.force_login(cast.checker)
    return client


def propose(client, desk, text=TEXT, **over):
    return client.post(NEW, {"action": "propose", "text": text, "desk": desk.pk, **over})


def fields_of(response):
    """What a browser would send back of the second step, as it was shown; ours where it asks whose the article is."""
    form, html = response.context["form"], response.content.decode()
    data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    for name in ("published_date", "published_time", "deadline"):
        data[name] = form.fields[name].widget.format_value(data.get(name)) or ""
    data["desk"] = getattr(data["desk"], "pk", data["desk"])
    for name, value in re.findall(r'<input type="hidden" name="((?:chain|placed)-[A-Z_]+)" value="(\d+)"', html):
        data[name] = value
    for rows in (response.context["chain"], response.context["placed"]):
        for row in rows:
            data |= {row.add_prefix(name): row[name].value() or "" for name in row.fields}
    for row in form.blocks:
        at = row["number"]
        data |= {f"kind-{at}": row["kind"], f"why-{at}": row["why"]} | ({f"out-{at}": "on"} if row["left_out"] else {})
    return data | {"action": "create", "ownership": data["ownership"] or "ours"}


def test_a_text_is_proposed_with_its_headline_once_and_nothing_is_written(desk_client, cast):
    page = propose(desk_client, cast.desk)
    assert page.status_code == 200
    form = page.context["form"]
    assert form["headline"].value() == "Bridge closes for repairs"
    assert form["authors"].value() == "Wanda Writer"
    assert [row["left_out"] for row in form.blocks] == [False, True, True, False, False, True]
    assert all(row["why"] for row in form.blocks if row["left_out"])
    assert "Wanda Writer</b> is on this desk" in page.content.decode()
    assert not Article.objects.exists()


def test_the_last_outlet_of_the_chain_is_proposed_as_the_outlet(desk_client, cast):
    noted = TEXT.replace("\n\nBy Wanda", "\n\nSubmitted by HarbourWatch\n\nVia Quayside News\n\nBy Wanda")
    page = propose(desk_client, cast.desk, noted)
    assert [row["outlet"].value() for row in page.context["chain"]][:2] == ["HarbourWatch", "Quayside News"]
    assert page.context["form"]["outlet"].value() == "Quayside News"
    assert not propose(desk_client, cast.desk).context["form"]["outlet"].value()


def test_what_was_decided_is_taken_in_with_reasons_for_what_is_left_out(desk_client, cast):
    data = fields_of(propose(desk_client, cast.desk))
    data |= {"kind-5": "caption", "out-5": "on", "why-5": "old news", "sides": "The city\nThe hauliers"}
    data |= {"placed-0-speaker": "The mayor", "placed-0-side": "The city"}
    data |= {"chain-0-outlet": "Bridge Daily", "chain-0-address": "bridge.example/1"}
    answer = desk_client.post(NEW, data)
    article = Article.objects.get()
    assert answer.status_code == 302 and answer.url == reverse("claims:bench", args=[article.pk])
    blocks = list(article.current_version.blocks.values_list("kind", "left_out", "left_out_reason"))
    assert blocks[4] == ("caption", True, "old news") and blocks[3] == ("paragraph", False, "")
    assert article.current_version.lines.count() == 3
    assert [author.person for author in article.authors.all()] == [cast.writer]
    assert [(link.outlet, link.address) for link in article.chain.all()] == [
        ("Bridge Daily", "https://bridge.example/1")
    ]
    placed = article.placements.get()
    assert (placed.speaker.name, placed.side.name) == ("The mayor", "The city")


def test_a_side_that_is_spelt_otherwise_is_the_same_one_and_another_is_refused(desk_client, cast):
    data = fields_of(propose(desk_client, cast.desk)) | {"sides": "The city\nthe  City\nThe hauliers"}
    data |= {"placed-0-speaker": "The mayor", "placed-0-side": "The citty"}
    page = desk_client.post(NEW, data)
    assert page.status_code == 422 and not Article.objects.exists()
    assert "There is no such side; the sides are The city, The hauliers." in page.content.decode()
    assert desk_client.post(NEW, data | {"placed-0-side": "the CITY"}).status_code == 302
    article = Article.objects.get()
    assert [side.name for side in article.sides.all()] == ["The city", "The hauliers"]
    assert article.placements.get().side.name == "The city"
    changed = opened(desk_client, article) | {"sides": "THE CITY\nThe hauliers"}
    assert desk_client.post(details_url(article), changed).status_code == 302
    assert article.placements.get().side.name == "THE CITY"


def test_a_left_out_block_without_a_reason_comes_back_with_everything_typed(desk_client, cast):
    data = fields_of(propose(desk_client, cast.desk)) | {"headline": "My own words", "out-4": "on", "why-4": ""}
    page = desk_client.post(NEW, data)
    assert page.status_code == 422 and not Article.objects.exists()
    assert ("why-4", "Say why block 4 is left out.") in page.context["problems"]
    form = page.context["form"]
    assert form["headline"].value() == "My own words" and form.blocks[3]["left_out"] and not form.blocks[4]["left_out"]
    assert "The mayor said the old bridge" in form["text"].value()


def test_leaving_everything_out_is_refused_in_words(desk_client, cast):
    data = fields_of(propose(desk_client, cast.desk))
    for at in range(1, 7):
        data |= {f"out-{at}": "on", f"why-{at}": "not article"}
    page = desk_client.post(NEW, data)
    assert page.status_code == 422 and "No line is left" in page.content.decode()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "There is no text in it."),
        ("   \r\n \t", "There is no text in it."),
        ("12 34 — 56", "There is no sentence in it."),
        ("a word\0and a nought", "This is not a text file."),
        ("The bridge is closed. " * 100_000, "It is over 2 MB."),
        ("Мост закрыт сегодня. " * 60_000, "It is over 2 MB."),
    ],
    ids=["empty", "blank", "no sentence", "binary", "too large", "too large in bytes"],
)
def test_a_text_that_cannot_be_checked_is_refused_in_words_and_stays_in_the_box(desk_client, cast, text, words):
    page = propose(desk_client, cast.desk, text)
    assert page.status_code == 422
    assert words in page.content.decode()
    assert page.context["form"]["text"].value() == text


def test_what_is_pasted_with_its_marks_comes_back_in_markdown_and_is_cut_by_it(desk_client, cast):
    page = b"<h1>Bridge closes for repairs</h1><ul><li>It carries 40 lorries.<li>It is old.</ul><script>x</script>"
    read = desk_client.post(reverse("claims:read_paste"), {"page": SimpleUploadedFile("paste", page)})
    text = read.json()["text"]
    assert text == "# Bridge closes for repairs\n\n- It carries 40 lorries.\n\n- It is old."
    shown = propose(desk_client, cast.desk, text, marked="on")
    assert [row["kind"] for row in shown.context["form"].blocks] == ["headline", "list_item", "list_item"]
    nothing = desk_client.post(reverse("claims:read_paste"))
    assert nothing.status_code == 422 and nothing.json()["words"]


def test_a_word_document_is_proposed_like_a_paste_and_says_what_was_read_beside_it(desk_client, cast):
    body = "".join(paragraph(run(words)) for words in TEXT.split("\n\n")[1:])
    raw = docx(body, word__comments_xml=comments(("Wren", "Is it so?")))
    page = propose(desk_client, cast.desk, "", file=SimpleUploadedFile("story.docx", raw))
    assert page.status_code == 200 and "Read as backing, on the lines that they stand on: 1 comment." in page.text
    assert desk_client.post(NEW, fields_of(page)).status_code == 302
    article = Article.objects.get()
    assert article.headline == "Bridge closes for repairs"
    assert list(article.current_version.blocks.filter(left_out_reason="").values_list("text", flat=True)) == [
        words for words in TEXT.split("\n\n")[1:] if not words.startswith(("By", "Leave"))
    ]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "There is no text in it."),
        (b"\x89PNG and so on", "This is not a text file."),
        (b"%PDF-1.7 and so on", "It is damaged"),
        ("Überschrift über Brücken — schön".encode()[:-3] + b"\xff\xfe" + "für alle möglichen Fälle".encode(), "UTF-8"),
        (b"The bridge is closed. " * 100_000, "It is over 2 MB."),
    ],
    ids=["empty", "binary", "damaged", "undecodable", "too large"],
)
def test_a_file_that_is_no_text_is_refused_in_words(desk_client, cast, raw, words):
    page = propose(desk_client, cast.desk, "", file=SimpleUploadedFile("story.txt", raw))
    assert page.status_code == 422 and words in page.content.decode()


TURKISH = "Bridge closes for repairs\n\nErdoğan said it was so. Şuşa is a town, İbrahim Yılmaz said.\n"


def kept_in(page):
    """The hidden fields that carry a file whose letters are in doubt."""
    found = dict(re.findall(r'<input type="hidden" name="(kept|kept_name)" value="([^"]*)"', page.content.decode()))
    assert set(found) == {"kept", "kept_name"}
    return found


def test_a_file_that_reads_in_several_ways_is_asked_about_with_a_preview_of_each(desk_client, cast):
    file = SimpleUploadedFile("story.txt", TURKISH.encode("cp1254"))
    page = propose(desk_client, cast.desk, "", file=file)
    html = page.content.decode()
    assert page.status_code == 422 and "can be read in more than one way" in html
    assert "Erdoğan" in html and "Erdoðan" in html and "Turkish (Windows-1254)" in html
    asked_again = propose(desk_client, cast.desk, "", **kept_in(page))
    assert asked_again.status_code == 422
    page = propose(desk_client, cast.desk, "", reading="cp1254", **kept_in(asked_again))
    assert page.status_code == 200
    assert page.context["form"]["text"].value() == TURKISH.strip()
    assert not Article.objects.exists()


def test_a_file_in_doubt_is_not_lost_to_another_mistake(desk_client, cast):
    file = SimpleUploadedFile("story.md", TURKISH.encode("cp1254"))
    page = propose(desk_client, cast.desk, "", file=file)
    page = desk_client.post(NEW, {"action": "propose", "text": "", "desk": "", "reading": "cp1254", **kept_in(page)})
    assert page.status_code == 422
    assert re.search(r'value="cp1254"[^>]* checked', page.content.decode())
    assert propose(desk_client, cast.desk, "", reading="cp1254", **kept_in(page)).status_code == 200


def test_central_european_names_in_an_english_text_are_asked_about(desk_client, cast):
    text = "Bridge closes\n\nErnő Szűcs and Ödön Kőrösi, two of the mayor's aides, said that it reopens in May.\n"
    page = propose(desk_client, cast.desk, "", file=SimpleUploadedFile("story.txt", text.encode("cp1250")))
    html = page.content.decode()
    assert page.status_code == 422 and "Szűcs" in html and "Szûcs" in html
    assert 'value="cp1250"' in html and not re.search(r'name="reading"[^>]* checked', html)
    page = propose(desk_client, cast.desk, "", reading="cp1250", **kept_in(page))
    assert page.status_code == 200 and page.context["form"]["text"].value() == text.strip()


@pytest.mark.parametrize("kept", ["%%%", "AAAA", "=", "🙂", "JVBERi0xLjc="])
def test_a_hand_made_file_in_doubt_is_refused_in_words(desk_client, cast, kept):
    page = propose(desk_client, cast.desk, "", reading="cp1254", kept=kept, kept_name="x")
    assert page.status_code == 422 and page.context["form"].errors


def test_a_text_that_is_pasted_takes_the_place_of_a_file_in_doubt(desk_client, cast):
    page = propose(desk_client, cast.desk, "", file=SimpleUploadedFile("story.txt", TURKISH.encode("cp1254")))
    page = propose(desk_client, cast.desk, TEXT, **kept_in(page))
    assert page.status_code == 200 and "40 lorries" in page.context["form"]["text"].value()


@pytest.mark.parametrize(
    "encoding",
    ["cp1250", "cp1251", "cp1252", "cp1254", "cp1256", "iso8859_2", "iso8859_15", "mac_roman", "cp850", "cp866"],
)
def test_a_file_in_an_older_encoding_is_read_right(desk_client, cast, encoding):
    text = {
        "cp1250": "Rząd zapewnił, że w mieście nie doszło do żadnych walk.",
        "cp1251": "Министерство сообщило, что город остаётся под контролем.",
        "cp1252": "The minister’s résumé was “naïve”, the paper said.",
        "cp1254": "Cumhurbaşkanı Erdoğan dün İstanbul’da konuştu.",
        "cp1256": "قال الوزير إن الجسر لم يفتح بعد.",
        "iso8859_2": "Rząd zapewnił, że w mieście nie doszło do żadnych walk.",
        "iso8859_15": "Le cœur de la ville coûte 5 € à l'élève.",
        "mac_roman": "“We won,” he said. “It’s over.”",
        "cp850": "O presidente não falou à nação.",
        "cp866": "Министерство сообщило, что город остаётся под контролем.",
    }[encoding]
    page = propose(desk_client, cast.desk, "", file=SimpleUploadedFile("story.txt", text.encode(encoding)))
    assert page.status_code == 200 and page.context["form"]["text"].value() == text


def test_a_markdown_file_is_read_as_markdown(desk_client, cast):
    file = SimpleUploadedFile("story.md", b"Up to now\n---------\n\n- One bridge is shut.\n- Two are open.\n")
    rows = propose(desk_client, cast.desk, "", file=file).context["form"].blocks
    assert [row["kind"] for row in rows][1:] == ["list_item", "list_item"]


def test_a_paste_and_a_file_together_are_refused_and_the_paste_stays(desk_client, cast):
    page = propose(desk_client, cast.desk, file=SimpleUploadedFile("story.txt", b"Another story."))
    assert page.status_code == 422 and page.context["form"]["text"].value() == TEXT


def test_a_text_changed_at_the_second_step_is_cut_again_before_it_is_taken_in(desk_client, cast):
    data = fields_of(propose(desk_client, cast.desk)) | {"headline": "Mine", "text": TEXT + "\n\nOne more line here."}
    page = desk_client.post(NEW, data | {"out-5": "on", "why-5": "old news"})
    assert page.status_code == 422 and "was cut again" in page.content.decode()
    rows = page.context["form"].blocks
    assert rows[-1]["text"] == "One more line here."
    assert "old news" not in [row["why"] for row in rows], "what was decided was decided about other blocks"
    again = desk_client.post(NEW, fields_of(page) | {"authors": "Wanda Writer"})
    assert again.status_code == 302 and Article.objects.get().headline == "Mine"


def test_cutting_again_on_purpose_keeps_what_else_was_typed(desk_client, cast):
    data = fields_of(propose(desk_client, cast.desk))
    page = desk_client.post(NEW, data | {"action": "cut", "text": "Only this line stands.", "headline": "Mine"})
    assert page.status_code == 200
    assert [row["text"] for row in page.context["form"].blocks] == ["Only this line stands."]
    assert page.context["form"]["headline"].value() == "Mine"


def test_the_same_form_sent_twice_is_one_article(desk_client, cast):
    data = fields_of(propose(desk_client, cast.desk))
    first, second = desk_client.post(NEW, data), desk_client.post(NEW, data)
    assert first.url == second.url and Article.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_at_once_from_two_windows_is_one_article(cast):
    form, made, start = uuid.uuid4(), [], threading.Barrier(2)

    def take_in():
        start.wait()
        blocks = [{"kind": "paragraph", "text": "The bridge is shut."}]
        made.append(create_article(cast.desk, actor=cast.checker, headline="Bridge", blocks=blocks, intake=form).pk)
        connections.close_all()

    both = [threading.Thread(target=take_in) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len(set(made)) == 1 and len(made) == 2 and Article.objects.count() == 1


def test_crlf_emoji_and_right_to_left_text_come_through_whole(desk_client, cast):
    text = "جسر جديد\r\n\r\nقال رئيس البلدية إن الجسر يحمل 40 شاحنة. 🚛🌉 لا أحد أصيب.\r\n\r\nThe 👩🏽‍🔧 fixed it."
    data = fields_of(propose(desk_client, cast.desk, text)) | {"headline": "جسر", "language": "ar"}
    assert desk_client.post(NEW, data).status_code == 302
    texts = list(Article.objects.get().current_version.blocks.values_list("text", flat=True))
    assert texts[1:] == ["قال رئيس البلدية إن الجسر يحمل 40 شاحنة. 🚛🌉 لا أحد أصيب.", "The 👩🏽‍🔧 fixed it."]


def test_a_text_of_more_blocks_than_the_page_shows_is_taken_in_whole(desk_client, cast, monkeypatch):
    monkeypatch.setattr("claims.forms.text.SHOWN", 10)
    page = propose(desk_client, cast.desk, "".join(f"Bridge {at} is shut.\n\n" for at in range(12)))
    assert "2 more blocks" in page.content.decode()
    assert desk_client.post(NEW, fields_of(page) | {"headline": "Bridge"}).status_code == 302
    assert Article.objects.get().current_version.lines.count() == 12


@pytest.mark.parametrize(
    "bad",
    [
        {"headline": ""},
        {"headline": "x" * 501},
        {"authors": "n" * 201},
        {"address": "not an address at all"},
        {"published_date": "yesterday"},
        {"published_zone": "Mars/Olympus"},
        {"language": "english please"},
        {"deadline": "0001-01-01T00:00"},
        {"deadline": "9999-12-31T23:59"},
        {"ownership": "nobody's"},
        {"intake": "again"},
        {"desk": "999999"},
        {"chain-0-outlet": "", "chain-0-address": "https://bridge.example"},
        {"placed-0-speaker": "The mayor", "placed-0-side": ""},
        {"placed-0-speaker": "…", "placed-0-side": "The city"},
        {"chain-TOTAL_FORMS": "many"},
        {"cut": "0" * 64},
    ],
    ids=lambda bad: next(iter(bad)) + "=" + str(next(iter(bad.values())))[:12],
)
def test_bad_input_comes_back_with_words_and_the_text(desk_client, cast, bad):
    page = desk_client.post(NEW, fields_of(propose(desk_client, cast.desk)) | bad)
    assert page.status_code == 422 and not Article.objects.exists()
    assert "The mayor said" in page.context["form"]["text"].value()


def test_a_form_that_is_mostly_missing_is_refused_and_not_an_error(desk_client, cast):
    assert desk_client.post(NEW, {"action": "create"}).status_code == 422
    assert desk_client.post(NEW, {"action": "cut"}).status_code == 422
    assert desk_client.post(NEW, {}).status_code == 422


def test_too_large_a_request_is_told_in_words(desk_client, settings, cast):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000
    page = propose(desk_client, cast.desk, "The bridge is shut. " * 1000)
    assert page.status_code == 413 and "over 2 MB" in page.content.decode()


def test_an_observer_brings_nothing_in_and_is_told_why(client, cast):
    client.force_login(cast.observer)
    page = client.get(NEW)
    assert page.status_code == 403 and "Bringing in an article is for" in page.content.decode()


def test_a_desk_that_one_is_not_on_is_not_offered_and_not_taken(desk_client, cast):
    assert cast.other_desk.name not in desk_client.get(NEW).content.decode()
    page = desk_client.post(NEW, fields_of(propose(desk_client, cast.desk)) | {"desk": cast.other_desk.pk})
    assert page.status_code == 422 and not Article.objects.exists()


def test_ready_reasons_of_the_desk_are_offered(desk_client, cast):
    Reason.objects.create(desk=cast.desk, kind="left_out", words="advertisement")
    assert '<option value="advertisement">' in propose(desk_client, cast.desk).content.decode()


def test_a_deadline_is_read_in_the_persons_own_zone(client, cast):
    person = make_person("Nils North", "chief", desk=cast.desk, timezone="Asia/Baku")
    client.force_login(person)
    year = timezone.now().year + 1
    client.post(NEW, fields_of(propose(client, cast.desk)) | {"deadline": f"{year}-01-02T16:00"})
    assert Article.objects.get().deadline.isoformat() == f"{year}-01-02T12:00:00+00:00"


@pytest.mark.parametrize("blocks", [1, 3])
def test_proposing_takes_the_same_queries_for_any_text(desk_client, cast, blocks, django_assert_num_queries):
    with django_assert_num_queries(QUERIES_NEW):
        propose(desk_client, cast.desk, "Bridge\n\nBy Wanda Writer\n\n" + "The bridge is shut.\n\n" * blocks)


# --- details ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def article(cast):
    return make_article(cast.desk, actor=cast.checker, authors=[cast.writer], ownership="ours")


def details_url(article):
    return reverse("claims:article_details", args=[article.pk])


def opened(client, article):
    """What a browser would send back of the details, unchanged."""
    html = client.get(details_url(article)).content.decode()
    html = html[html.index("dirty-guard") : html.index('id="placements"')]
    data = {}
    for tag in re.findall(r"<input[^>]*>", re.sub(r"<template>.*?</template>", "", html, flags=re.S)):
        found = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if found.get("name") and (found.get("type") != "radio" or " checked" in tag):
            data[found["name"]] = found.get("value", "").replace("&quot;", '"').replace("&#x27;", "'")
    for name, options in re.findall(r'<select name="([\w-]+)".*?>(.*?)</select>', html, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        data[name] = chosen.group(1) if chosen else ""
    for name, text in re.findall(r'<textarea name="([\w-]+)"[^>]*>(.*?)</textarea>', html, re.S):
        data[name] = text.strip()
    return data


def test_zones_are_offered_by_region_and_city_and_what_an_article_has_stays(desk_client, article):
    page = desk_client.get(details_url(article)).content.decode()
    assert '<option value="Asia/Yerevan">' in page and '<option value="Etc/GMT-4">UTC+4</option>' in page
    for odd in ("Factory", "localtime", "Zulu", "posixrules", "US/Eastern", "Etc/Greenwich"):
        assert f'value="{odd}"' not in page
    Article.objects.filter(pk=article.pk).update(published_zone="Zulu")
    data = opened(desk_client, article)
    assert data["published_zone"] == "Zulu"
    assert desk_client.post(details_url(article), data | {"outlet": "Bridge Daily"}).status_code == 302
    article.refresh_from_db()
    assert (article.published_zone, article.outlet) == ("Zulu", "Bridge Daily")


def test_the_box_for_the_text_has_the_focus(desk_client):
    assert re.search(r'<textarea name="text"[^>]* autofocus', desk_client.get(NEW).content.decode())


def test_details_are_changed_and_the_record_says_what(desk_client, article):
    data = opened(desk_client, article) | {"outlet": "Bridge Daily", "sides": "The city", "chain-0-outlet": "Elsewhere"}
    assert desk_client.post(details_url(article), data).status_code == 302
    article.refresh_from_db()
    assert article.outlet == "Bridge Daily" and article.edition == 2
    assert article.events.last().words == "Leyla Checker changed the article's outlet, sides, chain"


def test_details_that_no_longer_change_come_back_with_what_was_typed(desk_client, article):
    data = opened(desk_client, article) | {"ownership": "theirs", "outlet": "Typed before it went out"}
    Article.objects.filter(pk=article.pk).update(state="withdrawn")
    page = desk_client.post(details_url(article), data)
    assert page.status_code == 409
    assert "withdraws and reopens it" in page.text and 'value="Typed before it went out"' in page.text


def test_saving_without_a_change_records_nothing(desk_client, article):
    before = article.events.count()
    desk_client.post(details_url(article), opened(desk_client, article))
    assert article.events.count() == before


def test_other_fields_changed_meanwhile_stay_as_the_others_left_them(desk_client, cast, client, article):
    mine = opened(desk_client, article) | {"outlet": "Bridge Daily"}
    client.force_login(cast.second_checker)
    client.post(details_url(article), opened(client, article) | {"language": "de"})
    client.force_login(cast.checker)
    assert client.post(details_url(article), mine).status_code == 302
    article.refresh_from_db()
    assert (article.outlet, article.language) == ("Bridge Daily", "de")


def test_the_same_field_changed_meanwhile_is_a_conflict_that_keeps_mine_and_can_be_decided(client, cast, article):
    client.force_login(cast.checker)
    mine = opened(client, article) | {"headline": "My bridge", "outlet": "Bridge Daily"}
    client.force_login(cast.second_checker)
    client.post(details_url(article), opened(client, article) | {"headline": "Their bridge", "language": "de"})
    client.force_login(cast.checker)
    page = client.post(details_url(article), mine)
    assert page.status_code == 409
    assert "Somebody else changed the same field in the meantime" in folded(page)
    assert page.context["conflict"] == [("headline", "Bridge reopens after the flood", "Their bridge", "My bridge")]
    form = page.context["form"]
    assert (form["headline"].value(), form["outlet"].value(), form["language"].value()) == (
        "My bridge",
        "Bridge Daily",
        "de",
    )
    decided = {name: form[name].value() or "" for name in form.fields} | {
        form[name].html_initial_name: form.data.get(form[name].html_initial_name, "") for name in form.fields
    }
    rows = {name: value for name, value in mine.items() if name.startswith("chain-")}
    assert client.post(details_url(article), decided | rows).status_code == 302
    article.refresh_from_db()
    assert (article.headline, article.language) == ("My bridge", "de")


def test_only_chief_and_checkers_set_a_deadline(client, cast, article):
    when = f"{timezone.now().year + 1}-05-01T12:00"
    client.force_login(cast.writer)
    assert 'name="deadline"' not in client.get(details_url(article)).content.decode()
    assert client.post(details_url(article), opened(client, article) | {"deadline": when}).status_code == 403
    client.force_login(cast.checker)
    assert client.post(details_url(article), opened(client, article) | {"deadline": when}).status_code == 302
    article.refresh_from_db()
    assert article.has_deadline


def test_claims_follow_the_deadline_of_their_article_and_keep_a_due_date_of_their_own(client, cast, article):
    year = timezone.now().year + 1
    follows, own = (make_claim(article, words, actor=cast.checker) for words in ("old bridge", "40 lorries"))
    set_due(own, actor=cast.chief, due=datetime(year, 4, 1, tzinfo=UTC))
    client.force_login(cast.chief)
    for when in (f"{year}-05-01T12:00", f"{year}-05-02T12:00", ""):
        assert client.post(details_url(article), opened(client, article) | {"deadline": when}).status_code == 302
        article.refresh_from_db()
        follows.refresh_from_db()
        own.refresh_from_db()
        assert follows.due == article.deadline
        assert own.due == datetime(year, 4, 1, tzinfo=UTC)
    assert not follows.has_due


def test_a_deadline_that_has_passed_does_not_stop_other_edits(client, cast):
    late = make_article(cast.desk, actor=cast.checker, deadline=timezone.now() - timezone.timedelta(hours=2))
    client.force_login(cast.chief)
    assert client.post(details_url(late), opened(client, late) | {"outlet": "Bridge Daily"}).status_code == 302


def test_an_author_taken_out_of_the_byline_is_still_named_as_signing_nothing(client, cast, article):
    client.force_login(cast.chief)
    client.post(details_url(article), opened(client, article) | {"authors": "Somebody Else"})
    assert "still not allowed to sign off here: Wanda Writer" in folded(client.get(details_url(article)))


def test_an_author_who_joins_the_desk_later_is_known_from_the_next_save_on(desk_client, cast, article):
    data = opened(desk_client, article) | {"authors": "Wanda Writer\nLate Comer"}
    desk_client.post(details_url(article), data)
    assert "Late Comer: nobody on this desk" in desk_client.get(details_url(article)).content.decode()
    late = make_person("Late Comer", "reviewer", desk=cast.desk)
    desk_client.post(details_url(article), opened(desk_client, article))
    assert article.authors.get(name="Late Comer").person == late


def test_an_observer_reads_the_details_and_cannot_save_them(client, cast, article):
    client.force_login(cast.observer)
    assert client.get(details_url(article)).status_code == 200
    assert client.post(details_url(article), opened(client, article) | {"outlet": "Mine"}).status_code == 403


def test_details_on_another_desk_do_not_exist(client, cast, article):
    client.force_login(cast.outsider)
    assert client.get(details_url(article)).status_code == 404
    assert client.post(reverse("claims:placement", args=[article.pk]), {"side": "x"}).status_code == 404


def test_a_speaker_and_a_cited_source_are_placed_on_sides_and_taken_off(desk_client, cast, article):
    url = reverse("claims:placement", args=[article.pk])
    source = make_source(cast.desk, "Traffic count")
    make_evidence(make_claim(article, "No one was hurt", actor=cast.checker), source)
    article.sides.create(name="The city")
    page = desk_client.post(url, {"speaker": "The mayor", "side": "the city"}, follow=True)
    assert "You placed The mayor on the side: The city." in page.content.decode()
    assert desk_client.post(url, {"source": source.pk, "side": "The city"}).status_code == 302
    assert article.placements.count() == 2
    desk_client.post(url, {"speaker": "the  MAYOR", "side": ""})
    assert [one.source for one in article.placements.all()] == [source]


def test_a_placement_of_nobody_or_of_both_is_refused_in_words(desk_client, cast, article):
    url = reverse("claims:placement", args=[article.pk])
    page = desk_client.post(url, {"speaker": "The mayor", "side": "The city"})
    assert page.status_code == 422 and "Name the sides of the matter first." in page.content.decode()
    article.sides.create(name="City hall")
    page = desk_client.post(url, {"speaker": "The mayor", "side": "The city"})
    assert page.status_code == 422 and "There is no such side; the sides are City hall." in page.content.decode()
    assert article.sides.count() == 1 and not article.placements.exists()
    page = desk_client.post(url, {"speaker": "", "side": "The city"})
    assert page.status_code == 422 and "Name a speaker" in page.content.decode()
    assert desk_client.post(url, {"source": make_source(cast.desk).pk, "side": "x"}).status_code == 422
    assert desk_client.post(url, {"speaker": "…", "side": "x"}).status_code == 422


@pytest.mark.parametrize("rows", [1, 3])
def test_details_take_the_same_queries_for_any_number_of_rows(client, cast, rows, django_assert_num_queries):
    people = [make_person(f"Author {at}", "writer", desk=cast.desk) for at in range(rows)]
    article = make_article(cast.desk, actor=cast.checker, authors=people)
    client.force_login(cast.checker)
    for at in range(rows):
        article.sides.create(name=f"Side {at}")
        client.post(reverse("claims:placement", args=[article.pk]), {"speaker": f"Voice {at}", "side": f"Side {at}"})
    with django_assert_num_queries(QUERIES_DETAILS):
        client.get(details_url(article))


INITIALS = TEXT.replace("By Wanda Writer", "By R. Reviewer")


def test_a_name_that_may_be_a_member_s_is_asked_about_before_the_article_is_made(desk_client, cast):
    page = propose(desk_client, cast.desk, INITIALS)
    field = f"byline:{cast.second_reviewer.pk}:R. Reviewer"
    assert f'name="{field}"' in page.content.decode()
    assert f"byline:{cast.reviewer.pk}:" not in page.content.decode(), "Ben is no R."
    again = desk_client.post(NEW, fields_of(page) | {field: "other", "headline": ""})
    assert again.status_code == 422
    assert re.search(rf'name="{field}" value="other" checked', again.content.decode())
    desk_client.post(NEW, fields_of(page) | {field: "same"})
    assert [author.person for author in Article.objects.get().authors.all()] == [cast.second_reviewer]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By rosa reviewer", "rosa reviewer"),
        ("by rosa reviewer, staff writer", "rosa reviewer"),
        ("By r. reviewer", "r. reviewer"),
        ("BY ROSA REVIEWER", "ROSA REVIEWER"),
        ("ROSA REVIEWER", "ROSA REVIEWER"),
        ("Rosa reviewer", "Rosa reviewer"),
        ("Rosa Reviewer, reporter", "Rosa Reviewer"),
        ("by rosareviewer", "rosareviewer"),
        ("Автор: роза ревьюер", "роза ревьюер"),
        ("By rosa reviewer | 5 May 2020", "rosa reviewer"),
    ],
)
def test_a_member_s_name_is_seen_in_small_letters_and_capitals_too(desk_client, cast, line, name):
    page = propose(desk_client, cast.desk, TEXT.replace("By Wanda Writer", line))
    desk_client.post(NEW, fields_of(page) | {f"byline:{cast.second_reviewer.pk}:{name}": "same"})
    assert cast.second_reviewer in [author.person for author in Article.objects.get().authors.all()]


def test_a_member_s_name_below_the_text_is_asked_about(desk_client, cast):
    page = propose(desk_client, cast.desk, TEXT.replace("By Wanda Writer\n\n", "") + "\n\nrosa m. reviewer")
    assert f'name="byline:{cast.second_reviewer.pk}:rosa m. reviewer"' in page.content.decode()


@pytest.mark.parametrize("line", ["Three cranes stand", "By popular demand", "Rosa came.", "LIFE AND STYLE"])
def test_a_line_that_names_no_member_stays_in_the_article(desk_client, cast, line):
    page = propose(desk_client, cast.desk, TEXT.replace("By Wanda Writer", line))
    desk_client.post(NEW, fields_of(page))
    article = Article.objects.get()
    assert list(article.authors.all()) == []
    assert line in [block.text for block in article.current_version.blocks.filter(left_out=False)]


def test_a_name_that_was_not_answered_waits_on_the_details_page_for_somebody_else(desk_client, client, cast):
    desk_client.post(NEW, fields_of(propose(desk_client, cast.desk, INITIALS)))
    article = Article.objects.get()
    details = reverse("claims:article_details", args=[article.pk])
    question = article.authors.get().questions.get()
    answer = reverse("claims:byline_answer", args=[question.pk])
    client.force_login(cast.second_reviewer)
    page = client.get(details)
    assert "The byline may name you, so somebody else says whether it does." in page.content.decode()
    assert client.post(answer, {"answer": "other"}).status_code == 403
    client.force_login(cast.outsider)
    assert client.post(answer, {"answer": "other"}).status_code == 404
    client.force_login(cast.checker)
    assert client.post(answer, {"answer": "perhaps"}).status_code == 422
    done = client.post(answer, {"answer": "other"}, follow=True)
    assert "You said that “R. Reviewer” in the byline is not Rosa Reviewer." in done.content.decode()
    assert "People in the byline" not in done.content.decode()
    assert client.post(answer, {"answer": "same"}).status_code == 409


PLAIN = "Bridge closes for repairs\n\nThe old bridge carries 40 lorries an hour. Engineers found 3 cracks.\n"
BY = PLAIN.replace("\n\n", "\n\nBy {}\n\n", 1)
VIA = "\n\nVia Quayside News\n"


def proposed_as(client, desk, text):
    return propose(client, desk, text).context["form"]["ownership"].value() or None


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        (BY.format("Wanda Writer"), "ours"),
        (BY.format("Nina Novak"), None),
        (BY.format("Nina Novak\n\n3 May 2026"), "theirs"),
        (PLAIN, None),
        (PLAIN + VIA, "theirs"),
        (BY.format("Nina Novak") + VIA, "theirs"),
        (BY.format("Wanda Writer") + VIA, None),
    ],
)
def test_whose_a_text_is_follows_byline_and_outlet_and_is_asked_where_they_do_not_say(desk_client, cast, text, whose):
    page = propose(desk_client, cast.desk, text)
    assert (page.context["form"]["ownership"].value() or None) == whose
    assert ("Byline and outlet do not say. Choose one." in page.text) == (whose is None)
    answer = desk_client.post(NEW, fields_of(page) | {"ownership": whose or ""})
    assert answer.status_code == (302 if whose else 422)
    assert ("Say whose it is: ours, or somebody else’s." in answer.text) == (whose is None)


@pytest.mark.parametrize(("earlier", "whose"), [(["ours"], "ours"), (["theirs"], "theirs"), (["ours", "theirs"], None)])
def test_an_outlet_that_the_desk_had_before_says_whose_a_text_is(desk_client, cast, earlier, whose):
    for ownership in earlier:
        make_article(cast.desk, outlet="QUAYSIDE news", ownership=ownership)
    make_article(cast.other_desk, outlet="Quayside News", ownership="ours")
    assert proposed_as(desk_client, cast.desk, BY.format("Nina Novak") + VIA) == whose


def test_a_writers_own_paste_names_them_and_is_ours(client, cast):
    client.force_login(cast.writer)
    form = propose(client, cast.desk, PLAIN).context["form"]
    assert (form["authors"].value(), form["ownership"].value()) == ("Wanda Writer", "ours")
    for text in (BY.format("Nina Novak"), PLAIN + VIA):
        assert "Wanda Writer" not in (propose(client, cast.desk, text).context["form"]["authors"].value() or "")


def test_whoever_checks_too_is_not_taken_for_the_author_of_a_paste(client, cast):
    both = make_person("Bea Both", "writer", "checker", desk=cast.desk)
    client.force_login(both)
    assert not propose(client, cast.desk, PLAIN).context["form"]["authors"].value()


def test_the_desk_is_the_one_that_a_person_used_last(client, cast):
    desks = [cast.desk, make_desk("Night desk"), make_desk("Sports desk")]
    both = make_person("Bea Both", "writer", desk=cast.desk)
    for desk in desks[1:]:
        both.memberships.create(desk=desk, role="checker")
    client.force_login(both)
    assert client.get(NEW).context["form"]["desk"].value() is None
    make_article(desks[1], actor=both)
    make_article(desks[2])
    assert client.get(NEW).context["form"]["desk"].value() == desks[1].pk
    assert f'<option value="{desks[1].pk}" selected>' in client.get(NEW).text
