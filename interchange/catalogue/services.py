"""Loading the catalogue and opening a series: the operators' work."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.catalogue import steps
from interchange.catalogue.folder import FileProblem, Sheet
from interchange.catalogue.models import Series
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
    report = Report()
    for sheet in sheets:
        report.counts[sheet.format.name] = steps.WRITERS[sheet.format.name](sheet)
        report.problems += sorted(sheet.problems, key=lambda problem: problem.line)
        report.notes += sheet.notes
    report.derived = steps.complete_options()
    if not report.changed_anything:
        audit.nothing_changed()
        return report
    counts = {name: [each.added, each.changed, each.unchanged] for name, each in report.counts.items()}
    audit.record(
        Event.CATALOGUE_LOADED, data={"folder": folder.name, "files": counts, "bad": len(report.problems)}
    )
    return report


@state_change(needs=Capability.OPERATE)
def open_series(code: str, *, opens_on: date, closes_on: date | None = None, by: Actor) -> Series:
    """Open a series such as `2027-06` with a mark window for every component that centres mark.

    Repeating it adds the windows of components that have come since. Refused for a code that is not a series,
    and when a window would close before it opens.
    """
    series, windows = steps.set_up_series(code, opens_on=opens_on, closes_on=closes_on)
    audit.record(Event.SERIES_OPENED, subject=f"series:{code}", data={"windows": windows})
    return series
