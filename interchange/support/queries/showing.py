"""How states, ages, sizes and choices are shown: for every page of support."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from interchange.accounts.queries.administrators import staff_who_may
from interchange.accounts.queries.people import names_of
from interchange.accounts.roles import Capability
from interchange.core import clock


class Shown(NamedTuple):
    """A state as a tag: colour, icon and word."""

    kind: str
    icon: str
    word: str


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


def staff_choices(capability: Capability) -> list[tuple[str, str]]:
    """To whom of the awarding body something can be given, by name: nobody, or one of those who may work on it."""
    names = names_of(staff_who_may(capability))
    return [
        ("", "Nobody"),
        *((str(key), name) for key, name in sorted(names.items(), key=lambda each: each[1])),
    ]
