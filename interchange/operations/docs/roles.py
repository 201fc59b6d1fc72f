"""Who may do what, and at which pages and services that is asked."""

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

import interchange
from interchange.accounts.roles import WHO_MAY, Capability, Role
from interchange.operations.docs.markdown import Rows, code, made_from, page, prose, table

EVERYBODYS = [capability for capability, holders in WHO_MAY.items() if holders == frozenset(Role)]


def roles_page() -> str:
    """The table of rights, by role and by capability, and where each right is asked for."""
    return page(
        made_from("interchange/accounts/roles.py", "the routes", "the services"),
        "# Roles and capabilities",
        prose("""A person holds any number of roles; their rights are the union. What no row gives is denied. The
            table in code is `accounts.roles.WHO_MAY`; how it is enforced: [access](../mechanisms/access.md)."""),
        "## What each role may do",
        f"Everybody has {', '.join(map(code, EVERYBODYS))}.",
        table(["role", "code", "may besides"], [_may(role) for role in Role]),
        "## Centres' side",
        _matrix(staff=False),
        "## The awarding body's side",
        _matrix(staff=True),
        "## Where each is asked",
        prose("""Every page asks for one capability or is open to all; every service that changes something asks
            again. `operate` is held by no role: only operators' commands and jobs have it, which act as the
            system."""),
        table(["capability", "pages (routes)", "services"], _where_asked()),
    )


def _may(role: Role) -> list[str]:
    own = [one for one, holders in WHO_MAY.items() if role in holders and one not in EVERYBODYS]
    return [role.label, code(role), ", ".join(map(code, own)) or "nothing yet"]


def _matrix(*, staff: bool) -> str:
    own = [one for one in WHO_MAY if one not in EVERYBODYS]
    shown = [role for role in Role if role.is_staff is staff and any(role in WHO_MAY[one] for one in own)]
    held = [one for one in own if WHO_MAY[one] & set(shown)]
    rows = [[code(one), *("✓" if role in WHO_MAY[one] else "" for role in shown)] for one in held]
    return table(["capability", *map(code, shown)], rows)


def _where_asked() -> Rows:
    pages: dict[Any, list[str]] = defaultdict(list)
    for name, view in routes(get_resolver()):
        pages[getattr(view, "needs", None)].append(code(name))
    services: dict[Any, list[str]] = defaultdict(list)
    for name, service in services_by_name().items():
        services[service.needs].append(code(name.removeprefix("interchange.")))
    for one, title in [(None, "open to all"), *((each, code(each)) for each in Capability)]:
        yield [title, ", ".join(sorted(pages[one])), ", ".join(sorted(services[one]))]


def routes(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every route by its name, with its view; the demo's exist only in the demo and are left out."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern, inner) if inner != "demo:" else ()
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", pattern.callback


def services_by_name() -> dict[str, Any]:
    """Every service of the program itself; those that tests declare are none of it."""
    for found in pkgutil.walk_packages(interchange.__path__, "interchange."):
        if ".services" in found.name:
            importlib.import_module(found.name)
    every: dict[str, Any] = importlib.import_module("interchange.accounts.access").SERVICES
    return {name: service for name, service in every.items() if ".services." in name}
