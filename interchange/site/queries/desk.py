"""What waits for the awarding body's staff, each queue only for those who may work on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from interchange.accounts.access import holds
from interchange.accounts.queries.approvals import count_waiting_for
from interchange.accounts.queries.sharing import flags_waiting
from interchange.accounts.roles import Capability
from interchange.assessment.queries.asking import waiting_changes, waiting_extensions
from interchange.assessment.queries.lists import received_since, sheets_of_board
from interchange.catalogue.queries.desk import unfit_changes
from interchange.centres.queries import waiting
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.entries.queries.corrections import corrections_to_decide
from interchange.support.queries import cases, threads
from interchange.transfers.queries import waiting as entry_cases

if TYPE_CHECKING:
    from interchange.catalogue.models import Series


@dataclass(frozen=True)
class Queue:
    """How much there is of one kind of work, and the page on which it is done."""

    label: str
    number: int
    address: str
    empty: str


def queues_for(actor: Actor, series: "Iterable[Series]") -> list[Queue]:
    """The queues of an awarding body's person; none for a centre's."""
    if not actor.is_staff:
        return []
    of_people = [*_of_support(actor), *_of_approvals(actor), *_of_flags(actor), *_of_catalogue(actor)]
    return [*of_people, *_of_centres(actor), *_of_sheets(actor, series), *_of_requests(actor)]


def _of_centres(actor: Actor) -> list[Queue]:
    return [Queue(one.label, one.number, reverse(one.route), one.empty) for one in waiting.queues(actor)]


def _of_support(actor: Actor) -> list[Queue]:
    found = []
    if holds(actor, Capability.MESSAGES_ANSWER):
        number = threads.waiting_for_us(actor).count()
        found.append(
            Queue(
                "Messages of centres",
                number,
                reverse("support:desk-messages"),
                "No centre waits for an answer.",
            )
        )
    if holds(actor, Capability.SECURITY_CASES):
        number = cases.open_cases().count()
        found.append(Queue("Security cases", number, reverse("support:security-cases"), "No case is open."))
    return found


def _of_approvals(actor: Actor) -> list[Queue]:
    if not holds(actor, Capability.SECOND_PERSON):
        return []
    number = count_waiting_for(actor)
    return [
        Queue("Waiting for a second person", number, reverse("accounts:approvals"), "No colleague has asked.")
    ]


def _of_flags(actor: Actor) -> list[Queue]:
    if not holds(actor, Capability.SHARING_WATCH):
        return []
    address = reverse("accounts:flags")
    return [Queue("Accounts that may be shared", flags_waiting(), address, "No account looks shared.")]


def _of_catalogue(actor: Actor) -> list[Queue]:
    if not holds(actor, Capability.CATALOGUE_MANAGE):
        return []
    address = f"{reverse('catalogue:desk-changes')}?state=unfit"
    return [
        Queue("Changes of the catalogue that no longer fit", unfit_changes(), address, "Every change fits.")
    ]


def _of_sheets(actor: Actor, series: "Iterable[Series]") -> list[Queue]:
    if not holds(actor, Capability.SHEETS_INSPECT):
        return []
    today = received_since(actor, clock.start_of_day(clock.today()))
    late = sum(len(sheets_of_board(actor, one).having("overdue")) for one in series)
    will_come = "Sheets that centres submit are counted here."
    return [
        Queue(
            "Mark sheets received today",
            today,
            f"{reverse('assessment:desk-sheets')}?state=received",
            will_come,
        ),
        Queue("Overdue mark sheets", late, reverse("assessment:desk-overdue"), "No centre is late."),
    ]


def _of_requests(actor: Actor) -> list[Queue]:
    waiting = [
        ("Requests to change a mark", waiting_changes, "assessment:desk-changes", Capability.CHANGES_DECIDE),
        (
            "Requests for more time",
            waiting_extensions,
            "assessment:desk-extensions",
            Capability.EXTENSIONS_DECIDE,
        ),
        (
            "Corrections of details",
            corrections_to_decide,
            "entries:desk-corrections",
            Capability.ENTRIES_AMEND,
        ),
        (
            "Transfers of candidates",
            entry_cases.transfers_to_decide,
            "transfers:desk-transfers",
            Capability.ENTRIES_AMEND,
        ),
        ("Alternative sites", entry_cases.sites_to_decide, "transfers:desk-sites", Capability.ENTRIES_AMEND),
        (
            "Very late arrivals",
            entry_cases.arrivals_to_decide,
            "transfers:desk-arrivals",
            Capability.ENTRIES_AMEND,
        ),
    ]
    return [
        Queue(label, found(actor).count(), reverse(route), "Nobody is waiting for a decision.")
        for label, found, route, needs in waiting
        if holds(actor, needs)
    ]
