"""What is kept of a centre, as rows that pages print."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from interchange.accounts.queries.administrators import ROLE_OF
from interchange.accounts.rules.calls import Outcome
from interchange.centres.models import Agreement, CallBack, CentreApproval, HeadOfCentre, Nomination
from interchange.centres.rules import lapse, states
from interchange.centres.rules.administrators import GQ, SCOPES
from interchange.centres.rules.states import Shown

if TYPE_CHECKING:
    from interchange.accounts.models import Membership


@dataclass(frozen=True)
class ApprovalLine:
    """One approval with its days."""

    key: UUID
    what: str
    state: Shown
    granted_on: date
    last_used_on: date | None
    lapses_on: date | None
    ended_on: date | None
    ended_why: str


def approval_line(one: CentreApproval) -> ApprovalLine:
    """An approval as pages show it; it names the day on which it lapses while it stands."""
    stands = one.state in states.STANDING
    on = lapse.lapses_on(granted_on=one.granted_on, last_used_on=one.last_used_on) if stands else None
    return ApprovalLine(
        one.pk,
        f"All {approved_for(one)}" if one.scope == GQ else approved_for(one),
        states.SHOWN[one.state],
        one.granted_on,
        one.last_used_on,
        on,
        one.ended_on,
        one.ended_why,
    )


def approved_for(one: CentreApproval) -> str:
    """What an approval is for, in words."""
    return SCOPES[GQ] if one.scope == GQ else f"{one.qualification_number} {one.title}".strip()


@dataclass(frozen=True)
class AdministratorLine:
    """One administrator in office."""

    key: UUID
    name: str
    email: str
    scopes: str
    last_signed_in_at: datetime | None
    activated: bool


def administrator_lines(held: "Iterable[Membership]") -> list[AdministratorLine]:
    """Administrators as pages show them."""
    return [
        AdministratorLine(
            one.pk, str(one.person), one.person.email,
            " and ".join(scope for scope, role in ROLE_OF.items() if role in one.roles),
            one.last_signed_in_at, one.activated_at is not None,
        )
        for one in held
    ]  # fmt: skip


@dataclass(frozen=True)
class NominationLine:
    """A nomination and what it still waits for."""

    one: Nomination
    state: Shown
    scopes: str
    waits_for: str
    centre_number: str = ""
    centre_name: str = ""


def nomination_line(
    one: Nomination, calls: Iterable[CallBack], centre: tuple[str, str] = ("", "")
) -> NominationLine:
    """A nomination as pages show it. `calls`: the calls to the head of this centre, the last first."""
    return NominationLine(
        one, states.SHOWN[one.state], " and ".join(one.scopes), waits_for(one, calls), *centre
    )


def waits_for(one: Nomination, calls: Iterable[CallBack]) -> str:
    """What an appointment waits for, in words; empty for one that has ended."""
    if one.state not in states.OPEN_NOMINATIONS:
        return ""
    missing = []
    if one.state == states.NOMINATED:
        missing.append("the head of centre to confirm")
    if one.agreed_at is None:
        missing.append("the nominee to agree")
    if needs_call(one, calls):
        missing.append("a call back to the head of centre")
    if not missing:
        return "the appointment"
    *first, last = missing
    return f"{', '.join(first)} and {last}" if first else last


def needs_call(one: Nomination, calls: Iterable[CallBack]) -> bool:
    """Whether the head has still to be called back, on the number held, before a change is made (1.16)."""
    if one.agreement.occasion != Agreement.Occasion.CHANGE:
        return False
    return not confirmed_by_call(call for call in calls if call.at >= one.nominated_at)


def confirmed_by_call(calls: Iterable[CallBack]) -> bool:
    """Whether the head confirmed by telephone (1.16): the last call in which somebody was reached counts.

    `calls`: the last first.
    """
    spoke = [call.outcome for call in calls if call.outcome != Outcome.NOT_REACHED]
    return spoke[:1] == [Outcome.CONFIRMED]


@dataclass(frozen=True)
class AgreementLine:
    """An Agreement with its text's version."""

    one: Agreement
    state: Shown
    version: str
    occasion: str
    centre_number: str = ""
    centre_name: str = ""
    days: int = 0


def agreement_line(one: Agreement, centre: tuple[str, str] = ("", ""), *, days: int = 0) -> AgreementLine:
    """An Agreement as pages show it."""
    return AgreementLine(
        one, states.SHOWN[one.state], one.version.code, Agreement.Occasion(one.occasion).label, *centre, days
    )


def scope_words(scopes: Iterable[str]) -> str:
    """Scopes in words: general qualifications (GQ) and vocational qualifications (VQ)."""
    return " and ".join(SCOPES[scope] for scope in scopes)


def standing_scopes(approvals: Iterable[CentreApproval]) -> list[str]:
    """What a centre is approved for at present, by scope."""
    found = {one.scope for one in approvals if one.state in states.STANDING}
    return [scope for scope in SCOPES if scope in found]


def head_line(one: HeadOfCentre | None) -> dict[str, Any] | None:
    """The head of centre as a centre's own people see it: no source, no telephone in full."""
    if one is None:
        return None
    return {"name": one.name, "email": one.email, "phone": f"…{one.phone[-3:]}", "from_at": one.from_at}
