"""Marks from a spreadsheet or a paste: what Accept would do, said beforehand; then it does just that (R-MK-8, C3)."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from interchange.assessment.rules.marks import (
    BLANK,
    NotTaken,
    Profile,
    Typed,
    Value,
    figure,
    read_value,
    tidy,
)
from interchange.core.grid import Column, Grid, choice, code, text, tick
from interchange.core.grid.columns import Row as GridRow
from interchange.core.spreadsheets import Table

NUMBER = code(r"\d{4}", "the four digits of the candidate number, such as 0001", width=4)
A_NUMBER = re.compile(r"\d{1,4}\Z", re.ASCII)
ABSENT_WORDS = frozenset({"A", "ABS", "ABSENT", "X"})
WORDS_OF_HEADINGS = ("mark", "grade", "total", "score", "result", "raw")
REASONS = {
    "nothing-creditable": "earned nothing",
    "nothing-provided": "nothing provided",
    "not-authenticated": "not authenticated",
}


@dataclass(frozen=True)
class Standing:
    """What the sheet holds for a candidate now."""

    number: str
    name: str
    version: int
    value: Value
    checked: bool
    editable: bool = True


@dataclass(frozen=True)
class Change:
    """One row that Accept would change."""

    number: str
    name: str
    old: str
    new: str


@dataclass(frozen=True)
class Trouble:
    """One line that Accept would leave out, and why."""

    line: int
    number: str
    message: str


@dataclass
class Preview:
    """What Accept would do with a file or a paste. `rows` is exactly what it would save."""

    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    not_matched: list[Trouble] = field(default_factory=list)
    refused: list[Trouble] = field(default_factory=list)
    duplicates: list[Trouble] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rows: list[Typed] = field(default_factory=list)

    @property
    def troubles(self) -> int:
        """How many lines would be left out."""
        return len(self.not_matched) + len(self.refused) + len(self.duplicates)


def grid_for(profile: Profile) -> Grid:
    """The grid of the template, the upload and the paste of one component."""
    value = Column(
        "grade" if profile.graded else "mark", text(200), optional=True, aliases=("result", "score", "total")
    )
    parts = [
        Column(f"part_{at}", text(200), optional=True, heading=part.name)
        for at, part in enumerate(profile.parts, 1)
    ]
    return Grid(
        Column("number", NUMBER, aliases=("candidate number", "candidate no", "cand no", "no", "no.", "number"),
               heading="Candidate number"),
        Column("name", text(300), optional=True, aliases=("candidate", "candidate name")),
        Column("group", text(60), optional=True, heading="Teaching group", aliases=("group", "class", "set")),
        *parts, value,
        Column("absent", tick(), optional=True, aliases=("abs",)),
        Column("reason", choice(REASONS), optional=True, heading="Reason for 0"),
    )  # fmt: skip


def template_rows(
    standing: Sequence[Standing], groups: Mapping[str, str], profile: Profile
) -> list[list[str]]:
    """The lines of the template to download, with what the sheet holds."""
    return [
        [
            one.number, one.name, groups.get(one.number, ""),
            *([*map(figure, one.value.parts), *[""] * len(profile.parts)][: len(profile.parts)]),
            one.value.grade if profile.graded else figure(one.value.mark), "yes" if one.value.absent else "",
            REASONS.get(one.value.reason, ""),
        ]
        for one in standing
    ]  # fmt: skip


def preview(table: Table, standing: Sequence[Standing], profile: Profile, *, start: str = "") -> Preview:
    """What Accept would do with this table: by candidate number where it has them, else by position.

    `start` is the candidate at which a pasted column begins. A line with no value leaves its row as it is.
    """
    made = Preview(notes=list(table.notes))
    lines = _lines(table, standing, profile, made, start)
    held = {one.number: one for one in standing}
    seen = Counter(number for _, number, _ in lines)
    for line, number, typed in lines:
        if seen[number] > 1:
            made.duplicates.append(
                Trouble(line, number, f"Candidate {number} is in {seen[number]} lines. Keep one.")
            )
        elif number not in held:
            made.not_matched.append(Trouble(line, number, f"There is no candidate {number} on this sheet."))
        else:
            _weigh(line, typed, held[number], profile, made)
    named = {number for _, number, _ in lines}
    made.missing = [one.number for one in standing if one.editable and one.number not in named]
    return made


def restored(then: Mapping[str, Value], standing: Sequence[Standing]) -> Preview:
    """What putting every row back to an earlier value would change; a row that had none then is emptied (C5)."""
    made = Preview()
    for held in standing:
        value = then.get(held.number, BLANK)
        if value == held.value or not held.editable:
            made.unchanged += 1
            continue
        made.changed.append(
            Change(held.number, held.name, held.value.words or "nothing", value.words or "nothing")
        )
        parts = tuple(map(figure, value.parts))
        made.rows.append(
            Typed(
                held.number, held.version, figure(value.mark), value.absent, value.grade, value.reason, parts
            )
        )
    return made


def value_of_words(words: str, reason: str, parts: Sequence[str], profile: Profile) -> Value:
    """The value that the trail recorded in words: a mark, a grade, Absent, or nothing."""
    if words == "Absent":
        return Value(absent=True)
    if profile.graded or not words:
        return Value(grade=words)
    return Value(
        Decimal(words), reason=reason, parts=tuple(Decimal(part) if part else None for part in parts)
    )


def _lines(
    table: Table, standing: Sequence[Standing], profile: Profile, made: Preview, start: str
) -> list[tuple[int, str, Typed]]:
    if not table.rows:
        return []
    if _is_bare(table):
        return _by_position(table, standing, profile, made, start)
    grid = grid_for(profile)
    rows = table.rows
    if _has_no_headings(rows):
        made.notes.append(
            "The first line holds no headings: the first column was taken as the candidate number."
        )
        width = len(rows[0]) - 1
        rows = [["Candidate number", *[""] * (width - 1), "Grade" if profile.graded else "Mark"], *rows]
    accepted, problems, _ = grid.read_sheet(rows, table.problems)
    shift = len(rows) - len(table.rows)
    made.refused += [Trouble(one.row - shift, "", f"{one.column}: {one.sentence}") for one in problems]
    return [(row["line"] - shift, row["number"], _typed(row, profile)) for row in accepted]


def _is_bare(table: Table) -> bool:
    """Whether it is a single column of values, which says nothing of candidates."""
    return len(table.rows[0]) == 1


def _has_no_headings(rows: Sequence[Sequence[str]]) -> bool:
    return (
        len(rows[0]) >= 2
        and bool(A_NUMBER.match(tidy(rows[0][0])))
        and all(A_NUMBER.match(tidy(r[0])) for r in rows[:20])
    )


def _by_position(
    table: Table, standing: Sequence[Standing], profile: Profile, made: Preview, start: str
) -> list[tuple[int, str, Typed]]:
    texts = [row[0] for row in table.rows]
    first_line = 1
    numbers = [one.number for one in standing]
    numbers = numbers[numbers.index(start) :] if start in numbers else numbers
    if _is_heading(texts[0], profile, one_too_many=len(texts) == len(numbers) + 1):
        texts, first_line = texts[1:], 2
    made.notes.append(
        "There are no candidate numbers, so the values were matched by position: "
        f"{len(texts)} values, from candidate {numbers[0] if numbers else '–'}. Look at the names before you accept."
    )
    for line in range(len(numbers) + first_line, len(texts) + first_line):
        made.not_matched.append(Trouble(line, "", "There are more values than candidates."))
    pairs = zip(numbers, texts, strict=False)
    return [
        (line, number, _from_text(number, value, profile))
        for line, (number, value) in enumerate(pairs, first_line)
    ]


def _is_heading(first: str, profile: Profile, *, one_too_many: bool) -> bool:
    """Whether a bare column begins with its heading; taken for a value it would move every mark by a candidate."""
    try:
        read_value(_from_text("", first, profile), profile)
    except NotTaken:
        words = tidy(first).casefold()
        known = any(word in words for word in WORDS_OF_HEADINGS)
        return known or (one_too_many and not any(map(str.isdigit, words)))
    return False


def _from_text(number: str, written: str, profile: Profile) -> Typed:
    if not profile.graded and tidy(written).upper() in ABSENT_WORDS:
        return Typed(number, 0, absent=True)
    return Typed(number, 0, grade=written) if profile.graded else Typed(number, 0, mark=written)


def _typed(row: GridRow, profile: Profile) -> Typed:
    written = row.get("grade" if profile.graded else "mark") or ""
    typed = _from_text(row["number"], written, profile)
    parts = tuple(row.get(f"part_{at}") or "" for at in range(1, len(profile.parts) + 1))
    return typed._replace(
        absent=typed.absent or bool(row.get("absent")), reason=row.get("reason") or "", parts=parts
    )


def _weigh(line: int, typed: Typed, held: Standing, profile: Profile, made: Preview) -> None:
    try:
        value = read_value(typed, profile)
    except NotTaken as reason:
        made.refused.append(Trouble(line, held.number, str(reason)))
        return
    value = _with_what_the_file_left_out(value, held.value)
    if value in (BLANK, held.value):
        made.unchanged += 1
    elif value.is_blank:
        made.refused.append(
            Trouble(line, held.number, "There are parts without a mark. Give the mark as well.")
        )
    elif not held.editable:
        made.refused.append(Trouble(line, held.number, f"{held.name} cannot be changed now."))
    else:
        made.changed.append(Change(held.number, held.name, held.value.words or "nothing", value.words))
        parts = tuple(map(figure, value.parts))
        made.rows.append(typed._replace(version=held.version, reason=value.reason, parts=parts))


def _with_what_the_file_left_out(value: Value, held: Value) -> Value:
    """The same mark keeps the reason and the parts that it has, where the file says nothing of them."""
    if value.mark is None or value.mark != held.mark:
        return value
    return value._replace(reason=value.reason or held.reason, parts=value.parts or held.parts)
