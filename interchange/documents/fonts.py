"""Which characters our fonts can show, and how the others are printed so that nothing vanishes."""

import re
import struct
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import font_source_sans_pro
import typst

MAIN_FONTS: Final = ("SourceSansPro-Regular.ttf", "SourceSansPro-Semibold.ttf")
REGULAR: Final = 400

NEVER_SEEN: Final = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Controls, marks of direction and the like: a name that holds one would look like another name."""

JOINERS: Final = "\u200c\u200d"
BREAK: Final = "\u200b"
PIECE: Final = re.compile(r"\[U\+[0-9A-F]+\]|.", re.DOTALL)


@dataclass(frozen=True)
class Typeface:
    """The fonts of one run of the program, and what each family shows, in the order in which they are tried."""

    fonts: typst.Fonts
    shows: Mapping[str, frozenset[int]]

    @property
    def families(self) -> list[str]:
        return list(self.shows)


@cache
def typeface(more: Path) -> Typeface:
    """Source Sans, and after it the fonts in the folder `more` for the scripts that it lacks."""
    main = Path(font_source_sans_pro.__file__).parent / "files"
    fonts = _only([*(main / name for name in MAIN_FONTS), *sorted(more.glob("*.ttf"))])
    files = {
        Path(font.path): font.family
        for font in fonts.fonts()
        if font.path and font.weight == REGULAR and font.style == "normal"
    }
    in_order = sorted(files, key=lambda file: (file.name not in MAIN_FONTS, file.name))
    return Typeface(fonts, {files[file]: _characters(file.read_bytes()) for file in in_order})


def _only(files: Iterable[Path]) -> typst.Fonts:
    """Just these fonts: given a folder that has the same font twice, typst takes the one it happens to meet."""
    with tempfile.TemporaryDirectory(prefix="interchange-fonts-") as folder:
        for file in files:
            (Path(folder) / file.name).symlink_to(file.resolve())
        return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


def printable(text: str, face: Typeface) -> str:
    """The text as it can be printed: what no font shows is spelt out, as [U+1F600]."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(cluster, face) for cluster in _clusters(unicodedata.normalize("NFC", text)))


def _clusters(text: str) -> Iterator[str]:
    """Letters with the marks above, below and behind them, which one font must show together."""
    cluster = ""
    for character in text:
        if cluster and not (unicodedata.category(character).startswith("M") or character in JOINERS):
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _shown(cluster: str, face: Typeface) -> str:
    """The cluster, with those of its characters spelt out that the best font for it does not show."""
    best = max(face.shows.values(), key=lambda shown: sum(ord(character) in shown for character in cluster))
    return "".join(
        character
        if ord(character) in best
        and (character in JOINERS or unicodedata.category(character) not in NEVER_SEEN)
        else f"[U+{ord(character):04X}]"
        for character in cluster
    )


def covered_by_the_first(text: str, face: Typeface) -> str:
    """A pattern for the characters to set in the first font, or nothing when it shows all of them.

    Left to itself typst puts a letter together from its parts before it asks the next font, and some readers
    copy a letter in parts out of the PDF twice.
    """
    others = {ord(character) for character in text if character.isprintable()} - face.shows[face.families[0]]
    return "[^" + "".join(f"\\u{{{point:x}}}" for point in sorted(others)) + "]" if others else ""


def breakable(text: str, most: int) -> str:
    """The text with places to break in words of more than `most` letters, lest they run into the next column."""
    if max(map(len, text.split(" "))) <= most:
        return text
    pieces: list[str] = []
    length = 0
    for piece in PIECE.findall(text):
        length = 0 if piece == " " else length + len(piece)
        joined = unicodedata.category(piece[0]).startswith("M") or unicodedata.bidirectional(piece[0]) == "AL"
        pieces.append(f"{BREAK}{piece}" if length > most and not joined else piece)
    return "".join(pieces)


# ---------------------------------------------------------------- the table of characters in a font file


def _characters(font: bytes) -> frozenset[int]:
    """The characters a TrueType or OpenType font has a shape for, by its own table ("cmap")."""
    tables = struct.unpack_from(">H", font, 4)[0]
    records = (struct.unpack_from(">4s3I", font, 12 + 16 * at) for at in range(tables))
    start = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    maps = struct.unpack_from(">H", font, start + 2)[0]
    shown: set[int] = set()
    for at in range(maps):
        offset = start + struct.unpack_from(">HHI", font, start + 4 + 8 * at)[2]
        form = struct.unpack_from(">H", font, offset)[0]
        if form == 4:
            shown.update(_of_short_map(font, offset))
        elif form == 12:
            shown.update(_of_long_map(font, offset))
    return frozenset(shown)


def _of_short_map(font: bytes, offset: int) -> Iterator[int]:
    double = struct.unpack_from(">H", font, offset + 6)[0]
    ends, starts, deltas, ranges = (
        struct.unpack_from(f">{double // 2}H", font, offset + place)
        for place in (14, 16 + double, 16 + 2 * double, 16 + 3 * double)
    )
    for at, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for point in range(first, min(last, 0xFFFE) + 1):
            shape = point + deltas[at]
            if ranges[at]:
                place = offset + 16 + 3 * double + 2 * at + ranges[at] + 2 * (point - first)
                stored = struct.unpack_from(">H", font, place)[0]
                shape = stored + deltas[at] if stored else 0
            if shape & 0xFFFF:
                yield point


def _of_long_map(font: bytes, offset: int) -> Iterator[int]:
    groups = struct.unpack_from(">I", font, offset + 12)[0]
    for at in range(groups):
        first, last, shape = struct.unpack_from(">3I", font, offset + 16 + 12 * at)
        yield from range(first + (shape == 0), last + 1)
