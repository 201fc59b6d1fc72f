"""A grid and what reading it gives: the good rows, and every problem with its line, column and sentence."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from interchange.core.grid.kinds import Kind, Tick
from interchange.core.grid.noise import shown, tidied

Row = dict[str, Any]
"""The values of one line by column name, and under "line" the line they stood in."""

LINES_SEARCHED_FOR_HEADINGS = 20
"""People put a title, a centre and a date above their table; nobody puts a page."""

NEAR_MISS = 2
"""Letters put wrong, at most, in a heading that is offered another: “Makr” is near “Mark”, “Name” is not."""

AGAIN = "Change the headings and send the file again."
TOO_MANY_CELLS = "This line has more cells than the headings. Check that no comma has split a value."


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell, and what to do. `row` is the line of the file, `column` the heading."""

    row: int
    column: str
    sentence: str


class Reading(NamedTuple):
    """The rows that can be used, and everything that is wrong with the others."""

    accepted: list[Row]
    problems: list[Problem]


@dataclass(frozen=True)
class Column:
    """One column: an `optional` one may be empty or left out; `aliases` are other headings people give it."""

    name: str
    kind: Kind
    optional: bool = False
    aliases: tuple[str, ...] = ()
    heading: str = ""

    @property
    def title(self) -> str:
        return self.heading or self.name.replace("_", " ").capitalize()

    def read(self, written: str) -> Any:
        """The value written, `None` for an empty optional cell; `ValueError` says what to do."""
        if not isinstance(self.kind, Tick) and not tidied(written):
            if self.optional:
                return None
            raise ValueError(f"This is empty. Enter {self.kind.hint}.")
        return self.kind.read(written)

    def write(self, value: Any) -> str:
        return "" if value is None else self.kind.write(value)


@dataclass(frozen=True)
class Headings:
    """Where a file has each column; the headings it has besides; what is wrong with the line."""

    places: Mapping[str, int]
    ignored: tuple[str, ...]
    problems: tuple[Problem, ...]
    width: int


