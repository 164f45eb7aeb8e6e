"""Whether a text names a source that may not be named, or who is behind it: such a text does not leave the desk.

Only a source on the record may be named outside of the desk.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable

from claims.models import Article, Block, Contact, Source
from claims.models.withheld import read_whole
from claims.states import Terms
from claims.text.marks import normal_form

#: What stands in place of such a text.
OUT = "[left out]"
#: Letters of scripts that put no blanks between words.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_STEM = 5  # letters of a name to which other languages add endings

type Found = Callable[[str], bool]
#: Of one source: its title, who it is from (author, speaker, other names of the speaker), and what else it is known by.
type Known = tuple[str, list[str], list[str]]


def named_in_article(article: Article) -> Found:
    """Return whether a text names a source, not on the record, that a claim of the article has evidence from.

    The same goes for somebody who answered the desk on other terms than on the record.
    """
    with read_whole():  # what may not be named is the same for whoever asks
        sources = list(
            Source.objects.filter(evidence__claim__article=article)
            .exclude(terms=Terms.ON_RECORD)
            .select_related("speaker")
            .defer("search")
            .distinct()
            .prefetch_related("speaker__aliases")
        )
    asked = Contact.objects.filter(article=article).exclude(terms__in=["", Terms.ON_RECORD])
    known = [
        *(_known(source) for source in sources),
        *((whom, [], []) for whom in asked.values_list("whom", flat=True)),
    ]
    if not known:
        return lambda text: False
    printed = Block.objects.filter(version=article.current_version_id, left_out=False).values_list("text", flat=True)
    return names_of(known, " ".join(printed))


def _known(source: Source) -> Known:
    people = [source.author]
    if source.speaker:
        people += [source.speaker.name, *(alias.name for alias in source.speaker.aliases.all())]
    return source.title, people, [source.publisher, source.address]


def names_of(sources: Iterable[Known], printed: str) -> Found:
    """Return whether a text names one of these sources, or who is behind it; ``printed`` is what the article says.

    A title counts as a whole; of people each word of three letters counts, and so do the words with a capital in a
    title, but for its first. An ending behind a name of five letters or more is still that name, and so is one without
    its accents. What the article itself says is no secret.
    """
    printed = _folded(printed)
    names: set[str] = set()
    for title, people, others in sources:
        words = re.findall(r"\w{3,}", " ".join(people))
        words += [word for word in re.findall(r"\w{3,}", title)[1:] if word[0].isupper()]
        names.update(_folded(name).strip() for name in [title, *people, *others, *words])
    ways = [_way(name) for name in sorted(names) if not re.search(_way(name, whole=True) or "", printed)]
    pattern = re.compile("|".join(ways)) if ways else None
    return lambda text: pattern is not None and pattern.search(_folded(text)) is not None


def _folded(text: str) -> str:
    """Return a text in small letters without accents."""
    parts = normal_form("NFD", text.casefold())
    return normal_form("NFC", "".join(char for char in parts if not unicodedata.combining(char)))


def _way(name: str, *, whole: bool = False) -> str:
    """Return the pattern of a name, an ending behind it included unless ``whole``; "" for one that says nothing."""
    if _UNSPACED.search(name):
        return re.escape(name) if len(name) > 1 else ""
    if len(name) < 3:
        return ""
    return rf"(?<!\w){re.escape(name)}" + ("" if len(name) >= _STEM and not whole else r"(?!\w)")
