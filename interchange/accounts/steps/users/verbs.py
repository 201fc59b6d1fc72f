"""What can be done to somebody's account: each says first what it would do, or why not, and then does it.

One and the same for a single account, for many at once, and for the lines of a file, so that a preview is what happens.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence

from interchange.accounts.queries.users import User
from interchange.accounts.roles import Role
from interchange.accounts.rules.granting import in_order
from interchange.accounts.rules.users import State
from interchange.accounts.steps.offices import Office
from interchange.core.errors import Refused, always
from interchange.core.typed import a_reason

LONGEST_REASON = 500
CHANGED = always(
    "changed-meanwhile",
    "Something has changed since this was shown, so nothing was done. Look through it again, and then confirm.",
)
"""Where what was shown is not what would be done any more."""


class Verb(ABC):
    """One thing that can be done to an account."""

    @abstractmethod
    def check(self, office: Office, user: User) -> str:
        """What it would do, in words; refused where it may not be done. An empty answer: there is nothing to do."""

    @abstractmethod
    def carry_out(self, office: Office, user: User) -> None:
        """Do it, with its event and its notices."""

    def carry_out_all(self, office: Office, users: Sequence[User]) -> None:
        """Do it to all of these: the same as one after the other."""
        for user in users:
            self.carry_out(office, user)

    def expect(self, office: Office, user: User) -> None:  # noqa: B027  (most verbs take nobody away)
        """Let later checks of the same run see who would be gone by then."""


class VerbOfMany(Verb):
    """One that a page offers for many at once (D3): its statements do not grow with the accounts."""

    def carry_out(self, office: Office, user: User) -> None:
        self.carry_out_all(office, [user])

    @abstractmethod
    def carry_out_all(self, office: Office, users: Sequence[User]) -> None: ...


def subject_of(user: User) -> str:
    """How the trail names the person."""
    return f"person:{user.person.pk}"


def why_of(typed: str, what: str) -> str:
    """The reason for something that is done to an account; refused where none was given, or one longer than a page."""
    return a_reason(typed, ask=f"Say why {what}.", code="reason-needed", longest=LONGEST_REASON)


def words_of(roles: Iterable[Role]) -> str:
    """Roles by their names, or "no role"."""
    return ", ".join(role.label for role in in_order(roles)) or "no role"


def check_here(user: User) -> None:
    """Refused where somebody has left."""
    if user.state in (State.LEFT, State.ANONYMISED):
        raise Refused("left", f"{user.name} has left. Add the person again to give access again.")


def not_own(user: User) -> None:
    """Refused for one's own account."""
    if user.target.own:
        raise Refused("not-yours", "Ask another Centre Administrator or the awarding body.")


def check_address(user: User) -> None:
    """Refused where there is nowhere to write to."""
    if not user.person.email:
        raise Refused("no-address", f"There is no e-mail address of {user.name}. Enter one first.")
