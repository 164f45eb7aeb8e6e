"""A text as it comes in: pasted or in a file, then cut into blocks, each kept or left out."""

import base64
import hashlib
import re

from django import forms

from claims.intake.documents import MAX_DOCUMENT, SUFFIXES, is_markdown, kind_of, read_document
from claims.intake.documents.backing import notes_in, without_links
from claims.intake.pasted import MOST_ADDRESSES, only_addresses, refuse_if_unusable
from claims.intake.proposal import propose
from claims.models import Fetch
from claims.states import BlockKind
from claims.text.counted import plural
from claims.text.encodings import excerpts
from claims.text.normalise import WORDS, TextRefused, decode

#: Blocks that the form shows with their controls; those of a longer text are taken in as they were proposed.
SHOWN = 1500
LONGEST_ADDRESS = Fetch._meta.get_field("address").max_length
_KINDS = frozenset(BlockKind.values)  # Django lists them anew each time
BINARY = {"null_characters_not_allowed": WORDS["binary"]}


class TextForm(forms.Form):
    """A pasted text, or a text file or document. ``text`` cleans to the text of either, ``markdown`` says whether it is
    in Markdown, and ``notes`` are what the editor has to know about how it was read, in words.

    Where a file's letters can be read in several ways, ``readings`` are these, the form carries the file in ``kept``,
    and ``reading`` is the encoding that somebody chose. A text or another file takes its place. ``document`` is what
    there is to keep of a file, as keep_upload takes it; None where a text was pasted.
    """

    text = forms.CharField(
        required=False, strip=False, widget=forms.Textarea(attrs={"autofocus": True}), error_messages=BINARY
    )
    file = forms.FileField(
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": f".txt,.md,text/plain,{SUFFIXES}"}),
    )

    #: Whether addresses in place of a text are taken: ``addresses`` cleans to them, and ``text`` is not read.
    fetches = False
    #: How many; more are refused.
    most_addresses = MOST_ADDRESSES

    #: The text was pasted with its marks, and the page put it into Markdown (read_paste).
    marked = forms.BooleanField(required=False, widget=forms.HiddenInput)
    #: The page that was pasted, with the links in it: what `signed` in claims/editing/uploads.py gives.
    upload = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    reading = forms.CharField(required=False, max_length=40)
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    kept_name = forms.CharField(required=False, max_length=255, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.readings = []

    def clean(self):
        said = self.cleaned_data
        file = said.get("file")
        if "text" not in said or "file" in self.errors:
            return
        if file and said["text"].strip():
            self.add_error("file", "Paste the text or choose a file, not both.")
            return
        try:
            raw, name = self._file(file, said)
            said["markdown"], said["notes"] = is_markdown(name) or (raw is None and said["marked"]), []
            said["document"], said["page"], said["addresses"] = None, {}, []
            if self.fetches and raw is None and (found := only_addresses(said["text"])):
                said["addresses"] = [one if "://" in one else f"https://{one}" for one in found]
                if any(len(one) > LONGEST_ADDRESS for one in said["addresses"]):
                    self.add_error("text", f"An address has at most {LONGEST_ADDRESS:,} characters.")
                elif len(found) > self.most_addresses:
                    self.add_error("text", "A next version is one page. Give one address.")
                return
            if raw and (kind := kind_of(raw, name)):
                document = read_document(raw, kind)
                said |= {"text": document.text, "markdown": document.markdown, "notes": document.notes}
                said["page"] = document.page
                said["document"] = {"raw": raw, "name": name, "kind": kind}
                said["document"] |= {"backing": document.backing, "page": document.page}
            elif raw is not None:
                found = decode(raw)
                chosen = [one for one in found if len(found) == 1 or one.encoding == said.get("reading")]
                if len(found) > 1:
                    self._offer(found, raw, name)
                if not chosen:
                    self.add_error("reading", WORDS["doubtful"])
                    return
                said["text"] = chosen[0].text
                said["document"] = {"raw": raw, "name": name, "kind": "md" if said["markdown"] else "txt"}
            if not said["upload"] and (raw is None or said["document"]["kind"] in ("md", "txt")):
                self._take_backing(said)
            refuse_if_unusable(said["text"])
        except TextRefused as refused:
            self.add_error("file" if file or said.get("kept") else "text", refused.words)

    def _take_backing(self, said):
        """Take the links in Markdown out of a text: they are backing on their words, and so are its notes."""
        written = said["text"]
        said["text"], links = without_links(written)
        notes = notes_in(said["text"]) if said["markdown"] or said["text"].lstrip().startswith("# ") else []
        if links or notes:
            said["document"] = said["document"] or {"raw": written.encode(), "name": "", "kind": "md"}
            said["document"]["backing"] = [*notes, *links]
            counted = [plural(len(found), name) for found, name in ((notes, "footnote"), (links, "link")) if found]
            said["notes"] = [
                *said["notes"],
                f"Read as backing, on the lines that they stand on: {' and '.join(counted)}.",
            ]

    def _file(self, file, said):
        """(bytes, name) of the file that was chosen, now or before; (None, "") where a text was pasted."""
        if file:
            if file.size > MAX_DOCUMENT:
                raise TextRefused("large_document")
            return file.read(), file.name
        if said.get("kept") and not said["text"].strip():
            try:
                return base64.b64decode(said["kept"], validate=True), said.get("kept_name", "")
            except ValueError:
                raise TextRefused("undecodable") from None
        return None, ""

    def _offer(self, found, raw, name):
        """Show the ways in which a file reads, and carry the file along."""
        self.readings = [{"encoding": one.encoding, "name": one.name, "shown": excerpts(one, found)} for one in found]
        self.data = self.data.copy()
        self.data["kept"] = base64.b64encode(raw).decode()
        self.data["kept_name"] = name[-255:]


class BlocksForm(forms.Form):
    """A text cut into blocks, each kept or left out.

    ``blocks`` are the rows that the page shows: the proposal's, with what was decided about each; ``notes`` are those
    of the proposal, after those of the file that it was read from (``read_from``). The text travels in
    the form and is cut again here, so that no block can come back with other words. ``judged`` is a text that TextForm
    has not refused; it is not judged again. ``page`` is what the page that the text is from says beside it.
    """

    text = forms.CharField(strip=False, widget=forms.Textarea, error_messages=BINARY | {"required": WORDS["empty"]})
    markdown = forms.BooleanField(required=False, widget=forms.HiddenInput)
    cut = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    #: The file that the text was read from, if any: what `signed` in claims/editing/uploads.py gives.
    upload = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, page=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.page = page
        self.blocks, self.more, self.notes, self.read_from = [], [], [], []
        self.judged = None

    def propose(self, text, *, markdown):
        """The Proposal of the text."""
        return propose(text, markdown=markdown, page=self.page)

    def show(self, proposal, data=None):
        """Lay the blocks out in rows, decided as ``data`` says (a block it does not know: as proposed)."""
        self.notes = [*self.read_from, *proposal.notes]
        self.more = proposal.blocks[SHOWN:]
        self.blocks = [_row(at, block, data) for at, block in enumerate(proposal.blocks[:SHOWN])]

    def clean(self):
        said = self.cleaned_data
        if "text" not in said:
            return
        try:
            if said["text"] != self.judged:
                refuse_if_unusable(said["text"])
        except TextRefused as refused:
            self.add_error("text", refused.words)
            return
        proposal = self.propose(said["text"], markdown=said.get("markdown", False))
        was, now = said.get("cut"), cut_hash(block.text for block in proposal.blocks)
        self.show(proposal, self.data if was == now else None)
        if was != now:
            self.data = self.data.copy()
            self.data["cut"] = now
        if was not in ("", now):
            self.add_error(None, "The text changed, and was cut again. Look through the blocks once more.")
        for row in self.blocks:
            if row["left_out"] and not row["why"]:
                row["error"] = f"Say why block {row['number']} is left out."
                self.add_error(None, forms.ValidationError(row["error"], code=f"why-{row['number']}"))

    def add_error(self, field, error):
        super().add_error(field, error)
        if field == "upload":
            self.forget_upload()

    def forget_upload(self):
        """Forget a file that is not kept any more, so that the form goes through without it."""
        self.data = self.data.copy()
        self.data["upload"] = ""

    def chosen_blocks(self):
        """The blocks as create_article takes them."""
        rows = self.blocks + [_row(SHOWN + at, block, None) for at, block in enumerate(self.more)]
        return [
            {"kind": row["kind"], "text": row["text"], "left_out": row["left_out"], "left_out_reason": row["why"]}
            | _note(row)
            for row in rows
        ]


def _row(at, block, data):
    row = {"number": at + 1, "kind": block.kind, "text": block.text, "left_out": block.left_out, "why": block.why}
    row |= {"mark": block.number, "place": block.place}
    kind = data.get(f"kind-{at + 1}") if data else None
    if kind in _KINDS:
        row |= {
            "kind": kind,
            "left_out": f"out-{at + 1}" in data,
            "why": re.sub(r"\s+", " ", data.get(f"why-{at + 1}", "").replace("\0", "")).strip()[:200],
        }
    return row


def _note(row):
    """What write_text takes of a block that is a note: its mark, and the block and offset where that stands."""
    if row["kind"] != BlockKind.NOTE:
        return {}
    block, at = row["place"] or (None, None)
    return {"note_number": row["mark"], "note_block": block, "note_at": at}


def cut_hash(texts):
    """What the form carries of its blocks' texts, to notice that its text is cut otherwise than it was shown."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def without_blocks(data):
    """The data of an IntakeForm without what was decided about its blocks: its text is cut again."""
    kept = data.copy()
    for name in list(kept):
        if re.fullmatch(r"(kind|out|why)-\d+|cut", name):
            del kept[name]
    return kept
