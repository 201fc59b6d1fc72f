"""Mark sheets for tests: a component with an open window and a cohort entered for it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from interchange.assessment.models import MarkSheet, Submission
from interchange.assessment.queries.outcomes import Answer, How
from interchange.assessment.queries.places import Address, Row, fingerprint, place_at, rows_at
from interchange.assessment.rules.marks import Typed
from interchange.assessment.services.marks import save_marks
from interchange.assessment.services.submitting import receive_submission, submit_sheet
from interchange.audit import queries as audit
from interchange.audit.events import Event
from interchange.audit.models import EventRecord
from interchange.catalogue.factories import (
    make_component,
    make_endorsement,
    make_option,
    make_series,
    make_window,
)
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.entries.factories import make_cohort
from interchange.entries.models import Entry
from interchange.entries.services import withdraw_entry

if TYPE_CHECKING:
    from interchange.catalogue.models import Component, Series
    from interchange.centres.models import Centre

SERIES = "2027-06"


@dataclass
class ASheet:
    """One centre's sheet for a component, by its address."""

    centre: "Centre"
    component: "Component"
    address: Address

    @property
    def at_board(self) -> Address:
        """The same sheet as the awarding body's staff address it."""
        return Address(self.address.series, self.address.component, self.centre.pk)

    @property
    def url(self) -> str:
        """The page of the sheet."""
        return f"/coursework/{self.address.series}/{self.address.component}/"

    def stored_series(self) -> "Series":
        """The series it belongs to."""
        return make_series(self.address.series)

    def rows(self, actor: Actor) -> list[Row]:
        """The rows as an actor of the centre sees them."""
        with tenancy.reading(actor):
            return rows_at(actor, place_at(actor, self.address))

    def stored(self) -> MarkSheet:
        """The sheet itself, once something was saved."""
        with tenancy.for_centre(self.centre.pk):
            return MarkSheet.unscoped.get(centre_id=self.centre.pk, component=self.component)

    def marks(self, actor: Actor) -> dict[str, str]:
        """What each candidate has, in words."""
        return {row.number: row.value.words for row in self.rows(actor)}

    def typed(self, actor: Actor, number: str, mark: str = "", **more: Any) -> Typed:
        """One row as the actor types it over what stands there now."""
        row = next((row for row in self.rows(actor) if row.number == number), None)
        return Typed(number, row.version if row else 0, mark, **more)

    def give(
        self, actor: Actor, number: str, mark: str = "", *, how: How = How.TYPING, **more: Any
    ) -> Answer:
        """Save one row as the actor would, over what stands there now; what became of it."""
        return save_marks(self.address, [self.typed(actor, number, mark, **more)], how=how, by=actor).answers[
            0
        ]

    def row(self, actor: Actor, number: str) -> Row:
        """One candidate's row."""
        return next(row for row in self.rows(actor) if row.number == number and row.standing)

    def withdraw(self, number: str) -> None:
        """Take one candidate's entry back."""
        with tenancy.for_centre(self.centre.pk):
            entry = Entry.unscoped.get(
                candidate__number=number, option__components=self.component, withdrawn_at=None
            )
        withdraw_entry(entry.pk, by=Actor.system("tests", centre_id=self.centre.pk))

    def events(self, name: Event) -> list[EventRecord]:
        """What the centre's trail holds of one kind, oldest first."""
        by = Actor.system("tests", centre_id=self.centre.pk)
        with tenancy.reading(by):
            return list(reversed(audit.events_of(by, name=name)))

    def fill(self, actor: Actor, value: str = "", *, checked: bool = True) -> None:
        """Give every candidate a value: the same one, or marks that differ."""
        graded = self.component.is_graded
        top = self.component.max_mark or 100
        typed = [
            Typed(
                row.number, row.version, mark="" if graded else value or str(index % top + 1),
                grade=value or self.component.grade_list[0] if graded else "", checked=checked,
            )
            for index, row in enumerate(self.rows(actor))
            if row.standing
        ]  # fmt: skip
        save_marks(self.address, typed, how=How.TYPING, by=actor)

    def submit(self, actor: Actor, *, receive: bool = True) -> Submission:
        """Submit as the actor, and let the awarding body receive it."""
        sent = submit_sheet(self.address, key=uuid4(), shown=fingerprint(self.rows(actor)), by=actor)
        if receive:
            receive_submission(sent.pk, by=Actor.system("tests", centre_id=self.centre.pk))
        return sent


def make_sheet(
    centre: "Centre", code: str = "H446/03", *, candidates: int = 3, max_mark: int | None = 70, graded: bool = False,
    opened: int = 30, closes: int = 30, group: str = "11A", **profile: Any,
) -> ASheet:  # fmt: skip
    """A sheet whose window opened and closes so many days from today; `graded` makes it an endorsement."""
    component = (
        make_endorsement(code, **profile) if graded else make_component(code, max_mark=max_mark, **profile)
    )
    make_option(component)
    series, today = make_series(SERIES), clock.today()
    make_window(component, series, opens_on=today - timedelta(opened), closes_on=today + timedelta(closes))
    make_cohort(centre, component, candidates, series=series, group=group)
    return ASheet(centre, component, Address(SERIES, component.slug))
