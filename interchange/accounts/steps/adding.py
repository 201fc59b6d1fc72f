"""A new user of a centre (4.2): checked, made, and invited."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from interchange.accounts.models import Membership, Person
from interchange.accounts.roles import Role
from interchange.accounts.rules import granting
from interchange.accounts.rules.granting import in_order
from interchange.accounts.rules.users import check_last_day
from interchange.accounts.steps.informing import tell_office
from interchange.accounts.steps.offices import Office
from interchange.accounts.steps.persons import new_person
from interchange.accounts.steps.users import send_invitation, words_of
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.errors import Refused, Together
from interchange.core.typed import a_day
from interchange.notifications.rules import Kind

LONGEST_NAME, LONGEST_ADDRESS = 80, 254


@dataclass(frozen=True)
class Typed:
    """What was typed of somebody to be added."""

    first_name: str
    last_name: str
    email: str
    roles: frozenset[Role] = field(default_factory=frozenset)
    ends_on: str = ""


@dataclass(frozen=True)
class NewUser:
    """Somebody to be added, tidied."""

    first_name: str
    last_name: str
    email: str
    roles: frozenset[Role] = field(default_factory=frozenset)
    ends_on: date | None = None


def tidy_name(typed: str, *, what: str) -> str:
    """A name as it is kept; refused where it is empty, too long, or no name at all."""
    name = " ".join(typed.split())
    if not name or not any(letter.isalpha() for letter in name):
        raise Refused(f"{what}-empty", f"Enter the {what.replace('-', ' ')}.")
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise Refused(
            f"{what}-long", f"Use at most {LONGEST_NAME} characters for the {what.replace('-', ' ')}."
        )
    return name


def tidy_email(typed: str) -> str:
    """A work e-mail address as it is kept; refused where it is none."""
    address = typed.strip()
    try:
        validate_email(address)
    except ValidationError:
        raise Refused("email", "Enter an e-mail address, such as name@school.example.") from None
    if len(address) > LONGEST_ADDRESS:
        raise Refused("email", f"Use at most {LONGEST_ADDRESS} characters for the e-mail address.")
    return address


def check_new(office: Office, new: NewUser, *, known: Iterable[str]) -> str:
    """What adding would do, in words; refused, all at once, where a role is not the adder's to give, the address is
    a user's already, or the last day has passed.

    `known` are the addresses of those who are at the centre already, in small letters.
    """
    form = Together()
    form.read(lambda: _not_here_yet(new.email, known))
    form.read(lambda: check_last_day(new.ends_on, today=clock.today()))
    form.read(lambda: granting.check_roles(frozenset(), new.roles, by=office.mine))
    form.end()
    return f"is added and invited, with {words_of(new.roles)}"


def read_new(office: Office, typed: Typed, *, known: Iterable[str]) -> NewUser:
    """Somebody to be added, from what was typed; refused with everything that is wrong with it at once (B2)."""
    form = Together()
    first = form.read(lambda: tidy_name(typed.first_name, what="first-name"))
    last = form.read(lambda: tidy_name(typed.last_name, what="last-name"))
    email = form.read(lambda: _not_here_yet(tidy_email(typed.email), known))
    ends_on = form.read(lambda: check_last_day(a_day(typed.ends_on, code="end-day"), today=clock.today()))
    form.read(lambda: granting.check_roles(frozenset(), typed.roles, by=office.mine))
    form.end()
    return NewUser(first, last, email, typed.roles, ends_on)


def _not_here_yet(email: str, known: Iterable[str]) -> str:
    if email.casefold() in set(known):
        raise Refused(
            "already-here", "A user of your centre has this e-mail address already. Open that user instead."
        )
    return email


def addresses_at(centre_id: int) -> set[str]:
    """The addresses of everybody who is at a centre, in small letters."""
    found = Membership.objects.current().filter(centre_id=centre_id).values_list("person__email", flat=True)
    return {address.casefold() for address in found if address}


def put_new(office: Office, new: NewUser) -> Membership:
    """Make the account and send the invitation; who may, was asked before.

    Somebody who was at this centre before, and is nowhere now, comes back as the same person, with a new invitation.
    """
    person = _who_was_here(office.centre_id, new.email) or new_person(
        _login_id(office.centre_id), new.first_name, new.last_name, new.email
    )
    membership = Membership.objects.create(
        person=person, centre_id=office.centre_id, roles=[role.value for role in in_order(new.roles)],
        ends_on=new.ends_on, added_at=clock.now(),
    )  # fmt: skip
    for role in in_order(new.roles):
        data = {"role": role.value, "title": role.label}
        audit.record(Event.ROLE_GRANTED, subject=f"person:{person.pk}", data=data, centre_id=office.centre_id)
    audit.record(Event.PERSON_ADDED, subject=f"person:{person.pk}", centre_id=office.centre_id)
    send_invitation(membership, by_name=office.by.name)
    if new.roles & granting.OF_THE_EXAMS_OFFICE:
        words = {"by": office.by.name, "gained": words_of(new.roles), "lost": words_of([])}
        tell_office(office.centre_id, Kind.EXAMS_OFFICE_CHANGED, words=words, about=[membership])
    return membership


def _who_was_here(centre_id: int, email: str) -> Person | None:
    left = Person.objects.filter(
        email__iexact=email, anonymised_at=None, memberships__centre_id=centre_id,
        memberships__ended_at__isnull=False,
    )  # fmt: skip
    somewhere = Membership.objects.filter(ended_at=None).values("person_id")
    found = left.exclude(pk__in=somewhere).order_by("-added_at").first()
    if found is not None:
        found.is_active = True
        found.set_unusable_password()
        found.password_changed_at, found.reset_required_at = None, None
        found.save(update_fields=["is_active", "password", "password_changed_at", "reset_required_at"])
    return found


def _login_id(centre_id: int) -> str:
    """What the people of a centre sign in with."""
    found = apps.get_model("centres", "Centre").objects.filter(pk=centre_id)
    return str(found.values_list("login_id", flat=True).get())
