"""Rows of a file and what a centre holds, for the tests of how they merge."""

from dataclasses import replace
from datetime import date
from typing import Any

from interchange.core.identifiers import new_id
from interchange.entries.rules.holdings import (
    ADD,
    Details,
    EntryRow,
    Held,
    HeldCandidate,
    HeldEntry,
    Merge,
    Offer,
    OfferedOption,
)
from interchange.entries.rules.identifiers import make_uci

UPLOAD = OfferedOption(1, "J351", "A", "upload", "", False)
POSTAL = OfferedOption(2, "J351", "B", "postal", "", False)
CARRIED = OfferedOption(3, "J351", "C", "carried forward", "", True)
VISIT = OfferedOption(10, "J351", "V", "visiting", "", False)
FOUNDATION = OfferedOption(4, "J560", "1", "", "F", False)
HIGHER = OfferedOption(5, "J560", "2", "", "H", False)
SINGLE = OfferedOption(6, "R093", "", "", "", False)
NUMBERED = OfferedOption(7, "R310", "01", "upload", "", False)
OFFER = Offer(
    {
        "J351": [UPLOAD, POSTAL, CARRIED, VISIT],
        "J560": [FOUNDATION, HIGHER],
        "R093": [SINGLE],
        "R310": [NUMBERED, OfferedOption(8, "R310", "02", "postal", "", False)],
    },
    {"2027-06": True, "2026-06": False},
)


def a_row(line: int = 2, number: str = "0001", **values: Any) -> EntryRow:
    """A row that adds an entry for R093, unless it says otherwise."""
    row = EntryRow(
        line, "12345", number, make_uci("12345", 2027, number), "", "Fox", "Ada", date(2011, 1, 2), "F", "S", "2027-06",
        "R093", "", ADD, "", "",
    )  # fmt: skip
    return row._replace(**values)


def a_candidate(number: str = "0001", **values: Any) -> HeldCandidate:
    row = a_row(number=number)
    details = Details(row.uci, "", "Fox", "Ada", date(2011, 1, 2), "F", "S")._replace(**values)
    return HeldCandidate(new_id(), "2027-06", number, details)


def an_entry(
    candidate: HeldCandidate, option: OfferedOption, *, withdrawn: bool = False, group: str = ""
) -> HeldEntry:
    return HeldEntry(new_id(), candidate.id, "2027-06", option.entry_code, option.id, group, withdrawn)


def sentences(result: Merge) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.column, problem.sentence) for problem in result.problems]


def after(result: Merge, held: Held) -> Held:
    """What the centre holds once the merge has been written."""
    candidates = {each.id: each for each in held.candidates} | result.candidates
    entries = {each.id: each for each in held.entries}
    for change in result.changed:
        entries[change.entry_id] = replace(
            entries[change.entry_id], option_id=change.option_id, teaching_group=change.teaching_group
        )
    for entry_id, *_ in result.withdrawn:
        entries[entry_id] = replace(entries[entry_id], withdrawn=True)
    for new in result.added:
        entries[new.id] = HeldEntry(
            new.id, new.candidate_id, new.series, new.entry_code, new.option_id, new.teaching_group
        )
    return Held([replace(each, line=0) for each in candidates.values()], list(entries.values()))


def j351(line: int, number: str, option: str, action: str = ADD) -> EntryRow:
    return a_row(line, number, entry_code="J351", option_code=option, action=action)
