"""What is wrong with a form, as its page tells it: in a list at the top, and beside each field (B2)."""

from collections.abc import Callable, Sequence
from typing import Final

from interchange.core.errors import Refused


class Errors(dict[str, str]):
    """A sentence for each field that is wrong, in the order of the form; empty words for every other field."""

    def __missing__(self, field: str) -> str:
        return ""

    @property
    def at_the_top(self) -> list[dict[str, str]]:
        """The lines at the top of the page; each leads to its field, if it belongs to one."""
        return [{"text": text, "href": f"#{field}" if field else ""} for field, text in self.items()]


NOTHING_WRONG: Final = Errors()


def errors_of(
    refusal: Refused, field_of: Callable[[str], str] = str, *, fields: Sequence[str] = ()
) -> Errors:
    """The refusals of a form by field. `field_of` gives the field of a code; empty words where it belongs to none.

    With `fields`, which are all of the form, they come in that order, and what belongs to none comes first.
    """
    found = Errors()
    for part in refusal.parts:
        found.setdefault(field_of(part.code), part.message)
    if not fields:
        return found
    order = ["", *fields]
    return Errors(sorted(found.items(), key=lambda line: order.index(line[0])))


def tried(do: Callable[[], object], told: Callable[[Refused], Errors] = errors_of) -> Errors:
    """What is wrong where the rules refuse, as `told` says it; nothing where it was done."""
    try:
        do()
    except Refused as refusal:
        return told(refusal)
    return NOTHING_WRONG
