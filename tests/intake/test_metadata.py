"""What a file says of itself is shown with its capture, and removed if whoever adds the file asks for it."""

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, StreamObject

from claims import files
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
