"""Telling of passwords and invitations that come to an end (section 10). The system does it, once for each."""

from collections import defaultdict
from datetime import date
from typing import Any

from interchange.accounts.access import state_change
from interchange.accounts.models import OneUseLink, Person
from interchange.accounts.queries.administrators import administrators
from interchange.accounts.queries.ending import Ending, invitations_open, passwords_ending
from interchange.accounts.roles import Capability
from interchange.accounts.rules.invitations import warning_due
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.notifications import steps as notices
from interchange.notifications.queries import told_since
from interchange.notifications.rules import Kind, is_quiet

CHANGE, USERS = "/change-password/", "/users/"
KINDS = (Kind.PASSWORD_ENDING, Kind.PASSWORD_EXPIRED)


@state_change(needs=Capability.OPERATE)
def tell_of_passwords(on: date, *, by: Actor) -> int:
    """Whoever's password ends in 21, 7 or 1 days is told, once; of one that has ended the administrators too."""
    ended: dict[int | None, list[Ending]] = defaultdict(list)
    known = {kind: told_since(clock.start_of_day(on), kind) for kind in KINDS}
    told = 0
    for ending in passwords_ending(on):
        if ending.membership.person_id in known[_kind(ending, on)]:
            continue
        told += 1
        _tell(ending, on)
        if ending.days_left(on) < 0:
            ended[ending.membership.centre_id].append(ending)
    for centre_id, endings in ended.items():
        _note_ended(centre_id, endings)
    audit.nothing_changed()
    return told


def _kind(ending: Ending, on: date) -> Kind:
    return Kind.PASSWORD_EXPIRED if ending.days_left(on) < 0 else Kind.PASSWORD_ENDING


def _tell(ending: Ending, on: date) -> None:
    person, days = ending.membership.person, ending.days_left(on)
    words: dict[str, Any] = {"login_id": person.login_id, "username": person.username}
    if days >= 0:
        words |= {
            "expires": "expires tomorrow" if days == 1 else f"expires in {days} days",
            "until": ending.ends,
        }
    notices.tell(
        [person.pk], _kind(ending, on), words=words, link=CHANGE if days >= 0 else "",
        centre_id=ending.membership.centre_id,
    )  # fmt: skip


def _note_ended(centre_id: int | None, endings: list[Ending]) -> None:
    """The event of each, and one notice to a centre's administrators for all of them."""
    for ending in endings:
        audit.record(
            Event.PASSWORD_EXPIRED, subject=f"person:{ending.membership.person_id}", centre_id=centre_id
        )
    if centre_id is None:
        return
    names = [str(ending.membership.person) for ending in endings]
    people = set(administrators(centre_id).values_list("person_id", flat=True))
    notices.tell(
        people, Kind.PASSWORDS_EXPIRED, words={"names": names, "centre": str(endings[0].membership.centre)},
        link=USERS, centre_id=centre_id,
    )  # fmt: skip


@state_change(needs=Capability.OPERATE)
def tell_of_invitations(*, by: Actor) -> None:
    """Who has not used an invitation is told a day before its end; when it has run out, that is noted."""
    now = clock.now()
    for link in invitations_open():
        if link.until < now:
            _note_run_out(link)
        elif not link.data.get("warned") and warning_due(link.until, is_quiet=is_quiet) <= now:
            _warn(link)
    audit.nothing_changed()


def _note_run_out(link: OneUseLink) -> None:
    centre_id = link.membership.centre_id if link.membership else None
    if OneUseLink.objects.filter(pk=link.pk, used_at=None, ended_at=None).update(ended_at=clock.now()):
        audit.record(Event.INVITATION_EXPIRED, subject=f"person:{link.person_id}", centre_id=centre_id)


def _warn(link: OneUseLink) -> None:
    OneUseLink.objects.filter(pk=link.pk).update(data=link.data | {"warned": True})
    person = link.person
    assert isinstance(person, Person)  # noqa: S101  (the query asks for links of people)
    centre_id = link.membership.centre_id if link.membership else None
    whom = "your Centre Administrator" if centre_id else "the system administrator of the awarding body"
    words = {"until": link.until, "sent": link.made_at, "whom": whom}
    notices.tell([person.pk], Kind.INVITATION_ENDING, words=words, centre_id=centre_id)
