"""Verify this dossier: python3 verify.py

Needs Python 3.8 or later and nothing else, and no network. It compares each file with MANIFEST, computes the hash of
the article's text, of each signed content and of each event again, and follows the chain of events. If anything was
changed, it ends with status 1, and names what does not agree.
"""

import csv
import hashlib
import io
import json
import sys
from datetime import datetime
from decimal import Decimal
from pathlib import Path

#: The CSV files, and the part of dossier.json that each must agree with in number.
TABLES = {
    "claims.csv": "claims",
    "evidence.csv": "evidence",
    "sign-offs.csv": "sign_offs",
    "events.csv": "events",
}
#: What of a claim no sign-off binds, or binds in other words than those of dossier.json.
NOT_COMPARED = {
    *("number", "state", "quoted", "line_number", "pieces", "content_hash", "created_at", "created_by", "assignee"),
    *("waiting_on", "stet_by", "stet_reason", "returned_reason", "wording_applied", "speaker_id", "via_id"),
    *("no_reply_reason", "reply_accepted_by", "reply_asked", "reply_until", "rules_passed"),
}
#: The same, where the verdict is not one of the desk's own: what the scheme calls it then is not bound.
NAMES_OF_OWN = {"verdict_cited": "verdict_own", "reworded_verdict_cited": "reworded_verdict_own"}
LEFT_OUT = "[left out]"
MARK = "\u25ae"  # what a redacted text is blanked with
#: What data of another shape than dossier.json has leads to.
UNSOUND = (ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError, csv.Error)
HOUR = 60 * 60  # seconds: more than lies between a sign-off and its event, which are written at once
LONGEST = 2**31 - 1  # characters of a cell, of which Python otherwise reads 131,072


def sha256(content):
    """Return the SHA-256 of bytes, or of a text in UTF-8, in hex."""
    return hashlib.sha256(content if isinstance(content, bytes) else content.encode("utf-8")).hexdigest()


def read_manifest(text):
    """Return ([problem], {file: hash}, [(kind, hash, what)]) of a MANIFEST. Its last line is the hash of the others."""
    *lines, last = text.split("\n")[:-1] or [""]
    if last != "manifest " + sha256("".join(line + "\n" for line in lines)) or not text.endswith("\n"):
        return ["MANIFEST: it was changed; its last line is not the hash of the lines before it"], {}, []
    files, others = {}, []
    for line in lines:
        kind, _, rest = line.partition(" ")
        digest, _, what = rest.partition(" ")
        if kind == "file":
            files[what] = digest
        elif kind in ("signed", "text", "chain"):
            others.append((kind, digest, what))
    return [], files, others


def check_files(folder):
    """Return ([problem], how many files agree, the hashes in MANIFEST, [file that MANIFEST does not name])."""
    try:
        manifest = (folder / "MANIFEST").read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return ["MANIFEST: it is missing, or cannot be read"], 0, [], []
    problems, files, others = read_manifest(manifest)
    for name, digest in sorted(files.items()):
        path = folder / name
        if not path.is_file():
            problems.append(name + ": it is missing")
        elif sha256(path.read_bytes()) != digest:
            problems.append(name + ": it is not the file that MANIFEST names; it was changed")
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())
    more = sorted(name for name in found if name not in files)
    return problems, len(files) - len(problems), others, [name for name in more if name != "MANIFEST"]


def became(dossier):
    """Return ({hash: (what it became, the event that says so, whether that is here)}, [problem], [event only told]).

    Where a text was redacted, the record has an event that names the hash of each event, sign-off and text with it, and
    the hash of what each is since; the last that names it counts. Where the words of such an event are not here, or it
    came after what is here, dossier.json only tells of it.
    """
    said, problems, only_told = {}, [], set()
    full = {event["sequence"]: json.loads(event["hashed"]) for event in dossier["events"] if event["hashed"]}
    for sequence, one in sorted(full.items()):
        if one[6] == "redacted":
            said.update((was, (now, sequence, True)) for was, now in one[8]["blanked"].items())
    for row in dossier.get("redacted", []):
        if row["event"] not in full:
            said[row["was"]] = (row["now"], row["event"], False)
            only_told.add(row["event"])
        elif said.get(row["was"]) != (row["now"], row["event"], True):
            problems.append(f"event {row['event']} does not say that {row['was']} was redacted so")
    return said, problems, sorted(only_told)


