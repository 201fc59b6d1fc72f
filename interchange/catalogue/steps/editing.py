"""One row of the catalogue, or one series' profile, as a form shows it and as it is written back.

An editor knows how: `cells` gives a row as texts by column, `put`, `add` and `take_out` change it. What is wrong with a
row is refused by column, all at once.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from django.db import IntegrityError, transaction
from django.db.models import Model, ProtectedError

from interchange.catalogue import kinds, models
from interchange.catalogue.folder import Sheet
from interchange.catalogue.kinds import KINDS, Cells, Kind, label_of
from interchange.catalogue.queries.desk_series import profile_cells
from interchange.catalogue.rules.profile import Profile, out_of_order, settings, stored_form
from interchange.catalogue.steps.options import complete_options
from interchange.catalogue.steps.series import follow_profile
from interchange.catalogue.steps.writing import resolve, write
from interchange.core.errors import Refused, Together

IN_USE = "Entries or marks go by it, so it cannot be taken out. Change it instead."


class Editor(Protocol):
    """How one kind of row is read, written and named."""

    code: str
    label: str

    def label_of(self, column: str) -> str: ...

    def title(self, cells: Cells) -> str: ...

    def cells(self, row_id: int, *, lock: bool = False) -> Cells | None: ...

    def typed(self, typed: Mapping[str, str], now: Cells | None) -> Cells: ...

    def put(self, row_id: int, cells: Cells) -> None: ...

    def add(self, cells: Cells) -> int: ...

    def take_out(self, row_id: int) -> None: ...


class RowEditor:
    """The rows of one kind."""

    def __init__(self, kind: Kind) -> None:
        self.kind, self.code, self.label = kind, kind.code, kind.label

    def label_of(self, column: str) -> str:
        """The column's name on a page."""
        return label_of(column)

    def title(self, cells: Cells) -> str:
        """What people call the row."""
        return self.kind.title(dict.fromkeys(self.kind.names, "") | cells)

    def cells(self, row_id: int, *, lock: bool = False) -> Cells | None:
        """The row by column, none where there is none; with `lock` nobody else changes it in this transaction."""
        rows = self.kind.rows().filter(pk=row_id)
        if lock:
            list(rows.order_by().select_for_update(of=("self",)).values_list("pk"))
        return self.kind.cells(rows).get(row_id)

    def typed(self, typed: Mapping[str, str], now: Cells | None) -> Cells:
        """The row as a form has it, over the columns that stay as they are; refused by column where one is wrong."""
        together, cells = Together(), {}
        for column in self.kind.columns:
            if now is not None and column.name in self.kind.fixed:
                cells[column.name] = now[column.name]
                continue
            cells[column.name] = together.read(_reading(column, typed.get(column.name, "")))
        together.end()
        return cells

    def put(self, row_id: int, cells: Cells) -> None:
        """Make the row this. Refused by column, and where there is such a row already."""
        kind, values = self.kind, self._values(cells)
        changing = {name: value for name, value in values.items() if name not in kind.kept}
        if set(kind.unique) - set(kind.kept):
            self._refuse_a_second(values, but=row_id)
        try:
            with transaction.atomic():
                kind.rows().filter(pk=row_id).update(**changing)
        except IntegrityError:  # somebody made such a row this moment
            raise self._second() from None
        self._follow()

    def add(self, cells: Cells) -> int:
        """Add the row; its key. Refused by column, and where there is such a row already."""
        sheet = self._sheet(cells)
        found = resolve(self.kind, sheet)
        _end(sheet)
        [values] = found.rows
        self._refuse_a_second(values)
        if not write(self.kind, found).added:  # somebody made such a row this moment
            raise self._second()
        self._follow()
        return int(self._alike(values).values_list("pk", flat=True).get())

    def take_out(self, row_id: int) -> None:
        """Take the row out. Refused where entries or marks go by it, and while other rows belong to it."""
        row = self.kind.rows().filter(pk=row_id).get()
        try:
            with transaction.atomic():
                FIRST.get(self.code, _nothing)(row)
                row.delete()
        except ProtectedError:
            raise Refused("in-use", IN_USE) from None
        self._follow()

    def _values(self, cells: Cells) -> dict[str, Any]:
        sheet = self._sheet(cells)
        found = resolve(self.kind, sheet)
        _end(sheet)
        return dict(found.rows[0])

    def _sheet(self, cells: Cells) -> Sheet:
        """The row as a file of one line would have it."""
        grid = self.kind.format.grid
        rows, problems = grid.read([[cells.get(column.name, "") for column in grid.columns]])
        sheet = Sheet(self.kind.format, rows, frozenset(self.kind.names))
        for problem in problems:
            sheet.refuse(problem.row, problem.column, problem.sentence)
        _end(sheet)
        return sheet

    def _alike(self, values: Mapping[str, Any]) -> Any:
        return self.kind.rows().filter(**{name: values[name] for name in self.kind.unique})

    def _refuse_a_second(self, values: Mapping[str, Any], *, but: int | None = None) -> None:
        if self._alike(values).exclude(pk=but).exists():
            raise self._second()

    def _second(self) -> Refused:
        return Refused(
            "exists", f"There is already such a row: {self.label.lower()}. Change that one instead."
        )

    def _follow(self) -> None:
        """What follows from a change of what can be entered: single options, and which components options have."""
        if self.kind in (kinds.QUALIFICATION, kinds.COMPONENT, kinds.OPTION):
            complete_options()


