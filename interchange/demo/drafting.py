"""What the demo's exams officers have typed into the entries grid and not submitted, slips and all."""

from collections.abc import Callable, Mapping
from datetime import datetime

from interchange.core import tenancy
from interchange.core.actor import Actor
from interchange.core.identifiers import new_id
from interchange.demo.director import moment_of
from interchange.entries.queries import drafts as queries
from interchange.entries.queries.drafts import Row
from interchange.entries.rules.drafts import Code, Typed
from interchange.entries.services.drafts import save_drafts
from interchange.entries.services.filling import make_ucis

Act = tuple[datetime, Callable[[], object]]
Actors = Mapping[str, Actor]

NEW = (
    {"candidate_number": "0901", "surname": "Okonkwo", "forenames": "Chidi", "date_of_birth": "14/11/2010", "sex": "M",
     "status": "S"},
    {"candidate_number": "0902", "surname": "Ní Bhriain", "forenames": "Aoife", "date_of_birth": "31/2/2011",
     "sex": "F", "status": "S"},
    {"candidate_number": "0903", "surname": "Lindqvist", "forenames": "", "date_of_birth": "3 May 2010", "sex": "f"},
)  # fmt: skip
"""The second was born on a day that is not in the calendar; of the third nobody has said whether school or private."""


def scenes(series: str, actors: Actors, *, now: datetime) -> list[Act]:
    """Efua of Bar School has been at the grid; nothing where somebody has typed there before."""
    efua = actors["efua"]
    with tenancy.reading(efua):
        if queries.unsent(efua, queries.window_of(series).series.pk):
            return []
    return [
        (moment_of(3.3, now=now), lambda: _new_candidates(series, efua)),
        (moment_of(3.2, now=now), lambda: _changes(series, efua)),
    ]


def _seen(series: str, by: Actor) -> tuple[list[Row], Code]:
    """The rows of a code with several options, and the code."""
    with tenancy.reading(by):
        pk = queries.window_of(series).series.pk
        known = queries.codes_of(queries.codes_in_use(by, pk))
        code = next(one for one in known.values() if len(one.options) > 1)
        return [row for row in queries.rows_of(by, pk, [code.code]) if row.cell(code.code)], code


def _new_candidates(series: str, by: Actor) -> None:
    rows, code = _seen(series, by)
    options = [rows[0].cell(code.code), rows[0].cell(code.code), "9Z"]
    typed = [
        Typed(new_id().hex, 0, {**details, code.code: option})
        for details, option in zip(NEW, options, strict=True)
    ]
    save_drafts(series, typed, how="typing", by=by)
    make_ucis(series, [typed[0].key], by=by)


def _changes(series: str, by: Actor) -> None:
    """One withdrawn, one by another option, one whose name was misspelt."""
    (first, second, third, *_), code = _seen(series, by)
    other = next(option for option, _ in code.options if option != second.cell(code.code))
    typed = [
        Typed(first.key, first.version, {code.code: ""}),
        Typed(second.key, second.version, {code.code: other}),
        Typed(third.key, third.version, {"forenames": f"{third.cell('forenames')} May"}),
    ]
    save_drafts(series, typed, how="typing", by=by)
