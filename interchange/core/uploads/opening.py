"""Opening a file of each kind, to see that it is one: its magic, its structure, and nothing in it that runs."""

import re
import struct
import zlib
from collections.abc import Callable

import puremagic

from interchange.core.errors import Refused
from interchange.core.spreadsheets.container import Container

MAGIC = {
    "pdf": {".pdf"},
    "png": {".png"},
    "jpeg": {".jpg", ".jpeg", ".jfif"},
    "docx": {".docx"},
    "xlsx": {".xlsx"},
}
"""What the first bytes of each kind are told by; text has no such bytes."""
SURE = 0.5
RUNS = ("vbaproject", "vbadata", "activex", "oleobject", "macrosheets", "/embeddings/")
MAIN_PART = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
LARGEST_PICTURE = 20_000
LARGEST_OBJECTS = 4_000_000
CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


def not_what_it_says(kind: str) -> Refused:
    """The content is not what the name promises."""
    return Refused(
        "not-what-it-says",
        f"This is not a {kind.upper()} file inside. Save it again as {kind.upper()}, and send that.",
    )


def open_file(data: bytes, kind: str) -> None:
    """Refused where the content is not of this kind, is damaged, or holds something that runs (ASVS 5.2.2)."""
    if kind in MAGIC and not MAGIC[kind] & _magic(data, at_least=0):
        raise not_what_it_says(kind)
    OPENERS[kind](data, kind)


def _magic(data: bytes, *, at_least: float) -> set[str]:
    try:
        return {one.extension for one in puremagic.magic_string(data) if one.confidence >= at_least}
    except (puremagic.PureError, ValueError):
        return set()


# ---------------------------------------------------------------- office documents


def _office(data: bytes, kind: str) -> None:
    inside = Container(data, what="document" if kind == "docx" else "workbook")
    if MAIN_PART[kind] not in inside or "[content_types].xml" not in inside:
        raise not_what_it_says(kind)
    types = inside.read("[Content_Types].xml").lower()
    if b"macroenabled" in types or any(word in f"/{name}" for name in inside.names for word in RUNS):
        raise Refused(
            "macros",
            "There are macros or other programs inside this file. Save it without them, or as a PDF.",
        )


# ---------------------------------------------------------------- PDF

PDF_RUNS = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|ImportData|SubmitForm)(?![A-Za-z])"
)
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
OBJECTS = re.compile(rb"/ObjStm[^\0]{0,400}?stream\r?\n")
STARTS_AT = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF")
TABLE = re.compile(rb"\s*(xref\b|\d+\s+\d+\s+obj\b)")


def _pdf(data: bytes, kind: str) -> None:
    """Light: it begins and ends as one, its table of objects is where it says, and no object of it runs."""
    if not data.startswith(b"%PDF-"):
        raise not_what_it_says(kind)
    ends = STARTS_AT.findall(data[-4_096:])
    if not ends or not TABLE.match(data, int(ends[-1])):
        raise Refused("damaged", "The PDF is damaged or was cut off. Save it again and send that.")
    plain = _named(data)
    if b"/Encrypt" in plain:
        raise Refused(
            "with-password",
            "The PDF is protected by a password. Save a copy without the password and send that.",
        )
    if PDF_RUNS.search(plain) or any(PDF_RUNS.search(_named(part)) for part in _packed_objects(data)):
        raise Refused(
            "runs", "There is a program or another file inside this PDF. Print it to a new PDF and send that."
        )


def _named(data: bytes) -> bytes:
    """With the letters of names as letters: /J#61vaScript is /JavaScript."""
    return ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), data)


def _packed_objects(data: bytes) -> list[bytes]:
    """The streams that hold objects, unpacked; no more of each than could be needed."""
    found = []
    for stream in OBJECTS.finditer(data):
        try:
            found.append(zlib.decompressobj().decompress(data[stream.end() :], LARGEST_OBJECTS))
        except zlib.error:
            continue
    return found


# ---------------------------------------------------------------- pictures


def _png(data: bytes, kind: str) -> None:
    """Chunk by chunk, each with its check sum, from the header to the end."""
    place: int = 8
    names: list[bytes] = []
    while place + 12 <= len(data) and (not names or names[-1] != b"IEND"):
        (length,) = struct.unpack_from(">I", data, place)
        name, body = data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        end = place + 8 + length
        if end + 4 > len(data) or struct.unpack_from(">I", data, end)[0] != zlib.crc32(name + body):
            raise _broken_picture()
        names.append(name)
        place = end + 4
    if names[:1] != [b"IHDR"] or names[-1:] != [b"IEND"] or b"IDAT" not in names or place != len(data):
        raise _broken_picture()
    _size(*struct.unpack_from(">II", data, 16))


FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
SCAN = 0xDA


def _jpeg(data: bytes, kind: str) -> None:
    """Segment by segment to the picture itself, which has a size, and an end."""
    place, sized = 2, False
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker, length = data[place + 1], struct.unpack_from(">H", data, place + 2)[0]
        if marker in FRAMES and place + 9 <= len(data):
            height, width = struct.unpack_from(">HH", data, place + 5)
            _size(width, height)
            sized = True
        if marker == SCAN:
            break
        place += 2 + length
    if not sized or not data.rstrip(b"\0\r\n").endswith(b"\xff\xd9"):
        raise _broken_picture()


def _size(width: int, height: int) -> None:
    if not 0 < width <= LARGEST_PICTURE or not 0 < height <= LARGEST_PICTURE:
        raise Refused(
            "picture-size",
            f"A picture may be {LARGEST_PICTURE:,} dots wide and high at most. Make it smaller.",
        )


def _broken_picture() -> Refused:
    return Refused("damaged", "The picture is damaged. Open it, save it again and send that.")


# ---------------------------------------------------------------- text


def _text(data: bytes, kind: str) -> None:
    """Letters alone, and not the beginning of something else: a page of the web, a picture, a program."""
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "ignore")
    begins = text[:1_000].lstrip().casefold()
    other = {*_magic(data, at_least=SURE)} - {".txt", ".csv", ".tsv", ".md", ".log"}
    if (
        CONTROLS.search(text)
        or other
        or begins.startswith(("<!doctype", "<html", "<svg", "<?xml", "<script", "%pdf-"))
    ):
        raise not_what_it_says(kind)


OPENERS: dict[str, Callable[[bytes, str], None]] = {
    "pdf": _pdf, "png": _png, "jpeg": _jpeg, "docx": _office, "xlsx": _office, "csv": _text, "txt": _text,
}  # fmt: skip
