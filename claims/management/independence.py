"""Statements with their relations become a desk's sources and evidence, and what is said of their independence is read.

docs/evidence.md says what the files hold, and what is made of it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.text import get_text_list

from claims import reference
from claims.editing.articles import create_article
from claims.editing.claims import cut_claim
from claims.editing.evidence import add_evidence
from claims.editing.sources import make_source
from claims.editing.speakers import speaker_named
from claims.history import acting
from claims.models import Article, Claim, Derivation, Desk, Membership, Person, Source
from claims.queries.findings import evidence_of, standings_of
from claims.rules.evidence import weighed_of
from claims.rules.weight import Weighed, counted, independent
from claims.states import BearsOn, BlockKind, DerivationKind, Role, SpeakerKind, Stance

type Row = dict[str, Any]

#: A relation of the files that says that one statement derives from the other.
DERIVES = {
    "republishes": DerivationKind.REPUBLISHES,
    "translates": DerivationKind.TRANSLATES,
    "quotes": DerivationKind.QUOTES,
    "summarises": DerivationKind.SUMMARISES,
    "repeats": DerivationKind.REPORTS_ON,
    "reports_on": DerivationKind.REPORTS_ON,
}
#: A relation that says that both derive from one thing, which is no statement of the files itself.
ONE_ORIGIN = {"same_utterance", "same_trip"}
#: Which statements of a claim speak for it, and which against it.
STANCES = {
    "asserted_by": Stance.SUPPORTS,
    "variants": Stance.SUPPORTS,
    "denied_by": Stance.CONTRADICTS,
    "contradicted_by": Stance.CONTRADICTS,
}
_IDS = r"(?:[A-Z]+\d+, )*[A-Z]+\d+(?: and [A-Z]+\d+)?"
_NOT_INDEPENDENT = re.compile(rf"({_IDS}) are not independent")
_ONE = re.compile(rf"({_IDS}) (?:come from|are) one (\w+)")
_DENIALS = re.compile(r"(\w+) denials [^.;]*?(\w+) speakers, all on (\w+) side")
_BESIDE = re.compile(r"plus (\w+) embedded")
_ALL_OF_A_PARTY = re.compile(r"every source listed is or derives from a party")
_DRIFT = re.compile(r'one (\w+) drifted from "([^"]+)" to "([^"]+)"')
_NUMBERS = {
    word: number
    for number, word in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1)
}


@dataclass(frozen=True)
class Checked:
    """Something that the files say of a claim (its id, or ""), what came out, and whether it is the same."""

    claim: str
    expected: str
    found: str
    holds: bool


def _number(word: str) -> int:
    return _NUMBERS.get(word.lower()) or int(word)


def _ids(words: str) -> list[str]:
    return re.findall(r"[A-Z]+\d+", words)


def speaker_of(row: Row) -> str:
    """Return who speaks: the name without what stands in brackets behind it; the outlet where it speaks itself."""
    return str(row["speaker"]).partition("(")[0].strip() or outlet_of(row)


def outlet_of(row: Row) -> str:
    """Return an outlet's name without what stands in brackets behind it."""
    return str(row["outlet"]).partition("(")[0].strip()


def sides_of(statements: dict[str, Row], claims: Iterable[Row]) -> dict[str, str]:
    """Return {a party: its side}. Who asserts or denies a claim is a party; parties that deny one claim are one side.

    A side is called by the first of its parties. Who only contradicts a claim is on none.
    """
    first: dict[str, str] = {}
    for claim in claims:
        for names in ("asserted_by", "variants"):
            for pk in claim.get(names, ()):
                party = statements[pk]["speaker_party"]
                first.setdefault(party, party)
        denying = [statements[pk]["speaker_party"] for pk in claim.get("denied_by", ())]
        for party in denying:
            joined = first.get(party, party)
            first = {one: first[denying[0]] if side == joined else side for one, side in first.items()}
            first.setdefault(party, first.get(denying[0], denying[0]))
    return first


