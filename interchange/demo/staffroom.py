"""Users of Bar School in every state of an account, and its yearly review under way (section 4; 4.8).

They are there to be looked at in Manage centre users; the cast is whom one signs in as, and stays as it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Q

from interchange.accounts.roles import Role
from interchange.accounts.rules.reviews import Decision
from interchange.accounts.services import reviews, users
from interchange.accounts.services.passwords import set_password
from interchange.centres.queries import centre_ids
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.demo import company
from interchange.demo.cast import BAR, LOGIN_IDS, PASSWORD, SHOWN_ALONE

if TYPE_CHECKING:
    from interchange.accounts.models import Membership

DAY = timedelta(days=1)
OPENED, DUE_IN, JUST_NOW = 12 * DAY, 60 * DAY, timedelta(seconds=5)
BEEN_REVIEWED = ("vik", "efua", "ruth")


@dataclass(frozen=True)
class Story:
    """Somebody who was invited long ago, or, where `new`, a moment ago; `then` is what becomes of the account.

    `password_days` and `last_in` are days ago.
    """

    name: str
    roles: tuple[Role, ...]
    came: bool = True
    password_days: int = 20
    last_in: int = 3
    then: "Callable[[Membership, Actor], object] | None" = None
    new: bool = False

    @property
    def names(self) -> tuple[str, str]:
        """First and last name."""
        first, _, last = self.name.partition(" ")
        return first, last


def _suspended(one: "Membership", ann: Actor) -> object:
    return users.suspend_user(one.pk, "On leave until the summer", by=ann)


def _left(one: "Membership", ann: Actor) -> object:
    return users.remove_user(one.pk, by=ann)


def _reset(one: "Membership", ann: Actor) -> object:
    return users.reset_password(one.pk, by=ann)


def _lost(one: "Membership", ann: Actor) -> object:
    return users.reset_factor(one.pk, "Met in the exams office", by=ann)


def _rested(one: "Membership", ann: Actor) -> object:
    memberships = apps.get_model("accounts", "Membership").objects
    return memberships.filter(pk=one.pk).update(dormant_at=clock.now())


STORIES = (
    Story(SHOWN_ALONE[0], (Role.TUT,), password_days=200, last_in=40),
    Story(SHOWN_ALONE[1], (Role.ACM, Role.TUT), password_days=174),
    Story(SHOWN_ALONE[2], (Role.ERO,), last_in=30, then=_suspended),
    Story(SHOWN_ALONE[3], (Role.ACM,), came=False, new=True),
    Story(SHOWN_ALONE[4], (Role.TUT,), came=False),
    Story(SHOWN_ALONE[5], (Role.PRO,), last_in=400, then=_rested),
    Story(SHOWN_ALONE[6], (Role.SCM,), last_in=60, then=_left),
    Story(SHOWN_ALONE[7], (Role.ACM,), last_in=5, then=_reset),
    Story(SHOWN_ALONE[8], (Role.TUT, Role.SCI), last_in=2, then=_lost),
)
"""Expired, expiring, suspended, invited, run out, dormant, left, a new password or a second factor needed."""


def hire(ann: Actor) -> None:
    """Those who were invited long ago and are not there yet."""
    for story in STORIES:
        if not story.new and _account(story) is None:
            _invite(story, ann)


def play(actors: Mapping[str, Actor], *, now: datetime) -> None:
    """What becomes of each, the review, and the cast as it is to be; what is there already stays."""
    keep_cast(now)
    with clock.pretend(now - JUST_NOW):
        for story in STORIES:
            one = _account(story)
            if story.new and one is None:
                _invite(story, actors["ann"])
            elif story.came and one is not None and one.activated_at is None:
                _come(story, one, now)
                if story.then is not None:
                    story.then(one, actors["ann"])
        _review(actors)


def _account(story: Story) -> "Membership | None":
    memberships = apps.get_model("accounts", "Membership").objects.select_related("person")
    first, last = story.names
    return memberships.filter(person__login_id=BAR, person__first_name=first, person__last_name=last).first()


def _invite(story: Story, ann: Actor) -> None:
    users.add_user(*story.names, f"{'.'.join(story.names)}@{BAR}.example".lower(), story.roles, by=ann)


def _come(story: Story, one: "Membership", now: datetime) -> None:
    set_password(one.person, PASSWORD)
    one.person.password_changed_at = now - story.password_days * DAY
    one.person.save(update_fields=["password_changed_at"])
    one.activated_at, one.last_signed_in_at = one.added_at, now - story.last_in * DAY
    one.save(update_fields=["activated_at", "last_signed_in_at"])
    company.equip([one.person])


def _review(actors: Mapping[str, Actor]) -> None:
    """One that is under way whenever the demo is started; those of the other centres never fall due meanwhile."""
    all_reviews = apps.get_model("accounts", "Review").objects
    bar, today = centre_ids([BAR])[BAR], clock.today()
    if not all_reviews.filter(centre_id=bar).exists():
        reviews.open_review(bar, today.year, by=Actor.system("demo", centre_id=bar))
        keys = [actors[who].membership_id for who in BEEN_REVIEWED]
        reviews.decide_lines({key: Decision.KEEP for key in keys if key}, by=actors["ann"])
        all_reviews.filter(centre_id=bar).update(opened_at=clock.now() - OPENED)
    unfinished = all_reviews.filter(completed_at=None, overdue_at=None, centre__number__in=LOGIN_IDS)
    unfinished.update(due_on=today + DUE_IN, reminded_on=today)


def keep_cast(now: datetime) -> None:
    """The cast has come in, and lately: nobody of it rests, is closed or suspended because nobody really works here."""
    cast = apps.get_model("accounts", "Membership").objects.filter(
        person__login_id__in=LOGIN_IDS, ended_at=None, ends_on=None
    )
    for name in SHOWN_ALONE:
        first, _, last = name.partition(" ")
        cast = cast.exclude(person__first_name=first, person__last_name=last)
    cast.filter(activated_at=None).update(activated_at=now - 300 * DAY)
    long_ago = Q(last_signed_in_at=None) | Q(last_signed_in_at__lt=now - 30 * DAY)
    cast.filter(long_ago).update(last_signed_in_at=now - DAY, dormant_at=None)
    cast.filter(suspended_why=reviews.NOT_REVIEWED).update(
        suspended_at=None, suspended_until=None, suspended_why=""
    )
