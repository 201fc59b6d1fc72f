"""Entries that a centre of the demo has withdrawn: last year's late and unrefunded, this year's for medical reasons."""

from collections.abc import Callable, Mapping
from datetime import datetime

from interchange.core import tenancy
from interchange.core.actor import Actor
from interchange.demo.director import moment_of
from interchange.entries.models import Entry
from interchange.entries.services.single import withdraw_entry

CODE = "R053"
EVIDENCE = "Medical certificate of the 3rd, in the exams office."


def scenes(
    series: str, actors: Mapping[str, Actor], *, now: datetime
) -> list[tuple[datetime, Callable[[], object]]]:
    """One candidate of Bar School is ill for long; nothing where the entry has been withdrawn before."""
    efua = actors["efua"]
    with tenancy.reading(efua):
        own = Entry.objects.visible_to(efua).filter(series__code=series, entry_code=CODE)
        if own.exclude(withdrawn_at=None).exists() or not own.exists():
            return []
    return [(moment_of(2.7, now=now), lambda: withdraw(series, CODE, efua, evidence=EVIDENCE))]


def withdraw(series: str, code: str, by: Actor, *, evidence: str = "") -> None:
    """The last candidate of a code does not take it; with evidence for medical reasons."""
    with tenancy.reading(by):
        standing = Entry.objects.visible_to(by).filter(
            series__code=series, entry_code=code, withdrawn_at=None
        )
        last = standing.order_by("-candidate__number").values_list("pk", flat=True).first()
    if last:
        withdraw_entry(last, medical=bool(evidence), evidence=evidence, by=by)
