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
from pathlib import Path

#: The CSV files, and the part of dossier.json that each must agree with in number.
TABLES = {
    "claims.csv": "claims",
    "evidence.csv": "evidence",
    "sign-offs.csv": "sign_offs",
    "events.csv": "events",
}
#: What a claim says in dossier.json, and must say in the content that was signed.
SAME = ("statement", "kind", "verdict", "rationale", "attribution", "line_decision", "proposed_words", "speaker")


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
    more = sorted(path.name for path in folder.iterdir() if path.is_file() and path.name not in files)
    return problems, len(files) - len(problems), others, [name for name in more if name != "MANIFEST"]


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
    if sha256(json.dumps(rows, ensure_ascii=False)) != dossier["version"]["hash"]:
        return ["the article's text is not the text of the version's hash"], True
    return [], True


def check_signed(dossier):
    """Return ([problem], sign-offs whose content was hashed again, sign-offs of which only the hash is here)."""
    problems, full, only_hash = [], 0, 0
    claims = {claim["number"]: claim for claim in dossier["claims"]}
    told = {}  # (whether it is of a claim, the sign-off's id): the hash that the record tells of
    for event in dossier["events"]:
        data = json.loads(event["hashed"])[8] if event["hashed"] else {}
        if "content_hash" in data:
            told[event["claim"] is not None, data.get("signoff")] = data["content_hash"]
    for signed in dossier["sign_offs"] + dossier["article_sign_offs"]:
        claim = claims.get(signed.get("claim"))
        what = f"claim {signed['claim']}" if "claim" in signed else "the article"
        what = f"sign-off {signed['id']} of {what} by {signed['signer']}"
        if signed["content"] is None:
            only_hash += 1
        else:
            full += 1
            if sha256(signed["content"]) != signed["content_hash"]:
                problems.append(what + ": its content is not what was signed")
        live = claim is not None and not signed["voided_at"] and claim["state"] == "signed_off"
        if live and claim["content_hash"] not in (None, signed["content_hash"]):
            problems.append(what + ": the claim is not what was signed")
        if live and signed["content"] is not None:
            content = json.loads(signed["content"])
            for name in SAME:
                if content.get(name) != claim[name] and claim[name] != "[left out]":
                    problems.append(f"{what}: “{name}” of the claim is not what was signed")
        if told.get(("claim" in signed, signed["id"]), signed["content_hash"]) != signed["content_hash"]:
            problems.append(what + ": the record tells of another content")
    return problems, full, only_hash


def check_chain(dossier):
    """Return ([problem], events whose hash was computed again, events of which only the hash is here)."""
    problems, full, only_hash = [], 0, 0
    previous, sequence = "", 0
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
        if sha256(event["hashed"]) != event["hash"]:
            problems.append(what + ": its hash is not that of what it says")
        elif said[0] != event["previous_hash"] or said[1] != dossier["chain"]["id"] or said[2] != event["sequence"]:
            problems.append(what + ": it is of another place in the chain")
        elif (said[6], said[7]) != (event["verb"], event["words"]):
            problems.append(what + ": what is shown of it is not what was hashed")
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
    """Return [problem]: each CSV has as many rows as dossier.json."""
    problems = []
    for name, part in sorted(TABLES.items()):
        rows = list(csv.reader(io.StringIO((folder / name).read_bytes().decode("utf-8-sig"), newline="")))
        if len(rows) - 1 != len(dossier[part]):
            problems.append(f"{name}: it has {len(rows) - 1} rows, dossier.json {len(dossier[part])}")
    return problems


def main(folder):
    """Verify the dossier in a folder, say what was found, and return the status to end with."""
    problems, files, hashes, more = check_files(folder)
    said = [f"{files} files agree with MANIFEST."]
    if not problems:
        dossier = json.loads((folder / "dossier.json").read_bytes().decode("utf-8"))
        found, sentences = check_dossier(dossier)
        problems += found + check_tables(folder, dossier)
        said += sentences
        if [" ".join(one) for one in hashes] != hashes_of(dossier):
            problems.append("MANIFEST: its hashes are not those of dossier.json")
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
