"""Rows of any kind into their table."""

from collections.abc import Callable

from interchange.catalogue import formats
from interchange.catalogue.folder import Sheet
from interchange.catalogue.kinds import Kind
from interchange.catalogue.steps.components import components
from interchange.catalogue.steps.options import options
from interchange.catalogue.steps.qualifications import grades, qualifications
from interchange.catalogue.steps.rows import Resolved, with_parents
from interchange.catalogue.steps.terms import boundaries, disallowed, fees, sittings, terminal_rules
from interchange.catalogue.steps.vocational import key_dates, vocational_rules, vocational_units
from interchange.catalogue.upsert import Counts, upsert

RESOLVERS: dict[str, Callable[[Sheet], Resolved]] = {
    formats.GRADE_SETS.name: grades,
    formats.QUALIFICATIONS.name: qualifications,
    formats.COMPONENTS.name: components,
    formats.OPTIONS.name: options,
    formats.KEY_DATES.name: key_dates,
    formats.VOCATIONAL_UNITS.name: vocational_units,
    formats.VOCATIONAL_RULES.name: vocational_rules,
    formats.FEES.name: fees,
    formats.DISALLOWED.name: disallowed,
    formats.TERMINAL_RULES.name: terminal_rules,
    formats.TIMETABLE.name: sittings,
    formats.BOUNDARIES.name: boundaries,
}
"""How the rows of each kind find what they name, by the name of the kind's file."""


def resolve(kind: Kind, sheet: Sheet) -> Resolved:
    """The good rows as the table has them; what is wrong with the others is noted on the sheet."""
    return RESOLVERS[kind.format.name](sheet)


def write(kind: Kind, found: Resolved) -> Counts:
    """Add the rows that are new and change those that differ. Nothing is removed: entries and marks may refer to it."""
    counts = upsert(kind.model, found.rows, key=kind.unique, kept=found.kept)
    return with_parents(counts, found.parents)
