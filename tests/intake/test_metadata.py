"""What a file says of itself is shown with its capture, and removed if whoever adds the file asks for it."""

import io
import struct
import wave

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, StreamObject

from claims import files
from claims.intake.captured import strip_file
from claims.intake.metadata import NotRemoved, metadata_of, without_metadata
from tests.make import make_source

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def saved(write, *args, **how):
    out = io.BytesIO()
    write(out, *args, **how)
    return out.getvalue()


def photo():
    """A photograph that lies on its side, of somebody at a place, with a second one behind its end."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112], exif[0x013B] = "Nikon", 6, "Ann Lee"
    exif.get_ifd(0x8825).update({1: "N", 2: (39.0, 49.0, 12.5)})
    picture = Image.effect_noise((64, 48), 50).convert("RGB")
    raw = saved(picture.save, "JPEG", exif=exif, comment="by Ann Lee", progressive=True)
    return raw + saved(picture.save, "JPEG", exif=exif)


def drawing():
    said = PngInfo()
    said.add_text("Author", "Ann Lee")
    return saved(Image.effect_noise((64, 48), 50).save, "PNG", pnginfo=said)


def report():
    writer = PdfWriter()
    writer.add_blank_page(100, 200)
    writer.add_metadata({"/Author": "Ann Lee"})
    said = StreamObject()
    said.set_data(b"<x:xmpmeta>Ann Lee</x:xmpmeta>")
    writer.root_object[NameObject("/Metadata")] = writer._add_object(said)
    return saved(writer.write)


def shown(raw, media):
    """What of a file is to be seen."""
    if media == "application/pdf":
        return [page.mediabox for page in PdfReader(io.BytesIO(raw)).pages]
    with Image.open(io.BytesIO(raw)) as picture:
        return picture.tobytes(), picture.getexif().get(0x0112)


def box(kind, *within):
    inner = b"".join(within)
    return struct.pack(">I4s", 8 + len(inner), kind) + inner


def film(track=b"vide"):
    """A video of a telephone: when and where it was made, with what, and by whom."""
    made = struct.pack(">I", 3_700_000_000)
    place = b"+39.8201-046.7481/"
    artist = box(b"\xa9ART", box(b"data", struct.pack(">II", 1, 0), b"Ann Lee"))
    tags = box(b"meta", bytes(4), box(b"hdlr", bytes(8), b"mdir", bytes(13)), box(b"ilst", artist))
    keys = box(b"keys", struct.pack(">II", 0, 1), box(b"mdta", b"com.apple.quicktime.model"))
    model = box(b"ilst", box(struct.pack(">I", 1), box(b"data", struct.pack(">II", 1, 0), b"Telephone 7")))
    of_track = box(b"tkhd", bytes(4), made * 2, bytes(72)), box(b"mdia", box(b"hdlr", bytes(8), track, bytes(13)))
    moov = box(
        b"moov",
        box(b"mvhd", bytes(4), made * 2, bytes(88)),
        box(b"trak", *of_track),
        box(b"udta", box(b"\xa9xyz", struct.pack(">HH", len(place), 0x15C7), place), tags),
        box(b"meta", box(b"hdlr", bytes(8), b"mdta", bytes(13)), keys, model),
    )
    return box(b"ftyp", b"mp42", bytes(4), b"mp42") + moov + box(b"mdat", b"the pictures")


def song():
    """An MP3 with tags before and behind its sound."""
    artist = b"TPE1" + struct.pack(">IH", 8, 0) + b"\x03Ann Lee"
    head = b"ID3\x04\x00\x00" + bytes((0, 0, 0, len(artist))) + artist
    return head + b"\xff\xfb\x90\x00" + b"the sound" * 50 + b"TAG" + b"By Ann Lee".ljust(125, b"\0")


def record():
    """A FLAC with a comment."""
    said = struct.pack("<I", 0) + struct.pack("<II", 1, 14) + b"ARTIST=Ann Lee"
    blocks = b"\x00" + (34).to_bytes(3) + bytes(34) + b"\x84" + len(said).to_bytes(3) + said
    return b"fLaC" + blocks + b"\xff\xf8the sound"


def interview():
    """A WAV with a list of who made it."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"the sound!")
    said = b"INFOIART" + struct.pack("<I", 8) + b"Ann Lee\0"
    raw = out.getvalue() + b"LIST" + struct.pack("<I", len(said)) + said
    return raw[:4] + struct.pack("<I", len(raw) - 8) + raw[8:]


