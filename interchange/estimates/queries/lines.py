"""The estimated entries of one centre: its lines, and what stands about them as a whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from interchange.assessment.rules.sheets import State
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.estimates.models import Estimate, Return
from interchange.estimates.queries.asking import Asked, Asking, of_component, of_option
from interchange.estimates.rules import estimates
from interchange.estimates.rules.saving import Held

if TYPE_CHECKING:
    from interchange.catalogue.models import Component


@dataclass(frozen=True)
class Line:
    """One estimated entry of a centre."""

    id: UUID
    asked: Asked
    last_year: int
    number: int
    state: str
    version: int
    changed_at: datetime | None
    changed_by: str
    far: str
    """What is said where it is far from last year's entries."""

    @property
    def key(self) -> str:
        return self.asked.key

    @property
    def shown(self) -> State:
        """The state as a tag."""
        return estimates.STATES[self.state]

    @property
    def waits(self) -> bool:
        """Whether the centre has not answered it."""
        return self.changed_at is None

    @property
    def held(self) -> Held:
        """As the rules see it."""
        return Held(self.number, self.last_year, self.state, self.version, self._who)

    @property
    def _who(self) -> str:
        if self.changed_at is None:
            return f"{self.number} was filled in from last year’s entries since you opened the page."
        return f"{self.changed_by} saved {self.number} at {clock.time_in_words(self.changed_at)}."


@dataclass(frozen=True)
class Totals:
    """Sums over lines."""

    lines: int
    waiting: int
    last_year: int
    number: int

    @classmethod
    def of(cls, lines: Iterable[Line]) -> "Totals":
        """Of these lines."""
        found = list(lines)
        return cls(
            len(found), sum(line.waits for line in found), sum(line.last_year for line in found),
            sum(line.number for line in found),
        )  # fmt: skip


def unanswered(returns: QuerySet[Return]) -> QuerySet[Any]:
    """Those of the returns that wait for the centre, each with how many lines do in `waiting`: none where the centre
    had no entries last year, and has neither typed a number nor given a nil return."""
    counted = returns.filter(answered_at=None).order_by().annotate(
        lines=Count("estimates"), waiting=Count("estimates", filter=Q(estimates__changed_at=None))
    )  # fmt: skip
    return counted.filter(Q(lines=0) | Q(waiting__gt=0))


def return_of(actor: Actor, asking: Asking, centre_id: int) -> Return | None:
    """What stands about a centre's estimates as a whole."""
    return Return.objects.visible_to(actor).filter(centre_id=centre_id, series=asking.series).first()


def lines_of(actor: Actor, asking: Asking, centre_id: int) -> list[Line]:
    """A centre's lines for what the series asks, in the order of the catalogue; one statement."""
    found = (
        Estimate.objects.visible_to(actor)
        .filter(centre_id=centre_id, series=asking.series)
        .select_related("option__qualification__family", "component__qualification__family")
    )
    lines = [_line(one, asking) for one in found]
    return sorted(
        (line for line in lines if asking.asks_for(line.asked.entry_code)), key=lambda line: line.asked.order
    )


def _line(one: Estimate, asking: Asking) -> Line:
    asked = of_option(one.option) if one.option else of_component(cast("Component", one.component))
    percent = asking.profile.estimate_change_percent
    far = estimates.is_far(one.number, one.last_year, percent=percent)
    return Line(
        one.pk, asked, one.last_year, one.number, one.state, one.version, one.changed_at, one.changed_by,
        estimates.far_sentence(one.number, one.last_year) if far else "",
    )  # fmt: skip


def is_answered(head: Return | None, lines: Sequence[Line]) -> bool:
    """Whether the centre has said what it expects: every line is answered, or it has said that there is nobody."""
    if head is None:
        return False
    return head.nil or (bool(lines) and not any(line.waits for line in lines))
