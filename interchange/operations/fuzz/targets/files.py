"""The parsers of files: entries in every form, forecast grades, base data, the catalogue, and their names."""

import io
import zipfile
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from interchange.catalogue.folder import read_folder
from interchange.catalogue.formats import FORMATS
from interchange.core.csvfile import lines
from interchange.core.errors import Refused
from interchange.core.spreadsheets import write_csv, write_ods, write_xlsx
from interchange.entries.formats import ENTRIES
from interchange.exchange.reading_sets import read_set
from interchange.exchange.rules import json_form, xml_form
from interchange.exchange.rules.acknowledgement import name_of
from interchange.exchange.rules.basedata import BASE_DATA_FORM, LISTS
from interchange.exchange.rules.intake import Intake, NoKind, kind_of, of_common_format, of_json, of_xml
from interchange.exchange.rules.layouts import Column, detail
from interchange.exchange.rules.names import BadName, Letter, read_name
from interchange.exchange.rules.tables import of_table
from interchange.exchange.rules.tree import ENTRIES_FORM
from interchange.exchange.rules.writing import OfCentre, write
from interchange.operations.fuzz.target import Target

CODES = [Column("codes", 110, 6, 14)]
GRADES = [
    Column("centre", 3, 5), Column("number", 8, 4), Column("option", 12, 6), Column("grade", 18, 4),
    Column("second_grade", 22, 4),
]  # fmt: skip
RECORD = {
    "status": "C", "centre": "12345", "number": "0001", "name": "LEE: ANN", "sex": "F", "born_on": date(2009, 2, 1),
    "uci": "123450270001Y", "upn": "", "uln": "", "qualifier": "", "other_centre": "", "other_number": "",
    "unread_106": "", "codes": ("J351A", "H446A"),
}  # fmt: skip
HEAD = {"kind": "entries", "centre": "12345", "awarding_body": "01", "series": "2027-06", "sequence": 1}
ANN = {
    "number": "0001", "uci": "123450270001Y", "surname": "Lée", "forenames": "Ann", "date_of_birth": date(2009, 2, 1),
    "sex": "F", "status": "S", "codes": ("J351A",),
}  # fmt: skip
ROW = [
    "12345",
    "0001",
    "123450270001Y",
    "",
    "Lée",
    "Ann",
    "2009-02-01",
    "F",
    "S",
    "2027-06",
    "J351",
    "A",
    "add",
]


def layout(letter: Letter):  # type: ignore[no-untyped-def]
    """The detail records, with columns such as an awarding body might fill in."""
    places = {
        Letter.DISALLOWED: [Column("first", 3, 6), Column("second", 9, 6)],
        Letter.ENTRIES: CODES, Letter.AMENDMENTS: CODES, Letter.FORECASTS: GRADES,
    }  # fmt: skip
    return detail(letter, places.get(letter, []), born_until=2027)


def a_file() -> bytes:
    """A good file of the common format."""
    name = read_name("E1234501.X01")
    people = [{**RECORD, "number": f"{number:04}"} for number in range(1, 4)]
    own = OfCentre("12345", 1, "CF24 3QX", people)
    return b"".join(write(name, layout(name.letter), "6A", "27", [own], made_on=date(2027, 2, 1)))


def a_file_of_grades() -> bytes:
    """A good file of forecast grades."""
    name = read_name("F1234501.X01")
    grades = [
        {"centre": "12345", "number": f"{number:04}", "option": "J351A", "grade": "7", "second_grade": ""}
        for number in range(1, 4)
    ]
    own = OfCentre("12345", 1, "CF24 3QX", grades)
    return b"".join(write(name, layout(name.letter), "6A", "27", [own], made_on=date(2027, 2, 1)))


def forecasts(content: bytes) -> None:
    """A file of forecast grades."""
    list(of_common_format(Intake("edi"), "F1234501.X01", [content], layout))


def common_format(content: bytes) -> None:
    """A file of entries in pieces of odd sizes."""
    pieces = (content[at : at + 97] for at in range(0, len(content), 97))
    list(of_common_format(Intake("edi"), "E1234501.X01", pieces, layout))


def base_data(content: bytes) -> None:
    """A set of base data, whatever it looks like."""
    for name in (*(f"{letter}6A27_01.X01" for letter in "SOCLD"), "a.xml", "a.json"):
        try:
            read_set([(name, content)], layout)
        except Refused:
            continue


def xml(content: bytes) -> None:
    """Entries in XML."""
    list(of_xml(Intake("xml"), [content[:50], content[50:]]))


def json(content: bytes) -> None:
    """Entries in JSON."""
    list(of_json(Intake("json"), [content]))


def names(content: bytes) -> None:
    """The name of a file, and which form it has."""
    name = content[:300].decode("utf-8", "replace")
    name_of(name)
    try:
        kind_of(name, content)
        read_name(name)
    except (BadName, NoKind):
        pass


def table(content: bytes) -> None:
    """A table of entries: text, or a workbook."""
    list(of_table(Intake("csv"), "entries.csv", io.BytesIO(content), len(content)))


def csv_lines(content: bytes) -> None:
    """The reader of large CSV files."""
    list(lines(io.BytesIO(content), longest=50))


def catalogue(content: bytes) -> None:
    """A file of the catalogue, under each of its names."""
    with TemporaryDirectory() as folder:
        (Path(folder) / FORMATS[len(content) % len(FORMATS)].name).write_bytes(content)
        read_folder(Path(folder))


XML = b"".join(xml_form.write(ENTRIES_FORM, HEAD, {"candidates": [ANN]}))
JSON = json_form.write(ENTRIES_FORM, HEAD, {"candidates": [ANN]})
HEADED = ENTRIES.titles[:13]
CSV = write_csv(HEADED, [ROW])
HEADINGS = [(",".join(shape.grid.titles) + "\n").encode() * 2 for shape in FORMATS]
SETS = {Letter.SYLLABUSES: [{"code": "J351", "unread": "", "title": "English"}]}


def a_set() -> list[bytes]:
    """Good base data, in each of its forms."""
    name = read_name("S6A27_01.X01")
    own = OfCentre("6A27_", 1, "", SETS[Letter.SYLLABUSES])
    lines = b"".join(
        write(name, layout(name.letter), "6A", "27", [own], made_on=date(2027, 2, 1), distribution="B")
    )
    head = {"awarding_body": "01", "series": "2027-06", "issue": 1, "made_on": date(2027, 2, 1)}
    lists = {LISTS[letter][0]: records for letter, records in SETS.items()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("S6A27_01.X01", lines)
    return [
        lines, b"".join(xml_form.write(BASE_DATA_FORM, head, lists)), json_form.write(BASE_DATA_FORM, head, lists),
        packed.getvalue(),
    ]  # fmt: skip


TARGETS = (
    Target("common-format", common_format, [a_file()]),
    Target("forecasts", forecasts, [a_file_of_grades()]),
    Target("base-data", base_data, a_set()),
    Target("xml", xml, [XML]),
    Target("json", json, [JSON]),
    Target("names", names, [b"E1234501.X01", b"S6A27_01.X01", b"E1234501 (1).X01"]),
    Target("tables", table, [CSV, write_xlsx(HEADED, [ROW]), write_ods(HEADED, [ROW])]),
    Target("csv", csv_lines, [CSV]),
    Target("catalogue", catalogue, HEADINGS),
)
