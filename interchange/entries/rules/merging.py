"""How the rows of a file merge with what a centre has entered: per candidate and code, never per file (R-WAY-3).

Nothing here reads or writes: what is held comes in, and what is to be written goes out, with a sentence for each
row that cannot be used.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from interchange.core.grid import Problem
from interchange.core.identifiers import new_id
from interchange.entries.rules import people

ADD, AMEND, WITHDRAW = "add", "amend", "withdraw"


class EntryRow(NamedTuple):
    """One good line of a file (R-WAY-8). "" and None stand for cells that may be left empty."""

    line: int
    centre_number: str
    candidate_number: str
    uci: str
    uln: str
    surname: str
    forenames: str
    date_of_birth: date | None
    sex: str
    status: str
    series: str
    entry_code: str
    option_code: str
    action: str
    previous_option: str
    teaching_group: str


class Details(NamedTuple):
    """What identifies and describes a candidate."""

    uci: str
    uln: str
    surname: str
    forenames: str
    born_on: date
    sex: str
    status: str

    @property
    def name(self) -> str:
        return f"{self.forenames} {self.surname}".strip()


@dataclass
class HeldCandidate:
    """A candidate as stored, or as this file makes one; `line` is the row of the file that spoke first."""

    id: UUID
    series: str
    number: str
    details: Details
    line: int = 0

    def __str__(self) -> str:
        return f"{self.number} {self.details.name}"


@dataclass
class HeldEntry:
    """An entry as stored; `withdrawn` where it no longer stands."""

    id: UUID
    candidate_id: UUID
    series: str
    entry_code: str
    option_id: int
    teaching_group: str
    withdrawn: bool = False


class OfferedOption(NamedTuple):
    """An option that can be entered."""

    id: int
    entry_code: str
    code: str
    route: str
    tier: str
    carried_forward: bool

    @property
    def method(self) -> str:
        """How work reaches the moderator; "" where this option does not say."""
        return "" if self.carried_forward else self.route


@dataclass(frozen=True)
class Offer:
    """What can be entered: the options of each entry code, and every series with whether it is open."""

    options: Mapping[str, Sequence[OfferedOption]]
    series: Mapping[str, bool]

    @property
    def open_series(self) -> str:
        """The list for a sentence."""
        return ", ".join(code for code, is_open in self.series.items() if is_open) or "none yet"


@dataclass
class Held:
    """What one centre has entered in the series that a file is about."""

    candidates: Iterable[HeldCandidate] = ()
    entries: Iterable[HeldEntry] = ()


class NewEntry(NamedTuple):
    """An entry to add."""

    id: UUID
    candidate_id: UUID
    series: str
    entry_code: str
    option_id: int
    teaching_group: str


class Change(NamedTuple):
    """An entry to change, and what the trail keeps of it."""

    entry_id: UUID
    option_id: int
    teaching_group: str
    told: str


@dataclass
class Merge:
    """What to write, what became of each row, and what is wrong."""

    candidates: dict[UUID, HeldCandidate] = field(default_factory=dict)
    added: list[NewEntry] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    withdrawn: list[tuple[UUID, str]] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


class Refusal(Exception):
    """Why a row cannot be used, and in which column."""

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column = column
        self.sentence = sentence


class Accepted(NamedTuple):
    """A row that holds by itself; whether its method of moderation goes with the others' is seen at the end."""

    row: EntryRow
    candidate: HeldCandidate
    option: OfferedOption | None
    entry: HeldEntry | None


def merge(rows: Iterable[EntryRow], held: Held, offer: Offer) -> Merge:
    """Decide about each row of one centre, in the order of the file."""
    book = _Book(held, offer)
    result = Merge()
    accepted = []
    for row in rows:
        try:
            accepted.append(book.accept(row))
        except Refusal as refusal:
            result.problems.append(Problem(row.line, refusal.column, refusal.sentence))
    for each in _with_one_method(accepted, book, result):
        _write(each, book, result)
    result.problems.sort(key=lambda problem: problem.row)
    return result


