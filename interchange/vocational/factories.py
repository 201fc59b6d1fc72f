"""Vocational entries for tests and the demo."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from interchange.catalogue.models import VocationalQualification, VocationalUnit
from interchange.core import tenancy
from interchange.core.spreadsheets import Table
from interchange.vocational.rules.entering import Plan
from interchange.vocational.rules.learners import LEARNERS
from interchange.vocational.services import enter_learners, preview_learners

if TYPE_CHECKING:
    from interchange.core.actor import Actor


def make_scheme(
    key: str = "05878",
    *,
    title: str = "Technical Diploma in Business",
    units: Sequence[str] = ("1", "2", "3"),
) -> VocationalQualification:
    """A scheme with units."""
    scheme, _ = VocationalQualification.objects.get_or_create(key=key, defaults={"code": key, "title": title})
    for number in units:
        VocationalUnit.objects.get_or_create(
            qualification=scheme, number=number, defaults={"title": f"Unit {number}"}
        )
    return scheme


def table(*lines: Sequence[str]) -> str:
    """Lines as somebody pastes them, under the line of headings."""
    return "\n".join("\t".join(line) for line in (LEARNERS.titles, *lines))


def enter(key: str, *lines: Sequence[str], by: "Actor") -> Plan:
    """Enter learners for a scheme as the page does: a preview first, then just that."""
    with tenancy.reading(by):
        plan = preview_learners(Table([LEARNERS.titles, *map(list, lines)]), key, actor=by)
    enter_learners(key, plan.rows, plan.digest, by=by)
    return plan
