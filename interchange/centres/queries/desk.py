"""Centres as the awarding body's staff find and see them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404

from interchange.accounts.access import holds
from interchange.accounts.queries.administrators import administrators, members_of
from interchange.accounts.roles import Capability, Role
from interchange.accounts.rules.calls import Outcome
from interchange.audit.queries import events_of, line
from interchange.centres.models import (
    AccessRequest,
    Agreement,
    AgreementVersion,
    Application,
    CallBack,
    Centre,
    CentreApproval,
    HeadChange,
    HeadOfCentre,
    Nomination,
    Waiver,
)
from interchange.centres.queries import showing
from interchange.centres.queries.own import paragraphs
from interchange.centres.rules import applications, states
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.paging import listed

PAGE = 100
MOST_EVENTS, MOST_PEOPLE, MOST_CALLS, MOST_ASKED = 60, 500, 20, 5
HEADINGS = ["Number", "Name", "Kind", "State", "Since", "Login ID"]


# ---------------------------------------------------------------- the list


def matching(query: Mapping[str, str]) -> QuerySet[Centre]:
    """Centres by number or by words of the name, in one state or in any."""
    typed = " ".join(query.get("q", "").replace("\x00", "").split())[:100]
    found = Centre.objects.order_by("number")
    if typed.isdecimal():
        found = found.filter(number__startswith=typed)
    else:
        for word in typed.split():
            found = found.filter(name__icontains=word)
    state = query.get("state", "")
    return found.filter(state=state) if state in states.OF_CENTRES else found


def centres_page(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """One page of the list, with how many there are in each state."""
    found = matching(query)
    chosen = {name: query.get(name, "") for name in ("q", "state")}
    page = listed(found, chosen, query.get("page", ""), each=PAGE)
    by_state = dict(Centre.objects.order_by().values_list("state").annotate(number=Count("pk")))
    return {
        "list": page, "lines": [(one, states.SHOWN[one.state]) for one in page.rows], **chosen,
        "states": [("", "All states"), *((code, f"{states.SHOWN[code].word} ({by_state[code]:,})")
                                         for code in states.OF_CENTRES if code in by_state)],
    }  # fmt: skip


def export_rows(query: Mapping[str, str]) -> list[list[Any]]:
    """The list as rows of a file, under the filter of the page."""
    return [
        [
            one.number,
            one.name,
            one.get_kind_display(),
            states.SHOWN[one.state].word,
            one.state_since,
            one.login_id,
        ]
        for one in matching(query)
    ]


# ---------------------------------------------------------------- one centre


def centre_page(actor: Actor, number: str) -> dict[str, Any]:
    """Everything that the awarding body holds of a centre; 404 where there is none with this number."""
    centre = get_object_or_404(Centre, number=number)
    calls = list(CallBack.objects.visible_to(actor).filter(centre_id=centre.pk).order_by("-at")[:MOST_CALLS])
    head = HeadOfCentre.objects.visible_to(actor).filter(centre_id=centre.pk)
    return {
        "centre": centre, "state": states.SHOWN[centre.state], **_paperwork(actor, centre, calls),
        "administrators": showing.administrator_lines(administrators(centre.pk)),
        "people": _people(centre) if holds(actor, Capability.PEOPLE_FIND) else None,
        "head": head.filter(until_at=None).first(),
        "former_heads": list(head.exclude(until_at=None).order_by("-from_at")),
        "calls": calls, "outcomes": [(one.value, one.label) for one in Outcome], "rules": Waiver.Rule.choices,
        "asked": list(AccessRequest.objects.filter(number=number).order_by("-asked_at")[:MOST_ASKED]),
        "application": Application.objects.filter(number=number, state=states.APPROVED).order_by("-decided_at").first(),
        "events": [line(event) for event in events_of(actor, centre_id=centre.pk)[:MOST_EVENTS]],
        "offered": _offered(actor, centre), "shown": states.SHOWN,
    }  # fmt: skip


def _paperwork(actor: Actor, centre: Centre, calls: list[CallBack]) -> dict[str, Any]:
    of_it = {"centre_id": centre.pk}
    approvals = CentreApproval.objects.visible_to(actor).filter(**of_it)
    agreements = Agreement.objects.visible_to(actor).filter(**of_it).select_related("version")
    nominations = Nomination.objects.visible_to(actor).filter(**of_it).select_related("agreement")
    changes = HeadChange.objects.visible_to(actor).filter(**of_it, state=states.REQUESTED)
    waivers = Waiver.objects.visible_to(actor).filter(**of_it, ended_at=None)
    return {
        "approvals": [
            showing.approval_line(one) for one in approvals.order_by("scope", "qualification_number", "-granted_on")
        ],
        "agreements": [showing.agreement_line(one) for one in agreements.order_by("-sent_at")],
        "nominations": [showing.nomination_line(one, calls) for one in nominations.order_by("-nominated_at")],
        "change": changes.first(),
        "waivers": [(one, Waiver.Rule(one.rule).label) for one in waivers.order_by("-at")],
    }  # fmt: skip


def _people(centre: Centre) -> list[tuple[Any, str]]:
    return [
        (one, ", ".join(role.label for role in Role if role.value in one.roles))
        for one in members_of(centre.pk)[:MOST_PEOPLE]
    ]


def _offered(actor: Actor, centre: Centre) -> set[str]:
    """What this person may do with the centre in its state."""
    verbs = set(states.CENTRE.offered(centre.state))
    may = {
        "hold": Capability.CENTRES_HOLD, "release": Capability.CENTRES_HOLD, "close": Capability.CENTRES_APPROVE,
        "send the agreement": Capability.CENTRES_APPROVE,
    }  # fmt: skip
    found = {verb for verb, needs in may.items() if verb in verbs and holds(actor, needs)}
    always = {
        "approve": Capability.CENTRES_APPROVE, "appoint": Capability.ADMINISTRATORS_APPROVE,
        "start": Capability.ADMINISTRATORS_START, "see the mark sheets": Capability.SHEETS_INSPECT,
    }  # fmt: skip
    return found | {verb for verb, needs in always.items() if holds(actor, needs)}


# ---------------------------------------------------------------- applications and texts


def applications_page(query: Mapping[str, str]) -> dict[str, Any]:
    """Applications in a state: those that wait, the oldest first, or those decided, the newest first."""
    state = query.get("state", "")
    state = state if state in (states.APPLIED, states.APPROVED, states.REFUSED) else states.APPLIED
    order = "sent_at" if state == states.APPLIED else "-decided_at"
    found = Application.objects.filter(state=state).order_by(order, "pk")
    page, now = listed(found, {"state": state}, query.get("page", "")), clock.now()
    return {
        "list": page, "lines": [(one, (now - one.sent_at).days if one.sent_at else 0) for one in page.rows],
        "state": state,
        "states": [(code, states.SHOWN[code].word) for code in (states.APPLIED, states.APPROVED, states.REFUSED)],
    }  # fmt: skip


def application_page(application_id: UUID) -> dict[str, Any]:
    """One application with what was answered; one that was not sent is nobody's but the applicant's."""
    one = get_object_or_404(Application.objects.exclude(state=states.ENQUIRY), pk=application_id)
    return {
        "one": one, "state": states.SHOWN[one.state], "answers": answers(one, theirs=True),
        "there": Centre.objects.filter(number=one.number).first() if one.number else None,
        "wanted": applications.qualifications(one.wants_vq),
    }  # fmt: skip


LABELS = {
    "name": "Name", "kind": "Kind of place", "number": "National Centre Number", "street": "Street", "town": "Town",
    "postcode": "Postcode", "website": "Website", "head_name": "Head", "contact_job": "Your job",
    "contact_phone": "Your telephone", "wants_gq": "General qualifications (GQ)",
    "wants_vq": "Vocational qualifications (VQ)",
}  # fmt: skip


THEIRS = {
    "contact": "How to reach them", "offer": "What they want to offer", "contact_job": "Their job",
    "contact_phone": "Their telephone",
}  # fmt: skip
"""What speaks to the applicant, as staff read it."""


def answers(one: Application, *, theirs: bool = False) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """What was answered, a page at a time: its name, its title, and label and answer of each field.

    The words speak to the applicant; `theirs` are those for somebody else who reads it.
    """
    others = THEIRS if theirs else {}
    return [
        (
            step.name, others.get(step.name, step.title),
            [(others.get(name, LABELS[name]), _answer(one, name)) for name in step.fields],
        )
        for step in applications.STEPS
    ]  # fmt: skip


def _answer(one: Application, name: str) -> str:
    value = getattr(one, name)
    if name == "kind":
        return applications.KINDS.get(value, "")
    if name == "wants_gq":
        return "Yes" if value else "No"
    return str(value)


def texts_page() -> dict[str, Any]:
    """Every text of the Agreement, the newest first, and which is in force."""
    versions = list(AgreementVersion.objects.order_by("-from_on", "-published_at"))
    in_force = next((one.pk for one in versions if one.from_on <= clock.today()), None)
    return {"versions": versions, "in_force": in_force}


def text_page(code: str) -> dict[str, Any]:
    """One text of the Agreement."""
    one = get_object_or_404(AgreementVersion, code=code)
    return {"version": one, "paragraphs": paragraphs(one)}
