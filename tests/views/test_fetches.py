"""A page of the web becomes an article or a next version: asked for by its address, fetched by a worker, decided on."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext

from claims import tasks
from claims.editing import fetches
from claims.editing.articles import create_article
from claims.editing.uploads import MOST, keep_upload
from claims.errors import NotNow, NotYours
from claims.history import acting
from claims.models import Article, Fetch, Membership, Upload
from claims.queries import original_of
from tests.intake.test_pages import SENTENCES
from tests.intake.test_pages import page as article_page
from tests.make import make_desk
from tests.pages import fields_shown

NEW = "/articles/new/"
LIST = "/fetches/"


@pytest.fixture
def checker(client, cast):
    client.force_login(cast.checker)
    return client


def ask(client, cast, *addresses):
    return client.post(NEW, {"text": "\n".join(addresses), "desk": cast.desk.pk})


def test_links_of_a_page_lead_on_from_the_address_at_which_it_was_in_the_end(checker, cast, site):
    page = article_page().replace(SENTENCES[0].encode(), f'<a href="data/1">{SENTENCES[0]}</a>'.encode(), 1)
    site.has("/news/depot", page, Content_Type="text/html")
    ask(checker, cast, site.has("/short", "", 302, Location="/news/depot"))
    tasks.fetch_pages()
    asked = Fetch.objects.get()
    (piece,) = asked.upload.read["backing"]
    assert piece["address"] == f"{asked.final_address.rpartition('/')[0]}/data/1"


def test_what_somebody_logs_in_with_is_kept_nowhere(checker, cast, site):
    linked = f'<a href="https://ann:secret@data.example/1">{SENTENCES[0]}</a>'
    body = article_page().replace(SENTENCES[0].encode(), linked.encode(), 1)
    address = site.has("/depot", body, Content_Type="text/html", Link="https://ann:secret@other.example/")
    ask(checker, cast, address.replace("://", "://ann:secret@"))
    asked = Fetch.objects.get()
    assert asked.address == address
    tasks.fetch_pages()
    asked.refresh_from_db()
    assert [piece["address"] for piece in asked.upload.read["backing"]] == ["https://data.example/1"]
    assert ["Link", "https://other.example/"] in asked.headers
    assert "secret" not in checker.get(LIST).text + checker.get(f"{NEW}?fetch={asked.pk}").text


def test_an_address_in_place_of_a_text_becomes_an_article_of_its_page(checker, cast, site):
    address = site.has("/depot", article_page(), Content_Type="text/html")
    assert ask(checker, cast, address).headers["Location"] == LIST
    assert "Waiting for its turn." in checker.get(LIST).text
    tasks.fetch_pages()
    asked = Fetch.objects.get()
    listed = checker.get(LIST).text
    assert f"{NEW}?fetch={asked.pk}" in listed and "Waiting" not in listed
    page = checker.get(f"{NEW}?fetch={asked.pk}")
    form = page.context["form"]
    assert form["headline"].value() == "Depot to close"
    assert form["authors"].value().split("\n") == ["Eva Horská", "Petr Dvořák"]
    assert (form["outlet"].value(), form["ownership"].value()) == ("Ostrava Post", "theirs")
    assert str(form["published_date"].value()) == "2024-03-05"
    assert form["address"].value() == "https://post.example/depot"
    assert [row["text"] for row in form.blocks if not row["left_out"]] == ["Depot to close", *SENTENCES]
    assert "The page says that it is not free to read." in page.text
    assert checker.post(NEW, fields_shown(page) | {"action": "create"}).status_code == 302
    made = Article.objects.get()
    kept = original_of(made.current_version)
    assert (kept.raw, kept.kind) == (article_page(), "html")
    assert asked.headers and asked.status == 200
    version = checker.get(f"/articles/{made.pk}/versions/1/").text
    assert kept.sha256 in version and address in version and "Content-Type: text/html" in version
    file = checker.get(f"/articles/{made.pk}/versions/1/file/")
    assert (file.content, file.headers["Content-Type"]) == (article_page(), "application/octet-stream")
    assert file.headers["Content-Disposition"] == 'attachment; filename="depot"'
    listed = checker.get(LIST).text
    assert "It is version 1 of" in listed and "Continue" not in listed
    again = checker.get(f"{NEW}?fetch={asked.pk}")  # in another tab, or by mistake
    checker.post(NEW, fields_shown(again) | {"action": "create"})
    assert Article.objects.count() == 1


def test_blocks_of_a_page_stay_left_out_where_they_are_cut_again(checker, cast, site):
    ask(checker, cast, site.has("/a", article_page(), Content_Type="text/html"))
    tasks.fetch_pages()
    page = checker.get(f"{NEW}?fetch={Fetch.objects.get().pk}")
    cut = checker.post(NEW, fields_shown(page) | {"action": "cut"})
    assert [row["text"] for row in cut.context["form"].blocks if not row["left_out"]] == ["Depot to close", *SENTENCES]


def test_several_addresses_are_fetched_each_with_its_outcome(checker, cast, site):
    good = site.has("/a", article_page(), Content_Type="text/html")
    text = site.has("/b.txt", "\n\n".join(["A bridge", *SENTENCES]), Content_Type="text/plain; charset=utf-8")
    outcomes = {
        good: "",
        text: "",
        site.address("/gone"): "The site has no page at this address.",
        site.has("/p.png", b"\x89PNG\r\n" + b"\0" * 99, Content_Type="image/png"): "a file that has no text in it",
        site.has("/app", "<html><div id=app></div><script></script>", Content_Type="text/html"): "by scripts",
        site.has("/links", f"<html>{'<li><a href=/x>A story</a>' * 90}", Content_Type="text/html"): "No article",
        site.has("/lies", article_page(), Content_Type="image/png"): "",
        "http://127.0.0.2/": "a private network",
    }
    ask(checker, cast, *outcomes)
    for _ in outcomes:
        tasks.fetch_pages()
    found = dict(Fetch.objects.values_list("address", "failure"))
    assert found.keys() == outcomes.keys()
    for address, words in outcomes.items():
        assert words in found[address] and bool(words) == bool(found[address]), (address, found[address])
    listed = checker.get(LIST).text
    assert listed.count("Try again") == 5


def test_an_address_of_an_article_that_the_desk_has_is_said_and_offered_as_its_next_version(
    checker, cast, site, article
):
    address = site.has("/news/bridge?id=7", article_page(), Content_Type="text/html")
    with acting(cast.chief):
        Article.objects.filter(pk=article.pk).update(address=address.replace("?id=7", "/?id=7&utm_source=x#top"))
    ask(checker, cast, address)
    tasks.fetch_pages()
    asked, version_new = Fetch.objects.get(), f"/articles/{article.pk}/versions/new/"
    assert f"{version_new}?fetch={asked.pk}" in checker.get(LIST).text
    page = checker.get(f"{version_new}?fetch={asked.pk}")
    assert checker.post(version_new, fields_shown(page) | {"action": "accept"}).status_code == 302
    article.refresh_from_db()
    assert article.current_version.number == 2
    assert original_of(article.current_version).raw == article_page()


def test_the_address_of_a_page_in_place_of_the_next_text_is_fetched_for_it(checker, site, article):
    version_new = f"/articles/{article.pk}/versions/new/"
    sent = {"text": site.has("/a", article_page(), Content_Type="text/html"), "base": 1}
    assert checker.post(version_new, sent).headers["Location"] == LIST
    tasks.fetch_pages()
    asked = Fetch.objects.get()
    assert asked.article == article
    assert f"{version_new}?fetch={asked.pk}" in checker.get(LIST).text


def test_a_page_that_failed_is_asked_for_again_or_removed(checker, cast, site):
    ask(checker, cast, site.address("/a"))
    tasks.fetch_pages()
    failed = Fetch.objects.get()
    site.has("/a", article_page(), Content_Type="text/html")
    checker.post(f"/fetches/{failed.pk}/again/")
    tasks.fetch_pages()
    made = Fetch.objects.get()
    assert made.pk != failed.pk and not made.failure
    assert "This page is here already" in checker.post(f"/fetches/{made.pk}/again/", follow=True).text
    checker.post(f"/fetches/{made.pk}/remove/")
    assert not Fetch.objects.exists()


def test_nobody_else_sees_a_page_before_it_is_an_article(checker, cast, client, site):
    ask(checker, cast, site.has("/a", article_page(), Content_Type="text/html"))
    tasks.fetch_pages()
    asked = Fetch.objects.get()
    client.force_login(cast.chief)
    assert "127.0.0.1" not in client.get(LIST).text
    assert client.get(f"{NEW}?fetch={asked.pk}").status_code == 404
    assert client.get(f"{NEW}?fetch=x").status_code == 404
    assert client.post(f"/fetches/{asked.pk}/again/").status_code == 404


def test_a_fetch_that_is_interrupted_is_tried_again_and_in_the_end_given_up(checker, cast, site, monkeypatch):
    ask(checker, cast, site.has("/a", article_page(), Content_Type="text/html"))

    def killed(*_):
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr("claims.intake.fetched.fetch", killed)
        for _ in range(Fetch.ATTEMPTS):
            with pytest.raises(SystemExit):
                tasks.fetch_pages()
    assert Fetch.objects.get().waits
    tasks.fetch_pages()
    assert "interrupted several times" in Fetch.objects.get().failure
    assert site.asked == []


def test_what_became_of_a_page_is_written_once(checker, cast, site):
    ask(checker, cast, site.has("/a", article_page(), Content_Type="text/html"))
    asked = fetches.begin(Fetch.objects.get().pk)
    fetches.end(asked, failure="The site is too busy to answer.")
    fetches.end(asked, document={"raw": b"<p>", "name": "a", "kind": "html"}, text="A text.")
    assert Fetch.objects.get().failure and not Upload.objects.exists()
    for change in ("failure = ''", "attempts = attempts + 1", "address = 'https://else.example/'"):
        with pytest.raises(NotNow, match="never changed"), acting(cast.checker), connection.cursor() as cursor:
            cursor.execute(f"UPDATE claims_fetch SET {change}")


def test_only_whoever_may_add_articles_to_a_desk_has_pages_fetched_for_it(client, cast):
    for person in (cast.observer, cast.legal):
        client.force_login(person)
        assert ask(client, cast, "https://post.example/a").status_code == 403
        with pytest.raises(Exception, match="needs a role on this desk"), acting(person):
            Fetch.objects.create(person=person, desk=cast.desk, address="https://post.example/a")


def test_no_more_pages_wait_for_one_person_than_are_worth_waiting_for(checker, cast):
    for half in range(2):
        ask(checker, cast, *(f"https://post.example/{half}/{n}" for n in range(20)))
    refused = ask(checker, cast, "https://post.example/one/more")
    assert refused.status_code == 409 and "40 pages wait for you already" in refused.text
    assert "https://post.example/one/more" in refused.text  # what was typed is still there
    more = ask(checker, cast, *(f"https://post.example/{n}" for n in range(21)))
    assert more.status_code == 422


def test_the_list_costs_as_many_queries_for_twenty_pages_as_for_one(checker, cast, site):
    create_article(
        cast.desk,
        actor=cast.checker,
        blocks=[{"kind": "paragraph", "text": SENTENCES[0]}],
        headline="A bridge",
        address=site.address("/a/0"),
        ownership="theirs",
    )
    counts = []
    for some in (1, 19):
        for n in range(some):
            (asked,) = fetches.ask_for([site.address(f"/a/{n}")], actor=cast.checker, desk=cast.desk)
            kept = {"raw": f"{some} {n}".encode(), "name": "a", "kind": "html"}
            fetches.end(asked, document=kept, text="A text.", final_address=asked.address)
        with CaptureQueriesContext(connection) as found:
            checker.get(LIST)
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_what_stands_around_the_article_is_folded_together(checker, cast, site):
    ask(checker, cast, site.has("/a", article_page(), Content_Type="text/html"))
    tasks.fetch_pages()
    page = checker.get(f"{NEW}?fetch={Fetch.objects.get().pk}")
    assert (
        "Blocks 10 to 13 are left out: links to other pages, not part of the article, subscription notice" in page.text
    )
    assert fields_shown(page)["out-13"] == "on"


def test_what_was_typed_of_a_next_version_stays_while_its_page_is_fetched(checker, site, article):
    version_new = f"/articles/{article.pk}/versions/new/"
    sent = {"text": site.has("/a", article_page(), Content_Type="text/html"), "base": 1, "note": "Figures put right"}
    checker.post(version_new, sent)
    tasks.fetch_pages()
    assert "Figures put right" in checker.get(f"{version_new}?fetch={Fetch.objects.get().pk}").text
    both = "https://post.example/a\nhttps://post.example/b"
    refused = checker.post(version_new, {"text": both, "base": 1, "note": "Both pages"})
    assert refused.status_code == 422 and Fetch.objects.count() == 1
    assert all(words in refused.text for words in ("Give one address.", *both.split("\n"), "Both pages"))


def test_an_address_that_is_too_long_is_refused_with_what_was_typed(checker, cast):
    address = f"https://post.example/{'a' * 2000}"
    refused = ask(checker, cast, "https://post.example/short", address)
    assert refused.status_code == 422 and "An address has at most 2,000 characters." in refused.text
    assert address in refused.text and not Fetch.objects.exists()


def test_a_page_for_a_desk_that_one_has_left_is_on_no_list_and_nothing_is_told_of_its_article(
    checker, cast, site, article
):
    ask(checker, cast, site.has("/a", article_page(), Content_Type="text/html"))
    sent = {"text": site.has("/b", article_page(), Content_Type="text/html"), "base": 1}
    checker.post(f"/articles/{article.pk}/versions/new/", sent)
    tasks.fetch_pages()
    with acting(cast.chief):
        Article.objects.filter(pk=article.pk).update(headline="Named since then")
    assert "Named since then" in checker.get(LIST).text
    cast.checker.memberships.all().delete()
    Membership.objects.create(desk=make_desk("Another"), person=cast.checker, role="writer")
    listed = checker.get(LIST).text
    assert "Named since then" not in listed and "127.0.0.1" not in listed
    for asked in Fetch.objects.all():
        assert checker.get(f"{NEW}?fetch={asked.pk}").status_code == 404
        assert checker.post(f"/fetches/{asked.pk}/again/").status_code == 404


def test_twenty_pages_and_more_stay_on_the_list_until_they_are_decided_on(checker, cast):
    asked = [fetches.ask_for([f"https://post.example/{n}"], actor=cast.checker, desk=cast.desk)[0] for n in range(25)]
    for one in asked:
        fetches.end(one, document={"raw": one.address.encode(), "name": "a", "kind": "html"}, text="A text.")
    for n in range(MOST + 1):
        keep_upload(b"%d" % n, actor=cast.checker, name="a.txt", kind="txt")
    assert checker.get(LIST).text.count("Fetched, and read.") == 25
    assert Upload.objects.filter(fetches=None).count() == MOST


def test_a_page_that_says_what_no_text_can_hold_is_read_without_it(checker, cast, site):
    data = {"@type": "NewsArticle", "author": "Eva\0 Hor\ud800ská", "datePublished": "2024-03-05\0"}
    raw = article_page(data=data)
    ask(checker, cast, site.has("/a", raw, Content_Type="text/html"))
    tasks.fetch_pages()
    form = checker.get(f"{NEW}?fetch={Fetch.objects.get().pk}").context["form"]
    assert form["authors"].value() == "Eva Horská"
    sent = {"text": "", "desk": cast.desk.pk, "file": SimpleUploadedFile("a.html", raw)}
    assert checker.post(NEW, sent).status_code == 200


def test_a_page_is_kept_in_the_name_of_whoever_asked_for_it(checker, cast):
    (asked,) = fetches.ask_for(["https://post.example/a"], actor=cast.checker, desk=cast.desk)
    kept = keep_upload(b"Mine", actor=cast.writer, name="a.txt", kind="txt")
    with pytest.raises(NotYours, match="in the name of whoever asked"), acting(cast.checker):
        Fetch.objects.filter(pk=asked.pk).update(ended_at=Now(), upload=kept)


def test_a_list_on_which_nothing_happened_looks_for_no_articles(checker, cast):
    ready, _ = (fetches.ask_for([f"https://post.example/{n}"], actor=cast.checker, desk=cast.desk)[0] for n in "ab")
    fetches.end(ready, document={"raw": b"A text.", "name": "a", "kind": "html"}, text="A text.")
    stage = checker.get(LIST).context["stage"]
    with CaptureQueriesContext(connection) as found:
        assert checker.get(f"{LIST}?stage={stage}", headers={"HX-Request": "true"}).status_code == 204
    assert not [one for one in found if "articles_at" in one["sql"]]
