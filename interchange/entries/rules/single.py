"""A change of one entry or candidate, as the row that a file would have for it: so one rule decides for all routes."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from interchange.core.errors import Refused, Together
from interchange.core.money import Money
from interchange.core.typed import a_day, a_reason
from interchange.entries.rules import identifiers, people
from interchange.entries.rules.holdings import Details, EntryRow

SHORTEST_PROOF = 10
ASK_EVIDENCE = (
    "Say what you hold, and of which day: a medical certificate, or for a bereavement a letter on headed paper."
)  # fmt: skip
ASK_REASON = "Say why. The centre reads it."
ASK_PROOF = "Say what proof you hold of another name or UCI, and of which day."


class Seen(NamedTuple):
    """What somebody had before them when they pressed the button; "" where nobody looked at a page."""

    version: str = ""
    """The last change of the entry, or the details of the candidate, by a token."""
    pence: str = ""
    """What it was said to do to the invoice."""


NOT_SEEN = Seen()


def token_of(details: Details) -> str:
    """Stands for the details that a page showed."""
    return hashlib.sha256("\x1f".join(map(str, details)).encode()).hexdigest()[:16]


def check_seen(seen: str, now: str) -> None:
    """Refused where somebody has changed it since the page was opened."""
    if seen and seen != now:
        raise Refused(
            "changed",
            "Somebody changed this since you opened the page. What is shown now is what is held; look again.",
        )


def check_cost(seen: Seen, pence: int) -> None:
    """Refused where it costs something else than the page said (R-FEE-6)."""
    if seen.pence and seen.pence != str(pence):
        raise Refused(
            "cost",
            f"What this does to your invoice is now {Money(pence)}. Look again, then press the button.",
        )


def row_for(
    series: str, number: str, code: str, *, action: str, option: str = "", group: str = "",
    details: Details | None = None,
) -> EntryRow:  # fmt: skip
    """The row by which a file would ask for the same."""
    given = details or Details("", "", "", "", date.min, "", "")
    return EntryRow(
        1, "", number, given.uci, given.uln, given.surname, given.forenames, given.born_on if details else None,
        given.sex, given.status, series, code, option, action, "", group,
    )  # fmt: skip


def read_details(typed: Mapping[str, str], held: Details, born_on: date | None = None) -> Details:
    """The details that somebody typed; refused with every field that is wrong. What is not given stays as it is.

    `born_on` is the day of birth where a program gives it; a form types it among the others.
    """
    wrong = Together()
    surname, forenames = (typed.get(name, getattr(held, name)).strip() for name in ("surname", "forenames"))
    uci = typed.get("uci", held.uci).replace(" ", "").upper()
    uln = typed.get("uln", held.uln).replace(" ", "")
    sex, status = typed.get("sex", held.sex), typed.get("status", held.status)
    day = wrong.read(lambda: _birthday(typed["born_on"])) if "born_on" in typed else born_on or held.born_on
    faults = {
        "surname": people.name_fault(surname) if surname else "Give the surname.",
        "forenames": people.name_fault(forenames),
        "sex": "" if sex in people.SEXES else "Choose male or female.",
        "status": "" if status in people.STATUSES else "Choose school or private.",
        "uci": identifiers.uci_fault(uci), "uln": identifiers.uln_fault(uln),
    }  # fmt: skip
    for field, fault in faults.items():
        if fault:
            wrong.note(Refused(field, fault))
    wrong.end()
    return Details(uci, uln, surname, forenames, day, sex, status)


def _birthday(typed: str) -> date:
    day = a_day(typed, code="born_on")
    if day is None:
        raise Refused("born_on", "Give the date of birth.")
    return day


def read_proof(typed: str, before: Details, after: Details) -> str:
    """What proof somebody holds; refused without one where a change needs it (R-ID-8, R-ID-16)."""
    shortest = SHORTEST_PROOF if needs_proof(before, after) else 0
    return a_reason(typed, code="proof", ask=ASK_PROOF, shortest=shortest)


def needs_proof(before: Details, after: Details) -> bool:
    """Whether this changes who somebody is: a whole name (R-ID-16), or the UCI, which is for life (R-ID-8)."""
    names = (before.surname, before.forenames), (after.surname, after.forenames)
    return before.uci != after.uci or people.is_another_name(*names)
