"""What the pages of transfers send: as it was typed, since the services read it and tell all that is wrong at once."""

from typing import Any
from uuid import UUID, uuid4

from django.http import QueryDict

from interchange.transfers.services.arrivals import NewArrival
from interchange.transfers.services.sites import NewSite
from interchange.transfers.services.transfers import Wanted

LONGEST, MOST = 20_000, 500
FIELDS = {
    "transfer": ("ground", "details", "papers", "host"),
    "site": ("series", "name", "address", "postcode", "first", "last", "papers", "numbers", "invigilation", "ground",
             "details", "only_this"),
    "arrival": ("series", "paper", "number", "arrived", "supervised", "began", "finished", "reason"),
    "deciding": ("decision",),
    "answering": ("words",),
    "cancelling": ("why",),
}  # fmt: skip
"""The fields of each form in the order of its page; what is refused of anything else is told at the top alone."""


def field_of(form: str, code: str) -> str:
    """The field of a form beside which a refusal stands; empty words where it belongs to none."""
    return code if code in FIELDS[form] else ""


def text(sent: QueryDict, name: str) -> str:
    """A field as it was typed."""
    return sent.get(name, "")[:LONGEST]


def key_of(sent: QueryDict) -> UUID:
    """The number that a form was given when it was drawn, by which the same press twice is known."""
    try:
        return UUID(text(sent, "key"))
    except ValueError:
        return uuid4()


def many(sent: QueryDict, name: str) -> list[str]:
    """What was ticked."""
    return [one[:20] for one in sent.getlist(name)[:MOST]]


def read_wanted(sent: QueryDict) -> Wanted:
    """The form of a transfer."""
    return Wanted(text(sent, "ground"), text(sent, "details"), text(sent, "host"), many(sent, "papers"))


def read_site(sent: QueryDict) -> NewSite:
    """The form of an alternative site."""
    return NewSite(
        **{name: text(sent, name) for name in FIELDS["site"] if name not in ("papers", "only_this")},
        papers=many(sent, "papers"), everybody=sent.get("everybody") == "yes", only_this=sent.get("only_this") == "yes",
    )  # fmt: skip


def read_arrival(sent: QueryDict) -> NewArrival:
    """The form of a very late arrival."""
    return NewArrival(**{name: text(sent, name) for name in FIELDS["arrival"]})


class Values(dict[str, Any]):
    """What stands in the fields of a form; empty words in every other."""

    def __missing__(self, field: str) -> str:
        return ""


def typed(sent: QueryDict) -> Values:
    """Everything as it was typed, for the page that comes back."""
    plain = {name: text(sent, name) for name in sent if name != "csrfmiddlewaretoken"}
    return Values(plain | {"papers": many(sent, "papers")})
