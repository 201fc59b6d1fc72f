"""Every wrong entry: of the table of roles, of the lock on each route and on each service."""

import functools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations
from typing import Any
from unittest import mock

from django.urls import URLPattern

from interchange.accounts import middleware, roles
from interchange.accounts.access import SERVICES, public
from interchange.accounts.roles import WHO_MAY, Capability, Role
from tests import rights
from tests.rights import Judge

WEAKEST = (Capability.OWN_ACCOUNT, Capability.WELCOME)
"""What everybody may."""
OF_RIGHTS: tuple[Judge, ...] = (rights.faults_of_rights,)
OF_DOORS: tuple[Judge, ...] = (rights.faults_of_doors, rights.opening_faults)
OF_CHANGES: tuple[Judge, ...] = (rights.faults_of_changes, rights.changing_faults)


@dataclass(frozen=True)
class Mutant:
    """One thing that is wrong for as long as `made` lasts, and who must notice it."""

    kind: str
    name: str
    made: Callable[[], AbstractContextManager[Any]]
    judges: tuple[Judge, ...]

    def is_killed(self) -> bool:
        with self.made():
            return any(next(judge(), "") for judge in self.judges)


@dataclass
class Tally:
    """How many mutants of each kind were made, and which of them nobody noticed."""

    made: Counter[str] = field(default_factory=Counter)
    survivors: list[Mutant] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """As CSV: the kind, how many were made and killed, and the names of those that live."""
        for kind, number in self.made.items():
            alive = [mutant.name for mutant in self.survivors if mutant.kind == kind]
            yield f"{kind},{number},{number - len(alive)},{'; '.join(alive)}"


def tally(mutants: Iterable[Mutant]) -> Tally:
    """Make each of them in its turn."""
    found = Tally()
    for mutant in mutants:
        found.made[mutant.kind] += 1
        if not mutant.is_killed():
            found.survivors.append(mutant)
    return found


def every_one() -> Iterator[Mutant]:
    """All of them; each kind does to every entry what could be done to it by mistake."""
    yield from cells()
    yield from rows()
    yield from what_acting_leaves()
    yield from locks_of_doors()
    yield from swapped_doors()
    yield from locks_of_programs()
    yield from locks_of_changes()


# ---------------------------------------------------------------- the table of roles


def cells() -> Iterator[Mutant]:
    """A role taken from a right, or given it, on either side."""
    for right, held in tuple(WHO_MAY.items()):
        for role in Role:
            kind = "role removed from a right" if role in held else "role added to a right"
            yield Mutant(
                kind, f"{role.name} {right.value}", partial(_rows, {right: held ^ {role}}), OF_RIGHTS
            )


def rows() -> Iterator[Mutant]:
    """The holders of two rights exchanged, where that makes a difference."""
    for one, other in combinations(WHO_MAY, 2):
        if WHO_MAY[one] != WHO_MAY[other]:
            exchanged = {one: WHO_MAY[other], other: WHO_MAY[one]}
            yield Mutant(
                "two rights exchanged", f"{one.value} {other.value}", partial(_rows, exchanged), OF_RIGHTS
            )


def _rows(instead: dict[Capability, frozenset[Role]]) -> Any:
    return mock.patch.dict(WHO_MAY, instead)


def what_acting_leaves() -> Iterator[Mutant]:
    """A right left to who looks through somebody's eyes, or no longer left."""
    for right in Capability:
        kind = "right no longer left while acting" if right in roles.READS else "right left while acting"
        yield Mutant(kind, right.value, partial(_acting, roles.READS ^ {right}), OF_RIGHTS)


@contextmanager
def _acting(left: frozenset[Capability]) -> Iterator[None]:
    alone = frozenset(right.value for right in left)
    with mock.patch.object(roles, "READS", left), mock.patch.object(middleware, "READ_ALONE", alone):
        yield


# ---------------------------------------------------------------- the locks


def locks_of_doors() -> Iterator[Mutant]:
    """Each lock of a page taken off, weakened, or made to forget what it asks for."""
    programs = rights.operations()
    for name, pattern in rights.routes().items():
        view: Any = pattern.callback
        if name in programs or getattr(view, "by_key", False) or view.needs is None:
            continue
        alone = (partial(rights.opening_faults, name),)
        yield Mutant("route made public", name, partial(_unlocked, pattern), OF_DOORS)
        yield Mutant("route that does not say", name, partial(_silent, view), OF_DOORS)
        yield Mutant(
            "route where a code is asked for or not", name, partial(_fresh, view, said=True), OF_DOORS
        )
        yield Mutant(
            "route that says it asks for a code, or not", name, partial(_fresh, view, said=False), alone
        )
        for weak in WEAKEST:
            if weak is not view.needs:
                as_well = f"{name} {weak.value}"
                yield Mutant("route weakened", as_well, partial(_relocked, view, weak), OF_DOORS)
                if _differ(view.needs, weak):
                    untold = partial(_relocked, view, weak, said=False)
                    yield Mutant("route weaker than it says", as_well, untold, alone)