class _Book:
    """What is held, found by what a row says, and kept up to date as rows are accepted."""

    def __init__(self, held: Held, offer: Offer) -> None:
        self.offer = offer
        self.by_number = {(each.series, each.number): each for each in held.candidates}
        self.by_uci = {(each.series, each.details.uci): each for each in held.candidates}
        self.entries: dict[tuple[UUID, str], HeldEntry] = {}
        for entry in sorted(held.entries, key=lambda entry: not entry.withdrawn):
            self.entries[entry.candidate_id, entry.entry_code] = entry
        self.options = {option.id: option for options in offer.options.values() for option in options}
        self.spoken_of: dict[tuple[UUID, str], int] = {}
        self.new_details: set[UUID] = set()

    def accept(self, row: EntryRow) -> Accepted:
        self._check_series(row)
        options = self._options(row)
        candidate, details = self._candidate(row)
        entry = self.entries.get((candidate.id, row.entry_code))
        live = None if entry is None or entry.withdrawn else entry
        earlier = self.spoken_of.get((candidate.id, row.entry_code))
        if earlier is not None:
            raise Refusal("entry_code", f"{candidate} already has this entry, in line {earlier}.")
        option = None if row.action == WITHDRAW else self._option(row, options, live)
        self._check_action(row, candidate, option, entry, live)
        self.spoken_of[candidate.id, row.entry_code] = row.line
        self._keep(row, candidate, details)
        return Accepted(row, candidate, option, entry if row.action == WITHDRAW else live)

    def _check_series(self, row: EntryRow) -> None:
        if row.series not in self.offer.series:
            raise Refusal("series", f"There is no series {row.series}. Series: {', '.join(self.offer.series) or 'none yet'}.")
        if not self.offer.series[row.series]:
            raise Refusal(
                "series", f"{row.entry_code} cannot be entered in {row.series}. Available: {self.offer.open_series}."
            )

    def _options(self, row: EntryRow) -> Sequence[OfferedOption]:
        options = self.offer.options.get(row.entry_code)
        if not options:
            said = f"{row.entry_code} cannot be entered in {row.series}. There is no such entry code in the catalogue."
            raise Refusal("entry_code", said)
        return options

    # ------------------------------------------------------------ candidates

    def _candidate(self, row: EntryRow) -> tuple[HeldCandidate, Details]:
        candidate = self.by_number.get((row.series, row.candidate_number))
        namesake = self.by_uci.get((row.series, row.uci)) if row.uci else None
        if candidate and row.uci and candidate.details.uci != row.uci:
            raise Refusal("candidate_number", f"{row.candidate_number} belongs to {candidate.details.name}.")
        if namesake and namesake.number != row.candidate_number:
            said = f"UCI {row.uci} is candidate {namesake} in {row.series}. A candidate keeps one number in a series."
            raise Refusal("uci", said)
        if candidate is None:
            if row.action != ADD:
                raise Refusal("candidate_number", f"There is no candidate {row.candidate_number} in {row.series}.")
            return HeldCandidate(new_id(), row.series, row.candidate_number, _details(row, None)), _details(row, None)
        details = candidate.details if row.action == WITHDRAW else _details(row, candidate.details)
        if details != candidate.details:
            self._check_new_details(row, candidate, details)
        return candidate, details

    def _check_new_details(self, row: EntryRow, candidate: HeldCandidate, details: Details) -> None:
        if details.status != candidate.details.status and row.action == ADD:
            now = people.STATUSES[candidate.details.status].lower()
            said = f"{candidate} is entered as a {now} candidate. At one centre a candidate is school or private, never both."
            raise Refusal("status", said)
        if candidate.line:
            changed = next(name for name in Details._fields if getattr(details, name) != getattr(candidate.details, name))
            column = {"born_on": "date_of_birth"}.get(changed, changed)
            raise Refusal(column, f"Line {candidate.line} gives another {column.replace('_', ' ')} for {candidate}.")

    def _keep(self, row: EntryRow, candidate: HeldCandidate, details: Details) -> None:
        if row.action == WITHDRAW:
            return
        if details != candidate.details or (candidate.series, candidate.number) not in self.by_number:
            self.new_details.add(candidate.id)
        candidate.details = details
        candidate.line = candidate.line or row.line
        self.by_number[candidate.series, candidate.number] = candidate
        self.by_uci[candidate.series, details.uci] = candidate

    # ------------------------------------------------------------ options and actions

    def _option(
        self, row: EntryRow, options: Sequence[OfferedOption], live: HeldEntry | None
    ) -> OfferedOption:
        if row.option_code:
            plain = row.option_code.lstrip("0")
            exact = [each for each in options if each.code == row.option_code]
            found = exact or [each for each in options if plain and each.code.lstrip("0") == plain]
        elif row.action == AMEND and live:
            found = [each for each in options if each.id == live.option_id]
        else:
            found = list(options)
        if len(found) == 1:
            return found[0]
        codes = _listed([each.code for each in options if each.code])
        if not row.option_code:
            raise Refusal("option_code", f"Give the option of {row.entry_code}: {codes}.")
        offered = f"Its options are {codes}" if codes else "Leave the option empty"
        raise Refusal("option_code", f"{row.entry_code} has no option “{row.option_code}”. {offered}.")

    def _check_action(
        self,
        row: EntryRow,
        candidate: HeldCandidate,
        option: OfferedOption | None,
        entry: HeldEntry | None,
        live: HeldEntry | None,
    ) -> None:
        if row.action == ADD:
            if live and option and live.option_id != option.id:
                raise Refusal("option_code", self._already(candidate, live, option))
            return
        if live is None and (row.action == AMEND or entry is None):
            raise Refusal("entry_code", f"{candidate} has no entry for {row.entry_code} in {row.series}.")
        held = self.options.get(live.option_id) if live else None
        stale = held and row.previous_option.lstrip("0") != held.code.lstrip("0") and option != held
        if row.previous_option and held and stale:
            said = f"{candidate} is entered for {row.entry_code} with option “{held.code}”, not “{row.previous_option}”."
            raise Refusal("previous_option", said)

    def _already(self, candidate: HeldCandidate, live: HeldEntry, wanted: OfferedOption) -> str:
        held = self.options.get(live.option_id)
        if held and held.tier and wanted.tier and held.tier != wanted.tier:
            return f"{candidate} is already entered for tier {held.tier}. A tier change replaces the entry: amend it."
        code = f" with option “{held.code}”" if held and held.code else ""
        return f"{candidate} already has this entry{code}. Amend it to change the option."


