"""What the pages of centres send, read strictly."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, QueryDict

from interchange.accounts.access import address_of, browser_of
from interchange.centres.services.agreements import Return
from interchange.centres.services.applying import Decision
from interchange.centres.steps.doors import Visitor
from interchange.core.errors import Refused, Together
from interchange.core.forms import Errors, errors_of

LONGEST = 70_000
NOBODY = "nobody"
HEAD = ("head_name", "head_email", "head_phone", "head_source")
"""The fields of a head of centre, wherever one is typed."""


def visitor_of(request: HttpRequest) -> Visitor:
    """Where a request without a session comes from."""
    return Visitor(address_of(request), browser_of(request), getattr(request, "request_id", ""))


def typed(sent: QueryDict) -> dict[str, str]:
    """What was typed, each field once and no longer than any may be."""
    return {name: str(value)[:LONGEST] for name, value in sent.items() if name != "csrfmiddlewaretoken"}


def fields(sent: QueryDict, *names: str) -> dict[str, str]:
    """These fields of a form as they were typed, in this order; empty where one was not sent."""
    return {name: sent.get(name, "")[:LONGEST] for name in names}


FIELD_OF = {
    "address-private": "email", "address-shared": "email", "address-elsewhere": "email", "head-is-nominee": "email",
    "nominated-already": "email", "administrators-full": "scopes", "not-accepted": "accept", "new-text": "accept",
    "centre-number": "number", "head-email": "head_email",
}  # fmt: skip
"""Beside which field a refusal stands whose code is not the field's own name."""
FIELDS = (
    "number", "name", "capacity", "leaver", "who", "first_name", "last_name", "email", "scopes", "accept",
    "contact_name", "contact_email", "is_head", "agree", *HEAD, "gq", "qualifications", "to", "scope", "qualification",
    "code", "title", "from_on", "text", "outcome", "spoke_to", "note", "rule", "about", "reason",
)  # fmt: skip
"""The fields beside which a refusal can stand, as the pages order them; any other is told at the top alone."""


def errors(refusal: Refused, *, at: str = "") -> Errors:
    """What was refused, by field (B2); all of it at the only field of a form, `at`."""
    return errors_of(refusal, lambda _: at) if at else errors_of(refusal, _field, fields=[*FIELDS])


def _field(code: str) -> str:
    name = FIELD_OF.get(code, code)
    return name if name in FIELDS else ""


def read_return(sent: QueryDict) -> Return:
    """A completed Agreement, with what could not be read of who is nominated and who has left."""
    form = Together()
    if sent.get("who") not in ("me", "other"):
        form.note(Refused("who", "Choose whether you nominate yourself or somebody else."))
    leaver = form.read(lambda: _leaver(sent.get("leaver", NOBODY)))
    return _return(sent, form, leaver, myself=sent.get("who") == "me")


def read_change(sent: QueryDict) -> Return:
    """The same from inside the portal, where who signs in nominates somebody else, and says whether somebody left."""
    form = Together()
    leaver = form.read(lambda: _leaver(sent.get("leaver", "")))
    return _return(sent, form, leaver)


def _return(sent: QueryDict, form: Together, leaver: UUID | None, *, myself: bool = False) -> Return:
    return Return(
        typed=typed(sent), scopes=tuple(sent.getlist("scopes")), accepted="accept" in sent,
        shown=sent.get("shown", ""), myself=myself, leaver=leaver, unread=form.found,
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
    return Decision(**fields(sent, "number", *HEAD, "qualifications"), gq="gq" in sent)


def day(text: str) -> date | None:
    """A day as a date field sends it; none where it is not one."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
