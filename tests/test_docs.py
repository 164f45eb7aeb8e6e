"""The docs are true: what they name exists, and their tables of states, roles, rules and moves are the code's."""

import functools
import importlib.util
import re
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand
from django.db.models import TextChoices
from django.urls import Resolver404, resolve

from claims import models, reference, states
from claims.glossary import MEANINGS, RULES
from claims.rules.gate import MET
from claims.workflow import TRANSITIONS
from factcheck.settings import BASE_DIR
from tests.test_settings import names_read_from_the_environment

DOCS = sorted([*BASE_DIR.glob("*.md"), *(BASE_DIR / "docs").rglob("*.md")])
#: What runs commands beside the docs: these must name commands that exist, too.
RUN = [BASE_DIR / "justfile", BASE_DIR / ".pre-commit-config.yaml", BASE_DIR / ".ci" / "run"]
PRODUCT = BASE_DIR / "docs" / "product.md"
ARCHITECTURE = BASE_DIR / "docs" / "architecture.md"

#: Words in capitals that are no settings of ours: whose they are.
OTHERS = {
    "COPY": "SQL",
    "FILE": "stands for the name of a file",
    "FUNCTION": "stands for the name of a function",
    "GRANT": "SQL",
    "pg_dump": "PostgreSQL",
}
#: Paths that are not in the repository: on a server, made by a command, in a dossier, or the reader's own.
ELSEWHERE = re.compile(r"^(/|~|https?:|pairs\.jsonl$|dossier\.json$|index\.html$|verify\.py$|[A-Z]+\.json$)")
SUFFIXES = (
    ".py",
    ".sql",
    ".html",
    ".js",
    ".css",
    ".md",
    ".toml",
    ".json",
    ".yaml",
    ".tsv",
    ".png",
    ".example",
    ".lock",
)
#: Tables of product.md that must be there, by the name in the corner of each.
TABLES = {
    "Role",
    "ClaimState",
    "Attribution",
    "Verdict",
    "VerdictFlag",
    "LineDecision",
    "RiskFlag",
    "RuleCode",
    "AnchorResult",
    "ArticleState",
    "CorrectionCause",
    "CorrectionKind",
    "TRANSITIONS",
    "ARTICLE_MOVES",
    "MET",
}

each_doc = pytest.mark.parametrize("doc", DOCS, ids=lambda doc: str(doc.relative_to(BASE_DIR)))


