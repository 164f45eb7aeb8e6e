"""Scripts add articles from files and addresses, as the page New article would propose them."""

import pytest
from django.core.management import CommandError, call_command

from claims.models import Article
from claims.queries import original_of
from tests.intake.test_pages import SENTENCES
from tests.intake.test_pages import page as article_page


def test_files_and_addresses_become_articles_and_each_failure_is_said(cast, site, tmp_path, capsys):
    text = tmp_path / "bridge.md"
    text.write_text("# The bridge is open\n\nBy Ann Lee\n\n" + "\n\n".join(SENTENCES))
    address = site.has("/depot", article_page(), Content_Type="text/html")
    sources = [text, address, site.address("/gone"), tmp_path / "none.txt"]
    with pytest.raises(CommandError, match="2 of 4 not added"):
        call_command(
            "add_article", *map(str, sources), desk=cast.desk.slug, person=cast.checker.username, ownership="ours"
        )
    said = capsys.readouterr()
    assert "The site has no page at this address." in said.err and "none.txt cannot be read" in said.err
    bridge, depot = Article.objects.order_by("id")
    assert f"{text}: /articles/{bridge.pk}/ The bridge is open" in said.out
    assert (bridge.headline, bridge.authors.get().name, bridge.ownership) == ("The bridge is open", "Ann Lee", "ours")
    assert original_of(bridge.current_version).raw == text.read_bytes()
    assert (depot.outlet, depot.ownership, depot.address) == ("Ostrava Post", "theirs", "https://post.example/depot")
    assert depot.current_version.blocks.filter(left_out=True).exists()


def test_what_cannot_be_told_is_asked_for(cast, tmp_path):
    text = tmp_path / "bridge.txt"
    text.write_text("The bridge is open\n\n" + "\n\n".join(SENTENCES))
    said = {"desk": cast.desk.slug, "person": cast.checker.username}
    with pytest.raises(CommandError, match="1 of 1 not added"):
        call_command("add_article", str(text), **said)
    with pytest.raises(CommandError, match="There is no desk nowhere"):
        call_command("add_article", str(text), **(said | {"desk": "nowhere"}))
    with pytest.raises(CommandError, match="There is no account with the name nobody"):
        call_command("add_article", str(text), **(said | {"person": "nobody"}))
    with pytest.raises(CommandError, match="1 of 1 not added"):
        call_command("add_article", str(text), **(said | {"person": cast.observer.username, "ownership": "ours"}))
    assert not Article.objects.exists()