@pytest.mark.parametrize(
    ("make", "media", "said"),
    [
        (
            film,
            "video/mp4",
            {
                "artist": "Ann Lee",
                "Location": "+39.8201-046.7481/",
                "Created": "2021-03-31 01:46:40 UTC",
                "com.apple.quicktime.model": "Telephone 7",
            },
        ),
        (song, "audio/mpeg", {"artist": "Ann Lee"}),
        (record, "audio/flac", {"artist": "Ann Lee"}),
        (interview, "audio/wav", {"artist": "Ann Lee"}),
    ],
)
def test_what_a_recording_says_of_itself_is_read_and_blanked_and_its_sound_stays(make, media, said):
    raw = make()
    found = dict(metadata_of(raw, media))
    assert {name: found.get(name) for name in said} == said
    bare = strip_file(raw)
    assert metadata_of(bare, media) == [] and b"Ann Lee" not in bare and b"+39.8" not in bare
    content = b"the pictures" if make is film else b"the sound"
    assert content in bare and (make is song or bare.index(content) == raw.index(content))


def test_a_video_with_a_track_that_says_where_it_was_is_not_taken_for_stripped():
    with pytest.raises(NotRemoved):
        strip_file(film(track=b"meta"))


@pytest.mark.parametrize(
    ("make", "media", "name"),
    [(photo, "image/jpeg", "Artist"), (drawing, "image/png", "Author"), (report, "application/pdf", "Author")],
)
def test_what_a_file_says_of_itself_is_read_and_removed_and_what_it_shows_stays(make, media, name):
    raw = make()
    assert [name, "Ann Lee"] in metadata_of(raw, media)
    found = without_metadata(raw, media)
    assert metadata_of(found, media) == [] and b"Ann Lee" not in found
    assert shown(found, media) == shown(raw, media)


def test_documents_say_who_made_them_and_what_is_damaged_says_nothing():
    document = docx.Document()
    document.core_properties.author = "Ann Lee"
    assert ["creator", "Ann Lee"] in metadata_of(saved(document.save), DOCX)
    for media in (DOCX, "image/jpeg", "application/pdf", "text/plain"):
        assert metadata_of(b"\xff\xd8\xff\xe1 damaged", media) == []
        with pytest.raises(NotRemoved):
            without_metadata(b"\xff\xd8\xff\xe1 damaged", media)


def test_whoever_adds_a_file_sees_what_it_says_of_itself_and_may_have_it_removed(client, cast):
    source, raw = make_source(cast.desk), photo()
    client.force_login(cast.checker)

    def add(name, raw, **more):
        return client.post(f"/sources/{source.pk}/copy/", {"file": SimpleUploadedFile(name, raw), **more})

    add("a.jpg", raw)
    whole = source.captures.get()
    assert "Ann Lee" in client.get(f"/captures/{whole.pk}/").text and files.kept(whole.sha256) == raw
    add("b.jpg", raw, strip="on")
    bare = source.captures.first()
    assert (bare.stripped, bare.metadata) == (True, []) and b"Ann Lee" not in files.kept(bare.sha256)
    assert "What the file said of itself was removed." in client.get(f"/captures/{bare.pk}/").text
    assert "without what the file said of itself" in cast.desk.events.filter(verb="source_copied").last().words
    answer = add("c.txt", b"It rained.", strip="on")
    assert answer.status_code == 422 and "It cannot be removed from this file" in answer.text
    assert source.captures.count() == 2
