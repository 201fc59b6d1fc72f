"""What can happen to a mark sheet in a story. Each scene is played by people of the cast through the real services."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from interchange.assessment.queries.outcomes import How
from interchange.assessment.queries.places import Address, Place, Row, fingerprint, place_at, rows_at
from interchange.assessment.queries.submissions import latest_submission
from interchange.assessment.rules.marks import Typed
from interchange.assessment.rules.sheets import SENDING
from interchange.assessment.services.desk import begin_moderation, reopen_sheet
from interchange.assessment.services.marks import declare, key_second_time, save_marks
from interchange.assessment.services.requests import (
    countersign_change,
    decide_change,
    decide_extension,
    request_change,
    request_extension,
)
from interchange.assessment.services.submitting import receive_submission, submit_sheet
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.demo.cohorts import Cohort, file_of
from interchange.demo.marking import typed
from interchange.entries.importing import load_file
from interchange.entries.services import withdraw_entry

UNTIL_RECEIVED = timedelta(minutes=2)


@dataclass
class Stage:
    """One sheet with everybody who may have to do with it; `kept` is what a later scene needs of an earlier one."""

    centre_id: int
    address: Address
    actors: Mapping[str, Actor]
    kept: dict[str, UUID] = field(default_factory=dict)

    @property
    def at_board(self) -> Address:
        """The sheet as the awarding body's staff address it."""
        return Address(self.address.series, self.address.component, self.centre_id)

    def sheet(self, by: Actor) -> tuple[Place, list[Row]]:
        """The sheet as somebody of the centre sees it now, without the withdrawn."""
        with tenancy.reading(by):
            place = place_at(by, self.address)
            return place, [row for row in rows_at(by, place) if row.standing]


class Scene(NamedTuple):
    """Something that happens so many days ago."""

    days: float
    play: Callable[[Stage], None]


def types(
    days: float,
    who: str,
    first: int,
    last: int,
    *,
    checked: bool = True,
    odd: Mapping[int, str] | None = None,
) -> Scene:
    """Somebody enters the rows from `first` up to `last`; `odd` says what for a row is typed instead of the usual."""

    def play(stage: Stage) -> None:
        by = stage.actors[who]
        place, rows = stage.sheet(by)
        instead = {rows[at].number: text for at, text in (odd or {}).items()}
        lines = typed(rows[first:last], place.profile, checked=checked, odd=instead)
        save_marks(stage.address, lines, how=How.TYPING, by=by)

    return Scene(days, play)


def declares(days: float, who: str, *kinds: str) -> Scene:
    """Somebody makes these declarations."""
    return Scene(days, lambda stage: _ignore(declare(stage.address, kinds, by=stage.actors[who])))


def submits(days: float, who: str) -> Scene:
    """Somebody submits the sheet, and two minutes later the awarding body has it."""

    def play(stage: Stage) -> None:
        by = stage.actors[who]
        sent = submit_sheet(stage.address, key=uuid4(), shown=fingerprint(stage.sheet(by)[1]), by=by)
        _receive(stage, sent.pk)

    return Scene(days, play)


def _receive(stage: Stage, submission_id: UUID) -> None:
    with clock.pretend(clock.now() + UNTIL_RECEIVED):
        receive_submission(submission_id, by=Actor.system("Interchange", centre_id=stage.centre_id))


def asks_to_change(days: float, who: str, at: int, new: str, why: str) -> Scene:
    """Somebody asks for a submitted mark to be another."""

    def play(stage: Stage) -> None:
        by = stage.actors[who]
        place, rows = stage.sheet(by)
        graded = place.profile.graded
        wanted = Typed(
            rows[at].number, rows[at].version, mark="" if graded else new, grade=new if graded else ""
        )
        asked = request_change(stage.address, wanted, why=why, evidence="", key=uuid4(), by=by)
        stage.kept["change"] = asked.pk
        place, _ = stage.sheet(by)
        if place.state == SENDING and place.sheet:
            with tenancy.reading(by):
                sent = latest_submission(by, place.sheet)
            if sent:
                _receive(stage, sent.pk)

    return Scene(days, play)


def signs(days: float, who: str) -> Scene:
    """A second person of the centre signs the request."""
    return Scene(days, lambda stage: _ignore(countersign_change(stage.kept["change"], by=stage.actors[who])))


def refuses_change(days: float, who: str, decision: str) -> Scene:
    """The awarding body leaves the mark as it is."""
    return Scene(
        days,
        lambda stage: _ignore(
            decide_change(stage.kept["change"], "refuse", decision=decision, by=stage.actors[who])
        ),
    )


def moderates(days: float, who: str) -> Scene:
    """The awarding body notes that moderation has begun."""
    return Scene(days, lambda stage: _ignore(begin_moderation(stage.at_board, by=stage.actors[who])))


def reopens(days: float, who: str, reason: str) -> Scene:
    """The awarding body gives the sheet back."""
    return Scene(
        days, lambda stage: _ignore(reopen_sheet(stage.at_board, reason=reason, by=stage.actors[who]))
    )


def asks_for_time(days: float, who: str, more: int, why: str, *places: int) -> Scene:
    """Somebody asks for more time, until so many days after the deadline; for all or for some candidates."""

    def play(stage: Stage) -> None:
        by = stage.actors[who]
        place, rows = stage.sheet(by)
        until = place.window.closes_on + timedelta(more)
        numbers = [rows[at].number for at in places]
        asked = request_extension(stage.address, until, numbers=numbers, why=why, key=uuid4(), by=by)
        stage.kept["extension"] = asked.pk

    return Scene(days, play)


def gives_time(days: float, who: str, verb: str, decision: str) -> Scene:
    """The awarding body grants what was asked for, or refuses it."""

    def play(stage: Stage) -> None:
        decide_extension(stage.kept["extension"], verb, until=None, decision=decision, by=stage.actors[who])

    return Scene(days, play)


def keys_again(days: float, who: str, first: int, last: int, odd: Mapping[int, str]) -> Scene:
    """A second person keys the marks blind, and differently in some rows."""

    def play(stage: Stage) -> None:
        by = stage.actors[who]
        place, rows = stage.sheet(by)
        instead = {rows[at].number: text for at, text in odd.items()}
        key_second_time(
            stage.address, typed(rows[first:last], place.profile, checked=False, odd=instead), by=by
        )

    return Scene(days, play)


def leaves(days: float, at: int) -> Scene:
    """A candidate's entry is withdrawn."""

    def play(stage: Stage) -> None:
        by = Actor.system("Interchange", centre_id=stage.centre_id)
        withdraw_entry(stage.sheet(by)[1][at].entry_id, by=by)

    return Scene(days, play)


def comes_late(days: float, cohort: Cohort) -> Scene:
    """Somebody is entered after marking began."""
    return Scene(
        days,
        lambda stage: _ignore(load_file(file_of((cohort,), stage.address.series), name="late-entries.csv")),
    )


def _ignore(result: object) -> None:
    """A scene gives nothing back."""
