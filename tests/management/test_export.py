"""The command that writes the files of the page Export."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from claims.export.files import FILES
from tests.make import make_article, make_claim, make_evidence, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(cast):
    article = make_article(cast.desk, actor=cast.checker)
    make_evidence(make_claim(article, "40 lorries", actor=cast.checker), actor=cast.checker)
    return article


def test_the_command_writes_every_file_of_the_page(client, cast, article, tmp_path):
    client.force_login(cast.checker)
    page = client.get(reverse("claims:article_export", args=[article.pk])).text
    for name in FILES:
        call_command("export", str(article.pk), name, "--as", cast.checker.username, "--to", str(tmp_path / name))
        address = reverse("claims:export_file", args=[article.pk, name])
        if not name.endswith(".docx"):  # these hold the time at which they were made
            assert (tmp_path / name).read_bytes() == client.get(address).content
        assert (tmp_path / name).stat().st_size
        assert name.startswith("memo.") or address in page


def test_the_command_prints_a_file_that_has_no_place(article, capfdbinary):
    call_command("export", str(article.pk), "sources.txt")
    assert capfdbinary.readouterr().out.startswith(b"1. Bridge survey")


def test_the_command_says_who_cannot_see_an_article_and_where_it_cannot_write(cast, article, tmp_path):
    make_person("Gone", "checker", desk=cast.desk, username="gone", is_active=False)
    for said, *rest in [
        (f"quiet can see no article {article.pk}", "--as", "quiet"),
        ("no account with the name nobody", "--as", "nobody"),
        ("no account with the name gone that may log in", "--as", "gone"),
        ("cannot be written", "--to", str(tmp_path)),
    ]:
        rest = [cast.quiet.username if one == "quiet" else one for one in rest]
        said = said.replace("quiet", cast.quiet.username)
        with pytest.raises(CommandError, match=said):
            call_command("export", str(article.pk), "memo.md", *rest)
    with pytest.raises(CommandError, match="There is no article 0"):
        call_command("export", "0", "memo.md")


def test_the_report_is_one_file_with_every_line_and_nothing_outside_of_it(cast, article, tmp_path):
    out = tmp_path / "report.html"
    call_command("export", str(article.pk), "report.html", "--as", cast.observer.username, "--to", str(out))
    text = out.read_text()
    assert text.count('class="reported"') == article.current_version.lines.count()
    assert "Bridge survey" in text and "Claim 1" in text
    assert not re.search(r'<(?:script|link|img)|(?:src|href)="(?!#)', text)
