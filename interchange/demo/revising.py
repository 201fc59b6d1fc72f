"""What the demo's officers changed in the catalogue: made, waiting, withdrawn, and one that no longer fits.

They change what no file of the demo holds, or wait: each start loads the files again.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from interchange.catalogue.queries import desk, desk_series, series_by_code
from interchange.catalogue.services import editing
from interchange.catalogue.services import series as profiles
from interchange.catalogue.steps.revising import Edit
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.demo.director import moment_of

Act = tuple[datetime, Callable[[], object]]
CODE = "H446"
WHY = "Circular to centres, number 4"


def scenes(series: str, actors: Mapping[str, Actor], *, now: datetime) -> list[Act]:
    """Everything that was changed, each at its moment; nothing the second time."""
    if desk.changes_page({"q": WHY})["list"].total:
        return []
    enzo, olu = actors["enzo"], actors["olu"]
    printed = series_by_code(series).name

    def add(event: str, day: int) -> None:
        row = {
            "board": "DAB",
            "series": printed,
            "event": event,
            "date": f"{series}-{day}",
            "source": "demonstration",
        }
        editing.add_row("key-date", row, edit=_edit(WHY), by=enzo)

    def move(event: str, day: int, by: Actor, days: int = 0) -> int:
        return _change(
            "key-date", f"{printed} {event}", _edit("The hall is taken", days), by, date=f"{series}-{day}"
        )

    def labels() -> None:
        of = series_by_code(series)
        cells = desk_series.profile_cells(of)
        told = Edit(clock.today() + timedelta(30), "Centres asked for more time to print", cells)
        profiles.change_profile(series, cells | {"label_emergency_days": "5"}, edit=told, by=enzo)

    acts: dict[float, Callable[[], object]] = {
        9.0: lambda: add("contingency_day", 24), 8.9: lambda: add("contingency_session", 10),
        8.0: lambda: move("contingency_day", 25, olu, days=5), 7.0: lambda: move("contingency_day", 26, enzo),
        6.0: lambda: editing.withdraw_change(move("contingency_session", 11, enzo, days=20), by=enzo),
        3.0: lambda: _change("fee", f"{series} {CODE}", _edit("Fees of the next year", 45), enzo, fee="51.25"),
        2.0: labels, 1.0: lambda: editing.apply_due_changes(by=Actor.system("Interchange")),
    }  # fmt: skip
    return [(moment_of(days, now=now), act) for days, act in acts.items()]


def _edit(why: str, days: int = 0) -> Edit:
    return Edit(clock.today() + timedelta(days), why, {})


def _change(kind: str, called: str, edit: Edit, by: Actor, **columns: Any) -> int:
    """Change the row that is called so; the number of the change."""
    of = desk.kind_of(kind)
    rows = of.cells(of.rows()).items()
    row_id, cells = next((key, one) for key, one in rows if of.title(one).startswith(called))
    return editing.change_row(kind, row_id, cells | columns, edit=edit, by=by).pk
