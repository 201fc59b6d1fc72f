"""The same done to many users at once (D3, 4.12): each is checked by itself, and each problem is told by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from interchange.accounts.access import state_change
from interchange.accounts.queries.users import User, users_of
from interchange.accounts.roles import Capability
from interchange.accounts.steps.offices import Office, hold_office, hold_users, open_office
from interchange.accounts.steps.users import Verb
from interchange.audit import steps as audit
from interchange.core.actor import Actor
from interchange.core.errors import Refused

MOST = 500
"""More at once is a file's work."""


@dataclass(frozen=True)
class Outcome:
    """What is, or would be, done to one user; or why not."""

    user: User
    effect: str = ""
    problem: str = ""
    code: str = ""


def preview_many(verb: Verb, keys: Iterable[UUID], *, by: Actor) -> list[Outcome]:
    """What `change_many` would do to each of these users at this moment; nothing is written."""
    office = open_office(by)
    return [_tried(verb, office, user) for user in users_of(by, keys=checked(keys))]


@state_change(needs=Capability.USERS_MANAGE)
def change_many(verb: Verb, keys: Iterable[UUID], *, by: Actor) -> list[Outcome]:
    """Do to each of these users what may be done; the same as one after the other, in one transaction.

    Refused as a whole where nothing can be done to any of them.
    """
    office = hold_office(by)
    outcomes = []
    for user in hold_users(checked(keys), by):
        outcome = _tried(verb, office, user, carry_out=True)
        outcomes.append(outcome)
    if not any(one.effect for one in outcomes):
        problem = next((one for one in outcomes if one.problem), None)
        if problem is not None and len(outcomes) == 1:
            raise Refused(problem.code, problem.problem)
        audit.nothing_changed()
    return outcomes


def _tried(verb: Verb, office: Office, user: User, *, carry_out: bool = False) -> Outcome:
    try:
        effect = verb.check(office, user)
    except Refused as refusal:
        return Outcome(user, problem=refusal.message, code=refusal.code)
    if effect and carry_out:
        verb.carry_out(office, user)
    elif effect:
        verb.expect(office, user)
    return Outcome(user, effect=effect)


def checked(keys: Iterable[UUID]) -> list[UUID]:
    """The users chosen; refused where there is none, or more than is done at once."""
    found = list(dict.fromkeys(keys))
    if not found:
        raise Refused("nobody-chosen", "Tick at least one user.")
    if len(found) > MOST:
        raise Refused("too-many-chosen", f"Choose at most {MOST} users at once.")
    return found
