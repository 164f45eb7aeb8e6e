"""Cut a block into lines (sentences). No word is lost, moved or put in two lines.

A line ends at a mark with a blank behind it, if no small letter follows and if the word before the mark is no initial,
title, ordinal or abbreviation (claims/text/abbreviations.py). The end is doubtful if it may be none after all: what
decides about a sign-off reads the lines on both sides of it as one (claims/text/anchors/).
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from claims.text import abbreviations as known
from claims.text.words import Span, is_unspaced

_OPENING, _CLOSING = "“„«‹([{「『〈《‘‚", "”’»›)]}」』〉》\"'"
# These always end a sentence, with or without a blank after them.
_FULL_ENDS = "。！？｡।॥۔။።"
_SET = re.escape(_CLOSING)
_END = re.compile(
    rf"([{_FULL_ENDS}]+ *[{_SET}]*)"
    # In Armenian a colon is often typed for the full stop (։); in Greek a semicolon asks.
    r"|(\.(?:[ \u00a0]\.(?!\.))+|[.．?!…։؟]+"
    r"|(?<=[\u0561-\u0587\u055b-\u055e»]):(?=\s+[«“]?[\u0531-\u0556])|(?<=[\u0370-\u03ff»]);)"
    rf"((?:[{_SET}“‘«‹`‛‟]|\[\d{{1,3}}\])*)(?:\s[»›”](?=[\s.,;:]|$))?"  # .[1] is a footnote; « … . » has a blank
)
# A heading, a cell of a table or a short sentence: words, and marks that end a sentence only where the block ends.
_ONE = re.compile(r"[\w\s,'’\"“”#$%&*+/|–—-]*+[.?!]*+\s*+")
_BEFORE_WORD = re.compile(rf"\s*(?:[—–-]\s*)?[{re.escape(_OPENING + _CLOSING)}‛`‟¿¡*_]*\s*")
_LETTERS = re.compile(r"[^\W_]+")
_LONGEST_TOKEN = 24  # characters before a full stop in which an abbreviation is looked for
_APART = re.compile(r"[—–/“”„«»‹›()\[\]{}\"‘‚*_]")
_ROMAN = re.compile(r"[IVXLCDM]+")
_VOWEL = re.compile("[aeiouyàáâãäåæèéêëìíîïòóôõöøœùúûüýəıαάεέηήιίοόυύωώаеёиоуыэюяіїє]", re.IGNORECASE)
_AN_HOUR = re.compile(r"(?:.*[\d\W])?[ap]\.m|\d*[ap]m", re.IGNORECASE)
_A_DAY = re.compile(r"\d{1,3}(?:\.\d{1,2}){0,2}")
# d. h.; т. е.; i. d. R.: an abbreviation of several words, with blanks in it
_SPACED = re.compile(r"(?<![^\W_])(?:[^\W\d_]{1,4}\.[ \u00a0]){1,3}[^\W\d_]{1,4}(?=\.)")
_AT_AN_HOUR = re.compile(r"(?:At|By|Around|About|Until|After|Before|Since|From)\s(?:about\s)?[\d:.]{1,5}\s?[ap]\.m")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,2}")  # U.S, D.C, Ph.D
_MARKS = "\u0301\u0300\u0307\u0308\u0302\u0303"
_ARMENIAN_END = re.compile(r"[\u0561-\u0587»][:։](?:\s|$)")
_LEADING = " \t\u00a0\"'“”„«»‹›‘’‚([{¿¡—–-*_"
# What a token before a full stop may be. _SHORT looks like an abbreviation, as kg and Brg do.
_WORD, _TITLE, _MAY_END, _HOUR, _DAY, _LETTER, _SHORT = "word", "title", "may end", "hour", "day", "letter", "short"
_NUMBERED = "numbered "  # put before the kind of a token that belongs to a number behind it
# “He told us ‘Run! Hide!’ and left.” The quotation within the quotation does not end the sentence.
_INNER = re.compile(r"“[^“”]{0,400}?(?<!\w)‘([^‘“”]{1,400}?)’(?!\w)(?=,?\s+[^\W\d_A-Z])")
_OF_FIRM = re.compile(r"(?:Inc|Ltd|Corp|Co|LLC|PLC|Plc)\b\.?")
_DAYS = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b"
_MONTHS = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b"
)
# 5 p.m. Tuesday; 5 p.m. on Oct. 3; 5 p.m. Baku time
_OF_HOUR = re.compile(rf"{_DAYS}|{_MONTHS}|[A-Z]{{2,4}}\b|(?:[A-Z]\.){{2,3}}|(?:[A-Z]\w{{1,30}}\s){{1,2}}[Tt]ime\b")
_VERBS = (
    r"(?:said|says|asked|asks|added|adds|told|wrote|writes|replied|answered|shouted|cried|insisted|claimed|tweeted"
    r"|wondered|demanded|warned|declared|concluded|continued|explained|recalled|argued|noted|exclaimed|yelled|screamed"
    r"|whispered|muttered|murmured|sighed|laughed|joked|quipped|fumed|thundered|snapped|retorted|responded|countered"
    r"|protested|complained|lamented|pleaded|begged|urged|vowed|pledged|boasted|chimed|mused|inquired|enquired|queried"
    r"|remarked|commented|observed|announced|repeated|barked|roared|posted|called|pressed|marvelled|marveled|objected)"
)
# “Is it so?” Mary Smith asked. The question ends, but not the sentence.
_SAYS = re.compile(
    rf"(?:[^\W\d_a-z][\w.’'-]{{0,40}}\s+){{1,4}}{_VERBS}"
    r"(?:\s*[.,:;]|\s+(?:on|in|at|to|after|when|as|during"
    r"|before|from|with|reporters|journalists|him|her|them|me|us)\b|$)"
)
# “我们赢了。”他说。 It is doubtful where more is said behind the verb.
_SAYS_CHINESE = re.compile(
    r"[\u4e00-\u9fff·]{0,12}?(?:说|說|表示|称|稱|问|問|写道|寫道|答道|回答|喊道|指出|强调|強調|补充|補充|回应|回應)(?:道)?([。，！？]?)"
)
_LONGEST_KEPT, _BLOCKS_KEPT = 1_000, 4_000  # characters of a block, and blocks, whose lines are kept


def lines(block_text: str, language: str = "en") -> list[Span]:
    """Return the sentences of a block in order, as (start, end) code-point offsets, without outer white space.

    Every character that is not white space lies in exactly one of them. A quotation of several sentences is cut into
    sentences. Closing marks stay with the sentence that they close, opening marks go with the one that they open.

    The lines of the last few thousand blocks are kept: those of an article are cut again with each version of it.
    """
    return [*lines_with_doubts(block_text, language)[0]]


def lines_with_doubts(block_text: str, language: str = "en") -> tuple[list[Span], list[int]]:
    """Return the lines, and the numbers of those whose end is doubtful: the next line may be the same sentence.

    Neither list is to be changed: it is kept.
    """
    return (_kept_lines if len(block_text) <= _LONGEST_KEPT else _lines_of)(block_text, language)


def _lines_of(block_text: str, language: str) -> tuple[list[Span], list[int]]:
    if _ONE.fullmatch(block_text):
        words = block_text.strip()
        start = len(block_text) - len(block_text.lstrip())
        return ([(start, start + len(words))] if words else []), []
    found = _Lines(block_text)
    language = language.split("-")[0].lower() or "en"
    for end, sure in _ends(block_text, known.SAME_AS.get(language, language)):
        found.end(end, sure)
    found.end(len(block_text))
    return found.spans, [line for line in found.doubtful if line + 1 < len(found.spans)]


_kept_lines = lru_cache(maxsize=_BLOCKS_KEPT)(_lines_of)


def _ends(text: str, language: str) -> Iterator[tuple[int, bool]]:
    """Yield where sentences end, and whether that is sure."""
    pauses = bool(_ARMENIAN_END.search(text))  # a full stop is then a pause: ասաց. «Գնում ենք»:
    inner = [m.span(1) for m in _INNER.finditer(text)] if "‘" in text else []
    spaced = _spaced(text, language)
    begin = at = 0
    for m in _END.finditer(text):
        end = m.end()
        if m.lastindex != 1 and (next_one := text[end : end + 1]).isascii() and next_one and not next_one.isspace():
            continue  # p.m: nothing ends there
        while at < len(inner) and inner[at][1] <= m.start():
            at += 1
        if at < len(inner) and inner[at][0] <= m.start():
            continue
        if pauses and m.group(2) == "." and "\u0561" <= text[m.start() - 1] <= "\u0587":
            continue
        sure = _is_full_end(text, m) if m.start(1) >= 0 else _is_end(text, m, begin, language, spaced)
        if sure is not None:
            yield end, sure
            begin = end


def _spaced(text: str, language: str) -> dict[int, str]:
    """Return where the full stops of abbreviations with blanks in them stand; "" for each that is not the last.

    The last one has the abbreviation without its blanks.
    """
    stops: dict[int, str] = {}
    for m in _SPACED.finditer(text):
        ends = [m.start() + k for k, char in enumerate(m.group()) if char == "."] + [m.end()]
        starts = [m.start(), *(end + 2 for end in ends[:-1])]
        for first, start in enumerate(starts):
            known_ends = [end for end in ends[first + 1 :] if _is_known(re.sub(r"\s", "", text[start:end]), language)]
            if known_ends:
                stops |= dict.fromkeys((end for end in ends[first:] if end < known_ends[-1]), "")
                stops[known_ends[-1]] = re.sub(r"\s", "", text[start : known_ends[-1]])
                break
    return stops


def _is_known(token: str, language: str) -> bool:
    listed = known.TITLES.get(language, frozenset()) | known.MAY_END.get(language, frozenset())
    return not _either_way(token).isdisjoint(listed)


def _is_full_end(text: str, m: re.Match[str]) -> bool | None:
    """Return the same as `_is_end` for a mark that ends every sentence, unless it only ends a quotation inside one."""
    if m.group(1)[-1] not in _CLOSING:
        return True
    if "\u3041" <= text[m.end() : m.end() + 1] <= "\u309f":
        return None  # 「行く。」と言った。
    said = _SAYS_CHINESE.match(text, m.end())
    return None if said and said.group(1) else not said


def _is_end(text: str, m: re.Match[str], begin: int, language: str, spaced: dict[int, str]) -> bool | None:
    """Return whether a sentence, from `begin`, surely ends at this mark; None if it does not end there."""
    at, end = m.start(), m.end()
    if end == len(text) or spaced.get(at) == "":
        return None
    if at - begin < 8 and not any(map(str.isalnum, text[begin:at][::-1])):
        return None
    if not text[end].isspace():
        return True if at and is_unspaced(text[at - 1]) and is_unspaced(text[end]) else None
    behind = end + 1 if text[end + 1 : end + 2].isalnum() else _BEFORE_WORD.match(text, end).end()
    if behind == len(text) or _is_small(text[behind]):
        return None
    mark = m.group(2)
    if mark == ".":
        token = spaced.get(at) or _token_before(text, at, begin)
        kind = _kind(token, language)
        return True if kind == _WORD else _is_end_behind(text, token, kind, at, begin, behind, language)
    if mark[-1] in "?!…" and any(c in _CLOSING for c in m.group(3)):
        if _SAYS.match(text, behind):
            return None
    elif mark != "!" and mark[-1] not in ".…":
        return True
    if not text[behind].isupper() or _opens(text, end, behind, language):
        return True
    if language == "en" and mark[-1] in "?!" and _OF_FIRM.match(text, behind):
        return None  # Toys! Inc.
    dots = mark[-1] in ".…" and at and text[at - 1].isspace()
    return None if dots and not m.group(3) else False  # he left ... Baku; Yahoo! Finance


def _is_end_behind(text: str, token: str, kind: str, at: int, begin: int, behind: int, language: str) -> bool | None:
    """Return the same for a full stop at `at`, behind a token of this kind. The next word is at `behind`."""
    numbered, number = kind.startswith(_NUMBERED), text[behind].isnumeric()
    if kind == _TITLE or (numbered and (number or _ROMAN.match(text, behind))):
        return None
    kind = kind.removeprefix(_NUMBERED)
    if kind == _WORD:
        return True
    is_first = at - begin < len(token) + 8 and text[begin:at].strip(_LEADING) == token
    if is_first and kind in (_DAY, _LETTER) and len(token) < 4:
        return None  # 1. The first point; A. It is Lee
    opens = _opens(text, at + 1, behind, language)
    if kind == _DAY:
        if language not in known.ORDINALS:
            return True
        words = text[max(begin, at - 40) : at].split()
        counted = len(words) > 1 and known.LABELS.get(language, frozenset()) & _either_way(words[-2])
        return False if opens or counted else None
    if kind == _HOUR:
        if _AT_AN_HOUR.fullmatch(text, begin + (text[begin : begin + 1].isspace()), at):
            return None  # At 5 p.m. President Lee spoke
        is_hour = "." in token or text[begin : at - 2].rstrip()[-1:].isdigit()
        return None if is_hour and text[behind].isupper() and _OF_HOUR.match(text, behind) else opens or not is_hour
    if kind == _SHORT:
        return opens or not text[behind].isupper()
    if kind == _LETTER and _is_small(token[-1]):
        return False
    return False if opens else None


def _opens(text: str, end: int, behind: int, language: str) -> bool:
    """Return whether the word at `behind` often begins a sentence; not so behind a dash: GENEVA, Va. – The town."""
    word = found.group() if (found := _LETTERS.match(text, behind)) else ""
    if word.lower() not in known.OPENERS.get(language, ()) or (len(word) == 1 and text[behind + 1 : behind + 2] == "."):
        return False
    return behind - end < 2 or not any(c in "—–-" for c in text[end:behind])


@lru_cache(maxsize=4096)
def _kind(token: str, language: str) -> str:
    """Return what a token before a full stop is. It has at most _LONGEST_TOKEN characters."""
    tail = token.rsplit("-", 1)[-1] or token
    spellings = _either_way(token) | _either_way(tail)
    if language in ("fr", "it"):
        spellings |= _either_way(re.split("['’]", tail)[-1])  # l’on. Bianchi
    if len(token) > 1 and token.isupper() and token.isalpha():
        titles = spellings | {token.capitalize()}  # MR. COLE, in a transcript
    else:
        titles = spellings
    if not titles.isdisjoint(known.TITLES.get(language, ())):
        return _TITLE
    if language == "de" and tail.endswith("str"):
        return _NUMBERED + _WORD  # Hauptstr. 5
    numbered = "" if spellings.isdisjoint(known.NUMBERED.get(language, ())) else _NUMBERED
    if not spellings.isdisjoint(known.MAY_END.get(language, ())):
        return numbered + _MAY_END
    if _AN_HOUR.fullmatch(token):
        return numbered + _HOUR
    if _A_DAY.fullmatch(token):
        return numbered + _DAY
    if tail[:1].isalpha() and not tail[1:].strip(_MARKS):
        return numbered + (_WORD if is_unspaced(tail[0]) else _LETTER)
    if _DOTTED.fullmatch(tail) or (language in known.ORDINALS and _ROMAN.fullmatch(tail)):
        return numbered + _MAY_END
    if len(tail) < 5 and tail.isalpha() and tail[1:].islower() and _is_small(tail[-1]) and not _VOWEL.search(tail):
        return numbered + _SHORT
    return numbered + _WORD


def _either_way(word: str) -> set[str]:
    """Return a word as it is, and as it is where no sentence begins."""
    word = word.strip(_LEADING)
    return {word, word[:1].lower() + word[1:]}


def _token_before(text: str, at: int, begin: int) -> str:
    """Return what stands before `at` without a blank, a bracket, a dash or a quotation mark in it."""
    if text[at - 1].isspace():
        return ""
    token = text[max(begin, at - _LONGEST_TOKEN) : at].rsplit(None, 1)[-1]
    return token if token.isalnum() else _APART.split(token)[-1].lstrip("'’`")


def _is_small(character: str) -> bool:
    """Return whether this is a small letter, in a script (not Georgian) where sentences begin with a capital."""
    return character.islower() and not "\u10d0" <= character <= "\u10ff"


class _Lines:
    """Collect lines as they are found. Each begins at the end of the one before."""

    def __init__(self, text: str) -> None:
        self.spans: list[Span] = []
        self.doubtful: list[int] = []
        self._text = text
        self._at = 0
        self._has_words = True

    def end(self, end: int, sure: bool = True) -> None:
        """End a line and trim it. A piece without a letter or digit is added to the line before."""
        piece = self._text[self._at : end]
        start, self._at = self._at + len(piece) - len(piece.lstrip()), end
        piece = piece.strip()
        if not piece:
            return
        has_words = piece[0].isalnum() or any(map(str.isalnum, piece))
        if self.spans and not (has_words and self._has_words):
            self.spans[-1] = (self.spans[-1][0], start + len(piece))
            self._has_words = self._has_words or has_words
        else:
            self.spans.append((start, start + len(piece)))
            self._has_words = has_words
        if not sure and (not self.doubtful or self.doubtful[-1] != len(self.spans) - 1):
            self.doubtful.append(len(self.spans) - 1)