def agrees(content, digest, redacted):
    """Return whether content is what a hash is of; or, if it was redacted, what the redaction says that it became."""
    now, _, here = redacted.get(digest, (digest, 0, True))
    return sha256(content) == now and (here or MARK in content)


def check_text(dossier):
    """Return ([problem], whether the hash of the article's text could be computed)."""
    blocks = dossier["blocks"]
    if any(block["text"] is None for block in blocks):
        return [], False
    rows = []
    for block in blocks:
        rows.append([block["kind"], block["text"], block["left_out"]])
        if block.get("note_number"):
            rows[-1] += [block["note_number"], block["note_block"], block["note_at"]]
    if not agrees(json.dumps(rows, ensure_ascii=False), dossier["version"]["hash"], became(dossier)[0]):
        return ["the article's text is not the text of the version's hash"], True
    return [], True


def check_pieces(dossier):
    """Return [problem]: the words of claims and marks are those that stand in the text at their place."""
    texts = {block["position"]: block["text"] for block in dossier["blocks"]}
    pieces = [(f"claim {claim['number']}", one) for claim in dossier["claims"] for one in claim["pieces"]]
    pieces += [("a “no claim” mark", one) for one in dossier["marks"]]
    return [
        f"the words of {what} are not those of the text"
        for what, one in pieces
        if texts[one["block"]] is not None and texts[one["block"]][one["start"] : one["end"]] != one["words"]
    ]


def check_signed(dossier):
    """Return ([problem], sign-offs whose content was hashed again, sign-offs of which only the hash is here)."""
    problems, full, only_hash = [], 0, 0
    claims = {claim["number"]: claim for claim in dossier["claims"]}
    told = signatures_told(dossier["events"])
    whole = all(event["hashed"] for event in dossier["events"])
    redacted = became(dossier)[0]
    for signed in dossier["sign_offs"] + dossier["article_sign_offs"]:
        claim = claims.get(signed.get("claim"))
        what = f"claim {signed['claim']}" if "claim" in signed else "the article"
        what = f"sign-off {signed['id']} of {what} by {signed['signer']}"
        content = None
        if signed["content"] is None:
            only_hash += 1
            if claim is not None and dossier["profile"] == "internal":
                problems.append(what + ": its content is missing")
        else:
            full += 1
            content = json.loads(signed["content"], parse_float=Decimal)
            if not agrees(signed["content"], signed["content_hash"], redacted):
                problems.append(what + ": its content is not what was signed")
        live = claim is not None and not signed["voided_at"] and claim["state"] != "retired"
        now = redacted.get(signed["content_hash"], (signed["content_hash"],))[0]
        if live and claim["content_hash"] not in (None, now):
            problems.append(what + ": the claim is not what was signed")
        if live and content is not None:
            problems += [f"{what}: {words} is not what was signed" for words in unlike(dossier, claim, content)]
        if "claim" not in signed and content is not None:
            problems += [f"{what}: {words} is not what was signed" for words in unlike_article(dossier, content)]
        events = told.get(("claim" in signed, signed["id"]), [])
        problems += [f"{what}: the record tells of {words}" for words in told_otherwise(signed, events)]
        if whole and not events:
            problems.append(what + ": the record does not tell of it")
        told.pop(("claim" in signed, signed["id"]), None)
    if dossier["profile"] == "internal" and dossier["version"]["current"]:
        for (of_claim, number), ((event, _), *_) in sorted(told.items()):
            what = f"claim {event['claim']}" if of_claim else "the article"
            problems.append(f"event {event['sequence']} tells of sign-off {number} of {what}, which is missing")
    return problems, full, only_hash


def check_states(dossier):
    """Return [problem]: what is signed off has a sign-off that is not void."""
    signed = {row["claim"] for row in dossier["sign_offs"] if not row["voided_at"]}
    problems = [
        f"claim {claim['number']}: it is signed off, and no sign-off says so"
        for claim in dossier["claims"]
        if claim["state"] == "signed_off" and claim["number"] not in signed
    ]
    state = dossier["article"]["state"]
    kind = {"signed_off": "signed", "checked": "signed", "released": "released"}.get(state)
    live = [row for row in dossier["article_sign_offs"] if not row["voided_at"] and row["kind"] == kind]
    here = dossier["profile"] == "internal" and dossier["version"]["current"]
    if kind and not any(kind == "signed" or row["seconded_by"] for row in live):
        problems.append(f"the article: it is {state.replace('_', ' ')}, and no sign-off says so")
    elif kind == "signed" and here and not any(row["content"] for row in live):
        problems.append("the article: the content that was signed is missing")
    return problems


