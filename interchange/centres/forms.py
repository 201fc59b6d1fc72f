"""What the pages of centres send, read strictly."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest, QueryDict

from interchange.accounts.access import address_of, browser_of
from interchange.centres.rules import applications
from interchange.centres.rules.nominations import FIELD_OF
from interchange.centres.services.agreements import Return
from interchange.centres.services.applying import Decision
from interchange.centres.steps.doors import Visitor
from interchange.core.errors import Refused

LONGEST = 70_000
NOBODY = "nobody"


def visitor_of(request: HttpRequest) -> Visitor:
    """Where a request without a session comes from."""
    return Visitor(address_of(request), browser_of(request), getattr(request, "request_id", ""))


def typed(sent: QueryDict) -> dict[str, str]:
    """What was typed, each field once and no longer than any may be."""
    return {name: str(value)[:LONGEST] for name, value in sent.items() if name != "csrfmiddlewaretoken"}


@dataclass(frozen=True)
class Wrong:
    """A refusal beside its field, and at the top of the page."""

    field: str
    text: str

    @property
    def href(self) -> str:
        """Where the line at the top leads."""
        return f"#{self.field}"


def wrong(refusal: Refused) -> Wrong:
    """Which field a refusal belongs to."""
    return Wrong(FIELD_OF.get(refusal.code, refusal.code), refusal.message)


def read_return(sent: QueryDict) -> Return:
    """A completed Agreement; refused where nothing says who is nominated or who has left."""
    if sent.get("who", "") not in ("me", "other"):
        raise Refused("who", "Choose whether you nominate yourself or somebody else.")
    return Return(
        typed=typed(sent), scopes=tuple(sent.getlist("scopes")), accepted="accept" in sent,
        shown=sent.get("shown", ""), myself=sent["who"] == "me", leaver=_leaver(sent.get("leaver", NOBODY)),
    )  # fmt: skip


def read_change(sent: QueryDict) -> Return:
    """The same from inside the portal, where who signs in nominates somebody else, and says whether somebody left."""
    if not sent.get("leaver"):
        raise Refused("leaver", "Choose who has left, or that nobody has.")
    return Return(
        typed=typed(sent), scopes=tuple(sent.getlist("scopes")), accepted="accept" in sent,
        shown=sent.get("shown", ""), leaver=_leaver(sent.get("leaver", "")),
    )  # fmt: skip


def _leaver(text: str) -> UUID | None:
    if text == NOBODY:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise Refused("leaver", "Choose who has left, or that nobody has.") from None


def read_decision(sent: QueryDict) -> Decision:
    """What an approval says: number, head, GQ, and which of the vocational qualifications."""
    wanted = applications.qualifications(sent.get("qualifications", "")[:LONGEST])
    return Decision(
        number=sent.get("number", ""), head_name=sent.get("head_name", ""), head_email=sent.get("head_email", ""),
        head_phone=sent.get("head_phone", ""), head_source=sent.get("head_source", ""), gq="gq" in sent,
        qualifications=wanted,
    )  # fmt: skip


def read_day(text: str, *, code: str) -> date:
    """A day as a date field sends it."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Refused(code, "Choose the day.") from None
