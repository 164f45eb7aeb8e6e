"""What the columns of a spreadsheet of claims hold: mapped by hand once, and remembered for the desk by their heads."""

from claims.models import Desk
from claims.queries.speakers import name_key

#: What a column may hold: {name: its label}, in the order of the form.
COLUMNS = {
    "quote": "Words in the article",
    "context": "Words around them",
    "statement": "Statement",
    "speaker": "Speaker",
    "printed": "Speaker as printed",
    "verb": "Reporting verb",
    "attribution": "Attribution",
    "figure": "Figure",
    "unit": "Unit",
    "verdict": "Verdict",
    "rationale": "Rationale",
    "source": "Title of the source",
    "address": "Address of the source",
    "note": "Note about the source",
}
#: Heads that say by themselves what their column holds, folded by name_key.
_HEADS = {
    "quote": ("quote", "quotation", "words", "words in the article", "passage", "text", "sentence", "quoted words"),
    "context": ("context", "words around", "words around them", "paragraph"),
    "statement": ("statement", "claim", "fact"),
    "speaker": ("speaker", "who", "who said it", "said by", "claimant", "person"),
    "printed": ("speaker as printed", "as printed", "printed as"),
    "verb": ("verb", "reporting verb"),
    "attribution": ("attribution", "did they say it"),
    "figure": ("figure", "number", "value", "amount"),
    "unit": ("unit", "units"),
    "verdict": ("verdict", "rating", "result", "conclusion", "true"),
    "rationale": ("rationale", "reason", "why", "reasoning", "explanation"),
    "source": ("source", "sources", "source title", "title of the source", "evidence"),
    "address": ("address", "url", "link", "links", "source address", "source url", "address of the source"),
    "note": ("note", "notes", "comment", "comments", "note about the source"),
}
_GUESSED = {head: name for name, heads in _HEADS.items() for head in heads}
#: Heads that are remembered of a desk.
_REMEMBERED = 300


def proposed_columns(heads, desk):
    """Return {name of COLUMNS: position of its column, or None}, as the desk chose before, or as the heads say."""
    found = dict.fromkeys(COLUMNS)
    for at, head in enumerate(heads):
        key = name_key(head)
        name = desk.sheet_columns.get(key, _GUESSED.get(key, ""))
        if name in found and found[name] is None:
            found[name] = at
    return found


def remember_columns(desk_id, heads, columns):
    """Remember of a desk what the columns of these heads hold. Call inside acting()."""
    desk = Desk.objects.select_for_update(no_key=True).get(pk=desk_id)
    held = {at: name for name, at in columns.items() if at is not None}
    chosen = {key: held.get(at, "") for at, head in reversed([*enumerate(heads)]) if (key := name_key(head))}
    others = [(key, name) for key, name in desk.sheet_columns.items() if key not in chosen]
    kept = dict([*chosen.items(), *others][:_REMEMBERED])
    if kept != desk.sheet_columns:
        desk.sheet_columns = kept
        desk.save(update_fields=["sheet_columns"])
