"""The common format and the published forms, column by column, as the code declares them."""

from collections.abc import Iterator

from interchange.core.record import Record
from interchange.exchange.rules.basedata import BASE_DATA_FORM
from interchange.exchange.rules.layouts import TO_FILL_IN, first_free_column
from interchange.exchange.rules.names import HOLDS, Letter
from interchange.exchange.rules.records import DETAIL, FRAME, ORDER, published
from interchange.exchange.rules.tree import ENTRIES_FORM, Form, Part
from interchange.operations.docs.markdown import Rows, code, made_from, page, prose, table

PUBLISHED = (Letter.ENTRIES, Letter.SYLLABUSES, Letter.OPTIONS, Letter.COMPONENTS, Letter.LINKS)


def formats_page() -> str:
    """Names, records, what is to be filled in, XML and JSON."""
    return page(
        made_from(
            "interchange/exchange/rules/records.py",
            "interchange/exchange/rules/layouts.py",
            "interchange/exchange/rules/tree.py",
            "interchange/exchange/rules/basedata.py",
        ),
        "# The common format, and the published XML and JSON forms",
        prose("""Files that centres and awarding bodies exchange: fixed columns, one record a line, version 14. Columns
            count from 1. A name is `dcccccbb.Xnn`: the letter of what is in the file, the centre's number (in base data
            month, series, year and language), the awarding body's two digits, and the last two digits of the sequence
            number; in capitals or not. Lines end with CR LF, LF or CR; short ones are filled with spaces."""),
        table(["letter", "holds", "sent by"], _letters()),
        "## Headers and trailers",
        prose("""The same in every kind of file. Known from one working program; the year at columns 12 to 13 also from
            another source. What trailers count is not published: details alone, or headers and trailers with them."""),
        *_frames(),
        "## Detail records",
        prose("""Of entries and amendments the UCI's place is published and the columns around it follow from it. Of
            base data the columns are known from one reader in use; those it does not name may go on behind."""),
        *_details(),
        "## What an awarding body fills in",
        prose("""The published page does not give these columns. They stand in the awarding body's copy of the booklet,
            and are filled in on *Formats of files*, without code. Until the needed ones are there, a file of the kind
            is refused with that sentence. The letters and records of marks and of results are not published."""),
        *_to_fill_in(),
        "## XML and JSON",
        prose("""The same data under the same names for systems without fixed columns. XML has the namespace; JSON says
            `format`. Schemas are downloaded from *Base data for your system*. Files have at most 20 MB. XML with a
            DOCTYPE is refused."""),
        *_forms(),
    )


def _letters() -> Rows:
    for letter in Letter:
        yield [code(letter.value), HOLDS[letter], "centres" if letter.from_centres else "the awarding body"]


def _frames() -> Iterator[str]:
    for kind, fields in FRAME.items():
        yield f"### {kind}: {ORDER[kind]}"
        yield table(["columns", "field", "holds"], _columns(Record(f"E{kind}", fields)))


def _details() -> Iterator[str]:
    for letter in PUBLISHED:
        yield f"### {letter.value}{DETAIL}: {HOLDS[letter]}"
        yield table(["columns", "field", "holds"], _columns(Record(letter.value + DETAIL, published(letter))))


def _columns(record: Record) -> Rows:
    for place in record.layout():
        columns = f"{place.start}" if place.start == place.end else f"{place.start} to {place.end}"
        yield [columns, code(place.field), place.means]


def _to_fill_in() -> Iterator[str]:
    for letter, wanted in TO_FILL_IN.items():
        yield f"### {letter.value}{DETAIL}: {HOLDS[letter]}, from column {first_free_column(letter)}"
        rows = [[code(name), one.means, "yes" if one.needed else ""] for name, one in wanted.items()]
        yield table(["field", "holds", "needed"], rows)


def _forms() -> Iterator[str]:
    for form in (ENTRIES_FORM, BASE_DATA_FORM):
        yield f"### {form.means}"
        yield prose(f"`{form.namespace}` in XML, `{form.mark}` in JSON.")
        yield from _parts(form)


def _parts(form: Form) -> Iterator[str]:
    for part in (form.head, *form.lists):
        yield f"#### {part.name if part is not form.head else 'The file itself'}"
        yield table(["value", "holds", "kind", "needed"], _items(part))


def _items(part: Part) -> Rows:
    for item in part.items:
        kind = ", ".join(item.choices) or f"{item.kind.value}, at most {item.longest:,}"
        yield [code(item.name), item.means, kind, "yes" if item.needed else ""]
