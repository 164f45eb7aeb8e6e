"""Claims from a spreadsheet: what each row would make or what is wrong with it, and the claims made, nothing signed."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from claims.editing.claims import cut_claim, save_claim
from claims.editing.evidence import add_evidence
from claims.editing.sheet_columns import remember_columns
from claims.editing.speakers import find_speaker, name_key, namesake
from claims.errors import Invalid, NotNow, Refused
from claims.history import acting, record
from claims.models import Block, Claim, Piece, SchemeVerdict, Source, Speaker
from claims.permissions import allow, may_cut
from claims.queries.found import source_at
from claims.rules.sending import unexamined
from claims.states import Attribution, ClaimState, FigureModifier, SourceKind, Stance, Verdict
from claims.text.counted import plural
from claims.text.figures.figure import bounded
from claims.text.figures.reading import figures
from claims.text.passages import passages, within
from claims.workflow.articles import keep_signoff, lock_article

#: Claims that are made at once, and sources of one row.
AT_ONCE, MOST_SOURCES = 200, 10
_ATTRIBUTIONS = {name_key(key): value for value, label in Attribution.choices for key in (value, label)}
_ADDRESS = URLValidator(schemes=["http", "https"])
_SPEAKER, _VERB, _UNIT, _TITLE, _LINK = 200, 80, 80, 500, 2000  # characters that the columns have


@dataclass
class Row:
    """One row: the ``pieces`` and ``fields`` of the claim that it would make, as cut_claim and save_claim take them,
    and its ``sources``; or its ``errors`` in words. ``cells`` are {name of COLUMNS: text}, ``speaker`` is whom the name
    means, saved or new. ``there`` is the number of the claim that has its words."""

    number: int
    cells: dict[str, str]
    pieces: list[tuple] = field(default_factory=list)
    fields: dict = field(default_factory=dict)
    sources: list[dict] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    speaker: Speaker | None = None
    there: int = 0

    @property
    def ready(self):
        return not self.errors and not self.there

    @property
    def words(self):
        """The words of the article that were found, or else those of the spreadsheet."""
        return " … ".join(piece[3] for piece in self.pieces) or self.cells.get("quote", "")

    @property
    def said(self):
        """[(label, words)] of what the claim would say."""
        found = self.fields
        speaker = self.speaker and f"{self.speaker.name}{'' if self.speaker.pk else ' (new to the desk)'}"
        figure = [found.get(name) for name in ("figure_modifier", "figure_value", "figure_high", "figure_unit")]
        modifier, value, high, unit = figure
        numbers = " to ".join(format(one, "f") for one in (value, high) if one is not None)
        told = " ".join(filter(None, [modifier and FigureModifier(modifier).label.lower(), numbers, unit]))
        rows = [
            ("Statement", self.cells.get("statement")),
            ("Speaker", speaker),
            ("Speaker as printed", found.get("speaker_as_printed")),
            ("Reporting verb", found.get("verb")),
            ("Attribution", "attribution" in found and Attribution(found["attribution"]).label),
            ("Figure", told),
            ("Verdict", "verdict" in found and self.cells["verdict"]),
            ("Rationale", found.get("rationale")),
            ("Source", "; ".join(one["title"] for one in self.sources)),
        ]
        return [(label, words) for label, words in rows if words]


def plan_rows(article, rows, columns):
    """Return a Row for each of a spreadsheet's rows; ``columns`` is as proposed_columns has it. It writes nothing."""
    told = [
        Row(number, {name: cells[at] for name, at in columns.items() if at is not None and at < len(cells)})
        for number, cells in rows
    ]
    _find_words(article, told)
    read = _Reader(article)
    for row in told:
        read.fill(row)
    return told


@dataclass
class Imported:
    """``rows`` are all rows as they are now; ``made`` are the numbers of the claims made, ``refused`` the rows that
    were refused only while their claims were made, ``left`` is how many can be made by another press."""

    rows: list[Row]
    made: list[int]
    refused: list[Row]
    left: int


def import_rows(article, rows, columns, *, actor, upload, heads, version, voids=True):
    """Make claims of the rows that have no error, AT_ONCE at most, and remember the columns. Returns an Imported.

    What was found is what the list says, in the name of whoever imports it; evidence waits to be confirmed. Raises
    NotNow (another version is current by now), Voids, NotYours.
    """
    with acting(actor):
        article = lock_article(article.pk)
        allow(may_cut(actor, article))
        if article.current_version_id != version:
            raise NotNow("A new version of the article came in meanwhile. Look through the rows again, then add them.")
        if not voids:
            keep_signoff(article)
        told = plan_rows(article, rows, columns)
        ready = [row for row in told if row.ready]
        wrong = sum(bool(row.errors) for row in told)
        for row in ready[:AT_ONCE]:
            _make(article, row, actor)
        made = [row.there for row in ready if row.there]
        refused = [row for row in ready if row.errors]
        if made:
            remember_columns(article.desk_id, heads, columns)
            words = f"{actor} imported claims from the spreadsheet “{upload.name}”: {plural(len(made), 'claim')}"
            if wrong := wrong + len(refused):
                words += f"; {plural(wrong, 'row')} left out"
            data = {"file": upload.name, "sha256": upload.sha256, "claims": made, "errors": wrong}
            record("claims_imported", words, actor=actor, article=article, data=data)
    return Imported(told, made, refused, len(ready[AT_ONCE:]))


