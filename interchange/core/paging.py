"""Long lists, a page at a time: the same counting for every list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet

EACH = 50
LONGEST_NUMBER = 6


@dataclass(frozen=True)
class Listed:
    """One page of a list, with what was asked for and how much there is."""

    rows: list[Any]
    total: int
    page: int
    pages: int
    query: str
    """What was asked for, as part of an address."""


def listed(rows: "QuerySet[Any]", asked: Mapping[str, str], number: str, *, each: int = EACH) -> Listed:
    """The page of a list that an address names, or the nearest that there is; two statements however many rows."""
    total = rows.count()
    page, pages = nearest(total, number, each=each)
    return Listed(list(rows[(page - 1) * each : page * each]), total, page, pages, query_of(asked))


def page_of(rows: Sequence[Any], asked: Mapping[str, str], number: str, *, each: int = EACH) -> Listed:
    """The same of rows that are in hand already."""
    page, pages = nearest(len(rows), number, each=each)
    return Listed(list(rows[(page - 1) * each : page * each]), len(rows), page, pages, query_of(asked))


def nearest(total: int, number: str, *, each: int = EACH) -> tuple[int, int]:
    """The page of this number, or the nearest that there is, and how many pages there are; the first for nonsense."""
    pages = max(1, -(-total // each))
    asked = int(number) if number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER else 1
    return min(max(1, asked), pages), pages


def query_of(asked: Mapping[str, str]) -> str:
    """What was asked for, as part of an address: what is empty is left out."""
    return urlencode({name: value for name, value in asked.items() if value})
