"""The rights as an auditor signs them: three tables, written from the rules, against which the code is held.

`capabilities.csv` says who has which right, and whether it is left to staff who look through somebody's eyes;
`routes.csv` and `services.csv` say what opens each page and each change. None of them is made from the code. What is
yielded below are sentences: one for each way in which the code does something else, with what to do about it.
"""

import csv
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, Self
from unittest import mock

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, get_resolver

import interchange
from interchange.accounts import access, middleware, roles
from interchange.accounts.access import SERVICES
from interchange.accounts.roles import CENTRE_ROLES, STAFF_ROLES, Capability, Role
from interchange.api import doors
from interchange.api.views import api
from interchange.core.actor import Actor
from interchange.core.errors import NotAllowed

FOLDER = Path(__file__).parent
PUBLIC, OWN_KEY = "public", "key"
RIGHT = {right.value: right for right in Capability}
Judge = Callable[[], Iterator[str]]


# ---------------------------------------------------------------- the tables


@dataclass(frozen=True)
class Right:
    """A line of `capabilities.csv`: who has the right, on both sides."""

    holders: frozenset[Role]
    acting: bool

    @classmethod
    def read(cls, line: dict[str, str]) -> Self:
        sides = {"centre": CENTRE_ROLES, "staff": STAFF_ROLES}
        held = [_roles(line[side], everyone) for side, everyone in sides.items()]
        return cls(frozenset().union(*held), line["acting"] == "yes")


def _roles(words: str, everyone: frozenset[Role]) -> frozenset[Role]:
    named = everyone if words == "everyone" else frozenset(Role[word] for word in words.split())
    if named - everyone:
        raise ValueError(f"{words}: a role stands on the wrong side.")
    return named


@dataclass(frozen=True)
class Door:
    """A line of `routes.csv`: `door` is empty for a page that a right opens, "public", or "key" for a program."""

    door: str
    needs: Capability | None
    fresh: bool = False

    @classmethod
    def read(cls, line: dict[str, str]) -> Self:
        needs = RIGHT[line["right"]] if line["right"] else None
        if (line["door"] == PUBLIC) is (needs is not None):
            raise ValueError(f"{line['route']}: either public, or opened by a right.")
        return cls(line["door"], needs, line["fresh"] == "yes")

    def __str__(self) -> str:
        said = [self.needs.value if self.needs else "", self.door, "fresh" if self.fresh else ""]
        return " ".join(word for word in said if word)


def _lines(name: str) -> dict[str, dict[str, str]]:
    with (FOLDER / name).open(newline="") as file:
        lines = list(csv.DictReader(file, strict=True))
    keyed = {next(iter(line.values())): line for line in lines}
    if len(keyed) != len(lines):
        raise ValueError(f"{name}: something stands there twice.")
    return keyed


RIGHTS = {RIGHT[name]: Right.read(line) for name, line in _lines("capabilities.csv").items()}
DOORS = {name: Door.read(line) for name, line in _lines("routes.csv").items()}
CHANGES = {name: RIGHT[line["right"]] for name, line in _lines("services.csv").items()}
LEFT = frozenset(right for right, line in RIGHTS.items() if line.acting)
"""What is left to staff who look through somebody's eyes."""


def holders(needs: Capability) -> frozenset[Role]:
    """Who has this right, as the table says it; nobody where it has no line."""
    return RIGHTS[needs].holders if needs in RIGHTS else frozenset()


def rights_of(role: Role) -> frozenset[str]:
    """What this role gives, as the table says it."""
    return frozenset(right.value for right, line in RIGHTS.items() if role in line.holders)


# ---------------------------------------------------------------- what the code says


def routes() -> dict[str, URLPattern]:
    """All routes by their names, also those that an included file brings."""
    return dict(_routes())


@cache
def _routes() -> tuple[tuple[str, URLPattern], ...]:
    return tuple(_patterns(get_resolver(), ""))


def _patterns(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}", pattern
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _patterns(pattern, f"{prefix}{inner}")


@cache
def operations() -> dict[str, Any]:
    """The operations for programs, by the names of their routes."""
    return {
        f"api:{operation.url_name}": operation
        for _, router in api._routers
        for view in router.path_operations.values()
        for operation in view.operations
    }


