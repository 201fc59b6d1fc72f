"""One user's page: the facts at its head, sessions, and what was done to the account."""

from interchange.accounts.models import SignedIn
from interchange.accounts.queries.users import User
from interchange.accounts.rules.passwords import Standing
from interchange.audit.queries import Line, events_of, line
from interchange.core import clock
from interchange.core.actor import Actor

NEWEST = 100


def facts_of(user: User) -> list[tuple[str, str]]:
    """What stands at the head of every tab."""
    membership = user.membership
    found = [
        ("Username", user.person.username), ("Login ID", user.person.login_id), ("State", state_words(user)),
        ("Last sign-in", clock.time_in_words(user.last_in) if user.last_in else "Never"),
        ("Password", password_words(user)), ("Second factor", user.factor),
    ]  # fmt: skip
    if membership.ends_on:
        found.append(("Last day", clock.day_in_words(membership.ends_on)))
    return found


def state_words(user: User) -> str:
    """The state with what belongs to it: until when, and why."""
    membership, label = user.membership, user.state.label
    if user.state == "suspended":
        until = (
            f" until {clock.day_in_words(clock.london(membership.suspended_until))}"
            if membership.suspended_until
            else ""
        )
        return f"{label}{until}: {membership.suspended_why}"
    if user.state == "locked" and user.locked_until:
        return f"{label} until {clock.wall_time(user.locked_until)}"
    if user.state == "invited" and user.invited_until:
        return f"{label}, the link works until {clock.time_in_words(user.invited_until)}"
    if user.state == "left" and membership.ended_at:
        return f"{label} on {clock.day_in_words(clock.london(membership.ended_at))}: {membership.ended_why}"
    return label


def password_words(user: User) -> str:
    """How long the password lasts, and the word for it where it is near its end or past it."""
    if user.password_ends is None:
        return "Does not expire" if user.person.password_changed_at else "Not set yet"
    end = clock.day_in_words(clock.london(user.password_ends))
    if user.age.standing is Standing.EXPIRED:
        return f"Expired on {end}"
    return f"Lasts until {end}" + (f" ({user.age.words})" if user.age.words else "")


def sessions_of(user: User) -> list[SignedIn]:
    """Where the person is signed in at this centre, newest first."""
    found = SignedIn.objects.filter(membership=user.membership, ended_at=None, until__gt=clock.real())
    return list(found.order_by("-began_at"))


def events_about(actor: Actor, user: User) -> list[Line]:
    """What was done to the account at this centre, newest first."""
    events = events_of(actor, subject=f"person:{user.person.pk}", centre_id=actor.chain)
    return [line(event, masking=True) for event in events[:NEWEST]]