class Grid:
    """A table declared once. Rows in which the columns of `unique` are the same are all refused: which one
    was meant is not ours to guess."""

    def __init__(self, *columns: Column, unique: Sequence[str] = ()) -> None:
        self.columns = columns
        self.unique = tuple(unique)
        names = [column.name for column in columns]
        if len(set(names)) < len(names) or "line" in names or not set(unique) <= set(names):
            raise ValueError("columns need names of their own, other than “line”")
        self._by_title = {
            _folded(title): column
            for column in columns
            for title in (column.name, *column.aliases, column.title)
        }

    @property
    def titles(self) -> list[str]:
        """The line of headings of the template to download."""
        return [column.title for column in self.columns]

    @property
    def guide(self) -> list[tuple[str, str]]:
        """Each heading with what to enter under it."""
        return [
            (column.title, column.kind.hint + (" (may be empty)" if column.optional else ""))
            for column in self.columns
        ]

    def header(self, row: Sequence[str], line: int = 1) -> Headings:
        """Find the columns by their headings: in any order, in capitals or not, under any of their names."""
        places: dict[str, int] = {}
        strangers: list[int] = []
        problems: list[Problem] = []
        for place, heading in enumerate(row):
            column = self._by_title.get(_folded(heading))
            if column is None:
                strangers += [place] if tidied(heading) else []
            elif column.name in places:
                said = "Two columns have this heading. Remove one of them."
                problems.append(Problem(line, column.title, said))
            else:
                places[column.name] = place
        near = {place: column for place in strangers if (column := self._near(row[place], places))}
        for place, column in near.items():
            said = f"There is a heading {shown(tidied(row[place]))}. Did you mean “{column.title}”? {AGAIN}"
            problems.append(Problem(line, column.title, said))
        for column in self.columns:
            if column.name not in places and not column.optional and column not in near.values():
                said = f"There is no column with the heading “{column.title}”. {AGAIN}"
                problems.append(Problem(line, column.title, said))
        ignored = tuple(tidied(row[place]) for place in strangers if place not in near)
        return Headings(places, ignored, tuple(problems), len(row))

    def _near(self, heading: str, places: Mapping[str, int]) -> Column | None:
        written = _folded(heading[:100])
        missing = [title for title, column in self._by_title.items() if column.name not in places]
        best = min(missing, key=lambda title: _letters_wrong(written, title), default="")
        allowed = min(NEAR_MISS, max(len(best), 3) // 3)
        return self._by_title[best] if best and _letters_wrong(written, best) <= allowed else None

    def read_sheet(
        self, rows: Sequence[Sequence[str]], spoilt: Sequence[Problem] = ()
    ) -> tuple[list[Row], list[Problem], Headings]:
        """Read a whole file: find the line of headings, then read every line below it.

        With wrong headings no row is accepted, because a value might go astray in silence. Nor is one
        of the lines that are `spoilt`: they had a problem before the grid saw them.
        """
        place = self._line_of_headings(rows)
        headings = self.header(rows[place] if rows else [], place + 1)
        if headings.problems:
            return [], list(headings.problems), headings
        accepted, problems = self.read(rows[place + 1 :], first_line=place + 2, headings=headings)
        lines = {problem.row for problem in spoilt}
        told = [*spoilt, *(problem for problem in problems if problem.row not in lines)]
        return (
            [row for row in accepted if row["line"] not in lines],
            sorted(told, key=lambda problem: problem.row),
            headings,
        )

    def _line_of_headings(self, rows: Sequence[Sequence[str]]) -> int:
        """The line with the most headings we know; the first of them when several have as many."""
        known = [
            sum(_folded(cell) in self._by_title for cell in row) for row in rows[:LINES_SEARCHED_FOR_HEADINGS]
        ]
        return known.index(max(known)) if known else 0

    def read(
        self, rows: Iterable[Sequence[str]], first_line: int = 2, headings: Headings | None = None
    ) -> Reading:
        """Read every row but empty ones; without `headings` the cells are in the order of the columns."""
        places = headings.places if headings else {column.name: at for at, column in enumerate(self.columns)}
        width = headings.width if headings else len(self.columns)
        found = [(column, places.get(column.name)) for column in self.columns]
        reading = Reading([], [])
        for line, row in enumerate(rows, first_line):
            if not any(row) or not any(map(tidied, row)):
                continue
            before = len(reading.problems)
            values = self._read_row(row, line, found, reading.problems)
            if any(map(tidied, row[width:])):
                reading.problems.append(Problem(line, self.columns[-1].title, TOO_MANY_CELLS))
            if len(reading.problems) == before:
                reading.accepted.append(values)
        return self._without_repeats(reading) if self.unique else reading

    def _read_row(
        self,
        row: Sequence[str],
        line: int,
        found: Sequence[tuple[Column, int | None]],
        problems: list[Problem],
    ) -> Row:
        values: Row = {"line": line}
        for column, place in found:
            written = row[place] if place is not None and place < len(row) else ""
            try:
                values[column.name] = column.read(written)
            except ValueError as reason:
                problems.append(Problem(line, column.title, str(reason)))
        return values

    def _without_repeats(self, reading: Reading) -> Reading:
        lines: defaultdict[tuple[Any, ...], list[int]] = defaultdict(list)
        for row in reading.accepted:
            lines[self._key(row)].append(row["line"])
        accepted = [row for row in reading.accepted if len(lines[self._key(row)]) == 1]
        title = next(column.title for column in self.columns if column.name == self.unique[0])
        repeats = [
            Problem(line, title, f"Line {other} is about the same one. Keep one of the two lines.")
            for same in lines.values()
            if len(same) > 1
            for line, other in zip(same, [same[1], *same], strict=False)
        ]
        return Reading(accepted, sorted([*reading.problems, *repeats], key=lambda problem: problem.row))

    def _key(self, row: Row) -> tuple[Any, ...]:
        return tuple(row[name] for name in self.unique)

    def write(self, row: Mapping[str, Any]) -> list[str]:
        """One row as a line under `titles`, which `read` reads back as the same values."""
        return [column.write(row.get(column.name)) for column in self.columns]


def _folded(heading: str) -> str:
    return "".join(character for character in tidied(heading).casefold() if character.isalnum())


def _letters_wrong(written: str, meant: str) -> int:
    """How many letters were left out, put in, changed or swapped with the next."""
    if abs(len(written) - len(meant)) > NEAR_MISS:
        return NEAR_MISS + 1
    two_ago: list[int] = []
    last = list(range(len(meant) + 1))
    for row, letter in enumerate(written, 1):
        now = [row]
        for place, other in enumerate(meant, 1):
            wrong = min(last[place] + 1, now[-1] + 1, last[place - 1] + (letter != other))
            if row > 1 and place > 1 and letter == meant[place - 2] and other == written[row - 2]:
                wrong = min(wrong, two_ago[place - 2] + 1)
            now.append(wrong)
        two_ago, last = last, now
    return last[-1]