def signatures_told(events):
    """Return {(whether it is of a claim, the sign-off's id): [(event, its data)]}."""
    told = {}
    for event in events:
        data = json.loads(event["hashed"])[8] if event["hashed"] else {}
        if "signoff" in data:
            told.setdefault((event["claim"] is not None, data["signoff"]), []).append((event, data))
    return told


def told_otherwise(signed, events):
    """Yield in words what events tell of a sign-off that the sign-off itself does not say."""
    for event, data in events:
        second = event["verb"] == "article_released"
        if data.get("content_hash", signed["content_hash"]) != signed["content_hash"]:
            yield "another content"
        if data.get("kind", signed["kind"]) != signed["kind"]:
            yield "another kind of sign-off"
        if event["actor"] != signed["seconded_by" if second else "signer"]:
            yield f"another person, {event['actor']}"
        if abs(seconds(event["at"]) - seconds(signed["seconded_at" if second else "signed_at"])) > HOUR:
            yield "another time"


def seconds(at):
    """Return the seconds since 1970 of a time in ISO 8601, to the microsecond; 0 for none."""
    if not at:
        return 0
    at = at.replace("Z", "+00:00")
    point = at.find(".")
    if point > 0:  # before Python 3.11 it has to have three digits or six
        digits = at[point + 1 :].split("+")[0].split("-")[0]
        at = at[:point] + "." + digits.ljust(6, "0") + at[point + 1 + len(digits) :]
    return datetime.fromisoformat(at).timestamp()


def unlike(dossier, claim, content):
    """Yield the parts of a signed claim, and of its evidence, that its signed content has otherwise."""
    for name in sorted(claim.keys() - NOT_COMPARED):
        if name in NAMES_OF_OWN and not claim[NAMES_OF_OWN[name]]:
            continue
        bound = content.get(name)
        if not same(claim[name], sorted(bound) if name.endswith("_flags") and bound else bound):
            yield f"“{name}” of the claim"
    words = [one["words"] for one in claim["pieces"]]
    if not claim["wording_applied"] and letters(words) != letters(content["words"] or []):
        yield "the words of the claim"
    if claim["quoted"] != " … ".join(words):
        yield "“quoted” of the claim"
    # As older dossiers have it, the reply is compared above.
    why = content["reply_note"] if content.get("reply") == "waived" else ""
    if claim.get("no_reply_reason", why) != why:
        yield "why the claim needs no reply"
    logged = {row["id"]: row for row in dossier.get("contacts", [])}
    for row in content.get("contacts") or []:
        if row["id"] not in logged:
            yield "a request for comment"
        for name in sorted(row.keys() & logged.get(row["id"], {}).keys()):
            of_time = name in ("asked_at", "deadline", "answered_at")
            ours, theirs = (int(seconds(one[name])) if of_time else one[name] for one in (row, logged[row["id"]]))
            if ours != theirs:
                yield "“" + name + "” of a request for comment"
    bound = {row["id"]: row for row in content["evidence"] or []}
    shown = {
        row["id"]: row
        for row in dossier["evidence"]
        if row["claim"] == claim["number"] and row["confirmed"] and not row["removed_at"]
    }
    if bound.keys() != shown.keys():
        yield "the evidence"
    known = {one["number"] for one in dossier["claims"]}
    links = [[row["claim"], row["kind"], row["to"]] for row in dossier["links"]]
    signed = [row for row in content["links"] or [] if row[0] in known and row[2] in known]
    if sorted(row for row in links if claim["number"] in (row[0], row[2])) != sorted(signed):
        yield "how the claim is linked"
    for number in sorted(bound.keys() & shown.keys()):
        for name, value in sorted(bound[number].items()):
            if not same(shown[number][name], value) and value != hidden(shown[number], name):
                yield f"“{name}” of evidence {number}"


