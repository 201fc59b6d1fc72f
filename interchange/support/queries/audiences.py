"""For whom something is, as a filter of rows with the columns `audience` and `audience_values`."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q

from interchange.accounts.roles import CENTRE_ROLES, Role
from interchange.centres import queries as centres
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.support.rules.audiences import SCOPES, Audience, Reader, check


def reader_of(actor: Actor) -> Reader:
    """What of a person decides which audiences they belong to. A role that names no side of the work is of both."""
    held = [role for role in Role if role.value in actor.roles]
    scopes = {scope for role in held for scope in ([role.scope] if role.scope else SCOPES)}
    kind = centres.kind_of(actor.centre_id) if actor.centre_id is not None else ""
    return Reader(frozenset(role.value for role in held), frozenset(scopes), kind, actor.centre_number)


def fits(actor: Actor) -> Q:
    """The rows that are for this person: one statement to learn the centre's kind, and none for a row."""
    reader = reader_of(actor)
    found = Q(audience=Audience.ALL.value)
    for audience in Audience:
        if values := reader.values(audience):
            found |= Q(audience=audience.value, audience_values__overlap=sorted(values))
    return found


def known_values(audience: str, values: Collection[str]) -> set[str]:
    """Those of the values that there are."""
    known: dict[str, Iterable[str]] = {
        Audience.ROLES.value: (role.value for role in Role), Audience.SCOPES.value: SCOPES,
        Audience.KINDS.value: (code for code, _ in centres.kinds()),
    }  # fmt: skip
    if audience == Audience.CENTRE.value:
        return set(centres.centre_ids(values))
    return set(known.get(audience, ()))


def read_audience(audience: str, ticked: Mapping[str, Sequence[str]], centre: str) -> tuple[str, list[str]]:
    """What a form says of it: of the audience's list what was ticked, or the centre's number.

    Refused with the code `centre` where there is no such centre, and `audience` for whatever else is wrong.
    """
    of_one = audience == Audience.CENTRE.value
    values = ([centre] if centre else []) if of_one else list(ticked.get(audience, []))
    try:
        chosen, kept = check(audience, values, known=known_values(audience, values))
    except Refused as refusal:
        raise Refused("centre" if of_one else "audience", refusal.message) from None
    return chosen.value, kept


def in_words(audience: str, values: Collection[str]) -> str:
    """For whom it is, as a list says it."""
    chosen = Audience.of(audience)
    if chosen is Audience.ALL:
        return "Everybody"
    labels = {**{role.value: role.label for role in Role}, **dict(centres.kinds())}
    words = ", ".join(labels.get(value, value) for value in values)
    return f"Centre {words}" if chosen is Audience.CENTRE else words


def choices() -> dict[str, Any]:
    """What a form offers."""
    return {
        "audiences": [(one.value, one.label) for one in Audience],
        "roles": [(role.value, role.label) for role in Role if role in CENTRE_ROLES],
        "scopes": [(scope, scope) for scope in SCOPES],
        "kinds": [(code, label) for code, label in centres.kinds() if code],
    }  # fmt: skip