class Loaded:
    """The files as a desk has them, in the transaction that is open; nothing of it is meant to stay."""

    def __init__(self, statements: list[Row], claims: list[Row]) -> None:
        self.rows = {row["id"]: row for row in statements}
        self.claims = claims
        self.actor, self.desk = _desk()
        self.sides = sides_of(self.rows, claims)
        self.sources: dict[str, Source] = {}
        self.others: dict[str, Source] = {}
        with acting(self.actor):
            for row in statements:
                self.sources[row["id"]] = self._source(row)
            self._relate()
        self.article = self._article()
        self.weighed = {row["id"]: self._weigh(row, at) for at, row in enumerate(claims)}

    def _source(self, row: Row) -> Source:
        taken = Source.objects.filter(desk=self.desk, address=row["url"]).exists()
        return make_source(
            self.desk.pk,
            actor=self.actor,
            another=True,
            title=f"{row['id']} {row['outlet']}"[:500],
            publisher=outlet_of(row)[:200],
            # Two statements on one page are two sources here, and the page is still one.
            address=f"{row['url']}#{row['id']}" if taken else row["url"],
            language=row["lang"],
            speaker=self._speaker(row),
        )

    def _speaker(self, row: Row) -> Any:
        name = speaker_of(row)
        kind = SpeakerKind.ORGANISATION if name == outlet_of(row) or "Ministry" in name else SpeakerKind.PERSON
        return speaker_named(self.desk.pk, name, kind=kind)

    def _relate(self) -> None:
        """Write what derives from what; statements of one utterance or trip derive from a source that stands for it."""
        for row in self.rows.values():
            for relation in row["relations"]:
                source, drift = self.sources[row["id"]], relation.get("drift", "")
                if kind := DERIVES.get(relation["type"]):
                    self._derive(source, self._named(relation["to"]), kind, drift)
                elif relation["type"] in ONE_ORIGIN:
                    self._one_origin([relation["to"], row["id"]], drift)
            for found in _NOT_INDEPENDENT.finditer(row.get("note") or ""):
                self._one_origin(_ids(found[1]), "")

    def _named(self, said: str) -> Source:
        if said in self.sources:
            return self.sources[said]
        if said not in self.others:
            self.others[said] = make_source(self.desk.pk, actor=self.actor, title=said[:500])
        return self.others[said]

    def _one_origin(self, ids: list[str], drift: str) -> None:
        """Have statements derive from one source: that of one of them which is there, or a new one."""
        title = f"What {ids[0]} is of: {self.rows[ids[0]]['channel']}"
        origin = self._named(title)
        for pk in ids:
            row = self.rows[pk]
            translated = "translation" in f"{row['outlet_kind']} {drift if pk == ids[-1] else ''}"
            kind = DerivationKind.TRANSLATES if translated else DerivationKind.REPORTS_ON
            self._derive(self.sources[pk], origin, kind, drift if pk == ids[-1] else "")

    def _derive(self, source: Source, origin: Source, kind: DerivationKind, drift: str) -> None:
        said = {"kind": kind, "drift": drift}
        made, new = Derivation.objects.get_or_create(source=source, origin=origin, defaults=said)
        if not new and drift:
            made.drift = drift
            made.save(update_fields=["drift"])

    def _article(self) -> Article:
        places = {speaker_of(row): self.sides.get(row["speaker_party"]) for row in self.rows.values()}
        return create_article(
            self.desk,
            actor=self.actor,
            headline="What the statements are about",
            blocks=[{"kind": BlockKind.PARAGRAPH, "text": f"{row['id']}: {row['text']}."} for row in self.claims],
            sides=sorted(set(self.sides.values())),
            placements=[(name, side) for name, side in places.items() if side],
        )

    def _weigh(self, row: Row, at: int) -> dict[str, Weighed]:
        """Return {a statement: its evidence on the claim, as the rules weigh it}."""
        block = self.article.current_version.blocks.order_by("position")[at]  # type: ignore[union-attr]
        whole = (block.pk, 0, len(block.text), block.text)
        claim: Claim = cut_claim(self.article, [whole], actor=self.actor, statement=row["text"])
        of = {}
        for names, stance in STANCES.items():
            for pk in row.get(names, ()):
                if pk in self.sources:
                    said = {"stance": stance, "bears_on": BearsOn.TRUE}
                    of[add_evidence(claim, actor=self.actor, source=self.sources[pk], **said).pk] = pk
        weighed = weighed_of(claim, evidence_of([claim]), [], standings_of(claim))
        return {of[one.item.pk]: one for one in weighed}


def _desk() -> tuple[Person, Desk]:
    desk = Desk.objects.create(name="Evaluation of independence", slug="evaluation-of-independence")
    staff = Person.objects.create(username="independence-staff", name="Staff of the evaluation", is_superuser=True)
    actor = Person.objects.create(username="independence", name="Evaluation of independence")
    with acting(staff):
        Membership.objects.create(person=actor, desk=desk, role=Role.CHECKER)
    reference.ensure(desk)
    return actor, desk


def checked(loaded: Loaded, readme: str) -> list[Checked]:
    """Return all that README and claims say of independence, each beside what the rules find."""
    found = [one for row in loaded.claims for one in _of_claim(loaded, row)]
    for said in _DENIALS.finditer(readme):
        found += _denials(loaded, *said.groups())
    for said in _DRIFT.finditer(readme):
        found.append(_drifted(loaded, *said.groups()))
    return found


