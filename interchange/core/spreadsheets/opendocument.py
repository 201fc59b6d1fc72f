"""OpenDocument out: a table as .ods, for those whose programs prefer it. Written by hand: five small elements are all
that it takes, and nothing more has to be installed."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from interchange.core.spreadsheets.export import EMPTY, LONGEST_TITLE, NOT_IN_A_TITLE, About, Value, as_text
from interchange.core.spreadsheets.table import ABOUT, MAX_CELL

CONTENT_TYPE: Final = "application/vnd.oasis.opendocument.spreadsheet"
NAMES: Final = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in {
        "office": "office", "table": "table", "text": "text", "style": "style", "number": "datastyle",
        "fo": "xsl-fo-compatible",
    }.items()
)  # fmt: skip
BEGINNING: Final = (
    f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES} office:version="1.3">'
    '<office:automatic-styles><number:date-style style:name="days"><number:day number:style="long"/><number:text>/'
    '</number:text><number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/>'
    '</number:date-style><style:style style:name="day" style:family="table-cell" style:data-style-name="days"/>'
    '<style:style style:name="head" style:family="table-cell"><style:text-properties fo:font-weight="bold"/>'
    "</style:style></office:automatic-styles><office:body><office:spreadsheet>"
)
END: Final = "</office:spreadsheet></office:body></office:document-content>"
MANIFEST: Final = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest manifest:version="1.3" '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{CONTENT_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
WHITE: Final = re.compile(r"^ | {2,}| $|\t")


def write_ods(
    header: Sequence[str], rows: Iterable[Sequence[Value]], about: About = EMPTY, *, title: str = "Table"
) -> bytes:
    """A spreadsheet with the table on its first sheet; a text is stored as text, whatever it begins with."""
    parts = [BEGINNING, *_sheet(NOT_IN_A_TITLE.sub("-", title)[:LONGEST_TITLE], header, rows)]
    if about:
        parts += _sheet(ABOUT, ["About", "This export"], list(about.items()))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(zipfile.ZipInfo("mimetype"), CONTENT_TYPE, zipfile.ZIP_STORED)
        packed.writestr("META-INF/manifest.xml", MANIFEST)
        packed.writestr("content.xml", "".join([*parts, END]))
    return made.getvalue()


def _sheet(title: str, header: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    yield f"<table:table table:name={quoteattr(title)}>"
    yield _row(_cell(heading, ' table:style-name="head"') for heading in header)
    for row in rows:
        yield _row(map(_cell, row))
    yield "</table:table>"


def _row(cells: Iterable[str]) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def _cell(value: Value, style: str = "") -> str:
    text = as_text(value)
    if len(text) > MAX_CELL:
        raise ValueError(f"a cell holds at most {MAX_CELL} characters")
    if not text:
        return "<table:table-cell/>"
    kind = ' office:value-type="string"'
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        kind = f' office:value-type="float" office:value="{text}"'
    elif isinstance(value, date) and not isinstance(value, datetime):
        kind = f' table:style-name="day" office:value-type="date" office:date-value="{text}"'
    lines = "".join(f"<text:p>{_words(line)}</text:p>" for line in text.split("\n"))
    return f"<table:table-cell{style}{kind}>{lines}</table:table-cell>"


def _words(line: str) -> str:
    """A line without what XML cannot hold, and with the spaces that its readers would drop."""
    return WHITE.sub(_white, escape("".join(filter(_fits, line))))


def _fits(letter: str) -> bool:
    return letter == "\t" or not (letter in "\ufffe\uffff" or unicodedata.category(letter) in {"Cc", "Cs"})


def _white(found: re.Match[str]) -> str:
    return "<text:tab/>" if found[0] == "\t" else f'<text:s text:c="{len(found[0])}"/>'
