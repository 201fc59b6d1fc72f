"""What Bar School has asked to be corrected of last June's candidates, and which warnings it has accepted."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import uuid4

from interchange.catalogue.queries import series_by_code
from interchange.core import tenancy
from interchange.core.actor import Actor
from interchange.demo.director import moment_of
from interchange.entries.models import Candidate, Correction
from interchange.entries.queries.corrections import corrections
from interchange.entries.queries.warnings import warnings_of
from interchange.entries.services.corrections import ask_for_correction, decide_correction
from interchange.entries.services.warnings import accept_warnings

Act = tuple[datetime, Callable[[], object]]
AGREED, REFUSED, WAITING = "0121", "0122", "0123"


def scenes(this_june: str, last_june: str, actors: Mapping[str, Actor], *, now: datetime) -> list[Act]:
    """One request is agreed to, one refused, one waits; nothing where anything has been asked before."""
    efua, enzo = actors["efua"], actors["enzo"]
    with tenancy.reading(efua):
        if corrections(efua).exists():
            return []

    def candidate(number: str) -> Candidate:
        with tenancy.reading(efua):
            return Candidate.objects.visible_to(efua).get(series__code=last_june, number=number)

    def waiting(number: str) -> Correction:
        with tenancy.reading(efua):
            return corrections(efua).get(candidate__number=number)

    def ask(number: str, why: str, **typed: str) -> None:
        ask_for_correction(candidate(number).pk, typed, reason=why, key=uuid4(), by=efua)

    def decide(number: str, verb: str, words: str) -> None:
        decide_correction(waiting(number).pk, verb, decision=words, by=enzo)

    def respell() -> None:
        name = candidate(AGREED).surname
        ask(AGREED, "The passport has the name with a hyphen.", surname=f"{name}-Lowe")

    return [
        (moment_of(9.4, now=now), respell),
        (moment_of(8.2, now=now), lambda: decide(AGREED, "agree", "")),
        (moment_of(6.6, now=now), lambda: ask(REFUSED, "A parent asks for it.", forenames="Kit")),
        (moment_of(5.3, now=now), lambda: decide(
            REFUSED, "refuse", "A certificate has the name of the birth certificate. Send a copy with a message."
        )),
        (moment_of(1.6, now=now), lambda: ask(WAITING, "Day and month were swapped.", born_on="04/03/2010")),
        (moment_of(1.2, now=now), lambda: _accept(this_june, efua)),
    ]  # fmt: skip


def _accept(series: str, by: Actor) -> None:
    """The first warnings about this June's entries are meant so."""
    with tenancy.reading(by):
        found = [one.key for one in warnings_of(by, series_by_code(series)) if not one.serious]
    if found:
        accept_warnings(series, found[:3], by=by)
