"""Files that people send: what is taken, what is left out and why, and how it is kept (ASVS 5, B10)."""

import io
import socket
import struct
import threading
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from interchange.core import uploads
from interchange.core.errors import Refused
from interchange.core.spreadsheets import write_xlsx
from interchange.core.uploads import GUIDE, MESSAGE, USES, check, read_files, safe_name
from interchange.core.uploads.uses import MIME_TYPES

A_PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\nxref\n0 1\n"
A_PDF += b"trailer\n<< /Root 1 0 R >>\nstartxref\n45\n%%EOF\n"


def sent(name, data):
    return SimpleUploadedFile(name, data)


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


HEADER = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
WIDE = chunk(b"IHDR", struct.pack(">I", 30_000) + HEADER[4:])
PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", HEADER)
    + chunk(b"IDAT", zlib.compress(b"\0\0\0\0"))
    + chunk(b"IEND", b"")
)
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
    b"\xff\xc0\x00\x11\x08\x00\x01\x00\x01\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01"
    b"\xff\xda\x00\x0c\x03\x01\x00\x02\x11\x03\x11\x00\x3f\x00\x7f\xff\xd9"
)
TYPES = b'<?xml version="1.0"?><Types/>'


def packed(**parts):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", parts.pop("types", TYPES))
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return made.getvalue()


DOCX = packed(word__document_xml=b"<w/>")
XLSX = write_xlsx(["a"], [[1]])
GOOD = {
    "a.pdf": A_PDF, "a.png": PNG, "a.jpg": JPEG, "a.jpeg": JPEG, "a.docx": DOCX, "a.xlsx": XLSX,
    "a.csv": b"a,b\r\n1,2\r\n",
    "a.txt": "Zoë wrote this.\n".encode(), "b.txt": "Zoë".encode("cp1252"), "A.PDF": A_PDF,
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_what_is_what_it_says_is_taken(name):
    taken = check(sent(name, GOOD[name]), MESSAGE)
    assert (taken.size, taken.scanned) == (len(GOOD[name]), False)
    assert taken.name.endswith(f".{taken.kind}")


SCRIPTED = A_PDF.replace(b"/Type /Catalog", b"/OpenAction << /S /Java#53cript /JS (app.alert) >>")
HIDDEN = A_PDF.replace(
    b"<< /Type /Catalog >>",
    b"<< /Type /ObjStm /Filter /FlateDecode >> stream\n"
    + zlib.compress(b"<< /S /JavaScript >>")
    + b"\nendstream",
)
at = HIDDEN.index(b"xref\n0 1")
HIDDEN = HIDDEN.replace(b"startxref\n45", b"startxref\n%d" % at)
SCRIPTED = SCRIPTED.replace(b"startxref\n45", b"startxref\n%d" % SCRIPTED.index(b"xref\n0 1"))
BAD = [
    ("picture.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "kind"),
    ("page.html", b"<!doctype html>", "kind"),
    ("program.exe", b"MZ", "kind"),
    ("without", b"text", "kind"),
    (".txt", b"text", "kind"),
    ("marks.xlsm", XLSX, "kind"),
    ("empty.txt", b"", "empty"),
    ("large.txt", b"x" * 10_000_001, "too-large"),
    ("page.txt", b"<!DOCTYPE html><script>alert(1)</script>", "not-what-it-says"),
    ("drawing.csv", b"<svg onload='x'/>", "not-what-it-says"),
    ("picture.txt", PNG, "not-what-it-says"),
    ("nul.txt", b"a\x00b", "not-what-it-says"),
    ("text.pdf", b"hello", "not-what-it-says"),
    ("word.pdf", DOCX, "not-what-it-says"),
    ("pdf.docx", A_PDF, "not-what-it-says"),
    ("sheet.docx", XLSX, "not-what-it-says"),
    ("zip.docx", packed(a_txt=b"x"), "not-what-it-says"),
    ("macros.docx", packed(word__document_xml=b"<w/>", word__vbaProject_bin=b"x"), "macros"),
    ("told.docx", packed(types=b"<Types macroEnabled/>", word__document_xml=b"<w/>"), "macros"),
    ("object.docx", packed(word__document_xml=b"<w/>", word__embeddings__oleObject1_bin=b"x"), "macros"),
    ("bomb.docx", packed(word__document_xml=b"0" * 2_000_000_0), "unpacks-too-large"),
    ("nested.docx", packed(word__document_xml=b"<w/>", word__other_bin=DOCX), "file-in-file"),
    ("cut.docx", DOCX[:-30], "damaged"),
    ("cut.pdf", A_PDF[:-20], "damaged"),
    ("script.pdf", SCRIPTED, "runs"),
    ("hidden.pdf", HIDDEN, "runs"),
    ("locked.pdf", A_PDF.replace(b"/Root 1 0 R", b"/Encrypt 9 0 R"), "with-password"),
    ("broken.png", PNG[:40] + b"\xff" + PNG[41:], "damaged"),
    ("more.png", PNG + b"<script>", "damaged"),
    ("cut.jpg", JPEG[:-2], "damaged"),
    ("wide.png", PNG.replace(chunk(b"IHDR", HEADER), WIDE), "picture-size"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "code"), BAD, ids=[name for name, _, _ in BAD])
def test_what_is_not_what_it_says_is_left_out(name, data, code):
    with pytest.raises(Refused) as refusal:
        check(sent(name, data), MESSAGE)
    assert refusal.value.code == code
    assert refusal.value.message.endswith(".")


def test_of_fifty_files_the_bad_one_is_left_out_and_explained():
    files = [sent(f"{number}.txt", b"good") for number in range(49)]
    found = read_files([*files[:20], sent("bad.pdf", b"no pdf"), *files[20:]], MESSAGE)
    assert len(found.accepted) == 49
    assert [(one.name, one.code) for one in found.problems] == [("bad.pdf", "not-what-it-says")]


def test_the_fifty_first_file_waits_for_the_next_message():
    def problems(number, already=0):
        files = [sent(f"{one}.txt", b"good") for one in range(number)]
        return [one.code for one in read_files(files, MESSAGE, already=already).problems]

    assert problems(51) == ["too-many"]
    assert problems(2, already=49) == ["too-many"]


def test_files_are_limited_together():
    files = [sent(f"{number}.txt", b"x" * 9_999_999) for number in range(11)]
    assert [one.code for one in read_files(files, MESSAGE).problems] == ["too-much"]


def test_a_guide_is_no_picture():
    with pytest.raises(Refused, match="Send PDF, DOCX or XLSX, at most 10 MB"):
        check(sent("a.png", PNG), GUIDE)


def test_no_use_takes_what_runs_scripts():
    assert {kind for use in USES for kind in use.kinds} <= set(MIME_TYPES)
    assert not {"svg", "html", "htm", "xml", "js", "zip"} & set(MIME_TYPES)


@given(st.text(max_size=300), st.sampled_from(sorted(MIME_TYPES)))
def test_every_name_becomes_a_safe_one(typed, kind):
    stem, dot, ending = safe_name(f"{typed}.{kind}", kind).partition(".")
    assert (dot, ending) == (".", kind)
    assert stem
    assert set(stem) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")
    assert len(stem) <= 85


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Zoë's marks (final).pdf", "Zoe-s-marks-final.pdf"), ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\ann\\list.pdf", "list.pdf"), ("marks.exe.pdf", "marks-exe.pdf"), ("con.pdf", "file-con.pdf"),
        ("…….pdf", "file.pdf"), ('a"\r\nSet-Cookie: x.pdf', "a-Set-Cookie-x.pdf"),
    ],
)  # fmt: skip
def test_a_name_names_nothing_but_the_file(typed, kept):
    assert safe_name(typed, "pdf") == kept