def services() -> dict[str, Any]:
    """Every state-changing service by its dotted name, wherever it is; those that tests declare are none."""
    _read_services()
    return {name: service for name, service in SERVICES.items() if "tests" not in name.split(".")}


@cache
def _read_services() -> None:
    for package in iter_modules(interchange.__path__, "interchange."):
        if package.ispkg and find_spec(f"{package.name}.services"):
            inside = import_module(f"{package.name}.services")
            for module in iter_modules(getattr(inside, "__path__", ()), f"{inside.__name__}."):
                import_module(module.name)


def says(pattern: URLPattern, operation: Any = None) -> Door | None:
    """What the code says of who may use a route; None where it says nothing."""
    view: Any = pattern.callback
    if operation is not None:
        return Door(OWN_KEY if operation.auth_callbacks else PUBLIC, operation.view_func.needs)
    if not hasattr(view, "needs"):
        return None
    return Door("" if view.needs else PUBLIC, view.needs, view.fresh)


# ---------------------------------------------------------------- what it says otherwise


def faults_of_rights() -> Iterator[str]:
    """The table of roles, cell by cell, and what is left to staff who look through somebody's eyes."""
    yield from _unlisted(Capability, RIGHTS, "capabilities.csv", "who has it, and the rule that says so")
    yield from _unlisted(roles.WHO_MAY, RIGHTS, "capabilities.csv", "who has it, and the rule that says so")
    for right, line in RIGHTS.items():
        given = roles.WHO_MAY.get(right, frozenset())
        yield from (
            f"{role.name} may {right.value}, which no rule gives it." for role in given - line.holders
        )
        yield from (
            f"{role.name} may not {right.value}, though a rule says so." for role in line.holders - given
        )
    acting = {right.value for right in LEFT}
    for left in ({right.value for right in roles.READS}, middleware.READ_ALONE):
        yield from (f"Acting as somebody leaves {name}: the table says otherwise." for name in left ^ acting)
    for role in Role:
        if roles.capabilities_of([role]) != rights_of(role):
            yield f"{role.name} does not give what the table says."


def faults_of_doors() -> Iterator[str]:
    """What each route says of itself."""
    found, programs = routes(), operations()
    yield from _unlisted(found, DOORS, "routes.csv", "the right that opens it, or “public”")
    for name, door in DOORS.items():
        if name in found and (said := says(found[name], programs.get(name))) != door:
            yield f"{name} is “{said or 'silent'}”; the table says “{door}”."


def faults_of_changes() -> Iterator[str]:
    """What each service says of itself."""
    found = services()
    yield from _unlisted(found, CHANGES, "services.csv", "the right that it needs")
    for name, needs in CHANGES.items():
        if name in found and (said := found[name].needs) is not needs:
            yield f"{name} needs {said.value}; the table says {needs.value}."


def _unlisted(found: Any, listed: Any, file: str, what: str) -> Iterator[str]:
    for name in dict.fromkeys(found):
        if name not in listed:
            yield f"{name} has no line in tests/rights/{file}: add one with {what}."
    for name in listed:
        if name not in found:
            yield f"{name} has a line in tests/rights/{file} and is not there any more: take the line away."


# ---------------------------------------------------------------- what it does otherwise


class Admitted(Exception):
    """Somebody got past the lock."""


def _admit(*_: Any) -> Any:
    raise Admitted


def _refuse(actor: Actor, capability: Capability) -> None:
    raise NotAllowed(capability)


@contextmanager
def nothing_behind_the_locks() -> Iterator[None]:
    """Every door and service is its lock and no more: no database is asked, and nothing is noted."""
    beyond = mock.Mock(reading=_admit, writing=_admit)
    with ExitStack() as stack:
        for module in (access, doors):
            stack.enter_context(mock.patch.multiple(module, tenancy=beyond, deny=_refuse))
        stack.enter_context(
            mock.patch.multiple(access, note_use=_nothing, _record_look=_nothing, is_fresh=_proved)
        )
        stack.enter_context(mock.patch.object(doors, "record_read", _nothing))
        yield


def _nothing(*_: Any, **__: Any) -> None:
    """Not noted here."""


def _proved(request: Any) -> bool:
    return bool(request.proved)


