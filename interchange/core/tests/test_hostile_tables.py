"""Tables that are too large, lie about their size or hold what no table holds: refused with a sentence, and early."""

import io
import struct
import time
import zipfile
import zlib
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interchange.core.errors import Refused
from interchange.core.spreadsheets import read_table, write_xlsx
from interchange.core.spreadsheets import table as limits
from interchange.core.tests.workbooks import (
    ABOUT,
    HEADER,
    ROWS,
    a_sheet,
    code_of_refusal,
    sheet_xml,
    with_parts,
)


def test_a_workbook_with_many_empty_styled_rows_is_no_larger_than_its_table() -> None:
    styled = "".join(f'<row r="{row}"><c r="A{row}" s="0"/></row>' for row in range(2, 60_000))
    data = a_sheet(f'<row r="1"><c r="A1"><v>5</v></c></row>{styled}')
    assert read_table(data, "marks.xlsx").rows == [["5"]]


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ('<row r="20001"><c r="A20001"><v>1</v></c></row>', "too-many-rows"),
        ('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>', "too-many-rows"),
        ('<row r="1"><c r="GS1"><v>1</v></c></row>', "too-many-columns"),
        ('<row r="1"><c r="?1"><v>1</v></c></row>', "damaged"),
        ('<row r="x"><c><v>1</v></c></row>', "damaged"),
        ('<row r="1"><c r="A1" t="s"><v>77</v></c></row>', "damaged"),
        ('<row r="1"><c r="A1"><v>1</c></row>', "damaged"),
        (f'<row r="1"><c t="inlineStr"><is><t>{"a" * 10_000_000}</t></is></c></row>', "cell-too-long"),
        ("<row>" + "<c/>" * (limits.MAX_CELLS + 1) + "</row>", "too-large"),
    ],
    ids=["row", "corner", "column", "place", "row number", "text", "tags", "ten million", "cells"],
)
def test_a_sheet_that_reaches_too_far_is_refused_before_it_is_built_up(inside: str, code: str) -> None:
    data = a_sheet(inside)
    began = time.process_time()
    assert code_of_refusal(data, "marks.xlsx") == code
    assert time.process_time() - began < 5


def test_a_long_text_that_many_cells_refer_to_is_refused() -> None:
    strings = f"<sst><si><t>{'a' * 30_000}</t></si></sst>".encode()
    rows = '<row><c t="s"><v>0</v></c></row>' * 1_000
    data = with_parts(a_sheet(rows), {"xl/sharedStrings.xml": strings})
    assert code_of_refusal(data, "marks.xlsx") == "too-large"


def test_definitions_in_a_workbook_are_refused_and_not_expanded() -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + sheet_xml(
        "<row><c><v>&b;</v></c></row>"
    )
    assert (
        code_of_refusal(with_parts(a_sheet(""), {"xl/worksheets/sheet1.xml": laughs}), "m.xlsx") == "damaged"
    )


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"xl/vbaProject.bin": b"x"}, "macros"),
        ({"[Content_Types].xml": b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"}, "macros"),
        ({"mimetype": b"application/vnd.oasis.opendocument.text"}, "other-format"),
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, "damaged"),
        ({"xl/workbook.bin": b"x"}, "other-format"),
        ({"xl/workbook.xml": None}, "not-a-table"),
        ({"xl/worksheets/sheet1.xml": None}, "damaged"),
        ({"xl/workbook.xml": b"<workbook/>"}, "damaged"),
        ({"xl/_rels/workbook.xml.rels": b"<r/>"}, "damaged"),
        ({"xl/embeddings/more.xlsx": b"PK\x03\x04"}, "file-in-file"),
        ({f"xl/media/{number}": b"x" for number in range(1_001)}, "too-many-entries"),
        ({"XL/WORKBOOK.XML": b"<workbook/>"}, "damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_workbook_with_more_or_less_in_it_than_a_table_is_refused(
    parts: dict[str, bytes | None], code: str
) -> None:
    assert code_of_refusal(with_parts(write_xlsx(HEADER, ROWS), parts), "marks.xlsx") == code


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as entry:
            for _ in range(600):
                entry.write(bytes(1_000_000))
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    assert len(bomb.getvalue()) < 1_000_000
    began = time.process_time()
    assert code_of_refusal(bomb.getvalue(), "marks.xlsx") == "unpacks-too-large"
    assert time.process_time() - began < 0.5


def test_a_bomb_within_the_size_is_known_by_how_much_it_swells() -> None:
    image: dict[str, bytes | None] = {"xl/media/image1.png": bytes(50_000_000)}
    data = with_parts(write_xlsx(HEADER, ROWS), image, zipfile.ZIP_DEFLATED)
    assert code_of_refusal(data, "marks.xlsx") == "unpacks-too-large"


def test_a_bomb_that_lies_about_its_size_is_not_believed() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(sheet_xml("<row/>" * 10_000_000)) + packer.flush()
    name = b"xl/worksheets/sheet1.xml"
    data = write_xlsx(["x"], [])
    honest = with_parts(data, {name.decode(): sheet_xml("<row/>")})
    with zipfile.ZipFile(io.BytesIO(honest)) as archive:
        entry = archive.getinfo(name.decode())
    fixed = struct.pack(
        "<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, entry.CRC, len(packed), entry.file_size, len(name), 0
    )
    with zipfile.ZipFile(io.BytesIO(honest)) as archive:
        others = {other: archive.read(other) for other in archive.namelist() if other != name.decode()}
    made = io.BytesIO(fixed + name + packed)
    made.seek(0, io.SEEK_END)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive:
        for other, content in others.items():
            archive.writestr(other, content)
        liar = zipfile.ZipInfo(name.decode())
        liar.compress_type, liar.CRC, liar.header_offset = 8, entry.CRC, 0
        liar.compress_size, liar.file_size = len(packed), entry.file_size
        archive.filelist.append(liar)
        archive.NameToInfo[liar.filename] = liar
    began = time.process_time()
    assert code_of_refusal(made.getvalue(), "marks.xlsx") == "damaged"
    assert time.process_time() - began < 2


def test_a_zip_with_a_password_is_refused() -> None:
    data = bytearray(write_xlsx(HEADER, ROWS))
    directory = data.index(b"PK\x01\x02")
    data[directory + 8] |= 1
    assert code_of_refusal(bytes(data), "marks.xlsx") == "with-password"


def test_a_workbook_of_a_hundred_thousand_rows_is_refused_with_a_sentence() -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(1, 100_001))
    began = time.process_time()
    assert code_of_refusal(a_sheet(rows), "marks.xlsx") == "too-many-rows"
    assert time.process_time() - began < 5


# ---------------------------------------------------------------- whatever comes


@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.tsv", "a.xlsx", "a.xls", "a"]))
def test_any_bytes_are_a_table_or_are_refused(data: bytes, filename: str) -> None:
    for start in (b"", b"PK\x03\x04", b"\xff\xfe", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        with suppress(Refused):
            assert len({len(row) for row in read_table(start + data, filename).rows}) == 1


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_a_workbook_with_any_bytes_changed_is_a_table_or_is_refused(data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(write_xlsx(HEADER, ROWS, ABOUT))) as archive:
        parts: dict[str, bytes | None] = {name: archive.read(name) for name in archive.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    part = parts[name] or b""
    start = data.draw(st.integers(0, len(part)))
    end = data.draw(st.integers(start, min(start + 30, len(part))))
    parts[name] = part[:start] + data.draw(st.binary(max_size=12)) + part[end:]
    with suppress(Refused):
        assert read_table(with_parts(write_xlsx(HEADER, ROWS), parts), "marks.xlsx").rows
