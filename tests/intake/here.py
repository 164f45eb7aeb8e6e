"""What a document holds, read in the process of the tests: to start one for each takes a third of a second.

That a process with limits reads it, and what becomes of documents that break a reader, is in test_documents.py.
"""

from claims.intake.documents import Document, reader
from claims.text.normalise import TextRefused


def read_here(raw, kind, charset="", address=""):
    """Return what ``read_document`` does of a document that can be read. Raises what its reader raises."""
    said = reader.read(kind, raw, charset, address)
    if not said["text"].strip():
        raise TextRefused("empty")
    return Document(said["text"], said["markdown"], said["notes"], said["backing"], said["page"])