def _details(row: EntryRow, held: Details | None) -> Details:
    """The details that a row gives; what an amendment leaves empty stays as it is held."""
    if held is None:
        if row.date_of_birth is None:
            raise Refusal("date_of_birth", "Give the date of birth.")
        return Details(
            row.uci, row.uln, row.surname, row.forenames, row.date_of_birth, row.sex, row.status
        )
    return Details(
        row.uci or held.uci,
        row.uln or held.uln,
        row.surname or held.surname,
        row.forenames or held.forenames,
        row.date_of_birth or held.born_on,
        row.sex or held.sex,
        row.status or held.status,
    )


def _listed(codes: Sequence[str]) -> str:
    *others, last = codes or [""]
    return f"{', '.join(others)} or {last}" if others else last


# ---------------------------------------------------------------- one method of moderation per unit (R-ENT-4)


def _with_one_method(accepted: list[Accepted], book: _Book, result: Merge) -> Iterable[Accepted]:
    """The rows that leave each unit with one method for all its candidates; the others are refused."""
    held: defaultdict[tuple[str, str], list[HeldEntry]] = defaultdict(list)
    for entry in book.entries.values():
        if not entry.withdrawn:
            held[entry.series, entry.entry_code].append(entry)
    groups: defaultdict[tuple[str, str], list[Accepted]] = defaultdict(list)
    for each in accepted:
        groups[each.row.series, each.row.entry_code].append(each)
    refused: set[int] = set()
    for unit, group in groups.items():
        method = _method_of(group, held[unit], book)
        for each in group:
            if each.option and each.option.method and each.option.method != method:
                others = sum(_method(book, entry) == method for entry in held[unit])
                result.problems.append(Problem(each.row.line, "option_code", mixed_methods(unit[1], method, others)))
                refused.add(each.row.line)
    return [each for each in accepted if each.row.line not in refused]


def mixed_methods(unit: str, method: str, others: int) -> str:
    """The sentence of R-ENT-4."""
    return (
        f"{unit} is already entered as {method} for this series. Every candidate for a unit must use one method. "
        f"Change all {others} candidates, or choose {method}." if others else
        f"{unit} is entered as {method} further up in this file. Every candidate for a unit must use one method."
    )  # fmt: skip


def _method(book: _Book, entry: HeldEntry) -> str:
    option = book.options.get(entry.option_id)
    return option.method if option else ""


def _method_of(group: list[Accepted], held: list[HeldEntry], book: _Book) -> str:
    """The method that holds for a unit: that of the entries that keep theirs, else the first that the file gives.

    A file may move every candidate of a unit from one method to another, and only every one of them.
    """
    after = {each.entry.id: each.option.method if each.option else "" for each in group if each.entry}
    staying = [before for entry in held if (before := _method(book, entry)) and after.get(entry.id, before) == before]
    if staying:
        return staying[0]
    wanted = next((each.option.method for each in group if each.option and each.option.method), "")
    left_behind = [before for entry in held if (before := _method(book, entry)) and after.get(entry.id) not in (wanted, "")]
    return left_behind[0] if left_behind else wanted


# ---------------------------------------------------------------- what is to be written


def _write(each: Accepted, book: _Book, result: Merge) -> None:
    row, candidate, option, entry = each
    first_word = candidate.id in book.new_details and candidate.id not in result.candidates
    if first_word and row.action != WITHDRAW:
        result.candidates[candidate.id] = candidate
    told = f"{candidate.number} {row.entry_code}"
    if option is None:
        if entry is None or entry.withdrawn:
            result.unchanged += 1
        else:
            result.withdrawn.append((entry.id, told))
    elif entry is None:
        new = NewEntry(new_id(), candidate.id, row.series, row.entry_code, option.id, row.teaching_group)
        result.added.append(new)
    else:
        _write_change(each, option, entry, book, result, told=told, counts=first_word)


def _write_change(
    each: Accepted, option: OfferedOption, entry: HeldEntry, book: _Book, result: Merge, *, told: str, counts: bool
) -> None:
    group = each.row.teaching_group or entry.teaching_group
    if (option.id, group) == (entry.option_id, entry.teaching_group) and not counts:
        result.unchanged += 1
        return
    before = book.options.get(entry.option_id)
    moved = f" option {before.code if before else '?'} to {option.code}" if option.id != entry.option_id else ""
    result.changed.append(Change(entry.id, option.id, group, told + moved))