def hidden(row, name):
    """Return the digest that signed content has in place of words of evidence that is off the record."""
    return "sha256:" + sha256("\n".join([row.get("salt") or "", name, str(row[name])]))


def unlike_article(dossier, content):
    """Yield the parts of a signed article that its signed content has otherwise."""
    article, version = dossier["article"], dossier["version"]
    shown = {name: article[name] for name in ("headline", "outlet", "language")}
    shown.update(byline=article["authors"], chain=article["chain"], version=version["number"], text=version["hash"])
    shown["left_out"] = [block["position"] for block in dossier["blocks"] if block["left_out"]]
    for name in sorted(shown.keys() & content.keys()):
        if not same(shown[name], content[name]):
            yield f"“{name}” of the article"
    marks = sorted((row["block"], row["start"], row["end"]) for row in dossier["marks"])
    if marks != sorted(tuple(row[:3]) for row in content["marks"] or []):
        yield "where “no claim” marks stand"
    claims = {claim["number"]: claim for claim in dossier["claims"]}
    for number, state, *_, signed in content["claims"] or []:
        if number not in claims:
            continue  # a profile may leave out retired claims
        live = [row for row in dossier["sign_offs"] if row["claim"] == number and not row["voided_at"]]
        if claims[number]["state"] != state:
            yield f"the state of claim {number}"
        if sorted((row["kind"], row["content_hash"]) for row in live) != sorted(tuple(one[1:]) for one in signed or []):
            yield f"who signed claim {number}"


def same(shown, bound):
    """Return whether a value of dossier.json is the bound one. Nothing may be an empty text, an empty list or false."""
    if shown == LEFT_OUT or not (shown or bound):
        return True
    if isinstance(shown, str) and isinstance(bound, (int, Decimal)):
        return Decimal(shown) == bound
    return shown == bound


def letters(texts):
    """Return texts without what a sign-off survives: a change of quotation marks, dashes, ligatures and blanks."""
    return [[char for char in text.casefold() if char.isalnum()] for text in texts]


def check_chain(dossier):
    """Return ([problem], events whose hash was computed again, events of which only the hash is here)."""
    redacted, problems, _ = became(dossier)
    full, only_hash = 0, 0
    previous, sequence = "", 0
    known = {}  # (actor or claim, its id): what the dossier calls it
    for event in dossier["events"]:
        sequence += 1
        what = f"event {event['sequence']}"
        if event["sequence"] != sequence or event["previous_hash"] != previous:
            problems.append(what + ": it does not follow from the one before")
        previous, sequence = event["hash"], event["sequence"]
        if event["hashed"] is None:
            only_hash += 1
            continue
        full += 1
        said = json.loads(event["hashed"])
        of_later = redacted.get(event["hash"], ("", sequence + 1))[1] > sequence
        if not agrees(event["hashed"], event["hash"], redacted) or not of_later:
            problems.append(what + ": its hash is not that of what it says")
        elif said[0] != event["previous_hash"] or said[1] != dossier["chain"]["id"] or said[2] != event["sequence"]:
            problems.append(what + ": it is of another place in the chain")
        elif (said[6], said[7]) != (event["verb"], event["words"]) or abs(seconds(event["at"]) - said[3]) > 0.001:
            problems.append(what + ": what is shown of it is not what was hashed")
        for kind, number in (("actor", said[4]), ("claim", said[5])):
            if known.setdefault((kind, number), event[kind]) != event[kind]:
                problems.append(f"{what}: its {kind} has another name in an event before")
    if (previous, sequence) != (dossier["chain"]["hash"], dossier["chain"]["sequence"]):
        problems.append("the last event is not the head of the chain")
    return problems, full, only_hash


