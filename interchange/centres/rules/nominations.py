"""What a nomination says (1.4, 1.8 to 1.12)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from interchange.centres.rules import addresses, administrators, names
from interchange.core.errors import Refused, Together


@dataclass(frozen=True)
class Nominee:
    """Who is to be administrator, and of what."""

    first_name: str
    last_name: str
    email: str
    scopes: tuple[str, ...]

    @property
    def name(self) -> str:
        """As pages show it."""
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True)
class Held:
    """What the awarding body holds of a centre that decides who may be nominated there."""

    scopes: frozenset[str]
    """What the centre is approved for."""
    head_email: str
    addresses: frozenset[str]
    waived: frozenset[str]
    """Addresses that 1.9 would refuse and the awarding body allows."""
    head_exempt: bool
    counts: Mapping[str, int]
    """Administrators in office, by scope, without the one who has left."""


def read_nominee(typed: Mapping[str, str], scopes: Collection[str], held: Held) -> Nominee:
    """A nominee as typed on the agreement; refused by 1.9, 1.10 or 1.11 with a sentence that says what to do."""
    form = Together()
    first, last = typed.get("first_name", ""), typed.get("last_name", "")
    nominee = Nominee(
        form.read(lambda: names.line_of_text(first, "the first name", longest=80, code="first_name")),
        form.read(lambda: names.line_of_text(last, "the surname", longest=80, code="last_name")),
        form.read(lambda: _email(typed.get("email", ""), held)),
        form.read(lambda: _scopes(scopes, held)),
    )
    form.end()
    return nominee


def _email(typed: str, held: Held) -> str:
    email = addresses.check_administrator(typed, held=held.addresses, waived=held.waived)
    administrators.check_not_head(email, head_email=held.head_email, exempt=held.head_exempt)
    return email


def _scopes(typed: Collection[str], held: Held) -> tuple[str, ...]:
    chosen = administrators.scopes_of(typed)
    if not set(chosen) <= held.scopes:
        raise Refused("scopes", "The centre is not approved for all of this. Choose what it is approved for.")
    administrators.check_room(held.counts, chosen)
    return tuple(chosen)
