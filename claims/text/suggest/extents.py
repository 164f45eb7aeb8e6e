"""Find which words of a sentence a cue covers: after it, before it, or on both sides."""

from claims.text.suggest.clauses import Range, begins_clause, boundary_left, has_verb, head, noun_right, sentence_lead
from claims.text.suggest.lexicon import Lexicon, singular
from claims.text.suggest.tokens import BEGINS_NOUN, FINITE, NOMINAL, Token

_TIMES = frozenset(
    ["on", "in", "at", "during", "after", "before", "while", "when", "as", "last", "this", "earlier", "later", "from"]
    + ["through", "via", "with", "by", "to", "for"]
)
_GOES_ON = frozenset(["because", "for", "before"])  # “It fell, he said, because it was old”
_SAID_TOKENS = 7  # a shorter quotation, marks included, is a name or a phrase
_HALF = frozenset(
    [
        "if",
        "when",
        "because",
        "while",
        "as",
        "although",
        "though",
        "after",
        "before",
        "since",
        "unless",
        "what",
        "whether",
        "until",
    ]
)


def closes(words: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Return whether nothing but a place or a time follows: a comma, an end, “on Tuesday”, “in an interview”."""
    if at >= len(words):
        return True
    word = words[at]
    return (
        word.tag in (",", ".", ";", "—", "”", ")", "ADV", "ING")
        or word.low in _TIMES
        or word.low in lexicon.sets["days"]
    )


def content_end(words: list[Token], start: int, cue: int, lexicon: Lexicon) -> int:
    """Return where the reported words that begin at `start` end; word `cue` introduces them."""
    n, depth, at = len(words), 0, start
    inside = _is_in_brackets(words, cue)
    leading = _leading_clause(words, cue)
    while at < n:
        word = words[at]
        if word.quoted >= 0:
            number = word.quoted
            while at < n and words[at].quoted == number:
                at += 1
            last = words[at - 2].tag if at > 1 else ""
            speech = sum(w.quoted == number for w in words) > _SAID_TOKENS
            if at < n and last == "," and words[start].quoted == number:
                return at
            if at < n and speech and last in (".", ",") and words[at].tag not in NOMINAL | {"PREP", "CONJ"}:
                return at
            continue
        if word.tag == "(":
            depth += 1
        elif word.tag == ")":
            if depth == 0 and inside:
                return at
            depth = max(0, depth - 1)
        elif depth == 0 and _ends_here(words, start, at, leading, lexicon):
            return at
        at += 1
    return n


def _ends_here(words: list[Token], start: int, at: int, leading: str, lexicon: Lexicon) -> bool:
    word, n = words[at], len(words)
    after = words[at + 1] if at + 1 < n else None
    if word.tag == ".":
        return True
    if word.tag == ";":
        return not _shares_subject(words, at + 1)
    if word.tag == ",":
        return after is None or _comma_ends(words, start, at, leading, lexicon)
    if after is None:
        return False
    if word.tag == "—" and at > start + 2:
        lone = not any(w.tag == "—" for w in words[at + 1 :])
        return lone and after.tag in ("CONJ", "SUB", "DET", "PRON", "ING")
    if word.low == "but" and words[at - 1].quoted >= 0 and begins_clause(words, at + 1, n):
        return True  # told me I “shouldn't wear those” but I will
    if word.low == "and" and words[at - 1].quoted >= 0 and words[start].quoted < 0 and _shares_subject(words, at):
        return True  # said it was “too high” and left
    if word.low in ("and", "but") and at > start + 1:
        return _reports_at(words, at + 1, lexicon) or (word.low == "but" and _another_says(words, at + 1, lexicon))
    if word.low == "as" and at > start + 2:
        return word.tag == "SUB" and begins_clause(words, at + 1, n)
    return _is_remark(words, start, at)


def _shares_subject(words: list[Token], at: int) -> bool:
    """Return whether a verb without its own subject begins here: “they had spoken; helped …; and put …”."""
    at += at < len(words) and words[at].tag == "CONJ"
    while at < len(words) and words[at].tag == "ADV":
        at += 1
    return (
        at < len(words) and words[at].tag in ("PAST", "S", "PART", "BASE") and not begins_clause(words, at, len(words))
    )


def _is_remark(words: list[Token], start: int, at: int) -> bool:
    """Return whether this is the writer's remark on the speaking.

    “…, somehow forgetting to mention …”, “… while making loud statements”.
    """
    word, n = words[at], len(words)
    if at < start + 3:
        return False
    if word.low == "while":
        k = at + 1
        while k < n and words[k].tag == "ADV":
            k += 1
        return k < n and words[k].tag == "ING"
    k = at + (word.low == "somehow")
    if words[k - 1].tag == "PREP":
        return False  # “accused the port of ignoring it”
    return k < n and words[k].low in ("forgetting", "omitting", "neglecting", "ignoring")


def _comma_ends(words: list[Token], start: int, at: int, leading: str, lexicon: Lexicon) -> bool:
    n, after = len(words), words[at + 1]
    if after.low == "according" or (after.tag == "ING" and _may_report(words, at + 1, lexicon)):
        return True
    if after.tag == "CONJ" and _reports_at(words, at + 2, lexicon):
        return True
    if _is_disputed_next(words, at + 1, lexicon):
        return True
    if after.low == "but" and begins_clause(words, at + 2, n):
        return not any(word.quoted >= 0 for word in words[at + 2 : at + 12])
    if after.low == "and" and begins_clause(words, at + 2, n) and not has_verb(words, start, at):
        return True  # an object ends where another clause begins
    if after.low in ("while", "whereas", "although", "though") and (
        at > start + 3 or _another_says(words, at + 2, lexicon)
    ):
        return True
    if leading and (begins_clause(words, at + 1, n) or (leading == "relative" and _is_verb(words, at + 1))):
        return True
    return _is_said_next(words, at + 1 + (after.tag == "CONJ"), lexicon)


def _is_verb(words: list[Token], at: int) -> bool:
    """Return whether this may be a finite verb; behind the comma of a relative clause also “backs the army”."""
    word, after = words[at], words[at + 1] if at + 1 < len(words) else None
    ends = word.low.endswith(("s", "ed")) and not word.capital
    return word.tag in FINITE or (ends and after is not None and after.tag in ("DET", "POSS", "TO", "PREP", "PRON"))


def _may_report(words: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Return whether word `at` is a reporting verb with the particles that it needs: “pointing *out*”."""
    return any(
        tuple(word.low for word in words[at + 1 : at + 1 + len(verb.particles)]) == verb.particles
        for verb in lexicon.reporting.get(words[at].low, ())
    )


def _reports_at(words: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Return whether a finite reporting verb without its own subject comes next: “… and added”, “… but has denied”."""
    n, first = len(words), at
    while at < n and words[at].tag in ("ADV", "NOT", "HAVE"):
        at += 1
    tags = ("PAST", "S", "PART") if any(w.tag == "HAVE" for w in words[first:at]) else ("PAST", "S")
    return at < n and words[at].tag in tags and _may_report(words, at, lexicon)


def _another_says(words: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Return whether somebody else says something from here on: “Lee said 12 died but *Ray said* 40 did.”"""
    right = noun_right(words, at)
    if right == at or right + 1 >= len(words) or words[at].tag == "PRON":
        return False
    top = head(words, (at, right))
    known = lexicon.sets["person_nouns"] | lexicon.sets["group_nouns"]
    who = top.tag == "NAME" or top.low in known or singular(top.low) in known
    verbs = lexicon.reporting.get(words[right].low, ()) if words[right].tag in ("PAST", "S") else ()
    return who and any("s" in verb.frames or verb.lemma == "put" for verb in verbs)


def _is_said_next(words: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Return whether “X said” follows and closes the sentence, or is inserted."""
    n = len(words)
    right = noun_right(words, at)
    if right == at:
        return False  # “the boat, a trawler, had been seen”: no subject begins here
    if right + 1 < n and words[right].tag == "PREP" and words[right + 1].tag in BEGINS_NOUN:
        right = noun_right(words, right + 1)  # “a poll by the Tide showed”
    while right < n and words[right].tag in ("ADV", "HAVE", "MODAL", "BE"):
        right += 1
    if not right < n or words[right].tag not in ("PAST", "S", "PART", "ING"):
        return False
    if not any("s" in verb.frames for verb in lexicon.reporting.get(words[right].low, ())):
        return False
    if right + 1 >= n or words[right + 1].tag in (".", ","):
        return True
    return words[right + 1].low in _TIMES or words[right + 1].low in lexicon.sets["days"]


def _is_disputed_next(words: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Return whether somebody else denies it from here: “, which Ray denies”, “, something the port disputes”."""
    n = len(words)
    led = words[at].low in ("which", "something") or words[at].low in ("a", "an")
    behind = noun_right(words, at) if words[at].low in ("a", "an") else at + 1
    behind += behind < n and words[at].low in ("a", "an") and words[behind].tag == "THAT"
    right = noun_right(words, behind)
    if not led or right == behind:
        return False
    while right < n and words[right].tag in ("ADV", "HAVE"):
        right += 1
    denies = right < n and any(verb.act == "denies" for verb in lexicon.reporting.get(words[right].low, ()))
    return denies and closes(words, right + 1, lexicon)


def _is_in_brackets(words: list[Token], at: int) -> bool:
    return sum({"(": 1, ")": -1}.get(word.tag, 0) for word in words[:at]) > 0


def _leading_clause(words: list[Token], cue: int) -> str:
    """Return where the cue's clause is, relative to a main clause that continues after it.

    "before" it (“After he said …, they left”), "relative" inside it (“Lee, who said …, left”), or "" if there is none.
    """
    start = boundary_left(words, cue + 1)
    if start == 0:
        gerund = words[0].low in ("in", "by", "after", "while", "when", "if", "as") and words[1:2]
        return "before" if words[0].tag in ("ING", "PART", "PAST") or (gerund and gerund[0].tag == "ING") else ""
    opener, before = words[start - 1], words[start - 2] if start > 1 else None
    if opener.tag == "SUB" or opener.low in ("after", "before", "as", "since"):
        return "before" if before is None or before.tag in (",", "CONJ") or before.quoted >= 0 else ""
    if opener.low not in ("who", "which") or before is None or before.tag != ",":
        return ""
    return "" if any(word.tag == "," for word in words[start:cue]) else "relative"


def said_before(words: list[Token], until: int, after: int, lexicon: Lexicon) -> list[Range]:
    """Return the clause or quotation that ends before `until`.

    If a comma separates them, its continuation from `after` is included: “If he wins, she said, we leave.”
    """
    while until > 0 and words[until - 1].tag in (",", "—") and words[until - 1].quoted < 0:
        until -= 1
    if until > 0 and words[until - 1].quoted >= 0:
        start = _quoted_start(words, until)
    else:
        start = sentence_lead(words, until)
    content = [(start, until)] if start < until else []
    n = len(words)
    begins = after + 1 if after < n and words[after].tag in (",", "—", ":") else after
    if begins >= n:
        return content
    goes_on = words[begins].quoted >= 0
    if begins > after and not goes_on:
        first = words[begins]
        whole = bool(content) and has_verb(words, *content[0]) and words[content[0][0]].low not in _HALF
        joined = first.tag == "THAT" or first.low in _GOES_ON
        goes_on = joined or (
            not whole and first.tag not in ("ING", "SUB", "PREP", "CONJ") and first.low not in ("who", "which")
        )
    if goes_on:
        content.append((begins, content_end(words, begins, after, lexicon)))
    return content


def _quoted_start(words: list[Token], until: int) -> int:
    """Return where the words that end in a quotation begin: with it, or with the clause that it completes."""
    start, number = until, words[until - 1].quoted
    while start > 0 and words[start - 1].quoted == number:
        start -= 1
    lead = boundary_left(words, start)
    if lead == start or words[start - 1].tag in (",", ":"):
        return start
    completes = has_verb(words, lead, start) and words[start - 1].tag not in ("SUB", "CONJ")
    if completes:
        return sentence_lead(words, start)
    return lead if (until - start < 6 and words[start - 1].tag != ".") else start
