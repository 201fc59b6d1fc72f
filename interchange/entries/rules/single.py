"""A change of one entry or candidate, as the row that a file would have for it: so one rule decides for all routes."""

from collections.abc import Mapping
from datetime import date

from interchange.core.errors import Refused
from interchange.entries.rules import identifiers, people
from interchange.entries.rules.holdings import Details, EntryRow

SHORTEST_PROOF = 10
ASK_EVIDENCE = (
    "Say what you hold, and of which day: a medical certificate, or for a bereavement a letter on headed paper."
)  # fmt: skip
ASK_REASON = "Say why. The centre reads it."


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


def read_details(typed: Mapping[str, str], held: Details, born_on: date) -> Details:
    """The details that somebody typed; refused with the field that is wrong. What is not given stays as it is."""
    surname, forenames = (typed.get(name, getattr(held, name)).strip() for name in ("surname", "forenames"))
    uci = typed.get("uci", held.uci).replace(" ", "").upper()
    uln = typed.get("uln", held.uln).replace(" ", "")
    sex, status = typed.get("sex", held.sex), typed.get("status", held.status)
    faults = {
        "surname": people.name_fault(surname) if surname else "Give the surname.",
        "forenames": people.name_fault(forenames),
        "uci": identifiers.uci_fault(uci), "uln": identifiers.uln_fault(uln),
        "sex": "" if sex in people.SEXES else "Choose male or female.",
        "status": "" if status in people.STATUSES else "Choose school or private.",
    }  # fmt: skip
    for field, fault in faults.items():
        if fault:
            raise Refused(field, fault)
    return Details(uci, uln, surname, forenames, born_on, sex, status)


def needs_proof(before: Details, after: Details) -> bool:
    """Whether this changes who somebody is: a whole name (R-ID-16), or the UCI, which is for life (R-ID-8)."""
    names = (before.surname, before.forenames), (after.surname, after.forenames)
    return before.uci != after.uci or people.is_another_name(*names)
