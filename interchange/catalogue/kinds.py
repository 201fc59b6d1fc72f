"""The kinds of row in the catalogue that staff edit, each declared once.

A kind says where each column of its file stands in the database. Lists, forms, downloads, uploads, comparisons and the
history of a row are all made from that, so that there is one page of each sort for all of them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from django.db.models import Model, QuerySet

from interchange.catalogue import formats, models
from interchange.catalogue.formats import Format
from interchange.catalogue.published import PUBLISHED
from interchange.catalogue.rules.codes import code_key
from interchange.core.grid import Column
from interchange.core.grid.kinds import Choice

Cells = dict[str, str]
"""A row as its file has it: the text of each column."""
Source = str | tuple[Callable[..., Any], *tuple[str, ...]]
"""Where a cell stands: a path of the model, or a function of several."""
NO_WORDS: Mapping[str, Mapping[str, str]] = {}


@dataclass(frozen=True)
class Kind:
    """One kind of row: its file, its table, and where the columns of the one stand in the other."""

    code: str
    label: str
    plural: str
    format: Format
    model: type[Model]
    sources: Mapping[str, Source]
    unique: tuple[str, ...]
    """The columns of the table by which two rows are one and the same."""
    named: Callable[[Cells], str]
    """What people call a row."""
    fixed: tuple[str, ...] = ()
    """Columns that stay as they are once a row is there: entries, marks and other files find it by them."""
    kept: tuple[str, ...] = ()
    """The columns of the table that go with those."""
    listed: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    scope: tuple[str, ...] = ("board",)
    """A file speaks of those rows alone that share these columns with one of its own."""
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    about: str = ""

    @property
    def columns(self) -> list[Column]:
        """The columns that are kept, in the order of the file."""
        return [column for column in self.format.grid.columns if column.name in self.sources]

    @property
    def names(self) -> list[str]:
        """The same by their names."""
        return [column.name for column in self.columns]

    @property
    def searched(self) -> list[str]:
        """The paths in which words are looked for."""
        own = {name: self.sources[name] for name in self.sources if name not in ("source_kind", "source")}
        return [path for source in own.values() for path in _paths(source) if _is_text(self.model, path)]

    def shown(self, column: str, cell: str) -> str:
        """A cell in words, where its value is a code."""
        return self.words.get(column, {}).get(cell, cell)

    def title(self, cells: Cells) -> str:
        """What a row is called, in at most the room that its history has for it."""
        return (self.named(cells) or self.label)[:120]

    def rows(self) -> "QuerySet[Any]":
        """All rows, in the order of the list."""
        return self.model._default_manager.all()  # noqa: SLF001  (Django's own name for it)

    def cells(self, rows: "QuerySet[Any]") -> dict[int, Cells]:
        """The cells of these rows by their key, in the order of the rows; one statement."""
        return {key: cells for key, _, cells in self.stored(rows)}

    def stored(self, rows: "QuerySet[Any]") -> Iterable[tuple[int, tuple[Any, ...], Cells]]:
        """Key, what makes each one and the same, and cells; one statement."""
        columns = self.columns
        paths = [_paths(self.sources[column.name]) for column in columns]
        flat = [path for some in paths for path in some]
        for key, *values in rows.values_list("pk", *self.unique, *flat):
            unique, rest = tuple(values[: len(self.unique)]), iter(values[len(self.unique) :])
            cells = {}
            for column, some in zip(columns, paths, strict=True):
                cells[column.name] = _written(column, self.sources[column.name], [next(rest) for _ in some])
            yield key, unique, cells


def _paths(source: Source) -> tuple[str, ...]:
    return (source,) if isinstance(source, str) else source[1:]


def _is_text(model: type[Model], path: str) -> bool:
    *through, last = path.split("__")
    for step in through:
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]
    return model._meta.get_field(last).get_internal_type() in ("CharField", "TextField", "SlugField")


def _written(column: Column, source: Source, values: list[Any]) -> str:
    value = values[0] if isinstance(source, str) else source[0](*values)
    return "" if value in ("", None, []) else column.kind.write(value)


# ---------------------------------------------------------------- the declarations

SOURCE = {"source_kind": "source_kind", "source": "source"}


def _same(*names: str) -> dict[str, Source]:
    return {name: name for name in names}


def _joined(*columns: str) -> Callable[[Cells], str]:
    return lambda cells: " ".join(cells[name] for name in columns if cells.get(name))


def _clock(at: time | None) -> str:
    return at.strftime("%H:%M") if at else ""


def component_name(assessment_code: str, slug: str) -> str:
    """How a file names a component: by its code where its address was made of that, else by its address."""
    return assessment_code if code_key(assessment_code) == code_key(slug) else slug


def _component(cells: Cells) -> str:
    entry = cells["unit_code"] or cells["entry_code"]
    return cells["assessment_code"] or f"{entry} {cells['title']}".strip()


YES_OR_NO = {"yes": "Yes", "no": "No"}
QUALIFIED = {"board": "qualification__board", "entry_code": "qualification__entry_code"}

QUALIFICATION = Kind(
    "qualification", "Qualification", "Qualifications", formats.QUALIFICATIONS, models.Qualification,
    _same("board", "entry_code", "title", "subject", "level", "grading_model", "structure_complete", "tiers", "rule")
    | {"qualification_number": "number", "family": "family__name", "grade_set": "grade_set__code"} | SOURCE,
    unique=("board", "entry_code"), named=_joined("entry_code"),
    fixed=("board", "entry_code"), kept=("board", "entry_code"),
    listed=("entry_code", "title", "subject", "family", "level", "grading_model", "grade_set"),
    filters=("family", "board"),
    words={"grading_model": dict(models.Qualification.GradingModel.choices), "structure_complete": YES_OR_NO},
    about="What is awarded. Its entry code never changes: entries are found by it. By the subject two levels are "
    "known: without one nobody is told that a candidate is entered for both.",
)  # fmt: skip

COMPONENT = Kind(
    "component", "Component", "Components", formats.COMPONENTS, models.Component,
    QUALIFIED
    | _same(
        "unit_code", "component_code", "assessment_code", "title", "speaking", "max_mark", "weight_percent",
        "scaled_max", "duration_minutes", "tier", "grade_list", "route", "marks_due_basis", "ums_max",
        "guided_learning_hours", "mandatory", "half_marks", "parts", "absent_allowed", "group_required",
        "sample_scheme",
    )
    | {"assessment": "kind", "marks_due": "marks_due_printed"} | SOURCE,
    unique=("slug",), named=_component,
    fixed=("board", "entry_code", "unit_code", "component_code"),
    kept=("slug", "qualification_id", "unit_code", "component_code"),
    listed=("entry_code", "assessment_code", "title", "assessment", "max_mark", "route"),
    filters=("assessment", "board"),
    words={"assessment": dict(models.Component.Kind.choices)}
    | dict.fromkeys(["speaking", "half_marks", "absent_allowed", "group_required"], YES_OR_NO),
    about="The marked parts of a qualification, and how each is marked.",
)  # fmt: skip

OPTION = Kind(
    "option", "Option", "Options", formats.OPTIONS, models.Option,
    QUALIFIED
    | _same("unit_code", "route", "tier", "carried_forward", "certification", "assigned")
    | {"option_code": "code", "option_label": "label", "components": "component_codes"} | SOURCE,
    unique=("qualification_id", "entry_code", "code"),
    named=lambda cells: f"{cells['unit_code'] or cells['entry_code']}{cells['option_code']}",
    fixed=("board", "entry_code", "unit_code", "option_code", "certification", "assigned"),
    kept=("qualification_id", "entry_code", "unit_code", "code", "certification", "assigned"),
    listed=("entry_code", "unit_code", "option_code", "option_label", "route", "tier", "certification"),
    filters=("board", "certification"),
    words=dict.fromkeys(["carried_forward", "certification", "assigned"], YES_OR_NO),
    about="The routes through the components of an entry code, and the entries for certification.",
)  # fmt: skip

GRADE = Kind(
    "grade", "Grade", "Grade sets", formats.GRADE_SETS, models.Grade,
    _same("position", "edi_code")
    | {"set_code": "grade_set__code", "set_title": "grade_set__title", "grade": "name", "printed_meaning": "meaning"}
    | SOURCE,
    unique=("grade_set_id", "position"), named=_joined("set_code", "grade"),
    fixed=("set_code",), kept=("grade_set_id",),
    listed=("set_code", "set_title", "position", "grade", "edi_code", "printed_meaning"), filters=("set_code",),
    scope=("set_code",), about="The grades of each set, best first.",
)  # fmt: skip

FEE = Kind(
    "fee", "Fee", "Fees", formats.FEES, models.Tariff,
    _same("entry_code", "option_code") | {"series": "series__code", "fee": "pence"} | SOURCE,
    unique=("series_id", "entry_code", "option_code"), named=_joined("series", "entry_code", "option_code"),
    fixed=("series", "entry_code", "option_code"), kept=("series_id", "entry_code", "option_code"),
    listed=("series", "entry_code", "option_code", "fee", "source"), filters=("series",), scope=("series",),
    about="What one entry costs on time. Without an option code a fee holds for every option of its entry code.",
)  # fmt: skip

DISALLOWED = Kind(
    "disallowed", "Disallowed combination", "Disallowed combinations", formats.DISALLOWED, models.Disallowed,
    _same("first", "second", "severity", "why") | {"series": "series__code"} | SOURCE,
    unique=("series_id", "first", "second"), named=_joined("series", "first", "second"),
    listed=("series", "first", "second", "severity", "why"), filters=("series", "severity"), scope=("series",),
    words={"severity": dict(models.Disallowed.Severity.choices)},
    about="Two codes that one candidate may not hold together. Without a series a combination holds in every series.",
)  # fmt: skip

TERMINAL_RULE = Kind(
    "terminal-rule", "Terminal rule", "Terminal rules", formats.TERMINAL_RULES, models.TerminalRule,
    QUALIFIED | _same("unit_code", "percent", "from_year") | SOURCE,
    unique=("qualification_id", "unit_code", "percent"), named=_joined("entry_code", "unit_code", "percent"),
    fixed=("board", "entry_code"), kept=("qualification_id",),
    listed=("entry_code", "unit_code", "percent", "from_year", "source"),
    about="What has to be taken in the series of certification: a unit, or a share of the award.",
)  # fmt: skip

SITTING = Kind(
    "sitting", "Sitting", "Timetable", formats.TIMETABLE, models.Sitting,
    _same("session", "minutes")
    | {"series": "series__code", "date": "on", "starts_at": (_clock, "starts_at")}
    | {"component": (component_name, "component__assessment_code", "component__slug")} | SOURCE,
    unique=("series_id", "component_id"), named=_joined("series", "component"),
    fixed=("series", "component"), kept=("series_id", "component_id"),
    listed=("series", "component", "date", "session", "starts_at", "minutes"), filters=("series", "session"),
    scope=("series",), words={"session": dict(models.Sitting.Session.choices)},
    about="When each component is sat.",
)  # fmt: skip

BOUNDARY = Kind(
    "boundary", "Grade boundaries", "Grade boundaries", formats.BOUNDARIES, models.Boundary,
    _same("board", "series", "family", "code", "title", "tier", "scale", "max_mark", "marks") | SOURCE,
    unique=("board", "series", "family", "code", "title", "tier", "scale"),
    named=lambda cells: " ".join(
        filter(None, [cells["series"], cells["code"] or cells["title"], cells["tier"], cells["scale"]])
    ),
    listed=("series", "family", "code", "title", "tier", "scale", "max_mark"), filters=("series", "family", "scale"),
    scope=("board", "series"), words={"scale": dict(models.Boundary.Scale.choices)},
    about="The published marks for each grade, also of past series.",
)  # fmt: skip

KEY_DATE = Kind(
    "key-date", "Key date", "Key dates", formats.KEY_DATES, models.KeyDate,
    _same("board", "series", "applies_to", "event")
    | {"date": "on", "time": (_clock, "at"), "date_printed": "printed"} | SOURCE,
    unique=("board", "series", "applies_to", "event", "on", "printed"),
    named=_joined("series", "event", "applies_to"),
    listed=("series", "event", "applies_to", "date", "date_printed"), filters=("event", "board"),
    scope=("board", "series"), about="Dates and deadlines as they are printed.",
)  # fmt: skip

OF_SCHEME = {
    "board": "qualification__board", "qualification_key": "qualification__key",
    "qualification_code": "qualification__code", "qualification_number": "qualification__number",
    "qualification_title": "qualification__title", "level": "level",
}  # fmt: skip

VOCATIONAL_UNIT = Kind(
    "vocational-unit", "Vocational unit", "Vocational units", formats.VOCATIONAL_UNITS, models.VocationalUnit,
    OF_SCHEME | _same("credits", "guided_learning_hours", "group", "mandatory", "grade_list")
    | {"unit_number": "number", "unit_reference": "reference", "unit_title": "title"} | SOURCE,
    unique=("qualification_id", "number", "reference", "title"),
    named=_joined("qualification_key", "unit_number", "unit_reference"),
    fixed=("qualification_key",), kept=("qualification_id",),
    listed=("qualification_key", "unit_number", "unit_reference", "unit_title", "level", "credits"),
    filters=("qualification_key",), scope=("qualification_key",), words={"mandatory": YES_OR_NO},
    about="The units of vocational qualifications.",
)  # fmt: skip

VOCATIONAL_RULE = Kind(
    "vocational-rule", "Rule of combination", "Rules of combination", formats.VOCATIONAL_RULES, models.VocationalRule,
    OF_SCHEME | _same("group", "minimum", "maximum", "measure")
    | {"rule_number": "position", "rule_kind": "kind", "printed_rule": "printed"} | SOURCE,
    unique=("qualification_id", "position"), named=_joined("qualification_key", "rule_number"),
    fixed=("qualification_key",), kept=("qualification_id",),
    listed=("qualification_key", "rule_number", "rule_kind", "minimum", "maximum", "measure"),
    filters=("qualification_key",), scope=("qualification_key",),
    about="Which units make a vocational qualification.",
)  # fmt: skip

KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        QUALIFICATION, COMPONENT, OPTION, GRADE, DISALLOWED, FEE, TERMINAL_RULE, SITTING, BOUNDARY, KEY_DATE,
        VOCATIONAL_UNIT, VOCATIONAL_RULE,
    )
}  # fmt: skip
"""In the order of the catalogue's pages."""

OF_FILE: dict[str, Kind] = {kind.format.name: kind for kind in KINDS.values()}
OF_FILE |= {shape.name: OF_FILE[shape.of.name] for shape in PUBLISHED}
"""Which kind of row each file holds, by the file's name."""

LABELS = {
    "edi_code": "Results file code", "ums_max": "Maximum uniform mark", "max_mark": "Maximum mark",
    "qualification_key": "Scheme", "from_year": "From the series of", "first": "First code", "second": "Second code",
    "marks": "Lowest marks", "route": "Route of moderation", "assessment": "Assessed by", "on": "Day",
    "speaking": "Speaking test",
}  # fmt: skip


def label_of(column: str) -> str:
    """A column's name on a page."""
    return LABELS.get(column) or column.replace("_", " ").capitalize()


def choices_of(kind: Kind, column: Column) -> list[tuple[str, str]]:
    """What a form offers for a column, with nothing first; empty where anything may be typed."""
    words = kind.words.get(column.name)
    if words is None and isinstance(column.kind, Choice):
        words = {value: value for value in dict.fromkeys(column.kind.names.values())}
    return [("", ""), *((value, words[value]) for value in words if value)] if words else []