def _reading(column: Any, text: str) -> Callable[[], str]:
    def read() -> str:
        try:
            return str(column.write(column.read(text)))
        except ValueError as reason:
            raise Refused(column.name, str(reason)) from None

    return read


def _end(sheet: Sheet) -> None:
    together = Together()
    for problem in sheet.problems:
        together.note(Refused(problem.column, problem.sentence))
    together.end()


# ---------------------------------------------------------------- what goes with a row that is taken out


def _nothing(row: Model) -> None:
    """Most rows stand alone."""


def _derived_options(qualification: models.Qualification) -> None:
    """Its single options and its certification, which are made from it; printed ones and components keep it."""
    qualification.options.filter(code="").delete()


def _entered_with(component: models.Component) -> None:
    """Refused where anything has been entered that brings this component with it."""
    with transaction.atomic():
        component.options.all().delete()
        transaction.set_rollback(True)
    options = component.qualification.options.filter(
        code="", certification=False, unit_code=component.unit_code
    )
    if (
        not component.qualification.components.filter(unit_code=component.unit_code)
        .exclude(pk=component.pk)
        .exists()
    ):
        options.delete()


FIRST: dict[str, Callable[[Any], None]] = {
    kinds.QUALIFICATION.code: _derived_options,
    kinds.COMPONENT.code: _entered_with,
}


# ---------------------------------------------------------------- the profile of a series


class ProfileEditor:
    """The profile of a series (section 13): its settings by name, as texts."""

    code, label = "profile", "Profile"

    def label_of(self, column: str) -> str:
        """What the setting means."""
        return next((setting.meaning for setting in settings() if setting.name == column), column)

    def title(self, cells: Cells) -> str:
        """Its series, which is no setting."""
        return cells["series"]

    def cells(self, row_id: int, *, lock: bool = False) -> Cells | None:
        """Every setting as it holds, and the series."""
        rows = models.Series.objects.filter(pk=row_id)
        series = (rows.select_for_update() if lock else rows).first()
        return None if series is None else profile_cells(series)

    def typed(self, typed: Mapping[str, str], now: Cells | None) -> Cells:
        """Every setting as the form has it; refused by setting, also where days are not in their order."""
        together, values = Together(), {}
        for setting in settings():
            values[setting.name] = together.read(_setting_read(setting, typed.get(setting.name, "")))
        together.end()
        for name, sentence in out_of_order(Profile(**values)):
            together.note(Refused(name, sentence))
        together.end()
        shown = {setting.name: setting.kind.shown(values[setting.name]) for setting in settings()}
        return {"series": (now or {}).get("series", "")} | shown

    def put(self, row_id: int, cells: Cells) -> None:
        """Keep what differs from the defaults; windows for marks that close on a usual day close on its new one."""
        series = models.Series.objects.get(pk=row_id)
        values = {setting.name: setting.kind.read(cells[setting.name]) for setting in settings()}
        series.profile = stored_form(series.code, values)
        series.save(update_fields=["profile"])
        follow_profile(series)

    def add(self, cells: Cells) -> int:
        """A profile comes with its series, never alone."""
        raise Refused("exists", "A profile comes with its series. Open the series.")

    def take_out(self, row_id: int) -> None:
        """A profile stays with its series."""
        raise Refused("in-use", "A profile stays with its series.")


def _setting_read(setting: Any, text: str) -> Callable[[], Any]:
    def read() -> Any:
        try:
            return setting.kind.read(text)
        except ValueError as reason:
            raise Refused(setting.name, str(reason)) from None

    return read


PROFILE = ProfileEditor()
EDITORS: dict[str, Editor] = {code: RowEditor(kind) for code, kind in KINDS.items()} | {PROFILE.code: PROFILE}
