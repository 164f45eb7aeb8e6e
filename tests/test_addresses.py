"""Addresses of links are kept as a browser would follow them, and without what somebody logs in with."""

import pytest

from claims.addresses import resolved, without_login

PAGE = "https://post.example/news/2024/depot.html?a=1"


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("annual report.pdf", "https://post.example/news/2024/annual%20report.pdf"),
        ("/müller", "https://post.example/m%C3%BCller"),
        ("https://other.example/порт?q=сталь 40#глава", None),
        ("//cdn.example/x", "https://cdn.example/x"),
        ("\\\\cdn.example\\x", "https://cdn.example/x"),
        ("/\\cdn.example/x", "https://cdn.example/x"),
        ("../../a", "https://post.example/a"),
        ("../../../../../a", "https://post.example/a"),
        ("./a/./b/../c", "https://post.example/news/2024/a/c"),
        ("%2e%2E/a", "https://post.example/news/a"),
        ("..", "https://post.example/news/"),
        ("https://other.example/a/../b", "https://other.example/b"),
        ("https://other.example//a//b", "https://other.example//a//b"),
        ("web/2020/https://x.example/", "https://post.example/news/2024/web/2020/https://x.example/"),
        ("?page=2", "https://post.example/news/2024/depot.html?page=2"),
        ("#below", f"{PAGE}#below"),
        ("", PAGE),
        ("  \n/a\tb\r\n c\n", "https://post.example/ab%20c"),
        ("ht\ntps://other.example/a", "https://other.example/a"),
        ("HTTPS://Other.Example/A", "https://other.example/A"),
        ("https:/other.example/a", "https://post.example/other.example/a"),
        ("http:other.example/a", "http://other.example/a"),
        ("http:////other.example/a", "http://other.example/a"),
        ("https:\\\\other.example\\a?b\\c", "https://other.example/a?b\\c"),
        ("https://other.example", "https://other.example/"),
        ("https://other.example:443/", "https://other.example/"),
        ("https://other.example:/", "https://other.example/"),
        ("http://other.example:0080/", "http://other.example/"),
        ("http://other.example:8080/", "http://other.example:8080/"),
        ("https://ann:secret@other.example/a", "https://other.example/a"),
        ("https://ann@other.example/a@b", "https://other.example/a@b"),
        ("https://a:b@c:d@other.example/", "https://other.example/"),
        ("//ann:secret@other.example/a", "https://other.example/a"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://straße.example/", "https://xn--strae-oqa.example/"),
        ("https://ПОРТ.example/", "https://xn--n1abei.example/"),
        ("https://例え.テスト/", "https://xn--r8jz45g.xn--zckzah/"),
        ("https://☃.example/", "https://xn--n3h.example/"),
        ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"),
        ("https://b%C3%BCcher.example/", "https://xn--bcher-kva.example/"),
        ("http://[2001:DB8::1]:81/a", "http://[2001:db8::1]:81/a"),
        ("https://other.example/100%/50%25", "https://other.example/100%/50%25"),
        ("https://other.example/a|b[c]'d'", "https://other.example/a|b[c]'d'"),
        ("https://other.example/?q=\"a\"<b>'c'", "https://other.example/?q=%22a%22%3Cb%3E%27c%27"),
        ("https://other.example/«a»", "https://other.example/%C2%ABa%C2%BB"),
        ("https://other.example/\ud800", "https://other.example/%3F"),
    ],
)
def test_a_link_leads_where_a_browser_would_go(href, address):
    percent = "https://other.example/%D0%BF%D0%BE%D1%80%D1%82?q=%D1%81%D1%82%D0%B0%D0%BB%D1%8C%2040#"
    percent += "%D0%B3%D0%BB%D0%B0%D0%B2%D0%B0"
    assert resolved(href, PAGE) == (percent if address is None else address)
    assert resolved(resolved(href, PAGE)) == resolved(href, PAGE)


@pytest.mark.parametrize(
    "href",
    [
        *(
            "mailto:ann@post.example",
            "tel:+420123",
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "java\nscript:alert(1)",
        ),
        *("data:text/html,<p>x</p>", "ftp://post.example/a", "file:///etc/passwd", "about:blank", "sms:1", "blob:x"),
        *("http://", "https://@", "https:///", "https://ann:secret@", "https://a b.example/", "https://a<b.example/"),
        *(
            "https://post.example:99999/",
            "https://post.example:8a/",
            "https://[::1/",
            "https://[1.2]/",
            "https://[::1]a/",
        ),
        *(f"https://{'ü' * 300}.example/", "https://%00.example/"),
    ],
)
def test_what_is_no_address_of_the_web_leads_nowhere(href):
    assert resolved(href, PAGE) == ""


@pytest.mark.parametrize("href", ["a", "/a", "?a", "#a", "", "../a", "//other.example/a"])
def test_without_the_address_of_its_page_a_link_that_is_not_complete_leads_nowhere(href):
    assert resolved(href) == ""


@pytest.mark.parametrize(
    ("address", "without"),
    [
        ("https://ann:secret@post.example/a", "https://post.example/a"),
        ("HTTP://ann@post.example", "HTTP://post.example"),
        (" https:\\\\ann:se@cret@post.example/", " https:\\\\post.example/"),
        ("https://ann:secret@[::1]:80/", "https://[::1]:80/"),
        ("https:ann:secret@post.example/", "https:post.example/"),
        ("https://post.example/@ann", "https://post.example/@ann"),
        ("https://post.example?to=ann@post.example", "https://post.example?to=ann@post.example"),
        ("mailto:ann@post.example", "mailto:ann@post.example"),
        ("post.example", "post.example"),
    ],
)
def test_a_name_and_password_are_no_part_of_an_address(address, without):
    assert without_login(address) == without
