"""Whether a centre's chain is as it was written, and leads to what was signed."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Max

from interchange.audit import rules
from interchange.audit.models import ChainEnd, EventRecord, Link
from interchange.core import clock
from interchange.core.actor import Actor


@dataclass(frozen=True)
class Verdict:
    """What a verification of one chain found. `broken_at` is the number of the first link that does not hold.

    `events` are those that are there, `pruned` those that were let go when their time had passed.
    """

    links: int
    events: int
    broken_at: int | None
    pruned: int = 0

    @property
    def holds(self) -> bool:
        """Whether every link was found whole and in its place."""
        return self.broken_at is None


def verify_chain(actor: Actor, centre_id: int) -> Verdict:
    """Recompute every link of one centre's chain from its events, and say where it first fails.

    Of a chain to which somebody adds meanwhile, the links up to its end at the beginning are verified.
    """
    end = _end(actor, centre_id)
    upto = end.number if end else 0
    events = _Events(actor, centre_id, upto)
    previous, expected, count, pruned = rules.GENESIS, 1, 0, 0
    for link in _links(actor, centre_id, upto):
        found = events.of(link.number)
        if not _holds(link, expected, previous, found):
            return Verdict(expected - 1, count, expected, pruned)
        previous, expected = link.hash, expected + 1
        count, pruned = count + len(found), pruned + link.events - len(found)
    broken = events.stray() or _beyond(actor, centre_id)
    if broken is None and end is not None and (end.number, end.hash) != (expected - 1, previous):
        broken = expected if end.number >= expected else expected - 1
    return Verdict(expected - 1, count, broken, pruned)


def _end(actor: Actor, centre_id: int) -> ChainEnd | None:
    return ChainEnd.objects.visible_to(actor).filter(centre_id=centre_id).first()


def _links(actor: Actor, centre_id: int, upto: int) -> Iterator[Link]:
    links = Link.objects.visible_to(actor).filter(centre_id=centre_id, number__lte=upto)
    return links.order_by("number").iterator()


def _beyond(actor: Actor, centre_id: int) -> int | None:
    """The first link after the chain's end, of which it was not told: the end is read last, so that none is new."""
    links = Link.objects.visible_to(actor).filter(centre_id=centre_id).aggregate(last=Max("number"))
    events = (
        EventRecord.objects.visible_to(actor).filter(centre_id=centre_id).aggregate(last=Max("link_number"))
    )
    last = max(links["last"] or 0, events["last"] or 0)
    end = _end(actor, centre_id)
    number = end.number if end else 0
    return number + 1 if last > number else None


class _Events:
    """The events of one chain in order, given out link by link; those that no link asks for are strays."""

    def __init__(self, actor: Actor, centre_id: int, upto: int) -> None:
        events = EventRecord.objects.visible_to(actor).filter(centre_id=centre_id, link_number__lte=upto)
        in_order = events.order_by("link_number", "position").iterator()
        self._groups = (
            (number, list(group)) for number, group in groupby(in_order, key=lambda e: e.link_number)
        )
        self._next = next(self._groups, None)
        self._stray: int | None = None

    def of(self, number: int) -> list[EventRecord]:
        while self._next and self._next[0] < number:
            self._stray = self._stray or max(self._next[0], 1)
            self._next = next(self._groups, None)
        if not self._next or self._next[0] > number:
            return []
        found = self._next[1]
        self._next = next(self._groups, None)
        return found

    def stray(self) -> int | None:
        """The number of the first link that has events and is itself not there."""
        return self._stray or (max(self._next[0], 1) if self._next else None)


def _holds(link: Link, expected: int, previous: str, found: list[EventRecord]) -> bool:
    if (link.number, link.previous_hash) != (expected, previous):
        return False
    if found and found[0].position == 0 and found[0].at != link.at:
        return False
    return _holds_in_first_form(link, found) if link.form == 1 else _holds_in_second_form(link, found)


def _holds_in_first_form(link: Link, found: list[EventRecord]) -> bool:
    if link.pruned:
        return not found and rules.may_be_gone(link.pruned.get("all", 0), link.at, clock.real())
    if not found or [event.position for event in found] != list(range(link.events)):
        return False
    return link.hash == rules.first_form(
        link.previous_hash, link.number, [happening(event) for event in found]
    )


def _holds_in_second_form(link: Link, found: list[EventRecord]) -> bool:
    gone = {
        int(position): str(seal) for position, seal in (link.pruned or {}).items() if position.isdecimal()
    }
    there = {event.position: happening(event).seal() for event in found}
    if sorted([*gone, *there]) != list(range(link.events)) or not link.events:
        return False
    if any(event.seal != there[event.position] for event in found):
        return False
    if not all(rules.may_be_gone(_months(seal), link.at, clock.real()) for seal in gone.values()):
        return False
    seals = [seal for _, seal in sorted((gone | there).items())]
    return link.hash == rules.link_hash(link.previous_hash, link.number, link.at, seals)


def _months(seal: str) -> int:
    months = seal.partition(":")[0]
    return int(months) if months.isdecimal() else 0


def happening(event: EventRecord) -> rules.Happening:
    """The part of an event that its seal covers."""
    return rules.Happening(
        id=event.id, at=event.at, name=event.name, person_id=event.person_id, person_name=event.person_name,
        roles=event.roles, subject=event.subject, data=event.data, reason=event.reason, request_id=event.request_id,
        membership_id=event.membership_id, key_id=event.key_id, acting=event.acting, browser=event.browser,
        session=event.session, outcome=event.outcome,
    )  # fmt: skip
