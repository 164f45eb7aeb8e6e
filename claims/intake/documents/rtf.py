"""Read an .rtf: its words, row by row."""

from itertools import groupby

from striprtf.striprtf import rtf_to_text


def read_rtf(raw: bytes) -> str:
    """Return the text with an empty line between its paragraphs. Raises ValueError where it is no RTF."""
    if not raw.lstrip().startswith(b"{\\rtf"):
        raise ValueError("no RTF")
    rows = [row.strip() for row in rtf_to_text(raw.decode("latin-1"), encoding="cp1252", errors="replace").split("\n")]
    parts = []
    for is_table, run in groupby(filter(None, rows), lambda row: row.endswith("|")):
        # A table is rows of cells with tabs between them.
        found = [row.removesuffix("|").replace("|", "\t") if is_table else row for row in run]
        parts.append(("\n" if is_table else "\n\n").join(found))
    return "\n\n".join(parts)