def whoever_is(role: Role, *, acting: str = "") -> Actor:
    """Somebody with this role and no other, as a session makes them."""
    held = roles.capabilities_of([role])
    kept = held & middleware.READ_ALONE if acting else held
    return Actor(
        role.name, roles=frozenset({role.value}), capabilities=kept, is_staff=role.is_staff, acting=acting
    )


def _asked(actor: Actor | None, method: str = "GET", *, proved: bool = True) -> HttpRequest:
    request: Any = HttpRequest()
    request.method, request.actor, request.proved = method, actor, proved
    return request  # type: ignore[no-any-return]


def outcome(call: Callable[..., Any], *args: Any, **options: Any) -> str:
    """What a lock answers: "Admitted", "NotAllowed", "SignedOut", "ProofNeeded"; or what came instead."""
    try:
        return f"an answer: {type(call(*args, **options)).__name__}"
    except Exception as raised:  # noqa: BLE001  (whatever it is, it is what came)
        return type(raised).__name__


def opening_faults(only: str = "") -> Iterator[str]:
    """Every locked route tried by every role: as themselves, with an old proof, acting, and by nobody."""
    found, programs = routes(), operations()
    people = {role: (whoever_is(role), whoever_is(role, acting="Ben Shaw")) for role in Role}
    with nothing_behind_the_locks():
        for name, door in DOORS.items():
            if door.needs is None or name not in found or (only and only != name):
                continue
            if name in programs:
                yield from _tried_by_key(name, programs[name].view_func, door.needs, people)
            else:
                yield from _tried(name, found[name].callback, door, people)


People = dict[Role, tuple[Actor, Actor]]


def _tried(name: str, view: Any, door: Door, people: People) -> Iterator[str]:
    allowed = holders(door.needs) if door.needs else frozenset()
    for method in ("GET", "POST"):
        if outcome(view, _asked(None, method)) != "SignedOut":
            yield f"{name} opens by {method} to who is signed out."
    for role, (person, acting) in people.items():
        for proved in (True, False):
            came = outcome(view, _asked(person, proved=proved))
            if came != _expected(role in allowed, proved=proved or not door.fresh):
                yield f"{name}: {role.name} meets {came}, with {'a new' if proved else 'an old'} proof."
        if role not in allowed and outcome(view, _asked(person, "POST")) != "NotAllowed":
            yield f"{name} takes what {role.name} sends."
        yield from _tried_acting(name, view, acting, left=role in allowed and door.needs in LEFT)


def _tried_acting(name: str, view: Any, acting: Actor, *, left: bool) -> Iterator[str]:
    """Somebody of staff who looks through the eyes of this role: what is left of its pages, and nothing to send."""
    if outcome(view, _asked(acting, "POST")) != "NotAllowed":
        yield f"{name} takes what is sent by who looks through the eyes of {acting.name}."
    if (outcome(view, _asked(acting)) != "NotAllowed") is not left:
        yield f"{name}: who looks through the eyes of {acting.name} sees it, or not, against the table."


def _expected(allowed: bool, *, proved: bool) -> str:
    if not allowed:
        return "NotAllowed"
    return "Admitted" if proved else "ProofNeeded"


def _tried_by_key(name: str, view: Any, needs: Capability, people: People) -> Iterator[str]:
    for role, (person, _) in people.items():
        if outcome(view, _asked(person)) != _expected(role in holders(needs), proved=True):
            yield f"{name} does not keep to the table for a key of {role.name}."


def changing_faults(only: str = "") -> Iterator[str]:
    """Every service tried by every role, and by the system."""
    people, found = {role: whoever_is(role) for role in Role}, services()
    with nothing_behind_the_locks():
        for name, needs in CHANGES.items():
            if name not in found or (only and only != name):
                continue
            for role, person in people.items():
                if outcome(found[name], by=person) != _expected(role in holders(needs), proved=True):
                    yield f"{name} does not keep to the table for {role.name}."
            if outcome(found[name], by=Actor.system("tests")) != "Admitted":
                yield f"{name} is shut to the system itself."


DECLARED: list[Judge] = [faults_of_rights, faults_of_doors, faults_of_changes]
DONE: list[Judge] = [opening_faults, changing_faults]
