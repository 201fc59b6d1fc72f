"""Records that hold a candidate's whole set of codes (E, A, XML, JSON), as changes of single entries (R-WAY-3).

A code that is new is an addition, one that is gone a withdrawal, another option of the same code an amendment. What
somebody made or changed by another way is never taken away unasked: it comes back as a difference.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from interchange.core import clock
from interchange.core.grid import Problem
from interchange.entries.rules import identifiers, people
from interchange.entries.rules.holdings import ADD, AMEND, WITHDRAW, Details, EntryRow
from interchange.exchange.rules import spelling

NO_UCI = "There is no UCI. An entry without one is not taken (R-ID-7)."
GONE, OTHER_OPTION = "gone", "option"
KEEP, TAKE_AWAY = "keep", "withdraw"


class Sent(NamedTuple):
    """A candidate as one record of a file gives them, with all of their codes."""

    line: int
    centre: str
    number: str
    surname: str
    forenames: str
    sex: str
    born_on: date | None
    uci: str
    uln: str
    status: str
    """S or P, as they are kept; files of the common format write C for S."""
    codes: tuple[str, ...]
    in_capitals: bool = False
    """Whether the name is written as the common format writes it: then the held one may say more."""


class HeldCode(NamedTuple):
    """A live entry of a candidate, and who touched it last."""

    entry_id: UUID
    entry_code: str
    option_code: str
    route: str
    way: str
    """The route in words."""
    at: datetime


class Person(NamedTuple):
    """A candidate as held."""

    number: str
    details: Details


class Difference(NamedTuple):
    """What a file would take away that another way made."""

    entry_id: UUID
    kind: str
    """Gone from the candidate's codes, or there with another option."""
    number: str
    name: str
    entry_code: str
    option_code: str
    """As it is held."""
    wanted: str
    """The option of the file."""
    way: str
    on: date


@dataclass(frozen=True)
class Codes:
    """How the codes of files (entry code and option, joined) are read and written."""

    known: Mapping[str, Sequence[tuple[str, str]]]

    @classmethod
    def of(cls, options: Iterable[tuple[str, str]]) -> "Codes":
        """From every entry code with its option."""
        known: dict[str, list[tuple[str, str]]] = {}
        for code, option in options:
            known.setdefault(f"{code}{option}".upper(), []).append((code, option))
        return cls(known)

    def read(self, written: str) -> tuple[str, str]:
        """Entry code and option; the code as it is written where nothing has it; `ValueError` where two things do."""
        found = self.known.get(written.strip().upper(), ())
        if len(found) > 1:
            raise ValueError(f"{written} stands for more than one entry code here.")
        return found[0] if found else (written.strip(), "")


@dataclass
class Compared:
    """What the records of a file come to."""

    rows: list[EntryRow] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Answer:
    """What may be done with the differences that somebody was asked about."""

    taken_away: frozenset[UUID] = frozenset()
    kept: frozenset[UUID] = frozenset()

    @classmethod
    def of(cls, answer: str, asked: Collection[UUID]) -> "Answer":
        """Keep, or withdraw; without an answer neither."""
        return cls(
            frozenset(asked) if answer == TAKE_AWAY else frozenset(),
            frozenset(asked) if answer == KEEP else frozenset(),
        )


