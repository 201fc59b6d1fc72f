"""A file for the entries grid: one line for each candidate and code (R-WAY-8), or candidates down and codes across.

Nothing is written here: what comes out is which cells would be typed, and which lines cannot be used, with why.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from interchange.core.grid import Problem
from interchange.core.grid.noise import tidied
from interchange.core.spreadsheets import Table
from interchange.entries.rules.drafts import DETAILS, Code
from interchange.entries.rules.holdings import ADD, WITHDRAW

ALIASES = {
    "candidate_number": ("candidate number", "candidate no", "cand no", "number", "no", "no.", "exam number"),
    "uci": ("unique candidate identifier",),
    "uln": ("unique learner number",),
    "surname": ("last name", "family name", "legal surname"),
    "forenames": ("forename", "first name", "first names", "given names", "legal forename"),
    "date_of_birth": ("date of birth", "dob", "born", "birth date"),
    "sex": ("gender", "m/f"),
    "status": ("s/p", "candidate status"),
}
LONG = ("entry_code", "option_code", "action", "series", "centre_number", "previous_option", "teaching_group")
LONG_ALIASES = {
    "entry_code": ("entry code", "code"), "option_code": ("option code", "option"),
    "centre_number": ("centre number", "centre", "center number"), "previous_option": ("previous option",),
    "teaching_group": ("teaching group", "group"),
}  # fmt: skip
DASHES = frozenset({"-", "–"})
WITHDRAWN = DASHES | {"withdraw", "withdrawn"}
MAY_BE_EMPTY = ("forenames", "uln")
"""What a candidate may be held without (R-ID-12)."""
NO_HEADINGS = (
    "No line of headings was found. The file needs a line that names its columns, such as candidate_number, surname "
    "and the entry codes."
)


class Given(NamedTuple):
    """A candidate as the lines of a file give them together."""

    lines: tuple[int, ...]
    number: str
    details: Mapping[str, str]
    codes: Mapping[str, str]


@dataclass
class Read:
    """What a file gives: candidates with their cells, and the lines that cannot be used."""

    given: list[Given] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    heading: int = 0
    """The line of headings, counted from 0."""


def folded(heading: str) -> str:
    """A heading as it is compared."""
    return tidied(heading).casefold().replace("_", " ").replace("-", " ").strip()


NAMES = {
    folded(title): name
    for name, titles in {**ALIASES, **{name: LONG_ALIASES.get(name, ()) for name in LONG}}.items()
    for title in (name, *titles)
}


def headings_of(table: Table) -> tuple[int, dict[int, str]]:
    """The line of headings and what each of its columns is; entry codes are called by themselves."""
    for at, row in enumerate(table.rows[:20]):
        places = {place: NAMES[folded(cell)] for place, cell in enumerate(row) if folded(cell) in NAMES}
        if "candidate_number" in places.values() or {"surname", "uci"} & set(places.values()):
            others = {
                place: tidied(cell) for place, cell in enumerate(row) if tidied(cell) and place not in places
            }
            return at, {**places, **others}
    return -1, {}


def codes_named(table: Table) -> set[str]:
    """What may be entry codes in a file: headings that are no column, or the words of the column of codes."""
    at, places = headings_of(table)
    column = next((place for place, name in places.items() if name == "entry_code"), None)
    if column is None:
        return {name for name in places.values() if name not in DETAILS and name not in LONG}
    return {tidied(row[column]) for row in table.rows[at + 1 :] if column < len(row)} - {""}


def read(table: Table, *, centre_number: str, series: str, codes: Mapping[str, Code]) -> Read:
    """Read a file of either shape. `codes` are those that the catalogue has, by how the file spells them."""
    made = Read(notes=list(table.notes))
    made.heading, places = headings_of(table)
    if made.heading < 0:
        made.problems.append(Problem(1, "", NO_HEADINGS))
        return made
    names = list(places.values())
    doubled = {name for name in names if names.count(name) > 1}
    if doubled:
        said = "Two columns have this heading. Remove one of them."
        made.problems += [Problem(made.heading + 1, name, said) for name in sorted(doubled)]
        return made
    spoilt = {problem.row for problem in table.problems}
    made.problems += table.problems
    lines = [
        (line, {name: tidied(row[place]) for place, name in places.items()})
        for line, row in enumerate(table.rows[made.heading + 1 :], made.heading + 2)
        if any(map(tidied, row)) and line not in spoilt
    ]
    if "entry_code" in names:
        _long(lines, made, centre_number, series, codes)
    else:
        _wide(lines, made, codes)
    return made


def _wide(lines: Sequence[tuple[int, dict[str, str]]], made: Read, codes: Mapping[str, Code]) -> None:
    known = {*DETAILS, *LONG, *codes}
    strangers = {name for _, cells in lines[:1] for name in cells if name not in known}
    made.notes += [
        f"The column “{name[:40]}” is no entry code and was left out." for name in sorted(strangers)
    ]
    seen: dict[str, int] = {}
    for line, cells in lines:
        number = padded(cells.get("candidate_number", ""))
        if number and number in seen:
            said = f"Candidate {number} stands in line {seen[number]} already. Keep one of the two lines."
            made.problems.append(Problem(line, "candidate_number", said))
            continue
        seen[number] = line
        details = _details(cells)
        entered = {codes[name].code: _option(text) for name, text in cells.items() if name in codes and text}
        if number:
            details["candidate_number"] = number
        made.given.append(Given((line,), number, details, entered))


def _details(cells: Mapping[str, str]) -> dict[str, str]:
    """What a line gives of the candidate; a dash takes away what may be left out."""
    return {
        column: "" if column in MAY_BE_EMPTY and text in DASHES else text
        for column, text in cells.items()
        if column in DETAILS and text
    }


def _option(text: str) -> str:
    """What stands under a code; an empty cell leaves an entry as it is, so that withdrawing has to be said."""
    return "" if text.casefold() in WITHDRAWN else text


def _long(
    lines: Sequence[tuple[int, dict[str, str]]], made: Read, centre_number: str, series: str, codes: Mapping[str, Code]
) -> None:  # fmt: skip
    together: dict[str, Given] = {}
    for line, cells in lines:
        number = padded(cells.get("candidate_number", ""))
        problem = next(_long_faults(line, cells, number, together, centre_number, series, codes), None)
        if problem:
            made.problems.append(problem)
            continue
        code = codes[cells["entry_code"]]
        option = (
            ""
            if cells.get("action", "").casefold() == WITHDRAW
            else cells.get("option_code", "") or code.shown
        )
        before = together.get(number) or Given((), number, {}, {})
        details = _details(cells)
        together[number] = Given(
            (*before.lines, line), number, {**details, "candidate_number": number, **before.details},
            {**before.codes, code.code: option},
        )  # fmt: skip
    made.given += together.values()


def _long_faults(
    line: int, cells: Mapping[str, str], number: str, together: Mapping[str, Given], centre_number: str, series: str,
    codes: Mapping[str, Code],
) -> Iterator[Problem]:  # fmt: skip
    """What is wrong with a line of the long shape, worst first."""
    yield from _of_the_file(line, cells, centre_number, series)
    if not number:
        yield Problem(line, "candidate_number", "Give the candidate number: four digits, such as 0001.")
    yield from _of_the_code(line, cells, number, together, codes)
    before = together.get(number)
    for column, held in before.details.items() if before else ():
        if cells.get(column) and column != "candidate_number" and cells[column] != held:
            first = before.lines[0] if before else 0
            said = f"Line {first} gives another {column.replace('_', ' ')} for candidate {number}."
            yield Problem(line, column, said)


def _of_the_file(line: int, cells: Mapping[str, str], centre_number: str, series: str) -> Iterator[Problem]:
    if cells.get("centre_number") and cells["centre_number"] != centre_number:
        said = f"This line is of centre {cells['centre_number'][:10]}. You enter for {centre_number}."
        yield Problem(line, "centre_number", said)
    if cells.get("series") and cells["series"] != series:
        yield Problem(line, "series", f"This line is of {cells['series'][:10]}. This page is for {series}.")
    if cells.get("action", ADD).casefold() not in ("", ADD, "amend", WITHDRAW):
        yield Problem(line, "action", "Enter add, amend or withdraw.")


def _of_the_code(
    line: int, cells: Mapping[str, str], number: str, together: Mapping[str, Given], codes: Mapping[str, Code]
) -> Iterator[Problem]:  # fmt: skip
    typed = cells.get("entry_code", "")
    if not typed:
        yield Problem(line, "entry_code", "Give the entry code.")
    elif typed not in codes:
        yield Problem(line, "entry_code", f"There is no entry code {typed[:20]}.")
    before = together.get(number)
    if before and typed in codes and codes[typed].code in before.codes:
        yield Problem(
            line, "entry_code", f"Candidate {number} has {typed} in an earlier line. Keep one of the two."
        )
    code = codes.get(typed)
    sole = code is not None and code.sole is not None
    if not cells.get("option_code") and cells.get("action", "").casefold() != WITHDRAW and code and not sole:
        yield Problem(line, "option_code", f"Give the option of {typed}: {code.choices}.")


def padded(number: str) -> str:
    """A candidate number with the noughts that a spreadsheet eats."""
    return number.zfill(4) if number.isascii() and number.isdigit() else number
