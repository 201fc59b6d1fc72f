"""Alternative sites: applied for by a centre, acknowledged and decided by the awarding body (R-ALT-1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.urls import reverse

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.catalogue import queries as catalogue
from interchange.centres import steps as centre_steps
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused, Together
from interchange.core.identifiers import new_id
from interchange.core.typed import a_line, a_reason
from interchange.notifications.rules import Kind
from interchange.support.rules.threads import reference_of
from interchange.transfers.models import SiteApplication
from interchange.transfers.queries.papers import Paper, kept_of, numbers_entered, papers_of_centre
from interchange.transfers.queries.sites import sites, transferred
from interchange.transfers.rules import cases
from interchange.transfers.rules import sites as rules
from interchange.transfers.rules.grounds import read_papers
from interchange.transfers.steps import deciding, telling

DECISIONS = {"acknowledge": "being looked at", "approve": "approved", "decline": "declined"}


@dataclass(frozen=True)
class NewSite:
    """What the form of an alternative site says, as it was typed."""

    series: str = ""
    name: str = ""
    address: str = ""
    postcode: str = ""
    first: str = ""
    last: str = ""
    papers: Sequence[str] = ()
    numbers: str = ""
    everybody: bool = False
    invigilation: str = ""
    ground: str = ""
    details: str = ""
    only_this: bool = False
    """That it is for timetabled written exams alone, and for no transferred candidate."""


@state_change(needs=Capability.ENTRIES_SUBMIT)
def apply_for_site(new: NewSite, *, key: UUID, by: Actor) -> SiteApplication:
    """Ask to hold timetabled written exams at another address; the awarding body's entries officers are told.

    Refused, with all that is wrong, for papers that the centre has no candidates for, candidates who are transferred,
    and without address, days, invigilation, reason and the declaration (R-ALT-1). The same form again makes no second.
    """
    centre_steps.hold(by.chain)
    earlier = SiteApplication.objects.visible_to(by).filter(request_key=key).first()
    if earlier is not None:
        audit.nothing_changed()
        return earlier
    made = new_id()
    site = SiteApplication(
        id=made, centre_id=by.chain, reference=reference_of(made.int, letter="L"), request_key=key,
        sent_at=clock.now(), touched_at=clock.now(), sent_by=by.name, sent_by_id=by.person_id, **_read(new, by),
    )  # fmt: skip
    site.save(force_insert=True)
    telling.tell_desk(
        "Alternative site", site.reference, link=reverse("transfers:desk-site", args=[site.pk]), by=by
    )
    audit.record(Event.SITE_APPLIED, subject=_subject(site), data=_facts(site))
    return site


def _read(new: NewSite, by: Actor) -> dict[str, Any]:
    """Every field as it is kept; refused with all that is wrong."""
    form = Together()
    series = catalogue.series_list().filter(code=new.series, is_open=True).first()
    if series is None:
        form.note(Refused("series", "Choose the series."))
    name = form.read(lambda: a_line(new.name, code="name", longest=200, ask="Enter the name of the site."))
    address = form.read(
        lambda: a_line(
            new.address.replace("\n", ", "),
            code="address",
            longest=rules.LONGEST_ADDRESS,
            ask="Enter the address.",
        )
    )
    postcode = form.read(lambda: rules.read_postcode(new.postcode))
    days: rules.Days | None = form.read(lambda: rules.read_days(new.first, new.last))
    papers: list[Paper] = form.read(lambda: _papers(new, series.pk, by)) if series else []
    who: tuple[list[str], int] | None = (
        form.read(lambda: _who(new, series.pk, papers, by)) if series else None
    )
    invigilation = form.read(
        lambda: a_reason(
            new.invigilation,
            code="invigilation",
            ask="Say who invigilates, and how many.",
            longest=rules.LONGEST_TEXT,
        )
    )
    ground = form.read(lambda: rules.read_why(new.ground))
    details = form.read(
        lambda: a_reason(
            new.details, code="details", ask="Say why.", longest=rules.LONGEST_TEXT,
            shortest=1 if new.ground == rules.Why.OTHER else 0,
        )
    )  # fmt: skip
    if days and papers:
        form.read(partial(rules.check_days, days, [(one.code, one.on) for one in papers]))
    if not new.only_this:
        form.note(
            Refused(
                "only_this", "Confirm that it is for written exams alone and for no transferred candidate."
            )
        )
    form.end()
    assert series and who and days  # noqa: S101, PT018  (refused above where there is none)
    return {
        "series": series, "name": name, "address": address, "postcode": postcode, "first_on": days.first,
        "last_on": days.last, "papers": [kept_of(one) | {"component": one.component} for one in papers],
        "numbers": who[0], "how_many": who[1], "invigilation": invigilation, "ground": ground.value,
        "details": details,
    }  # fmt: skip


def _papers(new: NewSite, series_id: int, by: Actor) -> list[Paper]:
    offered = {one.component: one for one in papers_of_centre(by, series_id)}
    return [offered[key] for key in read_papers(new.papers, list(offered))]


def _who(new: NewSite, series_id: int, papers: list[Paper] | None, by: Actor) -> tuple[list[str], int]:
    """The candidates' numbers, none for all, and how many they are."""
    known = numbers_entered(by, series_id, [one.component for one in papers or []])
    if new.everybody:
        return [], len(known)
    if not new.numbers.strip():
        raise Refused("numbers", "Enter the candidates' numbers, or tick that it is for all of them.")
    if papers is None:
        return [], 0
    numbers = rules.read_numbers(new.numbers, known=known, elsewhere=transferred(by, series_id))
    return numbers, len(numbers)