def _of_claim(loaded: Loaded, row: Row) -> Iterable[Checked]:
    weighed = loaded.weighed[row["id"]]
    said = row.get("independence") or ""
    for one in _ONE.finditer(said):
        yield _together(loaded, row, _ids(one[1]), one[2])
    for one in _DENIALS.finditer(said):
        yield _counts(row, [weighed[pk] for pk in row["denied_by"]], *one.groups())
    for one in _BESIDE.finditer(said):
        yield _beside(row, weighed, _number(one[1]))
    if " of one " in (row.get("attribution_check") or ""):
        of_one = re.findall(r"of one (\w+)", row["attribution_check"])[0]
        utterances: dict[str, list[str]] = defaultdict(list)
        for pk in [*row["asserted_by"], *row.get("variants", ())]:
            for origin in loaded.sources[pk].origins.values_list("title", flat=True):
                utterances[origin].append(pk)
        ordered = sorted(utterances.values(), key=len, reverse=True) or [[]]
        yield _together(loaded, row, sorted(ordered[0]), of_one, least=2)
    if _ALL_OF_A_PARTY.search(row.get("fact_check") or ""):
        ids = [*row["asserted_by"], *row.get("variants", ())]
        of = [weighed[pk] for pk in ids]
        expected = f"{_list(ids)}: each is or derives from a party, and they count as one"
        all_sided = all(one.partial for one in of) and len(independent(one.keys for one in of)) == 1
        yield Checked(row["id"], expected, counted([one.keys for one in of]), all_sided)


def _together(loaded: Loaded, row: Row, ids: list[str], of_one: str, least: int = 1) -> Checked:
    """Statements that are one, whichever of them are evidence on the claim."""
    keys = _keys(loaded, ids)
    holds = len(ids) >= least and bool(keys) and len(independent(keys)) == 1
    if of_one == "speaker":
        holds = holds and len({key for one in keys for key in one if key.startswith("speaker ")}) == 1
    else:  # of one origin: whatever else they have in common does not count
        own = [frozenset(key for key in one if key.startswith(("source ", "page "))) for one in keys]
        holds = holds and len(independent(own)) == 1
    return Checked(row["id"], f"{_list(ids)} are of one {of_one}", counted(keys) if keys else "none", holds)


def _keys(loaded: Loaded, ids: list[str]) -> list[frozenset[str]]:
    """Return what each statement shares with others, as evidence on a claim of its own if it is on none."""
    found = {pk: one.keys for weighed in loaded.weighed.values() for pk, one in weighed.items()}
    missing = [pk for pk in ids if pk not in found]
    if missing:
        claim = loaded.article.claims.order_by("number").first()
        made = {
            add_evidence(
                claim, actor=loaded.actor, source=loaded.sources[pk], stance=Stance.CONTEXT, bears_on=BearsOn.TRUE
            ).pk: pk
            for pk in missing
        }
        found |= {made[pk]: one.keys for pk, one in standings_of(claim).items() if pk in made}  # type: ignore[arg-type]
    return [found[pk] for pk in ids]


def _counts(row: Row, of: list[Weighed], denials: str, speakers: str, sides: str) -> Checked:
    numbers = [_number(one) for one in (denials, speakers, sides)]
    expected = "{} denials, {} speakers, {} side".format(*numbers)
    found = counted([one.keys for one in of], "denial" if all(one.denial for one in of) else "source")
    kinds = [len({key for one in of for key in one.keys if key.startswith(kind)}) for kind in ("speaker ", "side ")]
    holds = all(one.denial for one in of) and [len(of), *kinds] == numbers and found.endswith("counts as one")
    return Checked(row["id"], f"{expected}: counts as one", found, holds)


def _beside(row: Row, weighed: dict[str, Weighed], number: int) -> Checked:
    """Who only contradicts: neither one of the speakers who deny it, nor on their side."""
    denying = frozenset().union(*(weighed[pk].keys for pk in row["denied_by"]))
    apart = [pk for pk in row.get("contradicted_by", ()) if pk in weighed]
    words = frozenset().union(*(_who(weighed[pk].keys) for pk in apart))
    found = counted([weighed[pk].keys for pk in apart]) if apart else "none"
    one_with = [pk for pk in row["denied_by"] if any(weighed[pk].keys & weighed[one].keys for one in apart)]
    holds = len(apart) == number and not words & denying
    said = f"{_list(apart)}: {found}; one with {_list(one_with)}" if one_with else f"{_list(apart)}: {found}"
    return Checked(row["id"], f"{number} more, of no side", said, holds)


def _who(keys: Iterable[str]) -> frozenset[str]:
    return frozenset(key for key in keys if key.startswith(("speaker ", "side ")))


def _denials(loaded: Loaded, denials: str, speakers: str, sides: str) -> Iterable[Checked]:
    """The claim that most deny."""
    row = max(loaded.claims, key=lambda one: len(one.get("denied_by", ())))
    weighed = loaded.weighed[row["id"]]
    yield _counts(row, [weighed[pk] for pk in row.get("denied_by", ())], denials, speakers, sides)


def _drifted(loaded: Loaded, what: str, before: str, after: str) -> Checked:
    every = Derivation.objects.filter(source__desk=loaded.desk).exclude(drift="").select_related("source", "origin")
    said = [one for one in every if f'"{before}"' in one.drift and f'"{after}"' in one.drift]
    found = "; ".join(f"{one.source.title} {one.says} “{one.origin.title}”" for one in said) or "none"
    holds = len(said) == 1 and what in said[0].origin.title
    return Checked("", f"one {what} drifted from “{before}” to “{after}”", found, holds)


def _list(ids: Iterable[str]) -> str:
    return get_text_list(list(ids), "and") or "none"
