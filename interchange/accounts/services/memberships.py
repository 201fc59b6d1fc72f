"""The same done to many users at once (D3, 4.12): each is checked by itself, and each problem is told by name."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from interchange.accounts.access import state_change
from interchange.accounts.queries.users import User, users_of
from interchange.accounts.roles import Capability
from interchange.accounts.rules.names import in_words
from interchange.accounts.steps.informing import MOST_NAMED
from interchange.accounts.steps.offices import Office, hold_office, hold_users, open_office
from interchange.accounts.steps.users import CHANGED, Verb
from interchange.audit import steps as audit
from interchange.core.actor import Actor
from interchange.core.errors import Refused

MOST = 5_000
"""More at once is a file's work."""
LISTED = 100
"""Of more than so many, those to whom the same happens are shown together."""


@dataclass(frozen=True)
class Outcome:
    """What is, or would be, done to one user; or why not."""

    user: User
    effect: str = ""
    problem: str = ""
    code: str = ""


@dataclass(frozen=True)
class Outcomes:
    """What is, or would be, done to each of many; `lines` are those to whom the same happens, where they are many."""

    each: list[Outcome]

    @property
    def changed(self) -> int:
        """To how many something is done."""
        return sum(bool(one.effect) for one in self.each)

    @property
    def left_out(self) -> int:
        """To how many it cannot be done."""
        return sum(bool(one.problem) for one in self.each)

    @property
    def digest(self) -> str:
        """What was shown in few letters: the same only while the same would be done to the same users."""
        text = "\n".join(sorted(f"{one.user.key}:{one.effect or one.problem}" for one in self.each))
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    @property
    def lines(self) -> "list[Line]":
        """Each user by name; of many, one line for all to whom the same happens, those left out first."""
        if len(self.each) <= LISTED:
            return [
                Line([one.user.name], one.effect, one.problem, one.user.person.username) for one in self.each
            ]
        alike: dict[tuple[str, str], list[str]] = defaultdict(list)
        for one in self.each:
            alike[one.problem, one.effect].append(one.user.name)
        ordered = sorted(alike.items(), key=lambda found: (not found[0][0], -len(found[1])))
        return [Line(names, effect, problem) for (problem, effect), names in ordered]


@dataclass(frozen=True)
class Line:
    """One user, or many to whom the same happens."""

    people: list[str]
    effect: str
    problem: str
    username: str = ""

    @property
    def names(self) -> str:
        """Who they are; of many the first few."""
        return in_words(self.people, most=MOST_NAMED)


def preview_many(verb: Verb, keys: Iterable[UUID], *, by: Actor) -> Outcomes:
    """What `change_many` would do to each of these users at this moment; nothing is written."""
    office = open_office(by)
    return Outcomes([_tried(verb, office, user) for user in users_of(by, keys=checked(keys))])


@state_change(needs=Capability.USERS_MANAGE)
def change_many(verb: Verb, keys: Iterable[UUID], shown: str | None = None, *, by: Actor) -> Outcomes:
    """Do to each of these users what may be done; the same as one after the other, in one transaction and a number
    of statements that does not grow with them.

    Refused as a whole where nothing can be done to the only one, or where it would be something else by now than what
    was shown.
    """
    office = hold_office(by)
    done = Outcomes([_tried(verb, office, user) for user in hold_users(checked(keys), by)])
    if shown is not None and done.digest != shown:
        raise CHANGED
    if done.changed:
        verb.carry_out_all(office, [one.user for one in done.each if one.effect])
    elif len(done.each) == 1 and done.left_out:
        raise Refused(done.each[0].code, done.each[0].problem)
    else:
        audit.nothing_changed()
    return done


def _tried(verb: Verb, office: Office, user: User) -> Outcome:
    try:
        effect = verb.check(office, user)
    except Refused as refusal:
        return Outcome(user, problem=refusal.message, code=refusal.code)
    if effect:
        verb.expect(office, user)
    return Outcome(user, effect=effect)


def checked(keys: Iterable[UUID]) -> list[UUID]:
    """The users chosen; refused where there is none, or more than is done at once."""
    found = list(dict.fromkeys(keys))
    if not found:
        raise Refused("nobody-chosen", "Tick at least one user.")
    if len(found) > MOST:
        raise Refused("too-many-chosen", f"Choose at most {MOST:,} users at once.")
    return found
