"""Captures as a WARC (ISO 28500), the format of web archives, or as a WACZ: a WARC with its index, in a zip.

Neither is stored: both are written from the captures' rows and files, byte for byte the same each time. They name
nobody of the desk. What a site packed for the way is unpacked in them: headers that say how begin with
``X-Archive-Orig-``, as is usual in archives; all others are as they came, in their order.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from io import BytesIO
from tempfile import TemporaryFile
from typing import IO, Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from claims.errors import NotNow
from claims.files import kept
from claims.models import Capture, Source
from claims.states import Terms

MOST = 100 * 1024 * 1024  # bytes of the files in one archive
MOST_CAPTURES = 500
_WACZ_VERSION = "1.1.1"  # https://specs.webrecorder.net/wacz/1.1.1/
_VERSION = "WARC/1.1"
_INFO = (
    b"software: Factcheck\r\nformat: WARC File Format 1.1\r\n"
    b"conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\nrobots: obey\r\n"
)
_ORIGINAL = "X-Archive-Orig-"
_OF_THE_WAY = frozenset({"content-encoding", "transfer-encoding"})
_PORTS = {"http": 80, "https": 443}
#: Kind of a file that a browser drew → its name in a web archive, as other programs for archives have it; its media.
_DRAWN = {"png": ("fullPage", "image/png"), "pdf": ("pdf", "application/pdf")}


@dataclass(frozen=True, slots=True)
class _Record:
    """One record of a WARC. ``head`` is what comes before ``body`` in its block: first line and headers of HTTP."""

    kind: str
    uri: str
    at: str
    body: bytes = b""
    head: bytes = b""
    media: str = ""
    status: int = 0
    ip: str = ""
    truncated: bool = False


def archived(source: Source) -> list[Capture]:
    """Return the captures that the archive of a source has, the oldest first: the newest, up to MOST in bytes."""
    chosen, size = [], 0
    ended = Capture.objects.filter(source=source, ended_at__isnull=False).exclude(sha256="", exchanges=[])
    for pk, of_one, drawn in ended.order_by("-id").values_list("id", "size", "drawn")[:MOST_CAPTURES]:
        size += of_one + sum(file["size"] for file in drawn)
        if size > MOST:
            break
        chosen.append(pk)
    return list(Capture.objects.filter(pk__in=chosen).select_related("source").defer("text", "headers").order_by("id"))


def may_leave(source: Source) -> bool:
    """Return whether captures of a source may leave as a web archive: by its terms, it may be named."""
    return source.terms == Terms.ON_RECORD


def may_be_archived(capture: Capture) -> bool:
    """Return whether there is something to put into an archive: a file, or what a site answered."""
    return bool(capture.ended_at and (capture.sha256 or capture.exchanges))


def write_warc(captures: Sequence[Capture], out: IO[bytes]) -> list[dict[str, str]]:
    """Write captures into a WARC. Returns a line of the index for each answer and file in it.

    Raises NotKept, and NotNow for a source that is not on the record: its address, and what its site said, name it.
    """
    if not all(may_leave(capture.source) for capture in captures):
        raise NotNow("Only a source on the record leaves the desk as a web archive: its address names it.")
    writer, index = WARCWriter(out, gzip=False), []
    writer.write_record(_info(captures[0]))
    for capture in captures:
        response = ""
        for number, one in enumerate(_records(capture)):
            record_id = _id(capture, number)
            digest = _sha256(one.body)
            headers = {
                "WARC-Type": one.kind,
                "WARC-Record-ID": record_id,
                "WARC-Date": one.at,
                "WARC-Target-URI": one.uri,
                "WARC-IP-Address": one.ip,
                "WARC-Concurrent-To": response if one.kind == "request" else "",
                "WARC-Truncated": "unspecified" if one.truncated else "",
                "WARC-Payload-Digest": digest,
            }
            start = out.tell()
            kind = f"application/http; msgtype={one.kind}" if one.head else one.media
            writer.write_record(_written(headers, one.head + one.body, kind))
            if one.kind == "response":
                response = record_id
            if one.kind != "request":
                where = {"length": str(out.tell() - start), "offset": str(start), "filename": "data.warc"}
                what = {"mime": one.media or "unk", "status": str(one.status or ""), "digest": digest}
                index.append({"at": one.at, "url": one.uri} | what | where)
    return index


def _info(capture: Capture) -> ArcWarcRecord:
    head = {"WARC-Type": "warcinfo", "WARC-Record-ID": _id(capture, -1), "WARC-Date": _moment(capture.ended_at)}
    return _written(head, _INFO, "application/warc-fields")


def _written(headers: Mapping[str, str], block: bytes, kind: str) -> ArcWarcRecord:
    """Return a record for warcio to write: its block as it is, which would come out otherwise if it were parsed."""
    said = [(name, value) for name, value in headers.items() if value] + [("WARC-Block-Digest", _sha256(block))]
    named = StatusAndHeaders("", said, protocol=_VERSION)
    return ArcWarcRecord("warc", headers["WARC-Type"], named, BytesIO(block), None, kind, len(block))


def _records(capture: Capture) -> Iterator[_Record]:
    """Yield the answer and the request of each step, or the file that was added by hand; then what a browser drew."""
    if not capture.exchanges:
        # Nothing shows from where a file came that somebody added: its name here is its hash.
        uri = f"urn:sha256:{capture.sha256}"
        yield _Record("resource", uri, _moment(capture.asked_at), kept(capture.sha256), media=capture.media)
        return
    for number, exchange in enumerate(capture.exchanges, 1):
        uri, at, ip = exchange["address"], exchange["at"], exchange["ip"]
        whole = bool(capture.sha256) and number == len(capture.exchanges)
        first, headers = exchange["response"]
        yield _Record(
            *("response", uri, at),
            body=kept(capture.sha256) if whole else b"",
            head=_http(first, _unpacked(headers) if whole else headers),
            media=_content_type(headers),
            status=int(first.split(" ")[1]),
            ip=ip,
            truncated=not whole,
        )
        yield _Record("request", uri, at, head=_http(*exchange["request"]), ip=ip)
    for file in capture.drawn:
        kind, media = _DRAWN[file["kind"]]
        named = f"urn:{kind}:{capture.exchanges[-1]['address']}"
        yield _Record("resource", named, _moment(capture.drawn_at), kept(file["sha256"]), media=media)


def _http(first: str, headers: Sequence[Sequence[str]]) -> bytes:
    lines = [first, *(f"{name}: {value}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode("latin-1")


def _unpacked(headers: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    """Return headers as they fit a body without what packed it for the way."""
    here = {name.lower() for name, _ in headers}
    gone = _OF_THE_WAY | ({"content-length"} if here & _OF_THE_WAY else set())
    return [(f"{_ORIGINAL}{name}" if name.lower() in gone else name, value) for name, value in headers]


def _content_type(headers: Sequence[Sequence[str]]) -> str:
    said = next((value for name, value in headers if name.lower() == "content-type"), "")
    return said.partition(";")[0].strip().lower()


def write_wacz(captures: Sequence[Capture], title: str, out: IO[bytes]) -> None:
    """Write captures into a WACZ; raises what `write_warc` does. Its pages are listed under ``title``."""
    ended = (captures[-1].ended_at or captures[-1].asked_at).astimezone(UTC)
    stamp = (ended.year, ended.month, ended.day, ended.hour, ended.minute, ended.second)
    resources: list[dict[str, Any]] = []
    with zipfile.ZipFile(out, "w") as package, TemporaryFile() as warc:

        def add(path: str, file: IO[bytes]) -> None:
            digest = hashlib.sha256()
            with package.open(zipfile.ZipInfo(path, stamp), "w", force_zip64=True) as entry:
                while part := file.read(1024 * 1024):
                    digest.update(part)
                    entry.write(part)
            name, hashed = path.rpartition("/")[2], f"sha256:{digest.hexdigest()}"
            resources.append({"name": name, "path": path, "hash": hashed, "bytes": file.tell()})

        index = write_warc(captures, warc)
        warc.seek(0)
        add("archive/data.warc", warc)
        add("indexes/index.cdx", BytesIO(_index(index)))
        add("pages/pages.jsonl", BytesIO(_pages(captures, title)))
        described = {
            "profile": "data-package",
            "wacz_version": _WACZ_VERSION,
            "title": title,
            "created": f"{ended:%Y-%m-%dT%H:%M:%SZ}",
            "software": "Factcheck",
            "resources": list(resources),
        }
        package_file = json.dumps(described, indent=2).encode()
        add("datapackage.json", BytesIO(package_file))
        digest = {"path": "datapackage.json", "hash": _sha256(package_file)}
        add("datapackage-digest.json", BytesIO(json.dumps(digest, indent=2).encode()))


def _index(lines: Sequence[dict[str, str]]) -> bytes:
    """Return the index: sorted lines, each an address turned round, a time and what is there, as JSON."""
    found = []
    for line in lines:
        what = {name: value for name, value in line.items() if name != "at" and value}
        found.append(f"{_key(line['url'])} {_digits(line['at'])} {json.dumps(what)}\n".encode())
    return b"".join(sorted(found))


def _key(uri: str) -> str:
    """Return an address as an index sorts it (SURT): ``org,example)/a`` for ``https://www.example.org/a``."""
    parts = urlsplit(uri)
    if parts.scheme not in _PORTS:
        return uri.lower()
    host = ",".join(reversed((parts.hostname or "").removeprefix("www.").split(".")))
    port = f":{parts.port}" if parts.port and parts.port != _PORTS[parts.scheme] else ""
    query = f"?{'&'.join(sorted(parts.query.split('&')))}" if parts.query else ""
    return f"{host}{port}){parts.path or '/'}{query}".lower()


def _pages(captures: Sequence[Capture], title: str) -> bytes:
    lines: list[dict[str, str]] = [{"format": "json-pages-1.0", "id": "pages", "title": "All pages"}]
    for capture in captures:
        if capture.exchanges:
            shown = {"url": capture.exchanges[-1]["address"], "ts": capture.exchanges[-1]["at"], "title": title}
        else:
            shown = {"url": f"urn:sha256:{capture.sha256}", "ts": _moment(capture.asked_at), "title": capture.file_name}
        lines.append({"id": str(capture.pk)} | shown)
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def _id(capture: Capture, number: int) -> str:
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, f'factcheck:{capture.pk}:{capture.asked_at.isoformat()}:{number}')}>"


def _moment(at: Any) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


def _digits(at: str) -> str:
    return "".join(filter(str.isdigit, at))[:14]


def _sha256(raw: bytes) -> str:
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"
