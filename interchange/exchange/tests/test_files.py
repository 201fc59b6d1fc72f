"""Whole files: what is written is read back, and every way in which a file can be wrong is told in words."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interchange.exchange.rules.layouts import Column, detail
from interchange.exchange.rules.names import read_name
from interchange.exchange.rules.reading import MOST_FAULTS, Detail, File, Unreadable, lines_of
from interchange.exchange.rules.writing import Manner, OfCentre, write

CODES = Column("codes", 110, 6, 14)
NAME = read_name("E1234501.X01")
RECORD = detail(NAME.letter, [CODES], born_until=2027)
MADE_ON = date(2027, 2, 1)


def a_candidate(**changes: Any) -> dict[str, Any]:
    return {
        "status": "C", "centre": "12345", "number": "0001", "name": "LEE: ANN", "sex": "F",
        "born_on": date(2009, 2, 1), "uci": "123450270001Y", "upn": "", "uln": "", "qualifier": "",
        "other_centre": "", "other_number": "", "unread_106": "", "codes": ("J351A", "H446A"),
    } | changes  # fmt: skip


def written(*candidates: dict[str, Any], manner: Manner | None = None, number: int = 1) -> bytes:
    centre = OfCentre("12345", number, "CF24 3QX", candidates or [a_candidate()])
    lines = write(NAME, RECORD, "6A", "27", [centre], made_on=MADE_ON, manner=manner)
    return b"".join(lines)


def read(content: bytes, *, chunk: int = 64, name: str = "E1234501.X01") -> tuple[File, list[Detail]]:
    file = File(read_name(name), RECORD)
    chunks = (content[at : at + chunk] for at in range(0, len(content), chunk))
    return file, list(file.read(lines_of(chunks)))


def said(content: bytes, **options: Any) -> list[str]:
    return [f"{fault.line}:{fault.column} {fault.sentence}" for fault in read(content, **options)[0].faults]


def test_the_headers_and_trailers_of_a_file_of_one_candidate():
    lines = written().decode().split("\r\n")
    assert [line.rstrip() for line in lines if not line.startswith("E5")] == [
        "E112345016A27SINTERCH0114", "E312345016A27001CF24 3QX", "E7123450000001010227",
        "E91234500000010000001", "",
    ]  # fmt: skip
    assert {len(line) for line in lines[:-1]} == {193}
    assert not said(written())


capitals = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ '-.", min_size=1, max_size=38).map(str.strip).filter(bool)
codes = st.lists(st.text("ABCDHJR0123456789", min_size=1, max_size=6), max_size=14).map(tuple)
candidates = st.builds(
    a_candidate, number=st.integers(1, 9999).map("{:04}".format), name=capitals, codes=codes,
    sex=st.sampled_from("MF"), status=st.sampled_from("CP"), uln=st.sampled_from(["", "1234567899"]),
    born_on=st.dates(date(1928, 1, 1), date(2027, 12, 31)),
)  # fmt: skip
manners = st.builds(
    Manner,
    width=st.integers(193, 300),
    line_end=st.sampled_from(["\r\n", "\n", "\r"]),
    counts_all=st.booleans(),
)


@settings(max_examples=60)
@given(st.lists(candidates, max_size=6), manners, st.integers(1, 97))
def test_what_is_written_is_read_back_in_every_manner_and_in_pieces_of_any_size(people, manner, chunk):
    centre = OfCentre("12345", 1, "CF24 3QX", people)
    content = b"".join(write(NAME, RECORD, "6A", "27", [centre], made_on=MADE_ON, manner=manner))
    file, details = read(content, chunk=chunk)
    assert file.faults == []
    assert [one.values for one in details] == people
    assert (file.sequence, file.made_on, file.whole.details) == (1, MADE_ON, len(people))


def test_lost_spaces_mixed_ends_and_empty_lines_at_the_end_are_no_fault():
    lines = [line.rstrip() for line in written().decode().split("\r\n")]
    for content in (
        "\r\n".join(lines),
        "\n".join(lines),
        "\n".join(lines[:2]) + "\r\n" + "\r\n".join(lines[2:]),
    ):
        assert not said(content.encode() + b"\r\n\r\n\x1a")
    assert not said(b"\xef\xbb\xbf" + written())


def changed(line: int, before: str, after: str) -> bytes:
    lines = written().decode().split("\r\n")
    assert before in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(before, after, 1)
    return "\r\n".join(lines).encode("latin-1")


def without(*lines: int) -> bytes:
    kept = written().splitlines(keepends=True)
    return b"".join(text for at, text in enumerate(kept, start=1) if at not in lines)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (changed(1, "0114", "0113"), "1:24 The file has version 13 of the formats. Version 14 is read here."),
        (changed(1, "12345", "54321"), "1:3 The name of the file says 12345; here stands 54321."),
        (changed(2, "12345", "54321"), "2:3 The name of the file says 12345; here stands 54321."),
        (changed(1, "016A", "706A"), "1:8 The name of the file says awarding body 01; here stands 70."),
        (changed(2, "6A27", "6B27"), "2:10 The series and year are not those of the header of the file."),
        (changed(2, "27001", "27002"), "2:14 The sequence number is 002; the name of the file ends with 01."),
        (changed(2, "27001", "27   "), "2:14 There is no sequence number."),
        (changed(4, "0000001", "0000002"), "4:8 The trailer says 2 records, and there are 1. Part of the file may be"),
        (changed(5, "0000001", "0000009"), "5:8 The trailer says 9 records, and there are 1."),
        (changed(5, "10000001", "10000002"), "5:15 The trailer says 2 centres, and the file has 1."),
        (changed(4, "12345", "54321"), "4:3 The trailer is of centre 54321, the header of 12345."),
        (changed(3, "E5", "A5"), "3:1 The line begins with “A”; lines of entries begin with “E”."),
        (changed(3, "E5", "E4"), "3:2 “4” is no kind of record; there are 1, 3, 5, 7, 9."),
        (changed(3, "0001", "00X1"), "3:9 number (columns 9 to 12): “00X1” is not 4 digits."),
        (changed(3, "010209", "310209"), "3:54 born_on (columns 54 to 59): “310209” is not a day in the calendar."),
        (changed(3, "E5C", "E5S"), "3:3 status (columns 3 to 3): “S” is not one of C, P."),
        (changed(3, "LEE", "L\x00E"), "3:14 Column 14 holds a character that cannot be printed."),
        (without(1), "1:2 Here is the header of a centre, where the header of the file should come."),
        (without(2), "2:2 Here is a detail record, where the header of a centre should come."),
        (without(4), "4:2 Here is the trailer of the file, where a detail record or the trailer of a centre"),
        (without(5), "4:0 The file ends where the header of a centre or the trailer of the file should come."),
        (without(4, 5), "3:0 The file ends where a detail record or the trailer of a centre should come."),
        (written() + written().splitlines(keepends=True)[2], "6:2 Here is a detail record, where nothing more should"),
        (b"", "0:0 The file ends where the header of the file should come. Part of it may be missing."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_line_and_column(content, expected):
    assert any(sentence.startswith(expected) for sentence in said(content)), said(content)


def test_everything_that_is_wrong_is_told_at_once_and_the_good_records_are_read():
    content = written(a_candidate(), a_candidate(number="0002"), a_candidate(number="0003")).replace(
        b"0002LEE", b"00X2LEE"
    )
    file, details = read(content.replace(b"010227", b"990227"))
    assert [fault.line for fault in file.faults] == [4, 6]
    assert [one.values["number"] for one in details] == ["0001", "0003"]


def test_a_file_of_one_centre_holds_no_other():
    lines = written().splitlines(keepends=True)
    second = [line.replace(b"12345", b"54321", 1) for line in lines[1:4]]
    found = said(b"".join([*lines[:4], *second, lines[4]]))
    assert "5:3 The header of the file says that it is of one centre, and here is another." in found


@pytest.mark.parametrize(("bytes_", "shown"), [("É".encode("latin-1"), "É"), ("É".encode(), "É")])
def test_letters_outside_the_format_are_read_as_they_are_with_a_warning(bytes_, shown):
    file, (one,) = read(written(a_candidate(name="LEE: ANNE")).replace(b"ANNE ", b"ANN" + bytes_ + b" "))
    assert one.values["name"] == f"LEE: ANN{shown}"
    assert file.faults == []
    (warning,) = file.warnings
    assert warning.sentence == "Column 21 holds “É”. The format has plain capitals; it was read as it is."


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("E1".encode("utf-16"), "An editor has saved this file as UTF-16."),
        (b"x" * 5000, "A line has more than 1,000 characters."),
        (b"PK\x03\x04" + bytes(4000), "A line has more than 1,000 characters."),
    ],
)
def test_what_is_no_such_file_at_all_is_not_read_on(content, expected):
    with pytest.raises(Unreadable, match=expected):
        read(content, chunk=512)


def test_of_very_many_faults_the_first_are_told_and_the_rest_counted():
    file, details = read(written(*[a_candidate()] * 300).replace(b"0001LEE", b"000XLEE"), chunk=4096)
    assert (len(file.faults), file.more_faults, details) == (MOST_FAULTS, 100, [])


@settings(max_examples=150)
@given(st.binary(max_size=400))
def test_whatever_the_bytes_are_it_ends_with_a_sentence(content):
    try:
        file, _ = read(content, chunk=50)
    except Unreadable:
        return
    assert file.faults


@settings(max_examples=60)
@given(st.data())
def test_a_file_with_any_few_bytes_changed_is_read_or_told(data):
    content = bytearray(written(a_candidate(), a_candidate(number="0002")))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        file, details = read(bytes(content))
    except Unreadable:
        return
    assert len(details) <= 2
    assert len(file.faults) + len(details) >= 2


def test_a_value_that_does_not_fit_is_not_written():
    with pytest.raises(ValueError, match=r"name: “.*” is longer than 40 characters"):
        written(a_candidate(name="N" * 41))
    with pytest.raises(ValueError, match="codes: has 15 codes, and there is room for 14"):
        written(a_candidate(codes=("J351A",) * 15))
