"""The life of an account (section 4): its states as a table, and the one that counts, told from the facts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from interchange.accounts.rules.passwords import months_later
from interchange.core import clock
from interchange.core.errors import Refused
from interchange.core.labelled import Labelled
from interchange.core.lifecycle import Lifecycle, moves_from


class State(Labelled):
    """What an account can be; `label` is what the users list says."""

    INVITED = "invited", "Invited"
    INVITE_EXPIRED = "invite_expired", "Invitation expired"
    ACTIVE = "active", "Active"
    PASSWORD_EXPIRED = "password_expired", "Password expired"
    RESET_REQUIRED = "reset_required", "New password needed"
    LOCKED = "locked", "Locked"
    FACTOR_LOST = "factor_lost", "Second factor needed"
    SUSPENDED = "suspended", "Suspended"
    DORMANT = "dormant", "Dormant"
    LEFT = "left", "Left"
    ANONYMISED = "anonymised", "Anonymised"


S = State
COMES_IN = (S.ACTIVE, S.PASSWORD_EXPIRED, S.RESET_REQUIRED, S.LOCKED, S.FACTOR_LOST)
"""Of people who have used their invitation and may come in, some of them after doing something first."""
STILL_HERE = (S.INVITED, S.INVITE_EXPIRED, *COMES_IN, S.SUSPENDED, S.DORMANT)

ACCOUNT = Lifecycle(
    start=S.INVITED,
    moves={
        "activate": moves_from(S.INVITED, to=S.ACTIVE),
        "run out": moves_from(S.INVITED, to=S.INVITE_EXPIRED),
        "invite again": moves_from(S.INVITED, S.INVITE_EXPIRED, to=S.INVITED),
        "expire": moves_from(S.ACTIVE, to=S.PASSWORD_EXPIRED),
        "extend": moves_from(*COMES_IN, to=S.ACTIVE),
        "reset": moves_from(*COMES_IN, to=S.RESET_REQUIRED),
        "set password": moves_from(S.PASSWORD_EXPIRED, S.RESET_REQUIRED, to=S.ACTIVE),
        "lock": moves_from(S.ACTIVE, to=S.LOCKED),
        "unlock": moves_from(S.LOCKED, to=S.ACTIVE),
        "lose factor": moves_from(*COMES_IN, to=S.FACTOR_LOST),
        "set up factor": moves_from(S.FACTOR_LOST, to=S.ACTIVE),
        "suspend": moves_from(S.INVITED, S.INVITE_EXPIRED, *COMES_IN, S.DORMANT, to=S.SUSPENDED),
        "restore": moves_from(S.SUSPENDED, to=S.ACTIVE),
        "rest": moves_from(*COMES_IN, to=S.DORMANT),
        "confirm": moves_from(S.DORMANT, to=S.ACTIVE),
        "leave": moves_from(*STILL_HERE, to=S.LEFT),
        "anonymise": moves_from(S.LEFT, to=S.ANONYMISED),
    },
)
"""Section 4. Where several hold at once, the one furthest from coming in counts; when it ends, the next one does."""


@dataclass(frozen=True)
class Facts:
    """What is known of one account: of the person, and of what they are at one centre."""

    activated: bool = True
    invited_until: datetime | None = None
    password_ends: datetime | None = None
    reset_required: bool = False
    locked_until: datetime | None = None
    factor_lost: bool = False
    suspended_at: datetime | None = None
    suspended_until: datetime | None = None
    dormant: bool = False
    ends_on: date | None = None
    ended: bool = False
    anonymised: bool = False


def account_state(facts: Facts, *, at: datetime) -> State:
    """The state that counts at this moment; a suspension, a lock and an end date pass by themselves."""
    waiting = facts.invited_until is not None and facts.invited_until >= at
    past_the_end = facts.ends_on is not None and facts.ends_on < clock.london(at).date()
    suspended = facts.suspended_at is not None and (
        facts.suspended_until is None or facts.suspended_until > at
    )
    found = (
        (S.ANONYMISED, facts.anonymised),
        (S.LEFT, facts.ended or past_the_end),
        (S.SUSPENDED, suspended),
        (S.DORMANT, facts.dormant),
        (S.INVITED, not facts.activated and waiting),
        (S.INVITE_EXPIRED, not facts.activated),
        (S.RESET_REQUIRED, facts.reset_required),
        (S.FACTOR_LOST, facts.factor_lost),
        (S.LOCKED, facts.locked_until is not None and facts.locked_until > at),
        (S.PASSWORD_EXPIRED, facts.password_ends is not None and at > facts.password_ends),
    )
    return next((state for state, holds in found if holds), S.ACTIVE)


# ---------------------------------------------------------------- accounts that nobody uses

DORMANT_AFTER, ADMINISTRATOR_DORMANT_AFTER, CLOSED_AFTER = 12, 6, 24
"""In months: section 4, and 4.9."""


def unused_before(months: int, *, at: datetime) -> datetime:
    """Who was here last before this instant has not been here for so many months, counted in whole days."""
    return clock.start_of_day(months_later(clock.london(at).date(), -months) + timedelta(1))


def dormant_before(*, administrator: bool, at: datetime) -> datetime:
    """An account used last before this is put to rest: after 12 months, or 6 with an administrator's (section 4)."""
    return unused_before(ADMINISTRATOR_DORMANT_AFTER if administrator else DORMANT_AFTER, at=at)


def closed_before(*, at: datetime) -> datetime:
    """An account used last before this, two years ago, is closed for good (4.9)."""
    return unused_before(CLOSED_AFTER, at=at)


def unused_for(months: int, last_used: datetime | None, *, at: datetime) -> bool:
    """Whether nobody came in during the last so many months, or ever."""
    return last_used is None or last_used < unused_before(months, at=at)


def check_last_day(on: date | None, *, today: date) -> date | None:
    """The last day of somebody's access, if there is one; refused where it has passed (4.2)."""
    if on is not None and on < today:
        raise Refused("end-past", "The last day has passed. Enter today or a later day.")
    return on
