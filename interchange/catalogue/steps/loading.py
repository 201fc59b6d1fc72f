"""Rows from files, or from anywhere else: what they would change, and changing it (B7).

Nothing here cares where the rows came from. A comparison does what applying would do and takes it back, so that what
it shows is what happens.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction

from interchange.catalogue.folder import FileProblem, Sheet
from interchange.catalogue.formats import FORMATS
from interchange.catalogue.kinds import OF_FILE, Cells, Kind, label_of
from interchange.catalogue.models import Revision
from interchange.catalogue.steps.options import complete_options
from interchange.catalogue.steps.rows import NOTHING
from interchange.catalogue.steps.writing import resolve, write
from interchange.catalogue.upsert import Counts
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import always

BATCH = 1_000
MOVED = always(
    "moved",
    "The catalogue has changed since this comparison was made. Look at the new comparison, then apply it.",
)


@dataclass(frozen=True)
class Change:
    """One row that is added, or that becomes another: the columns that differ, as text."""

    title: str
    row_id: int
    before: Cells
    after: Cells

    @property
    def is_new(self) -> bool:
        """Whether it was not there before."""
        return not self.before

    @property
    def fields(self) -> list[tuple[str, str, str]]:
        """Each column that differs: its label, what it was, what it becomes."""
        return [
            (label_of(name), self.before.get(name, ""), self.after.get(name, ""))
            for name in {**self.before, **self.after}
        ]


@dataclass
class Compared:
    """What one file would do to its kind of row."""

    file: str
    kind: Kind
    changes: list[Change] = field(default_factory=list)
    counts: Counts = NOTHING
    missing: list[str] = field(default_factory=list)
    """What the catalogue has of the same boards or series, and the file has not; it stays."""
    problems: list[FileProblem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def added(self) -> list[Change]:
        """The rows that are new."""
        return [change for change in self.changes if change.is_new]

    @property
    def changed(self) -> list[Change]:
        """The rows that become others."""
        return [change for change in self.changes if not change.is_new]


@dataclass
class Comparison:
    """What all files would do."""

    files: list[Compared] = field(default_factory=list)
    derived: Counts = NOTHING
    """What follows from it: single options, and which components options have."""

    @property
    def changes_anything(self) -> bool:
        """Whether the catalogue would be another than before."""
        return any(one.counts for one in self.files) or bool(self.derived)

    @property
    def problems(self) -> list[FileProblem]:
        """Everything that is wrong, file by file."""
        return [problem for one in self.files for problem in one.problems]

    @property
    def digest(self) -> str:
        """The same for two comparisons that would do the same."""
        told = [
            [one.file, change.title, change.before, change.after]
            for one in self.files
            for change in one.changes
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def compare(sheets: Sequence[Sheet]) -> Comparison:
    """What these rows would change, and everything that is wrong with them; nothing is changed."""
    with transaction.atomic():
        found = _load(sheets)
        transaction.set_rollback(True)
    return found


def apply(sheets: Sequence[Sheet], *, why: str, by: Actor, shown: str = "") -> Comparison:
    """Write the good rows, each change with a revision of its own; what they leave out stays, and nothing is removed.

    Refused where it would do something else than the comparison `shown`, by its digest, if one is given.
    """
    found = _load(sheets)
    if shown and found.digest != shown:
        raise MOVED
    now, today = clock.now(), clock.today()
    Revision.objects.bulk_create(
        [
            Revision(
                kind=one.kind.code, key=change.title, row_id=change.row_id, before=change.before, after=change.after,
                effective_on=today, why=f"{why}: {one.file}", made_at=now, made_by=by.name, applied_at=now,
            )
            for one in found.files
            for change in one.changes
        ],
        batch_size=BATCH,
    )  # fmt: skip
    return found


def _load(sheets: Sequence[Sheet]) -> Comparison:
    found = Comparison([_load_one(sheet) for sheet in sorted(sheets, key=_order)])
    found.derived = complete_options()
    return found


def _order(sheet: Sheet) -> int:
    """What is referred to comes first."""
    return [shape.name for shape in FORMATS].index(OF_FILE[sheet.format.name].format.name)


def _load_one(given: Sheet) -> Compared:
    sheet = replace(given, problems=[*given.problems], notes=[*given.notes])
    kind = OF_FILE[sheet.format.name]
    before = {unique: cells for _, unique, cells in kind.stored(kind.rows())}
    resolved = resolve(kind, sheet)
    counts = write(kind, resolved)
    after = (
        list(kind.stored(kind.rows())) if counts else [(0, unique, cells) for unique, cells in before.items()]
    )
    found = Compared(sheet.format.name, kind, counts=counts, notes=sheet.notes)
    found.problems = sorted(sheet.problems, key=lambda problem: problem.line)
    found.changes = [
        change for key, unique, cells in after if (change := _change(kind, key, before.get(unique), cells))
    ]
    found.missing = _missing(kind, resolved.rows, after)
    return found


def _change(kind: Kind, key: int, before: Cells | None, after: Cells) -> Change | None:
    if before is None:
        return Change(kind.title(after), key, {}, {name: cell for name, cell in after.items() if cell})
    if before == after:
        return None
    differ = [name for name in after if after[name] != before[name]]
    return Change(kind.title(after), key, {n: before[n] for n in differ}, {n: after[n] for n in differ})


def _missing(
    kind: Kind, rows: Sequence[Mapping[str, Any]], after: Sequence[tuple[int, tuple[Any, ...], Cells]]
) -> list[str]:
    spoken = {tuple(str(row[name]) for name in kind.unique) for row in rows}
    named = [(tuple(map(str, unique)), cells) for _, unique, cells in after]
    scopes = {tuple(cells[name] for name in kind.scope) for unique, cells in named if unique in spoken}
    return [
        kind.title(cells)
        for unique, cells in named
        if unique not in spoken and tuple(cells[name] for name in kind.scope) in scopes
    ]