def spans(text):
    """What stands in backticks within lines; blocks of code are left out."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"^ *```.*?^ *```", "", text, flags=re.MULTILINE | re.DOTALL))


def code(text):
    """All code in a text, as lines: what stands in backticks, and the lines of its blocks of code."""
    blocks = re.findall(r"^ *```\w*\n(.*?)^ *```", text, flags=re.MULTILINE | re.DOTALL)
    return [*spans(text), *(line.strip() for block in blocks for line in block.splitlines())]


@functools.cache
def names_of(path):
    """All names in a file of code; in the files of a folder."""
    texts = [one.read_text() for one in ([path] if path.is_file() else path.rglob("*.py"))]
    return frozenset(name for text in texts for name in re.findall(r"\w+", text))


@functools.cache
def names_in_code():
    """All names in the code: Python, SQL, scripts, pages, and what the database must have."""
    folders = ("claims", "factcheck", "templates", "tests")
    paths = [path for folder in folders for path in (BASE_DIR / folder).rglob("*")]
    kinds = {".py", ".sql", ".js", ".html", ".json"}
    code = [path for path in paths if path.suffix in kinds and path != Path(__file__)]
    return frozenset().union(*map(names_of, [*code, BASE_DIR / "manage.py", BASE_DIR / "pyproject.toml"]))


def tables(text):
    """{the name in the corner: (the other headers, rows as lists of cells)} of the tables with a name in the corner."""
    found = {}
    for table in re.findall(r"(?:^\|.*\n?)+", text, flags=re.MULTILINE):
        head, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.strip().splitlines()]
        if corner := re.fullmatch(r"`(\w+)`", head[0]):
            found[corner[1]] = head[1:], [[row[0].strip("`"), *row[1:]] for row in rows]
    return found


def of_product(name):
    return tables(PRODUCT.read_text())[name]


def exists(path, doc):
    """Whether a path in a doc is there: from the project's folder, or from the doc's, or one that git ignores."""
    ignored = [line.strip("/") for line in (BASE_DIR / ".gitignore").read_text().splitlines()]
    if path.strip("/").split("/")[0] in ignored:
        return True
    return (BASE_DIR / path).exists() or (doc.parent / path).exists()


# Files, addresses, settings, commands


@each_doc
def test_every_path_that_is_named_exists(doc):
    text = doc.read_text()
    named = [
        span
        for span in spans(text)
        if re.fullmatch(r"[\w.][\w./-]*", span)
        and ("/" in span or span.endswith(SUFFIXES))
        and not ELSEWHERE.match(span)
    ]
    linked = [link.split("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if not ELSEWHERE.match(link)]
    assert [path for path in named + linked if path and not exists(path, doc)] == []


@each_doc
def test_every_address_that_is_named_leads_somewhere(doc):
    lost = []
    for span in code(doc.read_text()):
        for address in re.findall(r"(?:^|\b(?:GET|POST) )(/[a-z][\w/-]*)$", span):
            try:
                if not re.match(r"/(var|usr|tmp|etc|run|srv|home|root|opt)\b", address):
                    resolve(address)
            except Resolver404:
                lost.append(address)
    assert lost == []


@each_doc
def test_every_setting_and_constant_that_is_named_exists(doc):
    named = {match[1] for span in code(doc.read_text()) if (match := re.match(r"([A-Z][A-Z_]{2,})(?:=\S*)?$", span))}
    known = settings_read() if doc.name == "README.md" else settings_read() | set(dir(settings)) | names_in_code()
    assert named - OTHERS.keys() - known == set()


@functools.cache
def settings_read():
    return frozenset(names_read_from_the_environment())


def test_every_setting_that_is_read_from_the_environment_is_described_where_the_readme_says():
    assert "is described in [.env.example](.env.example)" in " ".join((BASE_DIR / "README.md").read_text().split())
    described = (BASE_DIR / ".env.example").read_text()
    assert settings_read() - {"DJANGO_SETTINGS_MODULE"} <= set(re.findall(r"\w+", described))


@pytest.mark.parametrize("doc", [*DOCS, *RUN], ids=lambda doc: str(doc.relative_to(BASE_DIR)))
def test_every_command_that_is_named_exists_with_its_options(doc):
    lines = code(doc.read_text()) if doc in DOCS else doc.read_text().splitlines()
    unknown = []
    for line in lines:
        for name, rest in re.findall(r"manage\.py ([a-z_]+)([^`#;&]*)", line):
            if name not in get_commands() and name != "help":
                unknown.append(name)
            elif name != "help":
                unknown += [f"{name} {option}" for option in options(rest) if option not in options_of(name)]
    assert unknown == []


def options(words):
    return [word.split("=")[0] for word in re.findall(r"(?<!\S)\[?(--[a-z][\w-]*)", words)]


def options_of(name):
    command = get_commands()[name]
    command = command if isinstance(command, BaseCommand) else load_command_class(command, name)
    parser = command.create_parser("manage.py", name)
    return {option for action in parser._actions for option in action.option_strings}


@pytest.mark.parametrize("doc", [*DOCS, *RUN], ids=lambda doc: str(doc.relative_to(BASE_DIR)))
def test_every_tool_that_is_run_is_installed(doc):
    lines = code(doc.read_text()) if doc in DOCS else doc.read_text().splitlines()
    missing = []
    for line in lines:
        line = line.replace("{{ uv }}", "uv run --group dev")
        for tool in re.findall(r"uv run (?:--locked |--group dev |--env-file \S+ )*([a-z][\w.-]*)", line):
            there = tool == "manage.py" or (Path(sys.executable).parent / tool).exists()
            missing += [] if there else [tool]
        for module in re.findall(r"python -m ([\w.]+)", line):
            missing += [module] if importlib.util.find_spec(module) is None else []
    assert missing == []


@each_doc
def test_every_short_command_that_is_named_is_in_the_justfile(doc):
    recipes = re.findall(r"^([a-z-]+)(?: [\w*]+)*:$", (BASE_DIR / "justfile").read_text(), flags=re.MULTILINE)
    recipes += re.findall(r"^([a-z-]+): [a-z ]+$", (BASE_DIR / "justfile").read_text(), flags=re.MULTILINE)
    named = [match[1] for span in code(doc.read_text()) if (match := re.match(r"just ([a-z-]+)", span))]
    assert set(named) <= set(recipes)


def test_hooks_before_a_commit_are_all_the_projects_own():
    hooks = (BASE_DIR / ".pre-commit-config.yaml").read_text()
    assert re.findall(r"repo: (\S+)", hooks) == ["local"]


@each_doc
def test_every_name_in_code_that_is_named_is_in_the_code(doc):
    names = {span.removesuffix("()") for span in spans(doc.read_text())}
    names = {name for name in names if re.fullmatch(r"_?[a-z]+(_[a-z]+)+|([A-Z][a-z]+){2,}", name)}
    assert names - OTHERS.keys() - names_in_code() == set()


def test_in_a_walk_each_function_is_in_a_file_that_the_walk_has_named_by_then():
    lost = []
    for steps in walks(ARCHITECTURE.read_text()):
        known = set()
        for step in steps:
            for span in spans(step):
                if span.endswith((".py", ".sql")) or re.match(r"[a-z/]+/$", span):
                    known |= names_of(BASE_DIR / span)
            names = [
                span for span in spans(step) if re.fullmatch(r"_?[A-Za-z]+(_[a-z]+)*", span) and not span.isupper()
            ]
            lost += [(name, step[:60]) for name in names if name not in known]
    assert lost == []


def walks(text):
    """The numbered steps of each walk, each step as one line."""
    part = text[text.index("\n## Walks") : text.index("\n## What the database keeps")]
    step = re.compile(r"^\d+\. .*(?:\n {2,}\S.*)*", flags=re.MULTILINE)
    return [[" ".join(found.split()) for found in step.findall(walk)] for walk in part.split("\n### ")[1:]]


def test_every_decision_is_in_the_list_of_decisions():
    folder = BASE_DIR / "docs" / "decisions"
    listed = re.findall(r"\((\d{4}-[\w-]+\.md)\)", (folder / "README.md").read_text())
    assert listed == sorted(path.name for path in folder.glob("[0-9]*.md"))


# The tables of product.md


def test_product_has_all_its_tables():
    assert tables(PRODUCT.read_text()).keys() >= TABLES


@pytest.mark.parametrize("name", sorted(name for name in TABLES if isinstance(getattr(states, name, None), type)))
def test_a_list_of_words_is_the_codes_in_its_order(name):
    listed = getattr(states, name)
    assert issubclass(listed, TextChoices)
    headers, rows = of_product(name)
    assert [row[0] for row in rows] == listed.values
    if headers[0] == "on screen":
        assert [row[1] for row in rows] == listed.labels


def plain(cell):
    return re.sub(r"[`*.]|, for articles.*", "", cell).casefold()


def test_the_glossary_says_what_product_says():
    for words, said in MEANINGS.values():
        assert [plain(row[2]) for row in of_product(words.__name__)[1]] == [plain(said[word]) for word in words]


def test_the_moves_of_a_claim_are_those_of_the_table_that_makes_them():
    _, rows = of_product("TRANSITIONS")
    assert [row[0] for row in rows] == list(TRANSITIONS)
    for action, label, sources, target, roles, reason in rows:
        move = TRANSITIONS[action]
        assert (label, target, reason) == (move.label, move.target or "", "yes" if move.reason else "")
        assert set(sources.split(", ")) == set(move.sources)
        assert set(roles.split(", ")) == set(move.roles)


def test_the_moves_of_an_article_are_the_legal_ones():
    _, rows = of_product("ARTICLE_MOVES")
    assert {(row[0], to) for row in rows for to in row[1].split(", ")} == states.ARTICLE_MOVES


def test_the_parts_of_the_gate_are_those_that_it_asks_for():
    _, rows = of_product("MET")
    assert [row[0] for row in rows] == list(MET)


def test_a_new_desk_has_the_rules_and_the_signatures_that_are_written_down():
    assert {row[0]: row[1] for row in of_product("RuleCode")[1]} == states.RULE_DEFAULTS
    asks = {row[0]: re.sub(r"\*([^*]+)\*", r"“\1”", row[2]) for row in of_product("RuleCode")[1]}
    plain = str.maketrans("", "", "“”")
    said = {code: words.translate(plain).rstrip(".").lower() for code, words in RULES.items()}
    assert {code: words.translate(plain).lower() for code, words in asks.items()} == said
    signatures = {
        flag: f"{approvals}{', one of them legal’s' if legal else ''}"
        for flag, (approvals, legal) in reference.SIGNATURES.items()
    }
    assert {row[0]: row[2].replace("'", "’") for row in of_product("RiskFlag")[1]} == signatures


def test_every_noun_has_its_model():
    table = re.search(r"^\| noun \|.*\n(?:\|.*\n)+", PRODUCT.read_text(), flags=re.MULTILINE)[0]
    named = re.findall(r"^\| [\w -]+ \| `(\w+)` \|", table, flags=re.MULTILINE)
    assert len(named) == table.count("\n") - 2
    assert [name for name in named if not hasattr(models, name)] == []
