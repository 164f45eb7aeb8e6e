"""Find out who says a claim's words and whom its pronoun refers to. A change is reported only if the text is clear."""

from collections import Counter

from claims.text.anchors import vocabulary as known
from claims.text.anchors.cutting import Text
from claims.text.anchors.gaps import marks

_TITLES = frozenset({"Mr", "Mrs", "Ms", "Dr", "Sir", "President", "Prime", "Minister", "General", "Col", "Gen", "The"})
_PRONOUNS = known.POINTING | known.PERSONS_AND_POSSESSIVES
_ONE_PERSON = frozenset({"he", "she", "his", "her", "him"})
_FAR, _FURTHER = 4, 12  # lines that a pronoun looks back, and that it does where nobody is named


class Speech:
    """What one text says about who speaks."""

    def __init__(self, text: Text) -> None:
        self.text = text
        # A word that begins a sentence is a name if it has a capital elsewhere too.
        first = Counter(text.keys[word] for word, end in text.line_words if word < end)
        self._names = {key for key, often in Counter(text.keys).items() if key[0].isupper() and often > first[key]}

        pronouns = {key for key in dict.fromkeys(text.keys) if key.lower() in _PRONOUNS}
        self._pronouns = bytearray(map(pronouns.__contains__, text.keys))  # whether each word is one

    def attributed_to(self, line: int) -> frozenset[str]:
        """Return who is named beside the reporting verb for this line, if that verb is in another line of the block.

        The line is then all quotation, or a line with a colon introduces it. Empty if nobody is named there.
        """
        text = self.text
        start, end = text.line_words[line]
        first, last = text.block_lines[text.line_block[line]]
        if start < end and text.quoted[start] and all(text.quoted[start:end]):
            others = sorted(
                (n for n in range(max(first, line - 4), min(last, line + 5)) if n != line), key=lambda n: abs(n - line)
            )
            return next((names for other in others if (names := self._speakers(other))), frozenset())
        if line > first and self._brings_on(line - 1):
            return self._speakers(line - 1)
        return frozenset()

    def meant_by_pronoun(self, line: int) -> tuple[frozenset[str], frozenset[str]]:
        """Return whom a pronoun at the beginning of this line may refer to, as two sets of names.

        The first set: the names in the line before, if this line begins with a pronoun and names nobody before it. The
        second: the names in the nearest line above that does not begin with a pronoun itself.
        """
        if not line or not self._points(line):
            return frozenset(), frozenset()
        above = line - 1
        while above and line - above < _FAR and self._points(above):
            above -= 1
        if self._is_person(line):  # a person may be named further above
            while above and line - above < _FURTHER and not self.names(above):
                above -= 1
        return self.names(line - 1), self.names(above)

    def _points(self, line: int) -> bool:
        text = self.text
        start, end = text.line_words[line]
        if self._pronouns.find(1, start, min(start + 3, end)) < 0:
            return False
        for word in range(start, min(start + 3, end)):
            pronouns = known.POINTING if word == start else known.PERSONS_AND_POSSESSIVES
            if text.keys[word].lower() in pronouns and not text.quoted[word]:
                return True
            if word != start and text.keys[word][0].isupper():
                break
        return False

    def _is_person(self, line: int) -> bool:
        start, end = self.text.line_words[line]
        return any(self.text.keys[word].lower() in _ONE_PERSON for word in range(start, min(start + 3, end)))

    def names(self, line: int) -> frozenset[str]:
        start, end = self.text.line_words[line]
        keys = self.text.keys[start:end]
        return (
            frozenset(
                key
                for n, key in enumerate(keys)
                if key[0].isupper() and (n or key in self._names) and key.lower() not in known.NO_NAMES
            )
            - _TITLES
        )

    def _speakers(self, line: int) -> frozenset[str]:
        """Return the names in the unquoted words of a line with a reporting verb; if none, the nouns beside it."""
        keys = [self.text.keys[word] for word in range(*self.text.line_words[line]) if not self.text.quoted[word]]
        verb = next((n for n, key in enumerate(keys) if known.reports(key)), None)
        if verb is None:
            return frozenset()
        beside = keys[max(0, verb - 2) : verb] or keys[verb + 1 : verb + 3]
        nouns = {key.lower() for key in beside} - known.BESIDE_VERBS - known.PERSONS
        return self.names(line) & frozenset(keys) or frozenset(nouns)

    def _brings_on(self, line: int) -> bool:
        start, end = self.text.line_words[line]
        if start == end or self.text.folded.find(":", self.text.ends[end - 1], self.text.line_spans[line][1]) < 0:
            return False
        return marks(self.text.between(end - 1)).endswith(":")
