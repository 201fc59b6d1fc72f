"""What the pages about users send."""

import json
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.http import Http404, QueryDict

from interchange.accounts.roles import Role
from interchange.accounts.rules.reviews import Decision
from interchange.accounts.rules.users import ACCOUNT
from interchange.accounts.steps.users import Extend, Remove, Restore, Suspend, Verb, with_role, without_role
from interchange.core import clock
from interchange.core.errors import Refused, always
from interchange.core.typed import a_day

NOT_WHOLE = always("not-whole", "The page did not arrive whole. Go back, and send it again.")
Error = dict[str, str]
ROLES = {role.value: role for role in Role}
DECISIONS = {decision.value: decision for decision in Decision}

FIELDS = {
    "first-name": "first_name", "last-name": "last_name", "email": "email", "already": "email", "role": "roles",
    "end": "ends_on", "until": "until", "reason": "why", "training": "trained_on", "elsewhere": "first_name",
    "no-address": "email", "heir": "hand_over_to", "filter-name": "filter_name",
}  # fmt: skip
"""Beside which field a refusal stands, by how its code begins."""


def errors_of(refusal: Refused, *, otherwise: str) -> dict[str, Error]:
    """Each thing that is refused beside the field that it is about."""
    found: dict[str, Error] = {}
    for part in refusal.parts:
        name = next((field for code, field in FIELDS.items() if part.code.startswith(code)), otherwise)
        found.setdefault(name, {"text": part.message, "href": f"#{name}"})
    return found


def keys_of(values: Iterable[str]) -> list[UUID]:
    """Keys of users as a page sends them."""
    try:
        return [UUID(value) for value in values]
    except ValueError:
        raise Http404 from None


def roles_of(sent: QueryDict, name: str = "roles") -> frozenset[Role]:
    """The roles that are ticked; a role that is none is refused."""
    try:
        return frozenset(ROLES[str(value)] for value in sent.getlist(name))
    except KeyError:
        raise NOT_WHOLE from None


def a_role(sent: QueryDict) -> Role:
    """The one role chosen."""
    if not sent.get("role"):
        raise Refused("role-missing", "Choose a role.")
    try:
        return ROLES[str(sent["role"])]
    except KeyError:
        raise NOT_WHOLE from None


def heir_of(sent: QueryDict) -> UUID | None:
    """Who takes over from somebody who leaves, if anybody."""
    chosen = sent.get("hand_over_to", "")
    return keys_of([chosen])[0] if chosen else None


def until_of(sent: QueryDict) -> datetime | None:
    """The last instant of the day until which something lasts, or none."""
    on = a_day(sent.get("until", ""), code="until-day")
    return clock.end_of_day(on) if on else None


MOVES = ACCOUNT.moves
DOINGS = {
    "role-add": "Give a role", "role-remove": "Take a role away", "suspend": "Suspend", "restore": "Restore",
    "remove": "Remove", "extend": "Extend passwords",
}  # fmt: skip
"""What can be done to many users at once."""


def verb_of(sent: QueryDict) -> Verb:
    """What is to be done to the users chosen."""
    doing = sent.get("doing", "")
    if doing in ("role-add", "role-remove"):
        role = a_role(sent)
        return with_role(role) if doing == "role-add" else without_role(role)
    if doing == "suspend":
        return Suspend(sent.get("why", ""), until_of(sent))
    simple: dict[str, Verb] = {
        "restore": Restore(), "remove": Remove(), "extend": Extend(sent.get("why", ""))
    }  # fmt: skip
    if doing not in simple:
        raise Refused("doing-missing", "Choose what to do with the users.")
    return simple[doing]


def decisions_of(sent: QueryDict) -> dict[UUID, Decision]:
    """What a review says of each user, by key; what is not decided is left out."""
    found = {}
    for name, value in sent.items():
        if not name.startswith("user-") or not value:
            continue
        try:
            found[UUID(name.removeprefix("user-"))] = DECISIONS[str(value)]
        except (KeyError, ValueError):
            raise NOT_WHOLE from None
    return found


def lines_of(sent: QueryDict) -> list[list[str]]:
    """The lines of a file as its preview sends them back."""
    try:
        rows = json.loads(sent.get("rows", ""))
    except (ValueError, RecursionError):
        raise NOT_WHOLE from None
    whole = isinstance(rows, list) and all(
        isinstance(row, list) and row and all(isinstance(cell, str) for cell in row) for row in rows
    )
    if not whole:
        raise NOT_WHOLE
    return list(rows)
