"""The catalogue as the API sends it."""

from datetime import date

from ninja import Schema


class ComponentOut(Schema):
    """One component of the catalogue, as its pages name it."""

    slug: str
    code: str
    title: str
    qualification: str
    entry_codes: list[str]
    kind: str
    maximum: int | None
    grades: list[str]
    half_marks: bool
    parts: list[str]


class SeriesOut(Schema):
    """An exam session: whether it is open, and the days of its entries."""

    code: str
    name: str
    is_open: bool
    band: str
    """not-open, on-time, late, very-late or closed, at this moment."""
    entries_open: date
    entry_deadline: date
    very_late: date
    no_change_after: date
    base_data_issue: int | None
    """The number of the base data that was given out last; none where none was."""


class OptionOut(Schema):
    """What can be entered: an entry code with one of its options."""

    entry_code: str
    option: str
    title: str
    label: str
    tier: str
    route: str
    carried_forward: bool
    certification: bool
    fee_pence: int | None
