"""Loading the catalogue from files: by the operators' command, and from a page after a comparison (B7)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.catalogue.folder import ALL_FILES, FileProblem, Sheet, read_sheet
from interchange.catalogue.formats import Format
from interchange.catalogue.kinds import OF_FILE
from interchange.catalogue.models import Load
from interchange.catalogue.steps import loading
from interchange.catalogue.upsert import Counts
from interchange.core import clock, uploads
from interchange.core.actor import Actor
from interchange.core.errors import Refused, Together
from interchange.core.spreadsheets import Table, read_table
from interchange.core.uploads import Checked
from interchange.core.uploads.uses import CATALOGUE

MOST_ROWS = 50_000
HEADINGS = 20
KEPT_FOR = timedelta(days=7)


@dataclass
class Report:
    """What a load did, by file, and everything that was wrong."""

    counts: dict[str, Counts] = field(default_factory=dict)
    derived: Counts = field(default_factory=Counts)
    problems: list[FileProblem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def changed_anything(self) -> bool:
        """Whether the catalogue is another than before."""
        return any(self.counts.values()) or bool(self.derived)


@state_change(needs=Capability.OPERATE)
def load_catalogue(sheets: list[Sheet], *, folder: Path, by: Actor) -> Report:
    """Write the good rows of a folder's files; what they leave out stays, and nothing is removed."""
    found = loading.apply(sheets, why="Loaded from a folder", by=by)
    report = Report(
        {one.file: one.counts for one in found.files}, found.derived, found.problems,
        [note for one in found.files for note in one.notes],
    )  # fmt: skip
    if not report.changed_anything:
        audit.nothing_changed()
        return report
    audit.record(Event.CATALOGUE_LOADED, data={"folder": folder.name} | told(found))
    return report


@state_change(needs=Capability.CATALOGUE_MANAGE)
def compare_files(files: Sequence[Checked], *, of: str = "", by: Actor) -> tuple[Load, loading.Comparison]:
    """What files would change, with everything that is wrong; they are kept until somebody applies them.

    `of` is the kind of row in them, where their names do not say. Refused where a file is no table, or nobody can
    tell what it holds.
    """
    together = Together()
    shapes = [together.read(partial(_shape, file, of)) for file in files]
    together.end()
    kept = [
        {"name": file.name, "shape": shape.name, "stored": uploads.keep(file, CATALOGUE)}
        for file, shape in zip(files, shapes, strict=True)
    ]
    load = Load.objects.create(files=kept, made_by=by.name)
    found = loading.compare(_sheets(load))
    audit.record(Event.CATALOGUE_COMPARED, data=told(found))
    return load, found


@state_change(needs=Capability.CATALOGUE_MANAGE)
def compare_again(load_id: UUID, *, by: Actor) -> tuple[Load, loading.Comparison]:
    """The same comparison with the catalogue as it is by now."""
    load = get_object_or_404(Load, pk=load_id, applied_at=None)
    audit.nothing_changed()
    return load, loading.compare(_sheets(load))


@state_change(needs=Capability.CATALOGUE_MANAGE)
def apply_load(load_id: UUID, shown: str, *, by: Actor) -> loading.Comparison:
    """Do what the comparison showed, by its digest; all good rows, in one transaction.

    Refused where it has been applied already, and where it would do something else by now.
    """
    load = get_object_or_404(Load.objects.select_for_update(), pk=load_id)
    if load.applied_at is not None:
        raise Refused("applied", "These files have been applied already.")
    found = loading.apply(_sheets(load), why="Loaded on screen", by=by, shown=shown)
    load.applied_at = clock.now()
    load.save(update_fields=["applied_at"])
    audit.record(Event.CATALOGUE_LOADED, subject=f"load:{load.pk}", data=told(found))
    _let_go([load])
    return found


@state_change(needs=Capability.OPERATE)
def drop_old_loads(*, by: Actor) -> int:
    """Let go of files that nobody applied within a week; how many loads they were."""
    old = list(Load.objects.filter(made_at__lt=clock.now() - KEPT_FOR))
    _let_go([load for load in old if load.applied_at is None])
    Load.objects.filter(pk__in=[load.pk for load in old]).delete()
    audit.nothing_changed()
    return len(old)


def _let_go(loads: Sequence[Load]) -> None:
    """Discard the files, once what was done is certain."""
    for load in loads:
        for file in load.files:
            transaction.on_commit(partial(uploads.discard, file["stored"]))


def _sheets(load: Load) -> list[Sheet]:
    by_name = {shape.name: shape for shape in ALL_FILES}
    return [
        read_sheet(
            read_table(uploads.read(file["stored"]), file["name"], most=MOST_ROWS), by_name[file["shape"]]
        )
        for file in load.files
    ]


def _shape(file: Checked, of: str) -> Format:
    """What a file holds: as it was said, else by its name, else by its headings."""
    table = read_table(file.data, file.name, most=MOST_ROWS)
    if of:
        mine = [shape for shape in ALL_FILES if OF_FILE[shape.name].code == of]
        return _by_headings(table, mine) or mine[0]
    named = {_letters(shape.name.removesuffix(".csv")): shape for shape in ALL_FILES}
    found = named.get(_letters(file.name.rpartition(".")[0])) or _by_headings(table, ALL_FILES)
    if found is None:
        names = ", ".join(shape.name for shape in ALL_FILES)
        raise Refused(
            "files",
            f"{file.name}: nobody can tell what this holds. Choose it below, or call the file one of {names}.",
        )
    return found


def _letters(name: str) -> str:
    """A file's name without what browsers and people add: numbers, spaces, brackets."""
    return re.sub(r"[^a-z]", "", name.casefold())


def _by_headings(table: Table, shapes: Sequence[Format]) -> Format | None:
    """The shape whose needed columns are all there and that knows most of the headings."""
    headings = [(shape, shape.grid.read_sheet(table.rows[:HEADINGS])[2].places) for shape in shapes]
    fitting = [(len(places), shape) for shape, places in headings if set(shape.required) <= set(places)]
    return max(fitting, key=lambda one: one[0])[1] if fitting else None


def told(found: loading.Comparison) -> dict[str, object]:
    """What the trail says of a load: by file what was added, changed and unchanged, and how many rows were bad."""
    files = {one.file: [one.counts.added, one.counts.changed, one.counts.unchanged] for one in found.files}
    return {"files": files, "bad": len(found.problems)}
