"""Writing what was read from a catalogue folder. Nothing is removed: entries and marks may refer to it."""

from collections.abc import Callable

from interchange.catalogue import formats
from interchange.catalogue.folder import Sheet
from interchange.catalogue.steps.components import write_components
from interchange.catalogue.steps.options import complete_options, write_options
from interchange.catalogue.steps.qualifications import write_grade_sets, write_qualifications
from interchange.catalogue.steps.series import set_up_series
from interchange.catalogue.steps.vocational import (
    write_key_dates,
    write_vocational_rules,
    write_vocational_units,
)
from interchange.catalogue.upsert import Counts

__all__ = ["WRITERS", "complete_options", "set_up_series"]

WRITERS: dict[str, Callable[[Sheet], Counts]] = {
    formats.GRADE_SETS.name: write_grade_sets,
    formats.QUALIFICATIONS.name: write_qualifications,
    formats.COMPONENTS.name: write_components,
    formats.OPTIONS.name: write_options,
    formats.KEY_DATES.name: write_key_dates,
    formats.VOCATIONAL_UNITS.name: write_vocational_units,
    formats.VOCATIONAL_RULES.name: write_vocational_rules,
}
