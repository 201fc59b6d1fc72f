"""What is wrong with a form, as its page tells it: in a list at the top, and beside each field (B2)."""

from collections.abc import Mapping

from interchange.core.errors import Refused


class Errors(dict[str, str]):
    """A sentence for each field that is wrong, in the order of the form; empty words for every other field."""

    def __missing__(self, field: str) -> str:
        return ""

    @property
    def summary(self) -> list[dict[str, str]]:
        """The lines at the top of the page, each of which leads to its field."""
        return [{"text": text, "href": f"#{field}"} for field, text in self.items()]


def errors_of(refusal: Refused | None, fields: Mapping[str, str] | None = None) -> Errors:
    """The refusals of a form by field; `fields` says where one stands whose code is not the field's own name."""
    found = Errors()
    for part in refusal.parts if refusal else ():
        found.setdefault((fields or {}).get(part.code, part.code), part.message)
    return found