def test_a_file_is_kept_under_a_name_of_ours_and_given_out_to_be_saved():
    taken = check(sent("Zoë.pdf", A_PDF), MESSAGE)
    stored = uploads.keep(taken, MESSAGE)
    assert "Zo" not in stored
    answer = uploads.download(stored, name=taken.name, kind=taken.kind)
    assert answer.content == A_PDF
    assert answer["Content-Disposition"] == 'attachment; filename="Zoe.pdf"'
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", "application/pdf")
    uploads.discard(stored)


# ---------------------------------------------------------------- the virus scanner


@contextmanager
def scanner(answer: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """A clamd that says the same of every file, and keeps what it was sent."""
    seen: list[bytes] = []
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with listening.accept()[0] as line:
            stream = line.makefile("rb")
            assert stream.read(10) == b"zINSTREAM\0"
            while size := struct.unpack(">I", stream.read(4))[0]:
                seen.append(stream.read(size))
            line.sendall(answer)

    serving = threading.Thread(target=serve, daemon=True)
    serving.start()
    yield f"127.0.0.1:{listening.getsockname()[1]}", seen
    serving.join(5)
    listening.close()


def test_a_clean_file_was_scanned_whole(settings):
    data = b"x" * 100_000
    with scanner(b"stream: OK\0") as (where, seen):
        settings.CLAMD_SOCKET = where
        assert check(sent("a.txt", data), MESSAGE).scanned
    assert b"".join(seen) == data


@pytest.mark.parametrize(
    ("answer", "code"),
    [(b"stream: Eicar-Test-Signature FOUND\0", "virus"), (b"INSTREAM size limit exceeded. ERROR\0", "scanner-down"),
     (b"", "scanner-down")],
)  # fmt: skip
def test_what_is_not_clean_is_not_taken(settings, caplog, answer, code):
    with scanner(answer) as (where, _):
        settings.CLAMD_SOCKET = where
        with pytest.raises(Refused) as refusal:
            check(sent("a.txt", b"x"), MESSAGE)
    assert refusal.value.code == code
    assert any("the scanner found something" in one for one in caplog.messages) is (code == "virus")


def test_while_the_scanner_is_down_no_file_is_taken_and_nobody_waits_for_each(settings, tmp_path):
    settings.CLAMD_SOCKET = str(tmp_path / "nothing.sock")
    found = read_files([sent(f"{number}.txt", b"x") for number in range(3)], MESSAGE)
    assert [one.code for one in found.problems] == ["scanner-down"] * 3
