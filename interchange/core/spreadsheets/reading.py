"""A file somebody sent, read as a table or refused with a sentence; nothing else can happen to it."""

from pathlib import PurePath
from typing import Final

from interchange.core.errors import Refused
from interchange.core.spreadsheets import table as limits
from interchange.core.spreadsheets.container import Container, with_password
from interchange.core.spreadsheets.delimited import decoded, not_a_table, read_text
from interchange.core.spreadsheets.opendocument_in import is_opendocument, read_opendocument
from interchange.core.spreadsheets.table import MAX_ROWS, Table
from interchange.core.spreadsheets.workbook import read_workbook

ZIP: Final = b"PK\x03\x04"
OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
OTHERS: Final = (b"%PDF", b"{\\rtf", b"<", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
TEXT_SUFFIXES: Final = {".csv": "", ".txt": "", ".tsv": "\t", ".tab": "\t"}


def read_table(data: bytes, filename: str, *, most: int = MAX_ROWS) -> Table:
    """The table in a CSV, tab-separated, XLSX or OpenDocument file of at most `most` rows.

    What the file is, its bytes decide; of text its name must say that it is a table. `Refused` has the code
    empty, too-large, too-many-rows, too-many-columns, cell-too-long, not-a-table, other-format, old-format,
    macros, with-password, damaged, too-many-entries, unpacks-too-large, file-in-file or quotation-marks.
    """
    if not data.strip():
        raise Refused("empty", "The file is empty. Choose the file again.")
    if len(data) > limits.MAX_FILE_BYTES:
        raise Refused(
            "too-large", f"The file is larger than {limits.MAX_FILE_BYTES // 1_000_000} MB. Split it."
        )
    if data.startswith(ZIP):
        container = Container(data)
        table = (read_opendocument if is_opendocument(container) else read_workbook)(container, most=most)
    elif data.startswith(OLD_OFFICE):
        raise _of_old_office(data)
    else:
        table = _read_text_file(data, filename, most)
    if not table.rows:
        raise Refused("empty", "There is nothing in the table. Choose another file.")
    return table


def _of_old_office(data: bytes) -> Refused:
    if ENCRYPTED in data:
        return with_password()
    return Refused(
        "old-format", "This is a file of an older kind (.xls). Save it as .xlsx or as CSV and send that."
    )


def _read_text_file(data: bytes, filename: str, most: int) -> Table:
    suffix = PurePath(filename).suffix.casefold()
    if suffix not in TEXT_SUFFIXES or data.lstrip().startswith(OTHERS):
        raise not_a_table()
    text, notes = decoded(data)
    table = read_text(text, most=most, separator=TEXT_SUFFIXES[suffix])
    return Table(table.rows, [*notes, *table.notes])


def read_pasted(text: str, *, most: int = MAX_ROWS) -> Table:
    """The table in what was copied from a spreadsheet, which separates cells by tabs."""
    if len(text) > limits.MAX_CHARACTERS:
        raise limits.too_much_text()
    return read_text(text, most=most, separator="\t")