@state_change(needs=Capability.ENTRIES_SUBMIT)
def cancel_site(site_id: UUID, *, why: str, by: Actor) -> SiteApplication:
    """Take an application back; refused without a reason, and once it was declined."""
    site = deciding.held(sites(by), site_id)
    if cases.settled(cases.SITE, "cancel", site.state):
        audit.nothing_changed()
        return site
    state = cases.moved(cases.SITE, "cancel", site.state, cases.SITE_SHOWN)
    reason = a_reason(why, code="why", ask="Say why you cancel it: an inspector may be on the way.")
    deciding.decide(site, state, reason, by=by)
    telling.tell_desk(
        "Cancelled site", site.reference, link=reverse("transfers:desk-site", args=[site.pk]), by=by
    )
    audit.record(Event.SITE_CANCELLED, subject=_subject(site), data=_facts(site), reason=reason)
    return site


@state_change(needs=Capability.ENTRIES_AMEND)
def decide_site(site_id: UUID, verb: str, *, decision: str, by: Actor) -> SiteApplication:
    """Acknowledge, approve, or decline with a reason; the centre is told (R-ALT-1). The same again changes nothing;
    refused where somebody else decided otherwise meanwhile."""
    site = deciding.held(sites(by), site_id)
    if verb not in DECISIONS:
        raise Refused("verb", "Choose whether to approve or to decline.")
    if cases.settled(cases.SITE, verb, site.state):
        audit.nothing_changed()
        return site
    state = cases.moved(cases.SITE, verb, site.state, cases.SITE_SHOWN)
    reason = deciding.words_for_centre(decision, needed=verb == "decline")
    deciding.decide(site, state, reason, by=by)
    words = {"reference": site.reference, "series": site.series.name, "decided": DECISIONS[verb]}
    telling.tell_officers(
        site.centre_id, Kind.SITE_DECIDED, words, link=reverse("transfers:site", args=[site.pk])
    )
    audit.record(
        Event.SITE_DECIDED, subject=_subject(site), data=_facts(site) | {"decision": verb}, reason=reason,
        centre_id=site.centre_id,
    )  # fmt: skip
    return site


def _subject(site: SiteApplication) -> str:
    return f"site:{site.pk}"


def _facts(site: SiteApplication) -> dict[str, object]:
    return {
        "number": site.reference, "series": site.series.code, "postcode": site.postcode,
        "from": site.first_on.isoformat(), "to": site.last_on.isoformat(), "candidates": site.how_many,
    }  # fmt: skip
