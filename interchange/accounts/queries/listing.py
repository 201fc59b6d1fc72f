"""The users list: filtered, sorted, a page at a time, and as a file (D1, D2, D5, D9)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.db.models import Q

from interchange.accounts.models import Membership, SavedFilter
from interchange.accounts.queries.users import User, users_of
from interchange.accounts.roles import Role
from interchange.accounts.rules.granting import grantable, roles_of
from interchange.accounts.rules.users import State, unused_for
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.spreadsheets import Value

PAGE = 50
GONE = (State.LEFT, State.ANONYMISED)
UNUSED = {"1": "a month", "3": "three months", "6": "six months", "12": "a year"}
STATES = {state.value: state for state in State}
ROLES = {role.value: role for role in Role}
NEVER = clock.EPOCH
SORTS: dict[str, tuple[str, Callable[[User], Any]]] = {
    "name": ("Name", lambda _: 0),
    "username": ("Username", lambda user: user.person.username),
    "last": ("Last sign-in", lambda user: user.last_in or NEVER),
    "password": ("Password ends", lambda user: user.password_ends or NEVER),
    "state": ("State", lambda user: user.state.label),
}
"""Each besides by name, which is what equal ones go by."""


@dataclass(frozen=True)
class Filter:
    """What an address asks of the list; what makes no sense is left out."""

    q: str = ""
    state: str = ""
    role: str = ""
    unused: str = ""
    sort: str = "name"
    down: bool = False

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Filter":
        """From the parts of an address; a sort that begins with "-" goes down."""
        sort = query.get("sort", "name")
        known = sort.removeprefix("-")
        return cls(
            q=" ".join(query.get("q", "").split())[:80],
            state=query.get("state", "") if query.get("state") in STATES else "",
            role=query.get("role", "") if query.get("role") in ROLES else "",
            unused=query.get("unused", "") if query.get("unused") in UNUSED else "",
            sort=known if known in SORTS else "name", down=sort.startswith("-") and known in SORTS,
        )  # fmt: skip

    @classmethod
    def of(cls, address: str) -> "Filter":
        """From the query of an address as a whole."""
        return cls.read(dict(parse_qsl(address)))

    @property
    def parts(self) -> dict[str, str]:
        """What is filtered by, by the names of an address."""
        parts = {"q": self.q, "state": self.state, "role": self.role, "unused": self.unused}
        return {name: value for name, value in parts.items() if value}

    @property
    def address(self) -> str:
        """The filter and the order without the page, as the query of an address."""
        order = f"{'-' if self.down else ''}{self.sort}"
        return urlencode(self.parts | ({} if order == "name" else {"sort": order}))

    @property
    def words(self) -> str:
        """The filter as an export tells it."""
        return ", ".join(self.tags.values()) or "Everybody who has not left"

    @property
    def tags(self) -> dict[str, str]:
        """What is filtered by, each in words; the key is the address without it."""
        said = {
            "q": f"“{self.q}”", "state": STATES[self.state].label if self.state else "",
            "role": ROLES[self.role].label if self.role else "",
            "unused": f"Not used for {UNUSED.get(self.unused, '')}",
        }  # fmt: skip
        return {self._without(name): said[name] for name in self.parts}

    def _without(self, name: str) -> str:
        kept = {part: value for part, value in self.parts.items() if part != name}
        return Filter.read(kept | {"sort": f"{'-' if self.down else ''}{self.sort}"}).address

    def turned(self, sort: str) -> str:
        """The address with this order, or with it the other way round."""
        return replace(self, sort=sort, down=self.sort == sort and not self.down).address

    def kept(self, users: Sequence[User]) -> list[User]:
        """Those who fit, in order."""
        at = clock.now()
        found = [user for user in users if self._fits(user, at)]
        return sorted(found, key=SORTS[self.sort][1], reverse=self.down) if self.sort != "name" else (
            found[::-1] if self.down else found
        )  # fmt: skip

    def _fits(self, user: User, at: datetime) -> bool:
        right_state = user.state == self.state if self.state else user.state not in GONE
        held = not self.role or self.role in user.membership.roles
        unused = not self.unused or unused_for(int(self.unused), user.last_in, at=at)
        return right_state and held and unused and self._named(user)

    def _named(self, user: User) -> bool:
        person = user.person
        text = f"{person} {person.username} {person.email}".casefold()
        return all(word in text for word in self.q.casefold().split())


def matching(actor: Actor, wanted: Filter) -> list[User]:
    """Everybody of the centre who fits, also who has left where the filter asks for them."""
    return wanted.kept(users_of(actor, left=wanted.state in GONE))


def matching_an_address(actor: Actor, address: str) -> list[UUID]:
    """The keys of everybody who fits the filter of an address, on whichever page."""
    return [user.key for user in matching(actor, Filter.of(address))]


def users_page(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """One page of the list, with what it says above it; the statements do not grow with the users."""
    wanted = Filter.read(query)
    everybody = users_of(actor, left=wanted.state in GONE)
    found = wanted.kept(everybody)
    pages = max(-(-len(found) // PAGE), 1)
    page = min(max(int(query["page"]) if query.get("page", "").isdecimal() else 1, 1), pages)
    return {
        "filter": wanted, "users": found[(page - 1) * PAGE : page * PAGE], "matching": len(found),
        "total": sum(user.state not in GONE for user in everybody), "page": page, "pages": pages,
        "states": [("", "Every state"), *((state.value, state.label) for state in State)],
        "roles": [("", "Every role"), *((role.value, role.label) for role in Role if not role.is_staff)],
        "unused": [("", "Used or not"), *((code, f"Not for {words}") for code, words in UNUSED.items())],
        "filters": filters_of(actor), "sorts": {code: words for code, (words, _) in SORTS.items()},
        "giveable": grantable(by=roles_of(actor.roles)),
    }  # fmt: skip


def filters_of(actor: Actor) -> list[SavedFilter]:
    """The actor's own filters, and those that others of the centre share; by name."""
    of_centre = Membership.objects.current().filter(centre_id=actor.chain)
    seen = Q(membership_id=actor.membership_id) | Q(shared=True, membership__in=of_centre)
    return list(
        SavedFilter.objects.filter(seen).select_related("membership__person").order_by("name", "made_at")
    )


REGISTER = ["First name", "Last name", "E-mail", "Roles", "Last day", "Username", "State", "Last sign-in (UK time)",
            "Second factor", "Password ends", "Added", "Trained on"]  # fmt: skip


def register(actor: Actor, query: Mapping[str, str]) -> tuple[list[list[Value]], dict[str, str]]:
    """The account register that JCQ asks centres to keep (4.7), under the filter of the page; it can be sent back as
    a file of users."""
    wanted = Filter.read(query)
    rows: list[list[Value]] = [
        [
            user.person.first_name, user.person.last_name, user.person.email,
            "; ".join(role.label for role in user.roles), user.membership.ends_on, user.person.username,
            user.state.label, user.last_in, user.factor,
            clock.london(user.password_ends).date() if user.password_ends else None,
            clock.london(user.membership.added_at).date(), user.person.trained_on,
        ]
        for user in matching(actor, wanted)
    ]  # fmt: skip
    return rows, {"Filter": wanted.words, "Centre": f"{actor.centre_number} {actor.centre_name}"}


def patterns(actor: Actor, but: User) -> list[tuple[str, str]]:
    """Those whose roles can be copied: key and name."""
    current = Membership.objects.current().filter(centre_id=actor.chain).exclude(pk=but.key)
    found = current.select_related("person").order_by("person__last_name", "person__first_name")
    return [(str(one.pk), str(one.person)) for one in found if one.roles]
