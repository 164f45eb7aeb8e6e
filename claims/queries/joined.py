"""A version's text as one string, as claims/text/anchors reads it."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from claims.models import Block, Version
from claims.queries.compiled import Compiled, Slot
from claims.text.words import Span

BETWEEN = "\n\n"

#: Words of a block: its key (id or position), start, end.
type BlockSpan = tuple[int, int, int]


class Joined:
    """The blocks of a text that are part of the article as one string, and offsets to and fro (code points).

    ``blocks`` are (key, text, kind) in order; a span is ``(start, end)`` of the whole, a piece ``(key, start, end)``.
    ``kinds`` are the blocks' as claims/text/anchors asks for them.
    """

    def __init__(self, blocks: Iterable[tuple[int, str, str]]) -> None:
        self.keys: list[int] = []
        self.starts: list[int] = []
        self.kinds: list[str] = []
        texts: list[str] = []
        at = 0
        for key, text, kind in blocks:
            self.keys.append(key)
            self.kinds += [kind] * (text.count(BETWEEN) + 1)
            self.starts.append(at)
            texts.append(text)
            at += len(text) + len(BETWEEN)
        self.text = BETWEEN.join(texts)
        self.start_of = dict(zip(self.keys, self.starts, strict=True))
        self.ends = [start + len(text) for start, text in zip(self.starts, texts, strict=True)]

    def span(self, key: int, start: int, end: int) -> Span:
        first = self.start_of[key]
        return first + start, first + end

    def pieces(self, spans: Iterable[Span]) -> list[BlockSpan]:
        """The spans as pieces; one that runs over the end of a block is cut there, and trimmed of white space."""
        found = []
        for start, end in spans:
            at = bisect_right(self.starts, start) - 1
            while start < end and at < len(self.keys):
                first, last = self.starts[at], min(end, self.ends[at])
                words = self.text[start:last]
                trimmed = words.strip()
                if trimmed:
                    begin = start + len(words) - len(words.lstrip()) - first
                    found.append((self.keys[at], begin, begin + len(trimmed)))
                at += 1
                start = self.starts[at] if at < len(self.keys) else end
        return found

    def around(self, key: int, more: int = 0) -> str:
        """The text of a block, with as many as ``more`` blocks before and behind it."""
        at = bisect_right(self.starts, self.start_of[key]) - 1
        first, last = max(at - more, 0), min(at + more, len(self.keys) - 1)
        return self.text[self.starts[first] : self.ends[last]]

    def words(self, key: int, start: int, end: int) -> str:
        first = self.start_of[key]
        return self.text[first + start : first + end]


def joined_version(version: Version) -> Joined:
    """The Joined of one version; one query."""
    return Joined(_BLOCKS(version=version.pk))


_BLOCKS = Compiled(
    lambda: (
        Block.objects.filter(version=Slot("version"), left_out=False)
        .order_by("position")
        .values_list("pk", "text", "kind")
    )
)


def joined_versions(ids: Sequence[int]) -> dict[int, Joined]:
    """{version's id: its Joined}; one query."""
    blocks: dict[int, list[tuple[int, str, str]]] = {pk: [] for pk in ids}
    rows = Block.objects.filter(version__in=ids, left_out=False).order_by("position")
    for version, pk, text, kind in rows.values_list("version_id", "pk", "text", "kind"):
        blocks[version].append((pk, text, kind))
    return {pk: Joined(found) for pk, found in blocks.items()}