def _make(article, row, actor):
    """Make the claim of a row with its evidence, all or nothing; where it is refused, the row says why."""
    try:
        with acting(actor):
            claim = cut_claim(article, row.pieces, actor=actor, statement=row.cells.get("statement", ""), again=False)
            if row.fields:
                save_claim(claim, row.fields, actor=actor, base={})
            supports = row.fields.get("verdict", "").partition(":")[0] == Verdict.SUPPORTED
            said = {"stance": Stance.SUPPORTS if supports else Stance.CONTEXT, "note": row.cells.get("note", "")}
            for one in row.sources:
                found = _known_source(article.desk_id, one)
                source = {"source": found} if found else {"source_fields": one}
                add_evidence(claim, actor=actor, confirmed=False, **source, **said)
    except Refused as refused:
        row.errors.append(refused.words)
    else:
        row.there = claim.number


def _find_words(article, rows):
    """Find where the words of each row stand, and the claim that has them already."""
    blocks = list(Block.objects.filter(version_id=article.current_version_id, left_out=False).order_by("position"))
    texts = [block.text for block in blocks]
    found = passages(texts, [row.cells.get("quote", "") for row in rows])
    around = passages(texts, [row.cells.get("context", "") for row in rows])
    claimed, first = _claimed(article), {}
    for row, places, wide in zip(rows, found, around, strict=True):
        try:
            place = _one_place(row, places, wide)
        except Invalid as error:
            row.errors.append(error.words)
            continue
        row.pieces = [(blocks[at].pk, start, end, texts[at][start:end]) for at, start, end in place.pieces]
        key = frozenset(piece[:3] for piece in row.pieces)
        row.there = claimed.get(key, 0)
        if not row.there and (before := first.setdefault(key, row.number)) != row.number:
            row.errors.append(f"Row {before} has the same words. Make this claim by hand.")


def _one_place(row, places, around):
    """The one Passage that a row means, of those where its words stand and of those ``around``. Raises Invalid."""
    if not row.cells.get("quote"):
        raise Invalid("It has no words of the article.")
    if not places:
        raise Invalid("These words are not in the article.")
    if len(places) == 1:
        return places[0]
    fit = within(places, around)
    if len(fit) != 1:
        more = "Give more of them, or map a column that has the words around them."
        raise Invalid(f"These words stand in {len(places)} places of the article. {more}")
    return fit[0]


def _claimed(article):
    """{pieces: the number of the live claim that has exactly these} of an article."""
    live = Piece.objects.filter(version_id=article.current_version_id).exclude(claim__state=ClaimState.RETIRED)
    found = {}
    for number, *piece in live.values_list("claim__number", "block_id", "start", "end"):
        found.setdefault(number, set()).add(tuple(piece))
    return {frozenset(pieces): number for number, pieces in sorted(found.items(), reverse=True)}


