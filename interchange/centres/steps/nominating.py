"""Naming an administrator, and asking the head and the nominee (1.7, 1.8)."""

from dataclasses import replace
from uuid import UUID

from django.urls import reverse
from django.utils.crypto import constant_time_compare

from interchange.accounts.queries.administrators import administrators_by_scope
from interchange.centres.models import (
    Agreement,
    AgreementVersion,
    Centre,
    CentreApproval,
    Link,
    Nomination,
    Waiver,
)
from interchange.centres.queries import showing
from interchange.centres.queries.own import version_on
from interchange.centres.rules import links, states
from interchange.centres.rules.nominations import Held, Nominee
from interchange.centres.steps.links import end_links, make_link
from interchange.centres.steps.rows import move
from interchange.centres.steps.telling import head_of, tell_centre
from interchange.core import clock
from interchange.core.errors import Refused
from interchange.notifications import steps as notices
from interchange.notifications.rules import Kind


def current_version() -> AgreementVersion:
    """The text of the Agreement that holds today; refused where none was published."""
    found = version_on(clock.today())
    if found is None:
        raise Refused("no-text", "No text of the Agreement has been published. Publish one first.")
    return found


def held_of(centre: Centre) -> Held:
    """What the awarding body holds of the centre that decides who may be nominated there."""
    head = head_of(centre.pk)
    waivers = list(Waiver.unscoped.filter(centre_id=centre.pk, ended_at=None).values_list("rule", "about"))
    approved = CentreApproval.unscoped.filter(centre_id=centre.pk, state__in=states.STANDING)
    return Held(
        scopes=frozenset(approved.values_list("scope", flat=True)), head_email=head.email if head else "",
        addresses=frozenset(filter(None, [centre.register_email, head.email if head else ""])),
        waived=frozenset(about for rule, about in waivers if rule == Waiver.Rule.ADDRESS),
        head_exempt=any(rule == Waiver.Rule.HEAD for rule, _ in waivers), counts=administrators_by_scope(centre.pk),
    )  # fmt: skip


def without(held: Held, scopes: frozenset[str]) -> Held:
    """The same when an administrator of these scopes has left."""
    return replace(held, counts={scope: number - (scope in scopes) for scope, number in held.counts.items()})


def check_text(agreement_hash: str, shown: str, *, accepted: bool) -> None:
    """Refused where the Agreement was not accepted, or another text than the one that was shown is in force."""
    if not constant_time_compare(agreement_hash, shown):
        raise Refused(
            "new-text", "The text of the Agreement has changed. Read the text below and accept it again."
        )
    if not accepted:
        raise Refused("not-accepted", "Tick the box to accept the Agreement for your centre.")


def nominate(
    centre: Centre, agreement: Agreement, nominee: Nominee, *, by: str, by_id: UUID | None = None,
    agreed_from: str | None = None, agreed: bool = False,
) -> Nomination:  # fmt: skip
    """Name somebody, and ask the head of centre and, unless it is themselves who ask, the nominee."""
    waiting = Nomination.unscoped.filter(
        centre_id=centre.pk, email=nominee.email, state__in=states.OPEN_NOMINATIONS
    )
    if waiting.exists():
        raise Refused(
            "nominated-already", "This person is nominated already. Wait for the answer, or withdraw it."
        )
    one = Nomination.unscoped.create(
        centre_id=centre.pk, agreement=agreement, first_name=nominee.first_name, last_name=nominee.last_name,
        email=nominee.email, scopes=list(nominee.scopes), nominated_by=by, nominated_by_id=by_id,
        nominated_at=clock.now(), agreed_at=clock.now() if agreed else None,
        agreed_from=agreed_from if agreed else None,
    )  # fmt: skip
    ask_head(centre, one)
    if not agreed:
        ask_nominee(centre, one)
    return one


def ask_head(centre: Centre, one: Nomination) -> None:
    """A link that works once, to the address that the awarding body holds, and to no other (1.7)."""
    head = head_of(centre.pk)
    if head is None:
        raise Refused("no-head", "We hold no head of centre yet. Call us.")
    token = make_link(
        Link.Purpose.HEAD, one.pk, address=head.email, lasts=links.CONFIRMATION_LASTS, centre_id=centre.pk
    )
    words = {"by": one.nominated_by, "nominee": one.name, **_common(centre, one)}
    notices.write_to(
        head.email, Kind.HEAD_ASKED, words=words, secret_link=reverse("centres:confirm-by-link", args=[token])
    )


def ask_nominee(centre: Centre, one: Nomination) -> None:
    """A link that works once, to the address at the centre that was named (1.8)."""
    token = make_link(
        Link.Purpose.NOMINEE, one.pk, address=one.email, lasts=links.CONFIRMATION_LASTS, centre_id=centre.pk
    )
    words = {"by": one.nominated_by, **_common(centre, one)}
    notices.write_to(
        one.email, Kind.NOMINEE_ASKED, words=words, secret_link=reverse("centres:agree-by-link", args=[token])
    )


def _common(centre: Centre, one: Nomination) -> dict[str, object]:
    until = clock.now() + links.CONFIRMATION_LASTS
    return {
        "number": centre.number,
        "centre": centre.name,
        "scopes": showing.scope_words(one.scopes),
        "until": until,
    }


def end_nomination(one: Nomination, verb: str, why: str) -> None:
    """End a nomination without an appointment; its links end with it."""
    one.state = states.NOMINATION.after(verb, one.state)
    one.ended_at, one.ended_why = clock.now(), why
    one.save(update_fields=["state", "ended_at", "ended_why"])
    end_links(one.pk)


def end_in_vain(centre: Centre, one: Nomination, verb: str, why: str) -> None:
    """A nomination ends without an appointment, and with it an Agreement that nobody accepted; the centre is told."""
    end_nomination(one, verb, why)
    if one.agreement.state == states.RETURNED:
        end_agreement(one.agreement, verb, why)
    if centre.state in (states.AGREEMENT_RETURNED, states.HOC_CONFIRMED):
        move(centre, "go back")
    words = {"nominee": one.name, "why": why}
    tell_centre(centre, Kind.NOMINATION_ENDED, words, besides=one.agreement.sent_to)


def end_agreement(agreement: Agreement, verb: str, why: str) -> None:
    """End an agreement that came to nothing."""
    agreement.state = states.AGREEMENT.after(verb, agreement.state)
    agreement.ended_at, agreement.ended_why = clock.now(), why
    agreement.save(update_fields=["state", "ended_at", "ended_why"])
    end_links(agreement.pk)
