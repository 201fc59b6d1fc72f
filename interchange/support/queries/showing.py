"""How states, ages, sizes and choices are shown: for every page of support."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import QuerySet

from interchange.core import clock

PAGE = 50


class Shown(NamedTuple):
    """A state as a tag: colour, icon and word."""

    kind: str
    icon: str
    word: str


@dataclass(frozen=True)
class Listed:
    """One page of a list, with what was asked for and how much there is."""

    rows: list[Any]
    total: int
    page: int
    pages: int
    query: str
    """What was asked for, as part of an address."""


def listed(rows: "QuerySet[Any]", asked: Mapping[str, str], number: str) -> Listed:
    """The page of a list that an address names, or the nearest that there is; two statements however many rows."""
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(1, int(number)), pages) if number.isascii() and number.isdigit() and len(number) < 7 else 1
    shown = list(rows[(page - 1) * PAGE : page * PAGE])
    return Listed(
        shown, total, page, pages, urlencode({name: value for name, value in asked.items() if value})
    )


def chosen(query: Mapping[str, str], **allowed: "frozenset[str] | None") -> dict[str, str]:
    """What an address asks for, without what makes no sense; `None` allows any words."""
    found = {}
    for name, values in allowed.items():
        typed = " ".join(query.get(name, "").replace("\x00", "").split())[:100]
        found[name] = typed if values is None or typed in values else ""
    return found


def age(since: datetime) -> str:
    """How long ago something was, roughly."""
    passed = clock.now() - since
    for unit, length in (
        ("day", timedelta(days=1)),
        ("hour", timedelta(hours=1)),
        ("minute", timedelta(minutes=1)),
    ):
        number = passed // length
        if number:
            return f"{number:,} {unit if number == 1 else unit + 's'}"
    return "just now"


def size(number: int) -> str:
    """A file's size as people say it."""
    if number < 1_000:
        return f"{number} bytes"
    if number < 1_000_000:
        return f"{number / 1_000:,.0f} KB"
    return f"{number / 1_000_000:,.1f} MB" if number < 1_000_000_000 else f"{number / 1_000_000_000:,.1f} GB"


def paragraphs(text: str) -> list[str]:
    """What somebody typed, by paragraphs."""
    return [part for part in text.split("\n\n") if part.strip()]