class _Reader:
    """Reads what rows say of their claims; what it looks up, it looks up once."""

    def __init__(self, article):
        self.article = article
        self.language = article.language or article.desk.language
        scheme = article.desk.schemes.order_by("-number").first()
        own = list(SchemeVerdict.objects.filter(scheme=scheme))
        self.labels = [one.label for one in own] or [label for _, label in Verdict.choices]
        self.verdicts = {name_key(key): value for value, label in Verdict.choices for key in (value, label)}
        self.verdicts |= {name_key(one.label): one.choice for one in own}
        self.speakers, self.titles = {}, {}

    def fill(self, row):
        """Fill in the fields and sources of a row, or its errors."""
        for name in ("speaker", "attribution", "figure", "verdict", "sources"):
            try:
                getattr(self, f"_{name}")(row)
            except Invalid as error:
                row.errors.append(error.words)
        if row.cells.get("rationale"):
            row.fields["rationale"] = row.cells["rationale"]
        if not row.errors and row.fields.get("verdict") == Verdict.NOT_EXAMINED:
            rationale = row.fields.get("rationale", "")
            claim = Claim(verdict=Verdict.NOT_EXAMINED, speaker=row.speaker, rationale=rationale)
            row.errors += [words for _, words in unexamined(claim)]

    def _speaker(self, row):
        name, verb = " ".join(row.cells.get("speaker", "").split()), row.cells.get("verb", "")
        if verb:
            row.fields["verb"] = _short(verb, _VERB, "reporting verb")
        if printed := " ".join(row.cells.get("printed", "").split()):
            row.fields["speaker_as_printed"] = _short(printed, _SPEAKER, "name as printed")
        if not name:
            return
        if not name_key(_short(name, _SPEAKER, "name of the speaker")):
            raise Invalid("A name has letters or digits in it.")
        if name not in self.speakers:
            known = namesake(self.article, name) or find_speaker(self.article.desk_id, name)
            self.speakers[name] = known or Speaker(name=name)
        row.fields["speaker"], row.speaker = name, self.speakers[name]

    def _attribution(self, row):
        typed = row.cells.get("attribution", "")
        if typed and (choice := _ATTRIBUTIONS.get(name_key(typed))) is None:
            told = ", ".join(label.lower() for _, label in Attribution.choices)
            raise Invalid(f"“{typed[:60]}” does not say whether it was said. It may be: {told}.")
        if typed:
            row.fields["attribution"] = choice

    def _figure(self, row):
        typed, unit = row.cells.get("figure", ""), row.cells.get("unit", "")
        if not typed and not unit:
            return
        _short(unit, _UNIT, "unit")
        found = _number(typed) or _figure_told(f"{typed} {unit}".strip(), self.language)
        if not found:
            raise Invalid(f"“{typed[:60]}” is not a number." if typed else "It has a unit and no figure.")
        row.fields |= found | ({"figure_unit": unit} if unit else {})

    def _verdict(self, row):
        typed = row.cells.get("verdict", "")
        if not typed:
            return
        if not (choice := self.verdicts.get(name_key(typed))):
            raise Invalid(f"“{typed[:60]}” is not a verdict of this desk. They are: {', '.join(self.labels)}.")
        row.fields["verdict"] = choice

    def _sources(self, row):
        row.sources = _sources_of(row.cells)
        for one in row.sources:
            if one["address"]:
                continue
            if one["title"] not in self.titles:
                self.titles[one["title"]] = len(_titled(self.article.desk_id, one["title"]))
            if self.titles[one["title"]] > 1:
                raise Invalid(f"Two sources of this desk are called “{one['title'][:60]}”. Give the address.")


def _short(words, most, what):
    if len(words) > most:
        raise Invalid(f"The {what} has over {most} characters.")
    return words


def _number(typed):
    """A bare number, as a claim's fields. Of 1.200 the language says what it is: see _figure_told."""
    whole, point, decimals = typed.removeprefix("-").partition(".")
    bare = all(part.isascii() and part.isdecimal() for part in (whole, decimals or "0"))
    if not bare or point and len(decimals) in (0, 3):
        return None
    value = bounded(Decimal(typed))
    return None if value is None else {"figure_value": value}


def _figure_told(words, language):
    """What a text of one figure says, as a claim's fields: “about 40 lorries”; None for any other text."""
    found = figures(words, language)
    if len(found) != 1 or found[0].value is None:
        return None
    one = found[0]
    return {
        "figure_value": one.value,
        "figure_high": one.high,
        "figure_unit": one.unit[:_UNIT],
        "figure_modifier": one.modifier,
    }


def _sources_of(cells):
    """The sources that a row names, as make_source takes them. Several addresses stand behind one another."""
    titles, note = cells.get("source", ""), cells.get("note", "")
    addresses = [_address(one) for one in cells.get("address", "").replace(";", " ").split() if one.strip(",")]
    addresses = list(dict.fromkeys(addresses))
    if len(addresses) > MOST_SOURCES:
        raise Invalid(f"It has over {MOST_SOURCES} addresses.")
    if not addresses and not titles:
        if note:
            raise Invalid("It has a note about a source, and neither its title nor its address.")
        return []
    if len(addresses) < 2:
        named = [" ".join(titles.split())]
    else:
        named = [" ".join(one.split()) for one in titles.replace(";", "\n").splitlines() if one.strip()]
    if named and len(named) != (len(addresses) or 1):
        raise Invalid(f"It has {len(addresses)} addresses and {plural(len(named), 'title')}. Give one title for each.")
    named = named or [""] * len(addresses)
    return [
        {
            "title": _short(title or address.partition("://")[2].rstrip("/")[:_TITLE], _TITLE, "title of the source"),
            "address": address,
            "kind": SourceKind.WEB_PAGE if address else SourceKind.DOCUMENT,
        }
        for title, address in zip(named, addresses or [""], strict=True)
    ]


def _address(typed):
    address = typed.strip(",")
    address = address if "://" in address else f"https://{address}"
    try:
        _ADDRESS(_short(address, _LINK, "address"))
    except ValidationError:
        raise Invalid(f"“{typed[:60]}” is not the address of a page.") from None
    return address


def _known_source(desk_id, one):
    """The desk's source that a row names, by its address or else by its title; None for one that is new."""
    if one["address"]:
        return source_at(desk_id, one["address"])
    return next(iter(_titled(desk_id, one["title"])), None)


def _titled(desk_id, title):
    """The desk's sources of this title, two at most."""
    return list(Source.objects.filter(desk_id=desk_id, hidden=False, title__iexact=title)[:2])
