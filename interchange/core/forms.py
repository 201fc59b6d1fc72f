"""What is wrong with a form, as its page tells it: in a list at the top, and beside each field (B2)."""

from collections.abc import Callable

from interchange.core.errors import Refused


class Errors(dict[str, str]):
    """A sentence for each field that is wrong, in the order of the form; empty words for every other field."""

    def __missing__(self, field: str) -> str:
        return ""

    @property
    def at_the_top(self) -> list[dict[str, str]]:
        """The lines at the top of the page; each leads to its field, if it belongs to one."""
        return [{"text": text, "href": f"#{field}" if field else ""} for field, text in self.items()]


def errors_of(refusal: Refused, field_of: Callable[[str], str] = str) -> Errors:
    """The refusals of a form by field. `field_of` gives the field of a code; empty words where it belongs to none."""
    found = Errors()
    for part in refusal.parts:
        found.setdefault(field_of(part.code), part.message)
    return found
