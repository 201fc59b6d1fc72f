"""The yearly review of a centre's users (4.8)."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from interchange.accounts.access import state_change
from interchange.accounts.models import Membership, Review
from interchange.accounts.queries import keeping
from interchange.accounts.queries.users import User
from interchange.accounts.roles import ADMINISTRATORS, Capability, Role
from interchange.accounts.rules.granting import roles_of
from interchange.accounts.rules.reviews import Decision, due_on, is_overdue, reminds, year_to_open
from interchange.accounts.steps import reviewing, users
from interchange.accounts.steps.informing import tell_office
from interchange.accounts.steps.offices import hold_office, hold_users
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.notifications import steps as notices
from interchange.notifications.rules import Kind

NOT_REVIEWED = "not confirmed in the yearly review"
TOLD_OF_THE_AWARDING_BODY = [Role.SUPPORT_LEAD.value, Role.APPROVALS.value]


@state_change(needs=Capability.USERS_MANAGE)
def decide_lines(decisions: Mapping[UUID, Decision], *, by: Actor) -> list[User]:
    """Keep, change or remove each of these users (4.8). A removal is a removal, refused as such; then nothing is kept.

    "Change" says that the roles are being changed; it counts as reviewed. Those removed are given back.
    """
    review = reviewing.open_review_of(by.chain)
    office = hold_office(by)
    if not decisions:
        raise Refused("nothing-decided", "Choose keep, change or remove for at least one user.")
    removing, leaving = users.Remove("removed in the yearly review"), []
    held = hold_users(decisions, by)
    for user in held:
        if decisions[user.key] is Decision.REMOVE:
            removing.check(office, user)
            removing.expect(office, user)
            leaving.append(user)
    if leaving:
        removing.carry_out_all(office, leaving)
    decided = {user.membership: decisions[user.key] for user in held}
    reviewing.put_lines(review, decided, by_name=by.name)
    return leaving


@state_change(needs=Capability.USERS_MANAGE)
def keep_the_rest(*, by: Actor) -> int:
    """Keep everybody about whom nothing has been decided yet; how many there were."""
    review = reviewing.open_review_of(by.chain)
    hold_office(by)
    left = dict.fromkeys(reviewing.undecided(review), Decision.KEEP)
    reviewing.put_lines(review, left, by_name=by.name)
    if not left:
        audit.nothing_changed()
    return len(left)


@state_change(needs=Capability.USERS_MANAGE)
def complete_review(*, by: Actor) -> Review:
    """Certify the list of users for this year; refused while somebody is left to decide about."""
    review = reviewing.open_review_of(by.chain)
    hold_office(by)
    left = reviewing.undecided(review).count()
    if left:
        raise Refused("not-finished", f"{left} of the users are left to decide about.")
    review.completed_at, review.completed_by = clock.now(), by.name
    review.save(update_fields=["completed_at", "completed_by"])
    audit.record(Event.REVIEW_COMPLETED, subject=f"review:{review.pk}", data={"title": str(review.year)})
    return review


# ---------------------------------------------------------------- by the calendar


def centres_to_open(on: date) -> list[tuple[int, int]]:
    """The centres whose review of the year is to be opened on this day, with the year."""
    year = year_to_open(on)
    if year is None:
        return []
    there = keeping.centres_reviewed(year)
    return [
        (centre_id, year) for centre_id in keeping.centres_with_administrators() if centre_id not in there
    ]


def unfinished() -> list[tuple[UUID, int]]:
    """The reviews that are open, each with its centre."""
    return keeping.reviews_unfinished()


@state_change(needs=Capability.OPERATE)
def open_review(centre_id: int, year: int, *, by: Actor) -> None:
    """Open the review of one centre, and tell its administrators; once a year."""
    review, made = Review.objects.get_or_create(
        centre_id=centre_id, year=year, defaults={"opened_at": clock.now(), "due_on": due_on(year)}
    )
    if not made:
        audit.nothing_changed()
        return
    audit.record(Event.REVIEW_OPENED, subject=f"review:{review.pk}", data={"title": str(year)})
    tell_office(centre_id, Kind.REVIEW_OPEN, words=_words(review), link="/users/review/")


@state_change(needs=Capability.OPERATE)
def follow_up(review_id: UUID, on: date, *, by: Actor) -> None:
    """Remind of a review that is open, a week after the last time; after the last day, do what follows from it.

    Unreviewed users are suspended; unreviewed administrators are told to the awarding body (4.8).
    """
    held = Review.objects.select_for_update(of=("self",)).select_related("centre")
    review = held.get(pk=review_id, centre_id=by.chain)
    if review.completed_at is not None or review.overdue_at is not None:
        audit.nothing_changed()
    elif is_overdue(review.due_on, on=on):
        _close_overdue(review, by)
    elif reminds(clock.london(review.opened_at).date(), review.reminded_on, on=on):
        review.reminded_on = on
        review.save(update_fields=["reminded_on"])
        audit.record(Event.REVIEW_REMINDED, subject=f"review:{review.pk}", data={"title": str(review.year)})
        tell_office(review.centre_id, Kind.REVIEW_REMINDER, words=_words(review), link="/users/review/")
    else:
        audit.nothing_changed()


def _close_overdue(review: Review, by: Actor) -> None:
    left = list(reviewing.undecided(review).select_related("person", "centre"))
    administrators = [one for one in left if roles_of(one.roles) & ADMINISTRATORS]
    others = [one for one in left if one not in administrators and one.suspended_at is None]
    users.suspend_all(review.centre_id, others, NOT_REVIEWED)
    review.overdue_at = clock.now()
    review.save(update_fields=["overdue_at"])
    names = [str(one.person) for one in administrators]
    audit.record(
        Event.REVIEW_OVERDUE, subject=f"review:{review.pk}",
        data={"title": str(review.year), "suspended": len(others), "administrators": len(names)},
    )  # fmt: skip
    words = {
        "centre": f"{review.centre.number} {review.centre.name}", "due": review.due_on,
        "suspended": _users(len(others)), "administrators": names,
    }  # fmt: skip
    tell_office(review.centre_id, Kind.REVIEW_OVERDUE, words=words, link="/users/review/")
    notices.tell(_staff(), Kind.REVIEW_OVERDUE, words=words)


def _staff() -> "QuerySet[Membership, UUID]":
    found = Membership.objects.usable().filter(centre=None, roles__overlap=TOLD_OF_THE_AWARDING_BODY)
    return found.values_list("person_id", flat=True)


def _words(review: Review) -> dict[str, object]:
    return {"due": review.due_on, "users": _users(reviewing.undecided(review).count())}


def _users(number: int) -> str:
    return f"{number} {'user' if number == 1 else 'users'}"
