"""Learners of the demo's colleges, entered for vocational schemes."""

from collections.abc import Callable, Mapping
from datetime import datetime

from interchange.centres.services.approvals import grant_approval
from interchange.core import tenancy
from interchange.core.actor import Actor
from interchange.core.spreadsheets import Table
from interchange.demo.cast import BAR, NORTHGATE
from interchange.demo.director import moment_of
from interchange.vocational.models import SchemeEntry
from interchange.vocational.queries import schemes_of
from interchange.vocational.rules.learners import LEARNERS
from interchange.vocational.services import enter_learners, preview_learners, withdraw_from_scheme

Act = tuple[datetime, Callable[[], object]]
Actors = Mapping[str, Actor]
BUSINESS, ICT = "05878", "06325"

LEARNERS_OF = {
    BUSINESS: (
        ("1234567899", "Abara", "Kelechi", "2004-02-11", "M", "FE-1041", "award"),
        ("1000000043", "Bielak", "Zofia", "2003-11-30", "F", "FE-1042", "award"),
        ("", "Carrick", "Dervla", "1998-06-04", "F", "FE-1043", "award"),
        ("3000000010", "D'Souza", "Ravi", "2004-08-19", "M", "FE-1044", "award"),
        ("", "Égi", "Márta", "2002-01-25", "F", "", "award"),
    ),
    ICT: (
        ("9276308686", "Fenwick", "Joss", "2005-05-07", "M", "N-207", "award"),
        ("", "Gadd", "Lena", "2005-09-21", "F", "N-208", "award"),
    ),
}  # fmt: skip


def scenes(actors: Actors, *, now: datetime) -> list[Act]:
    """Approvals, entries and a withdrawal; nothing where learners have been entered before."""
    nadia, val = actors["nadia"], actors["val"]
    with tenancy.reading(nadia):
        if schemes_of(nadia):
            return []
    return [
        (moment_of(30, now=now), lambda: _approve(actors["april"])),
        (moment_of(20, now=now), lambda: _enter(BUSINESS, nadia)),
        (moment_of(19, now=now), lambda: _enter(ICT, val)),
        (moment_of(4, now=now), lambda: _withdraw(nadia)),
    ]


def _approve(april: Actor) -> None:
    for number, code, title in (
        (BAR, BUSINESS, "Cambridge Technical Extended Diploma in Business"),
        (BAR, ICT, "National Award in ICT"),
        (NORTHGATE, ICT, "National Award in ICT"),
    ):
        grant_approval(number, "VQ", qualification=code, title=title, by=april)


def _enter(scheme: str, by: Actor) -> None:
    table = Table([LEARNERS.titles, *map(list, LEARNERS_OF[scheme])])
    with tenancy.reading(by):
        plan = preview_learners(table, scheme, actor=by)
    enter_learners(scheme, plan.rows, plan.digest, by=by)


def _withdraw(by: Actor) -> None:
    """The one without a ULN has left the college."""
    with tenancy.reading(by):
        entry = SchemeEntry.objects.visible_to(by).get(learner__surname="Carrick")
    withdraw_from_scheme(entry.pk, "Has left the college.", by=by)
