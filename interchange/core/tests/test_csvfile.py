"""CSV files that anybody may have made: what is wrong with one line stays with that line."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.core.csvfile import BAD_QUOTES, LONGEST_LINE, NOT_UTF8, TOO_LONG, Line, lines


def read(data: bytes, *, longest: int = 1) -> list[Line]:
    return list(lines(io.BytesIO(data), longest=longest))


def test_lines_are_numbered_as_an_editor_numbers_them() -> None:
    assert read(b"a,b\r\n\r\n1,2") == [Line(1, ["a", "b"]), Line(2, []), Line(3, ["1", "2"])]


def test_a_mark_at_the_beginning_is_not_part_of_the_first_heading() -> None:
    assert read(b"\xef\xbb\xbfa,b\n") == [Line(1, ["a", "b"])]


def test_old_and_new_line_ends_may_stand_in_one_file() -> None:
    assert [line.cells for line in read(b"1\r2\n3\r\n4")] == [["1"], ["2"], ["3"], ["4"]]


def test_an_open_quotation_mark_spoils_its_own_line_only() -> None:
    assert read(b'1,"2\n3,4\n') == [Line(1, ['1,"2'], BAD_QUOTES), Line(2, ["3", "4"])]


def test_a_value_may_take_several_lines_where_that_is_allowed() -> None:
    assert read(b'1,"2\n3"\n4,5\n', longest=3) == [Line(1, ["1", "2\n3"]), Line(3, ["4", "5"])]


def test_a_value_that_takes_too_many_lines_gives_them_back() -> None:
    told = read(b'1,"2\n3\n4\n5"\n6\n', longest=3)
    assert [(line.number, bool(line.fault)) for line in told] == [
        (1, True),
        (2, False),
        (3, False),
        (4, False),
        (5, False),
    ]


def test_text_after_a_closing_quotation_mark_is_told() -> None:
    assert [line.fault for line in read(b'1,"2"x\n3\n')] == [BAD_QUOTES, ""]


def test_letters_that_are_not_utf8_are_told_with_their_cell() -> None:
    damaged, good = read(b"a,caf\xe9,b\na,caf\xc3\xa9,b\n")
    assert (damaged.fault, damaged.place) == (NOT_UTF8, 1)
    assert good == Line(2, ["a", "café", "b"])


def test_an_empty_file_has_no_lines() -> None:
    assert read(b"") == []


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=5), max_size=20))
def test_what_a_program_writes_is_read_back_line_by_line(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    told = read(out.getvalue().encode("utf-8-sig"))
    assert [(line.number, line.cells, line.fault) for line in told] == [
        (at, row, "") for at, row in enumerate(rows, 1)
    ]


@pytest.mark.parametrize("half", [b"\xef", b"\xef\xbb"])
def test_half_a_mark_is_told_and_not_passed_over(half: bytes) -> None:
    assert [(line.number, line.fault) for line in read(half)] == [(1, NOT_UTF8)]


@given(st.binary(max_size=400), st.integers(1, 4))
def test_no_byte_is_passed_over(data: bytes, longest: int) -> None:
    """Each line is read or told: together they take every line of the file, in order."""
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors="surrogateescape")
    count = len(list(io.StringIO(text, newline="")))
    told = read(data, longest=longest)
    numbers = [line.number for line in told]
    assert numbers == sorted(set(numbers))
    assert (numbers[0] == 1 and numbers[-1] <= count) if count else numbers == []
    if longest == 1:
        assert len(told) == count


def test_a_line_that_never_ends_is_told_piece_by_piece() -> None:
    told = read(b"\xef\xbb\xbf" + b"a" * (2 * LONGEST_LINE + 5) + b"\nb,c\n")
    assert [line.fault for line in told] == [TOO_LONG, TOO_LONG, "", ""]
    assert max(len(cell) for line in told for cell in line.cells) <= LONGEST_LINE
    assert told[-1].cells == ["b", "c"]
