"""Vocational entries in the shapes that the API sends, and learners as a file of them would have it."""

from typing import Any

from interchange.api.queries.paging import page_of
from interchange.api.schemas.common import Page
from interchange.api.schemas.vocational import (
    LearnerSaid,
    LearnersIn,
    LearnersSaid,
    SchemeEntryOut,
    SchemeOut,
    SchemeWithUnits,
    UnitOut,
)
from interchange.core.actor import Actor
from interchange.core.spreadsheets import Table
from interchange.vocational import queries as vocational
from interchange.vocational.queries import SchemeLine
from interchange.vocational.rules.entering import Plan
from interchange.vocational.rules.learners import LEARNERS

FIRST_LINE = 2
"""Of a file, after its headings."""


def schemes(actor: Actor) -> list[SchemeOut]:
    """The schemes that the centre is approved for or has entries in."""
    return [SchemeOut(**_scheme(one)) for one in vocational.schemes_of(actor)]


def _scheme(line: SchemeLine) -> dict[str, Any]:
    return {
        "scheme": line.key, "title": line.title, "code": line.code, "number": line.number,
        "approved": bool(line.approved), "learners": line.learners,
    }  # fmt: skip


def scheme(actor: Actor, key: str) -> SchemeWithUnits:
    """One of them with its units; `Http404` for any other."""
    line = vocational.scheme_line(actor, key)
    units = [
        UnitOut(number=one.number, reference=one.reference, title=one.title)
        for one in vocational.scheme(line).units
    ]
    return SchemeWithUnits(**_scheme(line), units=units)


def entries(actor: Actor, *, scheme: str, withdrawn: bool, page: int) -> Page[SchemeEntryOut]:
    """The centre's entries that stand, or with `withdrawn` those that were withdrawn, 200 at a time."""
    asked = {"scheme": scheme, "state": "withdrawn" if withdrawn else ""}
    found, _ = vocational.entries_matching(actor, asked)
    return page_of(found, page, scheme_entry)


def scheme_entry(one: Any) -> SchemeEntryOut:
    """An entry in hand."""
    learner, unit = one.learner, one.unit
    return SchemeEntryOut(
        entry=one.pk, learner=learner.pk, uln=learner.uln, surname=learner.surname, forenames=learner.forenames,
        born_on=learner.born_on, sex=learner.sex, reference=learner.reference, scheme=one.scheme.key,
        unit=(unit.number or unit.reference) if unit else "", entered_at=one.entered_at, withdrawn_at=one.withdrawn_at,
    )  # fmt: skip


def table_of(body: LearnersIn) -> Table:
    """Learners as a file has them."""
    names = [column.name for column in LEARNERS.columns]
    rows = [one.model_dump() for one in body.rows]
    return Table([list(LEARNERS.titles), *([row[name] for name in names] for row in rows)])


def said(plan: Plan) -> LearnersSaid:
    """What lines do, row by row as they were sent."""
    rows = [
        LearnerSaid(row=one.line - FIRST_LINE + 1, name=one.name, effect=one.effect, problem=one.problem)
        for one in plan.lines
    ]
    return LearnersSaid(entered=len(plan.added), unchanged=plan.unchanged, rows=rows, notes=plan.notes)
