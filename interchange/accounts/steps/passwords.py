"""A password looked at and put in place (5.1.3, 5.1.8)."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.db.models import QuerySet

from interchange.accounts.models import Membership, OldPassword, Person
from interchange.accounts.queries.known_passwords import is_breached, is_common
from interchange.accounts.rules import names, passwords
from interchange.core import clock
from interchange.notifications import steps as notices
from interchange.notifications.rules import Kind


def as_hashed(typed: str) -> str:
    """A password as typed, no longer than it takes to be too long for any that was accepted."""
    return names.tidy_password(typed[: 4 * passwords.LONGEST])[: passwords.LONGEST + 1]


def check_new_password(new: str, person: Person, *, centre_name: str = "") -> None:
    """Refuses, with what to do, a password that is short, somebody's own words, common, stolen or used before (5.1.8).

    Where a person is not stored yet there is nothing that they used before.
    """
    passwords.check_shape(new, own=[*_own_words(person), centre_name])
    if is_common(new):
        raise passwords.commonplace()
    if is_breached(new):
        raise passwords.breached()
    if _was_used(person, new):
        raise passwords.used_before()


def _own_words(person: Person) -> list[str]:
    """What an attacker knows of somebody: names, sign-in parts, and the centres they work for."""
    own = [
        person.login_id,
        person.username,
        person.first_name,
        person.last_name,
        person.email.partition("@")[0],
    ]
    centres = Membership.objects.current().filter(person=person).exclude(centre=None)
    return own + [word for pair in centres.values_list("centre__number", "centre__name") for word in pair]


def _was_used(person: Person, new: str) -> bool:
    """Whether it is the present password or one of the last eight; each is compared, whichever matches."""
    typed = names.tidy_password(new)
    hashes = [person.password, *_old_ones(person).values_list("hash", flat=True)[: passwords.LAST_KEPT]]
    matches = [check_password(typed, one) for one in hashes]
    return any(matches)


def _old_ones(person: Person) -> QuerySet[OldPassword]:
    return OldPassword.objects.filter(person=person).order_by("-ended_at", "-id")


def put_password(person: Person, new: str) -> None:
    """The new password in place of the old one, whose hash is kept, with its six months starting now (5.1.3)."""
    if person.has_usable_password():
        OldPassword.objects.create(person=person, hash=person.password, ended_at=clock.now())
        kept = _old_ones(person).values("pk")[: passwords.LAST_KEPT]
        OldPassword.objects.filter(person=person).exclude(
            pk__in=list(kept.values_list("pk", flat=True))
        ).delete()
    person.set_password(names.tidy_password(new))
    person.password_changed_at = clock.now()
    person.password_extended_to, person.password_extensions, person.reset_required_at = None, 0, None
    person.save(
        update_fields=[
            "password", "password_changed_at", "password_extended_to", "password_extensions", "reset_required_at",
        ]
    )  # fmt: skip


def tell_of_change(person: Person, how: str, *, centre_id: int | None) -> None:
    """Tell somebody that their password was changed, and how: "under Admin, Change your password", "by a link"."""
    words = {**_sign_in_parts(person), "how": how, "at": clock.now()}
    notices.tell([person.pk], Kind.PASSWORD_CHANGED, words=words, centre_id=centre_id)


def password_ends(person: Person) -> datetime | None:
    """The last instant of somebody's password; None where passwords do not expire, or none was set (5.1.3)."""
    return passwords.ends_at(
        person.password_changed_at, person.password_extended_to, months=settings.PASSWORD_MAX_AGE_MONTHS
    )


def password_due(person: Person, *, at: datetime) -> bool:
    """Whether a new password has to be set before anything else: it has expired, or a reset asks for it."""
    ends = password_ends(person)
    return person.reset_required_at is not None or (ends is not None and at > ends)


def _sign_in_parts(person: Person) -> dict[str, str]:
    return {"login_id": person.login_id, "username": person.username}
