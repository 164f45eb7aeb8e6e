"""The look keeps its promises: readable in both schemes, small, and nothing inline for the CSP to refuse."""

import gzip
import re
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "claims" / "static" / "claims"
SHEET = (STATIC / "factcheck.css").read_text()
TOKENS = SHEET[SHEET.index("@layer tokens") : SHEET.index("@media (prefers-contrast")]
COLOURS = dict(re.findall(r"--([\w-]+): light-dark\((#\w+, #\w+)\)", TOKENS))
TEXT = ["ink", "ink-2", "ink-3", "accent", "accent-strong", "open", "checking", "review", "signed", "changed"]
SURFACES = ["paper", "sheet", "sunk", "hover", "line"]


def luminance(colour):
    """Relative luminance of ``#rgb`` or ``#rrggbb``, 0 to 1 (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(d * 2 for d in colour[1:])
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def token(name, scheme):
    return COLOURS[name].split(", ")[scheme == "dark"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_ink_is_readable_on_every_surface(scheme):
    poor = {
        (ink, surface): round(contrast(token(ink, scheme), token(surface, scheme)), 2)
        for ink in TEXT
        for surface in SURFACES
        if contrast(token(ink, scheme), token(surface, scheme)) < 4.5
    }
    assert poor == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_of_the_chosen_claim_and_the_main_button_are_readable(scheme):
    assert contrast(token("ink", scheme), token("chosen", scheme)) >= 7
    assert contrast(token("on-accent", scheme), token("accent", scheme)) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_of_fields_can_be_seen(scheme):
    assert min(contrast(token("edge", scheme), token(s, scheme)) for s in ["paper", "sheet"]) >= 3


def test_no_template_carries_style_or_script_inline():
    for template in (ROOT / "templates").rglob("*.html"):
        text = template.read_text()
        assert not re.search(r"<[^>]*\s(style|on\w+)\s*=", text), template
        assert not re.search(r"<style|<script(?![^>]*\bsrc=)", text), template


def test_no_template_and_no_script_writes_an_address_of_the_desk_by_hand():
    in_templates = re.compile(r"""\s[\w-]+=["']/[\w{]|\}\}[a-z-]+/""")
    for template in (ROOT / "templates").rglob("*.html"):
        if template.name not in ("500.html", "503.html"):  # they are shown while Django itself fails
            assert in_templates.findall(template.read_text()) == [], template
    in_scripts = re.compile(r"""["'`}]/?[a-z-]+/(?=["'`$])|[a-z]\\/""")
    for script in STATIC.rglob("*.js"):
        assert in_scripts.findall(script.read_text()) == [], script


def test_a_list_that_is_walked_with_keys_shows_them():
    for template in (ROOT / "templates").rglob("*.html"):
        text = template.read_text()
        shown = "<kbd>j</kbd> <kbd>k</kbd>" in text or "parts/list_help.html" in text
        assert ("claims/list.js" in text) <= shown, template


def test_words_of_any_script_leave_the_direction_of_what_stands_around_them_alone():
    theirs = r"(?:headline|event\.words|source\.title|void_reason)\b(?!\.as_field_group)"
    printed = re.compile(r"(<[^<]*)\{\{ (?:\w+\.)*" + theirs)
    alone = re.compile(r'<bdi>|<[^>]*\sdir="auto"|<option|<[^>]*class="vh"|<input')
    for template in (ROOT / "templates").rglob("*.html"):
        text = re.sub(r"{% block title %}.*", "", template.read_text())
        assert [tag for tag in printed.findall(text) if not alone.match(tag)] == [], template


def test_scripts_and_styles_together_weigh_at_most_60_kilobytes_compressed():
    """Without those of apart/, which come only with what they are for."""
    htmx = Path(find_spec("django_htmx").origin).parent / "static" / "django_htmx" / "htmx-2.min.js"
    own = [p for p in STATIC.iterdir() if p.suffix in {".css", ".js"} and p.name != "admin.css"]
    assert sum(len(gzip.compress(p.read_bytes())) for p in [htmx, *own]) <= 60 * 1024


def test_no_line_of_ours_is_longer_than_120_characters():
    """But for the rows of tables in docs, and what Django writes of a migration."""
    folders = ["claims", "docs", "factcheck", "templates", "tests"]
    kinds = {".css", ".html", ".js", ".md", ".py", ".sql", ".toml", ".tsv"}
    ours = [file for folder in folders for file in (ROOT / folder).rglob("*.*") if "migrations" not in file.parts]
    long = {
        f"{file.relative_to(ROOT)}:{number}": len(line)
        for file in [*ours, *ROOT.glob("*.md"), *ROOT.glob("*.toml")]
        if file.suffix in kinds
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > 120 and not (file.suffix == ".md" and line.startswith("|"))
    }
    assert long == {}


def test_no_picture_lies_beside_the_readme():
    """Screenshots of a trial are easily committed with it; those of the docs are in their folder."""
    assert [one.name for one in ROOT.iterdir() if one.suffix in {".png", ".jpg", ".pdf", ".docx", ".zip", ".log"}] == []
