"""Reading a CSV file that anybody may have made. What is wrong with one line stays with that line."""

import csv
import io
import re
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, NamedTuple

NOT_UTF8 = "This is not UTF-8 text. Save the file as “CSV UTF-8” and send it again."
BAD_QUOTES = "A quotation mark on this line is not closed, or stands inside a value. Remove it, or double it."
TOO_LONG = "A value on this line is far too long. Look at what wrote the file."
LONGEST_LINE = 1_000_000
DAMAGED = re.compile("[\ud800-\udfff]")
MARK = "\ufeff"


class Line(NamedTuple):
    """One record and the line it begins on; `fault` says why it cannot be used, and `place` which cell."""

    number: int
    cells: list[str]
    fault: str = ""
    place: int = 0


def lines(stream: BinaryIO, *, longest: int = 1) -> Iterator[Line]:
    """Every record in turn, of at most `longest` lines: no further does an open quotation mark reach."""
    text = io.TextIOWrapper(stream, encoding="utf-8", errors="surrogateescape", newline="")
    try:
        yield from _records(_Feed(_without_mark(text), longest))
    finally:
        if not stream.closed:  # a reader that stopped early may have closed it
            text.detach()


def _without_mark(text: io.TextIOWrapper) -> Iterator[str]:
    """The lines without the mark at the beginning. Python's own way passes over half a mark that is all there is.

    A line that never ends comes in pieces: no more of it is held than of any other.
    """
    pieces = iter(partial(text.readline, LONGEST_LINE), "")
    if first := next(pieces, "").removeprefix(MARK):
        yield first
    yield from pieces


def _records(feed: "_Feed") -> Iterator[Line]:
    reader = csv.reader(feed, strict=True)
    number = 1
    while True:
        feed.record = []
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as reason:
            feed.give_back_all_but_the_first()
            fault = TOO_LONG if "field limit" in str(reason) else BAD_QUOTES
            yield Line(number, [feed.record[0].rstrip("\r\n")], fault)
        else:
            yield Line(number, cells) if all(map(str.isascii, feed.record)) else _checked(number, cells)
        number += len(feed.record)


class _Feed:
    """Hands the reader one record's lines, and takes back what it read too much."""

    def __init__(self, text: Iterator[str], longest: int) -> None:
        self.text, self.longest = text, longest
        self.record: list[str] = []
        self.given_back: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.record) >= self.longest:
            raise StopIteration
        line = self.given_back.pop() if self.given_back else next(self.text)
        self.record.append(line)
        return line

    def give_back_all_but_the_first(self) -> None:
        self.given_back += reversed(self.record[1:])
        del self.record[1:]


def _checked(number: int, cells: list[str]) -> Line:
    damaged = (place for place, cell in enumerate(cells) if DAMAGED.search(cell))
    place = next(damaged, None)
    return Line(number, cells) if place is None else Line(number, cells, NOT_UTF8, place)
