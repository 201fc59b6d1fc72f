"""Loading the catalogue from files: by the operators' command, and from a page after a comparison (B7)."""

from dataclasses import dataclass, field
from pathlib import Path

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.catalogue.folder import FileProblem, Sheet
from interchange.catalogue.steps import loading
from interchange.catalogue.upsert import Counts
from interchange.core.actor import Actor


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


def told(found: loading.Comparison) -> dict[str, object]:
    """What the trail says of a load: by file what was added, changed and unchanged, and how many rows were bad."""
    files = {one.file: [one.counts.added, one.counts.changed, one.counts.unchanged] for one in found.files}
    return {"files": files, "bad": len(found.problems)}
