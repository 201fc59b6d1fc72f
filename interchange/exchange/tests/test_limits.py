"""Files far larger than any centre's are refused by one sentence, before they cost time or memory."""

import io
from collections.abc import Iterator

import pytest

from interchange.entries.rules.holdings import EntryRow
from interchange.exchange.rules import intake, json_form, reading
from interchange.exchange.rules.intake import (
    MOST_OF_ONE,
    Intake,
    few_of_each,
    of_common_format,
    of_json,
    of_xml,
)
from interchange.exchange.rules.layouts import Column, detail
from interchange.exchange.rules.reading import TOO_MANY, Unreadable, lines_of
from interchange.exchange.rules.tables import of_table
from interchange.exchange.rules.tree import ENTRIES_FORM

MILLION = 1_000_000


def a_million_lines(taken: list[int]) -> Iterator[bytes]:
    """In pieces, each of which is noted when it is asked for."""
    for number in range(10):
        taken.append(number)
        yield b"E5\r\n" * (MILLION // 10)


def test_a_million_lines_are_refused_before_they_are_all_read():
    taken: list[int] = []
    with pytest.raises(Unreadable, match="more than 250,000 lines"):
        for _ in lines_of(a_million_lines(taken)):
            pass
    assert len(taken) == 3


def test_a_file_of_far_too_many_lines_is_broken_with_that_sentence_alone(monkeypatch):
    monkeypatch.setattr(reading, "MOST_LINES", 3)
    read = Intake("edi")
    layout = lambda letter: detail(letter, [Column("codes", 110, 6, 14)])  # noqa: E731
    assert list(of_common_format(read, "E1000101.X01", [b"E5\r\n" * 4], layout)) == []
    assert (read.broken, [problem.sentence for problem in read.problems]) == (True, [TOO_MANY])


def test_a_table_of_a_million_lines_is_refused():
    read = Intake("csv")
    headings = b"centre_number,candidate_number,uci,surname,date_of_birth,sex,status,series,entry_code\n"
    stream = io.BytesIO(headings + b"\n" * MILLION)
    assert list(of_table(read, "a.csv", stream, 10 * MILLION)) == []
    assert (read.broken, read.problems[-1].sentence) == (True, TOO_MANY)


def test_json_of_far_too_many_values_is_not_even_read():
    with pytest.raises(Unreadable, match="more than 2,000,000 values"):
        json_form.Read(ENTRIES_FORM, b'{"format":[' + b"[]," * (json_form.MOST_VALUES + 1) + b"[]]}")


def test_so_many_records_are_read_of_xml_and_json_and_no_more(monkeypatch):
    monkeypatch.setattr(intake, "MOST_LINES", 3)
    records = b"<candidate/>" * 4
    of = b'<entries xmlns="urn:interchange:entries:1"><candidates>' + records + b"</candidates></entries>"
    for reader, content in (
        (of_xml, of),
        (of_json, b'{"format":"interchange-entries-1","candidates":[0,0,0,0]}'),
    ):
        read = Intake("xml")
        assert list(reader(read, [content])) == []
        assert TOO_MANY in [problem.sentence for problem in read.problems]


def test_one_candidate_has_so_many_records_and_no_more():
    row = EntryRow(2, "10001", "0001", "", "", "", "", None, "", "", "2027-06", "J277", "A", "add", "", "")
    read = Intake("csv")
    kept = list(few_of_each(read, [row] * (MOST_OF_ONE + 5), lambda one: one.candidate_number))
    assert (len(kept), read.broken) == (MOST_OF_ONE, True)
    assert f"more than {MOST_OF_ONE} records" in read.problems[0].sentence


def test_lines_that_never_end_are_refused():
    with pytest.raises(Unreadable, match="This is no file of the common format"):
        list(lines_of([b"E" * 500, b"E" * 501]))