@dataclass
class Comparison:
    """One file held against what one centre has entered."""

    series: str
    route: str
    codes: Codes
    born_by: date
    """The present day: nobody is born later."""
    answer: Answer = field(default_factory=Answer)
    everything: str = ""
    """The answer for every difference, where there were more than could be listed."""
    result: Compared = field(default_factory=Compared)

    def of_candidate(
        self, records: Sequence[Sent], person: Person | None, held: Mapping[str, HeldCode]
    ) -> None:
        """One candidate of the file: several records are one candidate's who has more codes than fit in one."""
        first = records[0]
        problems = [*_faults(first, self.born_by, known=person is not None), *_continued(records)]
        wanted, unread = self._wanted(records)
        problems += unread
        if person is None and not wanted and not problems:
            problems.append(
                Problem(
                    first.line, "codes", f"There is no candidate {first.number} to withdraw in {self.series}."
                )
            )
        if problems:
            self.result.problems += problems
            return
        row = self._row(first, person)
        for line, code, option in wanted:
            self._asked_for(row._replace(line=line, entry_code=code, option_code=option), held.get(code))
        named = {code for _, code, _ in wanted}
        for code, entry in held.items():
            if code not in named:
                self._left_out(row, entry)

    def not_in_the_file(self, person: Person, held: Mapping[str, HeldCode]) -> None:
        """A candidate of whom a whole set of entries says nothing: nothing goes without being asked about."""
        row = EntryRow(
            0, "", person.number, "", "", "", "", None, "", "", self.series, "", "", WITHDRAW, "", ""
        )
        for entry in held.values():
            self._left_out(
                row, entry, asks=True, name=_told(person.details.surname, person.details.forenames)
            )

    # ------------------------------------------------------------ one candidate

    def _wanted(self, records: Sequence[Sent]) -> tuple[list[tuple[int, str, str]], list[Problem]]:
        wanted: dict[tuple[str, str], int] = {}
        problems = []
        for record in records:
            for written in record.codes:
                try:
                    wanted.setdefault(self.codes.read(written), record.line)
                except ValueError as reason:
                    problems.append(Problem(record.line, "codes", str(reason)))
        return [(line, *code) for code, line in wanted.items()], problems

    def _row(self, sent: Sent, person: Person | None) -> EntryRow:
        surname, forenames = sent.surname, sent.forenames
        if person and sent.in_capitals:
            held = person.details.surname, person.details.forenames
            surname, forenames = (
                held
                if spelling.of_file(*held) == spelling.of_file(surname, forenames)
                else (surname, forenames)
            )
        return EntryRow(
            sent.line, sent.centre, sent.number, sent.uci, sent.uln, surname, forenames, sent.born_on, sent.sex,
            sent.status, self.series, "", "", ADD, "", "",
        )  # fmt: skip

    def _asked_for(self, row: EntryRow, held: HeldCode | None) -> None:
        if held is None:
            self.result.rows.append(row)
            return
        amended = row._replace(action=AMEND, previous_option=held.option_code)
        if held.option_code == row.option_code or held.route == self.route or self._goes(held):
            self.result.rows.append(amended)
        else:
            if not self._stays(held):
                self._ask(row, held, OTHER_OPTION, row.option_code)
            self.result.rows.append(amended._replace(option_code=held.option_code))

    def _left_out(self, row: EntryRow, held: HeldCode, *, asks: bool = False, name: str = "") -> None:
        goes = held.route == self.route and not asks
        if goes or self._goes(held):
            gone = row._replace(
                entry_code=held.entry_code, option_code="", action=WITHDRAW, previous_option=""
            )
            self.result.rows.append(gone)
        elif not self._stays(held):
            self._ask(row, held, GONE, "", name=name)

    def _goes(self, held: HeldCode) -> bool:
        return self.everything == TAKE_AWAY or held.entry_id in self.answer.taken_away

    def _stays(self, held: HeldCode) -> bool:
        return self.everything == KEEP or held.entry_id in self.answer.kept

    def _ask(self, row: EntryRow, held: HeldCode, kind: str, wanted: str, *, name: str = "") -> None:
        told = name or _told(row.surname, row.forenames)
        self.result.differences.append(
            Difference(
                held.entry_id, kind, row.candidate_number, told, held.entry_code, held.option_code, wanted, held.way,
                clock.london(held.at).date(),
            )
        )  # fmt: skip


def _told(surname: str, forenames: str) -> str:
    return f"{surname}, {forenames}" if forenames else surname


def _faults(sent: Sent, born_by: date, *, known: bool) -> Iterator[Problem]:
    """What no entry can be made with, each beside its field."""
    said = {
        "number": identifiers.candidate_number_fault(sent.number),
        "uci": identifiers.uci_fault(sent.uci) if sent.uci else "" if known else NO_UCI,
        "uln": identifiers.uln_fault(sent.uln) if sent.uln else "",
        "name": people.name_fault(sent.surname) or people.name_fault(sent.forenames),
        "born_on": "Give the date of birth." if sent.born_on is None else "",
        "sex": "" if sent.sex in people.SEXES else "Give the sex.",
    }
    if sent.born_on is not None and sent.born_on > born_by:
        said["born_on"] = f"{sent.born_on:%-d %B %Y} has not come yet."
    return (Problem(sent.line, column, fault) for column, fault in said.items() if fault)


def _continued(records: Sequence[Sent]) -> Iterator[Problem]:
    first = records[0]
    for other in records[1:]:
        if other._replace(line=first.line, codes=first.codes) != first:
            said = f"Line {first.line} has candidate {first.number} with other details. One candidate has one number."
            yield Problem(other.line, "number", said)


def question(differences: Sequence[Difference], *, more: int = 0) -> str:
    """What somebody is asked before anything goes (R-WAY-3); one sentence for each way and day on which it was made."""
    counts: dict[tuple[str, date], int] = {}
    for one in differences:
        counts[one.way, one.on] = counts.get((one.way, one.on), 0) + 1
    number = len(differences) + more
    if len(counts) == 1 and not more:
        [(way, on)] = counts
        return f"This file does not contain {_entries(number)} made on {way} on {on:%-d %B %Y}. {_choose(number)}"
    parts = [f"{count:,} on {way} on {on:%-d %B %Y}" for (way, on), count in sorted(counts.items(), key=str)]
    listed = f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]
    rest = f", and {more:,} more" if more else ""
    return (
        f"This file does not contain {_entries(number)} made another way: {listed}{rest}. {_choose(number)}"
    )


def _entries(number: int) -> str:
    return f"{number:,} {'entry' if number == 1 else 'entries'}"


def _choose(number: int) -> str:
    return "Keep it, or withdraw it?" if number == 1 else "Keep them, or withdraw them?"
