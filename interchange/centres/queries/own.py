"""What a centre's own people see of it: Admin > Your centre."""

from datetime import date
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404

from interchange.accounts.access import holds
from interchange.accounts.queries.administrators import address_of, administrators, administrators_by_scope
from interchange.accounts.roles import Capability
from interchange.centres.models import (
    Agreement,
    AgreementVersion,
    CallBack,
    Centre,
    CentreApproval,
    HeadChange,
    HeadOfCentre,
    Nomination,
)
from interchange.centres.queries import showing
from interchange.centres.rules import states
from interchange.centres.rules.administrators import SCOPES, prompt
from interchange.core import clock
from interchange.core.actor import Actor

MOST_SHOWN = 50


def your_centre(actor: Actor) -> dict[str, Any]:
    """Its standing, what it is approved for, what it agreed to, who administers and heads it."""
    centre = Centre.objects.get(pk=actor.chain)
    approvals = list(
        CentreApproval.objects.visible_to(actor).order_by("scope", "qualification_number", "-granted_on")
    )
    head = _head(actor)
    nominations = Nomination.objects.visible_to(actor).select_related("agreement").order_by("-nominated_at")
    calls = list(CallBack.objects.visible_to(actor).order_by("-at")[:MOST_SHOWN])
    lines = [showing.nomination_line(one, calls) for one in nominations[:MOST_SHOWN]]
    nominates = holds(actor, Capability.ADMINISTRATORS_NOMINATE)
    return {
        "centre": centre, "state": states.SHOWN[centre.state],
        "approvals": [showing.approval_line(one) for one in approvals],
        "administrators": showing.administrator_lines(administrators(centre.pk)),
        "agreements": _agreements(actor), "head": showing.head_line(head),
        "waiting": [line for line in lines if line.one.state in states.OPEN_NOMINATIONS],
        "prompt": prompt(administrators_by_scope(centre.pk), showing.standing_scopes(approvals)),
        "may_nominate": nominates, "is_head": is_head(actor, head),
        "head_change": HeadChange.objects.visible_to(actor).order_by("-asked_at").first() if nominates else None,
        "shown": states.SHOWN,
    }  # fmt: skip


def administrators_prompt(actor: Actor) -> str:
    """What whoever may nominate is told on every page that starts their work, until the centre has two administrators
    of each scope (1.13); empty where all is well, and for everybody else."""
    if actor.is_staff or not holds(actor, Capability.ADMINISTRATORS_NOMINATE):
        return ""
    standing = showing.standing_scopes(CentreApproval.objects.visible_to(actor))
    return prompt(administrators_by_scope(actor.chain), standing)


def _agreements(actor: Actor) -> list[showing.AgreementLine]:
    found = Agreement.objects.visible_to(actor).select_related("version").order_by("-sent_at")
    return [showing.agreement_line(one) for one in found[:MOST_SHOWN]]


def _head(actor: Actor) -> HeadOfCentre | None:
    """The head of the actor's own centre as the awarding body holds them."""
    return HeadOfCentre.objects.visible_to(actor).filter(until_at=None).first()


def is_head(actor: Actor, head: HeadOfCentre | None) -> bool:
    """Whether somebody signed in is the head of centre whom the awarding body holds (1.7)."""
    if head is None or not holds(actor, Capability.ADMINISTRATORS_CONFIRM):
        return False
    return address_of(actor.person_id).casefold() == head.email.casefold()


def agreement_page(actor: Actor, agreement_id: UUID) -> dict[str, Any]:
    """One Agreement of the centre with its exact text, to read and to print (1.6)."""
    found = Agreement.objects.visible_to(actor).select_related("version")
    one = get_object_or_404(found, pk=agreement_id)
    centre = Centre.objects.get(pk=one.centre_id)
    nominations = Nomination.objects.visible_to(actor).filter(agreement=one)
    return {
        "line": showing.agreement_line(one), "one": one, "centre": centre, "paragraphs": paragraphs(one.version),
        "nominations": [(nomination, showing.scope_words(nomination.scopes)) for nomination in nominations],
    }  # fmt: skip


def paragraphs(version: AgreementVersion) -> list[tuple[str, str]]:
    """The text of an Agreement as headings and paragraphs, in order; a line that begins with # is a heading."""
    blocks = [block.strip() for block in version.text.split("\n\n")]
    return [
        ("heading", block[1:].strip()) if block.startswith("#") else ("paragraph", block)
        for block in blocks
        if block
    ]


def change_page(actor: Actor) -> dict[str, Any]:
    """What the form needs that names an administrator: the text in force, the scopes, and those who may have left."""
    version = version_on(clock.today())
    approvals = CentreApproval.objects.visible_to(actor)
    return {
        "version": version, "paragraphs": paragraphs(version) if version else [],
        "scopes": [(scope, _begun(SCOPES[scope])) for scope in showing.standing_scopes(approvals)],
        "leavers": [
            *((str(one.key), f"{one.name}, {one.scopes}")
              for one in showing.administrator_lines(administrators(actor.chain))),
            ("nobody", "Nobody has left"),
        ],
    }  # fmt: skip


def _begun(words: str) -> str:
    """Words as the beginning of a sentence."""
    return words[0].upper() + words[1:]


def version_on(on: date) -> AgreementVersion | None:
    """The text of the Agreement in force on a day."""
    return AgreementVersion.objects.filter(from_on__lte=on).order_by("-from_on", "-published_at").first()


def head_page(actor: Actor) -> dict[str, Any]:
    """The head of centre as held, for the form that asks for a change."""
    head = _head(actor)
    waiting = HeadChange.objects.visible_to(actor).filter(state=states.REQUESTED).first()
    return {"head": showing.head_line(head), "waiting": waiting}


def nomination_page(actor: Actor, nomination_id: UUID) -> dict[str, Any]:
    """A nomination with exactly what the head of centre confirms."""
    found = Nomination.objects.visible_to(actor).select_related("agreement__version")
    one = get_object_or_404(found, pk=nomination_id)
    head = _head(actor)
    return {
        "one": one, "agreement": one.agreement, "centre": Centre.objects.get(pk=one.centre_id), "head": head,
        "scopes": showing.scope_words(one.scopes), "paragraphs": paragraphs(one.agreement.version),
        "is_head": is_head(actor, head), "state": states.SHOWN[one.state],
        "waits": one.state == states.NOMINATED,
    }  # fmt: skip