def check_dossier(dossier):
    """Return ([problem], [sentence]) of what a dossier.json says of itself."""
    problems, said = [], []
    found, whole = check_text(dossier)
    problems += found
    said.append(
        f"The text of version {dossier['version']['number']} agrees with its hash."
        if whole
        else "The hash of the text was not computed: this profile leaves out blocks that are no part of the article."
    )
    problems += check_pieces(dossier) + check_states(dossier)
    found, full, only_hash = check_signed(dossier)
    problems += found
    said.append(f"{full} sign-offs agree with the content that was signed.")
    if only_hash:
        said.append(f"Of {only_hash} more sign-offs only the hash is here: the content was left out, or was not kept.")
    found, full, only_hash = check_chain(dossier)
    problems += found
    said.append(f"{full} of {full + only_hash} events were checked fully, from the first to the last.")
    if only_hash:
        said.append(f"Of {only_hash} events only hash and place are here: this profile leaves their text out.")
    redacted, _, only_told = became(dossier)
    if redacted:
        said.append(f"In {len(redacted)} events, sign-offs and texts something was redacted since, as the record says.")
    if only_told:
        told = ", ".join(map(str, only_told))
        said.append(f"That it was redacted is only told here (event {told}): ask the desk to confirm that.")
    head = dossier["chain"]
    said.append(f"The record ends with event {head['sequence']}, {head['hash']}. Ask the desk whether that is theirs.")
    return problems, said


def hashes_of(dossier):
    """Return the lines of MANIFEST that say what was hashed: the text, each signed content, the head of the chain."""
    version, chain = dossier["version"], dossier["chain"]
    lines = [f"text {version['hash']} version {version['number']}"]
    for signed in dossier["sign_offs"]:
        lines.append(f"signed {signed['content_hash']} claim {signed['claim']}, sign-off {signed['id']}")
    for signed in dossier["article_sign_offs"]:
        lines.append(f"signed {signed['content_hash']} article, sign-off {signed['id']}")
    lines.append(f"chain {chain['hash'] or '-'} event {chain['sequence']}")
    return lines


def check_tables(folder, dossier):
    """Return [problem]: each CSV has the rows of dossier.json, and says the same."""
    problems = []
    csv.field_size_limit(LONGEST)
    for name, part in sorted(TABLES.items()):
        text = (folder / name).read_bytes().decode("utf-8-sig")
        head, *rows = list(csv.reader(io.StringIO(text, newline=""))) or [[]]
        if len(rows) != len(dossier[part]):
            problems.append(f"{name}: it has {len(rows)} rows, dossier.json {len(dossier[part])}")
        for number, (cells, row) in enumerate(zip(rows, dossier[part]), 2):  # noqa: B905 - Python 3.8
            wanted = [cell_of(row[key]) for key in head]
            # What a spreadsheet would read as a formula has an apostrophe before it.
            same_cells = [cell in (one, "'" + one) for cell, one in zip(cells, wanted)]  # noqa: B905 - Python 3.8
            if len(cells) != len(wanted) or not all(same_cells):
                problems.append(f"{name}: row {number} does not say what dossier.json says")
    return problems


def check_kept(folder, dossier):
    """Return [problem]: the file that the version came as, and those of captures, have the hashes that are named."""
    named = [dossier["original"]] if dossier["original"] else []
    captures = dossier.get("captures", [])
    named += [row for one in captures for row in [one] + one.get("drawn", [])]
    named = [row for row in named if row["file"]]
    problems = []
    for row in named:
        path = folder / row["file"]
        if not path.is_file() or sha256(path.read_bytes()) != row["sha256"]:
            problems.append(row["file"] + ": it is not the file that dossier.json names")
    return problems


def cell_of(value):
    """Return a value of dossier.json as a cell of a table has it."""
    if value is None or isinstance(value, bool):
        return {None: "", True: "yes", False: "no"}[value]
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def main(folder):
    """Verify the dossier in a folder, say what was found, and return the status to end with."""
    problems, files, hashes, more = check_files(folder)
    said = [f"{files} files agree with MANIFEST."]
    if not problems:
        try:
            dossier = json.loads((folder / "dossier.json").read_bytes().decode("utf-8"))
            found, sentences = check_dossier(dossier)
            problems += found + check_tables(folder, dossier) + check_kept(folder, dossier)
            said += sentences
            if [" ".join(one) for one in hashes] != hashes_of(dossier):
                problems.append("MANIFEST: its hashes are not those of dossier.json")
        except UNSOUND as error:
            problems.append(f"dossier.json: it is not what a dossier has: {error!r}")
    for name in more:
        said.append(f"{name} is no part of the dossier, and was not looked at.")
    for sentence in said:
        print(sentence)
    for problem in problems:
        print("NOT VERIFIED: " + problem)
    print("NOT VERIFIED." if problems else "VERIFIED: file, content, sign-off and chain agree.")
    return 1 if problems else 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main(Path(__file__).resolve().parent))