def _differ(one: Capability, other: Capability) -> bool:
    """Whether it makes a difference to anybody which of two rights opens a page."""
    return WHO_MAY[one] != WHO_MAY[other] or (one in roles.READS) is not (other in roles.READS)


def swapped_doors() -> Iterator[Mutant]:
    """The locks of two pages exchanged, where that makes a difference."""
    programs = rights.operations()
    found: list[tuple[str, Any]] = [
        (name, pattern.callback)
        for name, pattern in rights.routes().items()
        if name not in programs and getattr(pattern.callback, "needs", None)
    ]
    for (one, first), (other, second) in combinations(found, 2):
        if first.needs is not second.needs:
            exchanged = partial(_all_of, (first, second.needs), (second, first.needs))
            yield Mutant("two routes exchanged", f"{one} {other}", exchanged, OF_DOORS)


def locks_of_programs() -> Iterator[Mutant]:
    """Each operation for programs without a key, and with a weaker right."""
    for name, operation in rights.operations().items():
        if not operation.auth_callbacks:
            continue
        yield Mutant(
            "operation without a key",
            name,
            partial(mock.patch.object, operation, "auth_callbacks", []),
            OF_DOORS,
        )
        for weak in WEAKEST:
            if weak is not operation.view_func.needs:
                made = partial(_relocked, operation.view_func, weak)
                yield Mutant("operation weakened", f"{name} {weak.value}", made, OF_DOORS)


def locks_of_changes() -> Iterator[Mutant]:
    """Each service without its lock, with a weaker one, and with that of another service."""
    for name, service in rights.services().items():
        alone = (partial(rights.changing_faults, name),)
        yield Mutant("service undeclared", name, partial(_gone, name), OF_CHANGES)
        for weak in WEAKEST:
            if weak is not service.needs:
                as_well = f"{name} {weak.value}"
                yield Mutant("service weakened", as_well, partial(_relocked, service, weak), OF_CHANGES)
                if WHO_MAY[service.needs] != WHO_MAY[weak]:
                    untold = partial(_relocked, service, weak, said=False)
                    yield Mutant("service weaker than it says", as_well, untold, alone)
    found: list[tuple[str, Any]] = list(rights.services().items())
    for (one, first), (other, second) in combinations(found, 2):
        if first.needs is not second.needs:
            exchanged = partial(_all_of, (first, second.needs), (second, first.needs))
            yield Mutant("two services exchanged", f"{one} {other}", exchanged, OF_CHANGES)


@contextmanager
def _gone(service: str) -> Iterator[None]:
    kept = dict(SERVICES)
    del SERVICES[service]
    try:
        yield
    finally:
        SERVICES.clear()
        SERVICES.update(kept)


@contextmanager
def _unlocked(pattern: URLPattern) -> Iterator[None]:
    view: Any = pattern.callback
    inner = _locked(view, "capability").__wrapped__

    @functools.wraps(inner)
    def open_to_all(*args: Any, **parts: Any) -> Any:
        return inner(*args, **parts)

    with mock.patch.object(pattern, "callback", public(open_to_all)):
        yield


@contextmanager
def _silent(view: Any) -> Iterator[None]:
    needs = view.needs
    del view.needs
    try:
        yield
    finally:
        view.needs = needs


@contextmanager
def _relocked(function: Any, needs: Capability, *, said: bool = True) -> Iterator[None]:
    """The lock asks for another right; without `said`, what it says of itself stays as it was."""
    variable = (
        "capability"
        if "capability" in _locked(function, "capability", "needs").__code__.co_freevars
        else "needs"
    )
    with ExitStack() as stack:
        stack.enter_context(_holding(_locked(function, variable), variable, needs))
        if said:
            stack.enter_context(mock.patch.object(function, "needs", needs))
        yield


@contextmanager
def _all_of(*changes: tuple[Any, Capability]) -> Iterator[None]:
    with ExitStack() as stack:
        for function, needs in changes:
            stack.enter_context(_relocked(function, needs))
        yield


@contextmanager
def _fresh(view: Any, *, said: bool) -> Iterator[None]:
    with ExitStack() as stack:
        stack.enter_context(_holding(_locked(view, "fresh"), "fresh", not view.fresh))
        if said:
            stack.enter_context(mock.patch.object(view, "fresh", not view.fresh))
        yield


def _locked(function: Any, *variables: str) -> Any:
    """The function in which the lock is, under whatever else it is wrapped in."""
    while not set(variables) & set(function.__code__.co_freevars):
        function = function.__wrapped__
    return function


@contextmanager
def _holding(function: Any, variable: str, value: Any) -> Iterator[None]:
    """What the function remembers from the line that declared it is something else."""
    cell = function.__closure__[function.__code__.co_freevars.index(variable)]
    before = cell.cell_contents
    cell.cell_contents = value
    try:
        yield
    finally:
        cell.cell_contents = before
