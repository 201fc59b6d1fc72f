"""The centres and the people of the demo world, as they are kept."""

from base64 import b32encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import groupby
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import apps
from django.conf import settings

from interchange.accounts.queries.people import current_memberships
from interchange.accounts.roles import Role, capabilities_of
from interchange.accounts.services.passwords import set_password
from interchange.accounts.services.people import add_person
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.centres.queries import centre_ids
from interchange.centres.services import add_centre
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.sealed import seal
from interchange.demo.cast import CAST, CENTRES, LEFT_TO_ENROL, LOGIN_IDS, PASSWORD, SHOWN_ALONE

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from interchange.accounts.models import Membership, Person

OPERATOR = Actor.system("demo")
NEVER_OLDER = timedelta(days=60)


def found_centres() -> None:
    """Every centre of the demo world that is not there yet."""
    known = centre_ids(centre.number for centre in CENTRES)
    for centre in CENTRES:
        if centre.number not in known:
            add_centre(centre.number, centre.name, kind=centre.kind, register_email=centre.email, by=OPERATOR)


def hire_people() -> None:
    """Everybody of the cast who is not there yet, with the password that all of them have."""
    ids = centre_ids(centre.number for centre in CENTRES)
    known = {(one.person.login_id, str(one.person)) for one in people()}
    for player in CAST:
        if (player.login_id, player.name) not in known:
            centre_id = ids.get(player.login_id)
            person = add_person(
                player.login_id, player.first_name, player.last_name, roles=list(player.roles), email=player.email,
                centre_id=centre_id, by=Actor.system("demo", centre_id=centre_id),
            )  # fmt: skip
            set_password(person, PASSWORD)
    persons = [one.person for one in people()]
    equip(persons)
    renew(persons)


def renew(persons: "Iterable[Person]") -> None:
    """The password of everybody is a new one again, whenever the demo is started: all sign in with it (5.1.1)."""
    old = apps.get_model("accounts", "Person").objects.filter(pk__in=[one.pk for one in persons])
    old.filter(password_changed_at__lt=clock.real() - NEVER_OLDER).update(password_changed_at=clock.real())


def equip(persons: "Iterable[Person]") -> None:
    """An authenticator app for everybody who has never had a second factor, but for those who are left to set one up.

    They have accepted the terms too. `manage sign_in_code` says what the app would show.
    """
    factors, people_of_all = apps.get_model("accounts", "Factor"), apps.get_model("accounts", "Person")
    left = {(player.login_id, player.name) for player in CAST if player.key in LEFT_TO_ENROL}
    wanted = {one.pk: one for one in persons if (one.login_id, str(one)) not in left}
    for had in factors.objects.filter(person__in=wanted).values_list("person_id", flat=True).distinct():
        wanted.pop(had, None)
    factors.objects.bulk_create(
        factors(person=one, kind="totp", label="Demo", sealed=seal(seed_of(one)), confirmed_at=clock.now())
        for one in wanted.values()
    )
    people_of_all.objects.filter(pk__in=wanted).update(
        terms_version=settings.TERMS_VERSION, terms_accepted_at=clock.now()
    )


def seed_of(person: "Person") -> str:
    """The seed of somebody's app: as good as public, like the password of the demo."""
    name = f"interchange demo {person.login_id} {person.username}"
    return b32encode(sha256(name.encode()).digest()[:20]).decode()


def people() -> "QuerySet[Membership]":
    """Everybody who can sign in at the centres of the demo world and at its awarding body."""
    found = current_memberships().filter(person__login_id__in=LOGIN_IDS)
    for name in SHOWN_ALONE:
        first, _, last = name.partition(" ")
        found = found.exclude(person__first_name=first, person__last_name=last)
    return found


def actors() -> dict[str, Actor]:
    """The cast as actors, by the keys of the stories."""
    keys = {(player.login_id, player.name): player.key for player in CAST}
    found = {(one.person.login_id, str(one.person)): one for one in people()}
    return {keys[who]: as_actor(one) for who, one in found.items() if who in keys}


def as_actor(one: "Membership") -> Actor:
    """A person of the demo as the actor of what they do."""
    centre = one.centre
    return Actor(
        name=str(one.person), person_id=one.person_id, username=one.person.username, centre_id=one.centre_id,
        centre_number=centre.number if centre else "", centre_name=centre.name if centre else "",
        roles=frozenset(one.roles), capabilities=capabilities_of(one.roles), is_staff=centre is None,
        address="192.0.2.17", membership_id=one.pk, browser="Chrome on Windows",
    )  # fmt: skip


def note_sign_in(one: "Membership") -> None:
    """What somebody does after one click stands in the trail like anything else."""
    by = as_actor(one)
    with tenancy.writing(by), audit.trail(by):
        audit.record(Event.SIGNED_IN, data={"how": "demo"})


def note_seen(signed_in: str, *, at: datetime) -> None:
    """The session was used at this moment of a clock that has been moved."""
    apps.get_model("accounts", "SignedIn").objects.filter(pk=signed_in).update(seen_at=at)


@dataclass(frozen=True)
class Shown:
    """One of the cast as the demo's page shows them."""

    membership_id: UUID
    name: str
    username: str
    roles: list[str]


def sides() -> list[tuple[str, str, list[Shown]]]:
    """Login ID, name and people of each centre of the demo world, and of the awarding body after them."""
    found = sorted(people(), key=lambda one: LOGIN_IDS.index(one.person.login_id))
    return [
        (
            login_id,
            _side(members[0]),
            sorted(map(_shown, members), key=lambda one: ORDER.get(one.name, len(ORDER))),
        )
        for login_id, members in (
            (key, list(group)) for key, group in groupby(found, lambda one: one.person.login_id)
        )
    ]


ORDER = {player.name: place for place, player in enumerate(CAST)}


def _side(one: "Membership") -> str:
    return f"{one.centre.number} {one.centre.name}" if one.centre else f"{settings.AWARDING_BODY}, staff"


def _shown(one: "Membership") -> Shown:
    titles = [role.label for role in Role if role.value in one.roles]
    return Shown(one.pk, str(one.person), one.person.username, titles)
