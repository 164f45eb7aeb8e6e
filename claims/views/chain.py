"""The picture of a chain of sources: each below what it derives from. All of it is drawn here, none in the browser."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from claims.models import Derivation, Source

WIDTH = 352  # pixels: as much as a telephone has
STEP, DEEPEST = 18, 6  # pixels to the right for each derivation, and how often
LANES = 3  # beside each other, at the left, of derivations from one more origin
SMALL, LARGE = 12, 14  # pixels of letters
BOLD = 1.2  # how much wider bold letters are
READ = 400  # characters of a text that are looked at


@dataclass(frozen=True)
class Text:
    """One line of words at a place; those that run from right to left end there."""

    words: str
    x: int
    y: int
    size: int
    right_to_left: bool
    bold: bool = False


@dataclass
class Node:
    """A source in the picture: its dot, and its lines of words."""

    source: Source
    x: int
    y: int
    here: bool
    texts: list[Text] = field(default_factory=list)


@dataclass
class Picture:
    """``lines`` are the paths between dots, ``others`` those from an origin beside the first."""

    nodes: list[Node]
    lines: list[str]
    others: list[str]
    height: int
    width: int = WIDTH


def picture_of(source: Source, derivations: Sequence[Derivation]) -> Picture:
    """Return the picture of a chain, with ``source`` marked in it."""
    order, under = _order(derivations)
    above: dict[int, list[Derivation]] = {}
    for one in derivations:
        above.setdefault(one.source_id, []).append(one)
    left = 6 * LANES if any(len(each) > 1 for each in above.values()) else 0
    picture = Picture([], [], [], height=0)
    placed: dict[int, Node] = {}
    depth: dict[int, int] = {}
    lane: dict[int, int] = {}
    y = 4
    for drawn in order:
        parent = under.get(drawn.pk)
        depth[drawn.pk] = 0 if parent is None else min(DEEPEST, depth[parent] + 1)
        x = left + STEP * depth[drawn.pk]
        node = Node(drawn, x + 6, 0, here=drawn.pk == source.pk)
        derives = sorted(above.get(drawn.pk, ()), key=lambda each, parent=parent: each.origin_id != parent)
        for at, each in enumerate(derives):
            y = _write(node, y, _how(each, named=at > 0), SMALL, most=3)
        node.y = y + LARGE - 4
        y = _write(node, y, [drawn.title], LARGE, most=2, bold=node.here)
        said = [drawn.publisher, drawn.published_on.strftime("%-d %b %Y") if drawn.published_on else ""]
        y = _write(node, y, [" · ".join(filter(None, said))], SMALL, most=1) + 10
        for at, each in enumerate(derives):
            origin = placed.get(each.origin_id)
            if origin is None:
                continue  # a circle, from before the database refused them
            if at == 0:
                picture.lines.append(f"M{origin.x} {origin.y + 5}V{node.y}H{node.x - 5}")
            else:
                column = 3 + 6 * (lane.setdefault(origin.source.pk, len(lane)) % LANES)
                picture.others.append(f"M{origin.x - 5} {origin.y}H{column}V{node.y + 4}H{node.x - 4}")
        placed[drawn.pk] = node
        picture.nodes.append(node)
    picture.height = y
    return picture


def _order(derivations: Sequence[Derivation]) -> tuple[list[Source], dict[int, int]]:
    """Return the sources, each after all that it derives from, and {a source: the origin that it is drawn under}."""
    sources = {one.pk: one for each in derivations for one in (each.origin, each.source)}
    below: dict[int, list[int]] = {pk: [] for pk in sources}
    waits = dict.fromkeys(sources, 0)
    for each in derivations:
        below[each.origin_id].append(each.source_id)
        waits[each.source_id] += 1
    order: list[int] = []
    under: dict[int, int] = {}
    step = [pk for pk in reversed(sources) if not waits[pk]]
    while step:
        order.append(pk := step.pop())
        for other in reversed(below[pk]):
            waits[other] -= 1
            if not waits[other]:
                under[other] = pk
                step.append(other)
    order += [pk for pk in sources if waits[pk] > 0]
    return [sources[pk] for pk in order], under


def _how(each: Derivation, *, named: bool) -> list[str]:
    said = f"also {each.says} “{each.origin.title}”" if named else each.says
    return [said, each.drift] if each.drift.strip() else [said]


def _write(node: Node, y: int, said: Iterable[str], size: int, *, most: int, bold: bool = False) -> int:
    """Add lines of words to a node below ``y``, at most so many for each of the texts; return where they end."""
    x = node.x + 11
    for text in said:
        for words in fitted(text, WIDTH - x - 2, size * BOLD if bold else size, most):
            y += size + 3
            back = _runs_back(words)
            node.texts.append(Text(words, WIDTH - 2 if back else x, y - 4, size, back, bold))
    return y


def _runs_back(words: str) -> bool:
    strong = (unicodedata.bidirectional(letter) for letter in words)
    return next((kind for kind in strong if kind in {"L", "R", "AL"}), "L") != "L"


def fitted(text: str, width: int, size: float, most: int) -> list[str]:
    """Break a text into at most ``most`` lines that are ``width`` pixels wide or less; … where its end is left out.

    How wide letters are is estimated, rather too much than too little: it depends on the reader's fonts.
    """
    words = " ".join(text[:READ].split())
    cut = len(text) > READ
    lines: list[str] = []
    while words and len(lines) < most:
        taken, used, blank = 0, 0.0, 0
        last = len(lines) == most - 1
        for letter in words:
            used += _wide(letter, size)
            if used > width - (size if last else 0):
                break
            taken += 1
            if letter == " ":
                blank = taken
        if taken < len(words) and blank and not last:
            taken = blank
        taken = max(1, taken)
        while taken < len(words) and unicodedata.combining(words[taken]):
            taken += 1
        lines.append(words[:taken].strip())
        words = words[taken:].lstrip()
    if lines and (words or cut):
        lines[-1] += "…"
    return lines


def _wide(letter: str, size: float) -> float:
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return size
    if letter in " .,:;'’|!ijlftI()[]":
        return size * 0.38
    return size * (0.76 if letter.isupper() or letter in "mw@%—" else 0.6)
