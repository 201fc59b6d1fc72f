"""The left-hand menu: By task and By qualification, two ways to the same pages (B2), made from the table of rights."""

from dataclasses import dataclass, field
from functools import cache

from django.urls import reverse

from interchange.accounts.access import holds
from interchange.accounts.roles import Capability
from interchange.catalogue.queries import menu_families
from interchange.core.actor import Actor

C = Capability


@dataclass(frozen=True)
class Item:
    """One line of the menu: a page, and the capability that opens it."""

    label: str
    route: str
    needs: Capability


@dataclass(frozen=True)
class Link:
    """One line as it is drawn."""

    label: str
    address: str
    current: bool = False


@dataclass(frozen=True)
class Group:
    """A heading with its lines; `open` where the current page is one of them."""

    key: str
    label: str
    links: list[Link] = field(default_factory=list)

    @property
    def open(self) -> bool:
        """Whether the page now shown is reached by this group."""
        return any(link.current for link in self.links)


TASKS: dict[str, list[Item]] = {
    "Entries": [
        Item("Make entries", "entries:make", C.ENTRIES_ENTER),
        Item("View entries", "entries:by-assessment", C.ENTRIES_VIEW),
        Item("Statements and reports", "entries:reports", C.ENTRIES_VIEW),
        Item("Estimated entries", "estimates:estimates", C.ESTIMATES_VIEW),
        Item("Forecast grades", "estimates:forecasts", C.ESTIMATES_VIEW),
        Item("Transfers and other sites", "transfers:transfers", C.ENTRIES_VIEW),
        Item("Invoices", "invoicing:invoices", C.INVOICES),
    ],
    "Files of entries": [
        Item("Send a file", "exchange:send", C.ENTRIES_SUBMIT),
        Item("Files you have sent", "exchange:files", C.ENTRIES_VIEW),
        Item("What we hold, as a file", "exchange:held", C.ENTRIES_EXPORT),
    ],
    "Vocational entries": [
        Item("Make vocational entries", "vocational:schemes", C.VQ_ENTRIES_SUBMIT),
        Item("View vocational entries", "vocational:entries", C.VQ_ENTRIES_VIEW),
    ],
    "Entries of centres": [
        Item("Entries of all centres", "entries:desk", C.ENTRIES_AMEND),
        Item("Enter for a centre", "entries:desk-enter", C.ENTRIES_AMEND),
        Item("Corrections of all centres", "entries:desk-corrections", C.ENTRIES_AMEND),
        Item("Rows that could not be taken", "entries:desk-rejections", C.ENTRIES_AMEND),
        Item("Persons with several UCIs", "entries:desk-ucis", C.ENTRIES_AMEND),
        Item("Files of all centres", "exchange:desk-files", C.ENTRIES_AMEND),
        Item("Vocational entries of centres", "vocational:desk-entries", C.ENTRIES_AMEND),
    ],
    "Estimates and transfers": [
        Item("Estimated entries of all centres", "estimates:desk-estimates", C.SERIES_MANAGE),
        Item("Forecast grades of all centres", "estimates:desk-forecasts", C.SERIES_MANAGE),
        Item("Transfers of all centres", "transfers:desk-transfers", C.ENTRIES_AMEND),
        Item("Alternative sites of all centres", "transfers:desk-sites", C.ENTRIES_AMEND),
        Item("Very late arrivals of all centres", "transfers:desk-arrivals", C.ENTRIES_AMEND),
    ],
    "Fees": [
        Item("Invoicing", "invoicing:desk", C.INVOICES_RUN),
        Item("Invoices of all centres", "invoicing:desk-invoices", C.INVOICES_RUN),
    ],
    "Coursework and tests": [
        Item("Enter coursework marks", "assessment:enter", C.MARKS_ENTER),
        Item("Enter and submit coursework marks", "assessment:submit-list", C.MARKS_SUBMIT),
        Item("View submitted coursework marks", "assessment:submitted", C.MARKS_SUBMITTED_VIEW),
        Item("Requests for more time and changes", "assessment:requests", C.EXTENSION_REQUEST),
    ],
    "Mark sheets": [
        Item("Received mark sheets", "assessment:desk-sheets", C.SHEETS_INSPECT),
        Item("Overdue mark sheets", "assessment:desk-overdue", C.SHEETS_INSPECT),
        Item("Requests to change a mark", "assessment:desk-changes", C.CHANGES_DECIDE),
        Item("Requests for more time", "assessment:desk-extensions", C.EXTENSIONS_DECIDE),
        Item("Verify a printed iMS1", "assessment:desk-verify", C.FORMS_VERIFY),
    ],
    "Basedata, dates and boundaries": [
        Item("Entry codes", "catalogue:codes", C.WELCOME),
        Item("Base data for your system", "exchange:base-data", C.WELCOME),
        Item("Key dates", "catalogue:dates", C.WELCOME),
        Item("Grade boundaries", "catalogue:boundaries", C.WELCOME),
        Item("Raw marks to uniform marks", "catalogue:uniform-marks", C.WELCOME),
    ],
    "Timetable and clashes": [
        Item("Timetable", "catalogue:timetable", C.WELCOME),
        Item("Our timetable", "entries:own-timetable", C.ENTRIES_VIEW),
        Item("Clash check", "catalogue:clashes", C.WELCOME),
        Item("Candidates who clash", "entries:clashes", C.ENTRIES_VIEW),
    ],
    "Catalogue and series": [
        Item("Catalogue", "catalogue:desk", C.CATALOGUE_MANAGE),
        Item("Load files of the catalogue", "catalogue:desk-load", C.CATALOGUE_MANAGE),
        Item("Changes of the catalogue", "catalogue:desk-changes", C.CATALOGUE_MANAGE),
        Item("Series", "catalogue:desk-series", C.SERIES_MANAGE),
        Item("Load base data", "exchange:desk-base-data", C.CATALOGUE_MANAGE),
        Item("Issue base data", "exchange:desk-issues", C.CATALOGUE_MANAGE),
        Item("Formats of files", "exchange:desk-formats", C.CATALOGUE_MANAGE),
    ],
    "Desk": [
        Item("Find a person", "accounts:people", C.PEOPLE_FIND),
        Item("Waiting for a second person", "accounts:approvals", C.STAFF_DESK),
        Item("Accounts that may be shared", "accounts:flags", C.SHARING_WATCH),
        Item("The awarding body's people", "accounts:colleagues", C.STAFF_VIEW),
    ],
    "Centres": [
        Item("Centres", "centres:desk-centres", C.CENTRES_FIND),
        Item("Applications of centres", "centres:desk-applications", C.CENTRES_APPROVE),
        Item("Agreements out", "centres:desk-agreements", C.CENTRES_APPROVE),
        Item("Administrators to appoint", "centres:desk-nominations", C.ADMINISTRATORS_START),
        Item("Centres without administrator", "centres:desk-missing", C.ADMINISTRATORS_START),
        Item("Approvals that lapse", "centres:desk-lapsing", C.CENTRES_APPROVE),
    ],
    "Records": [
        Item("History", "site:history", C.HISTORY),
        Item("Trail of all centres", "site:desk-trail", C.TRAIL_INSPECT),
        Item("What is kept, and for how long", "privacy:retention", C.RETENTION_VIEW),
        Item("Legal holds", "privacy:holds", C.LEGAL_HOLD),
        Item("What is held on a candidate", "privacy:candidate-access", C.SUBJECT_ACCESS),
        Item("Post news", "site:news", C.NEWS_POST),
        Item("Post reminders", "site:key-reminders", C.NEWS_POST),
    ],
    "Support": [
        Item("Messages of centres", "support:desk-messages", C.MESSAGES_ANSWER),
        Item("Security cases", "support:security-cases", C.SECURITY_CASES),
        Item("Post on the status page", "support:desk-status", C.STATUS_POST),
        Item("Publish guides", "support:desk-guides", C.GUIDES_PUBLISH),
    ],
    "Admin": [
        Item("Your centre", "centres:your-centre", C.CENTRE_VIEW),
        Item("Manage centre users", "accounts:users", C.USERS_VIEW),
        Item("Who sees which marks", "assessment:who-sees", C.MARKS_REACH),
        Item("Keys for your systems", "accounts:keys", C.KEYS_MANAGE),
        Item("Webhooks", "webhooks:hooks", C.KEYS_MANAGE),
        Item("The system", "site:system", C.CONFIGURE),
        Item("Change your password", "accounts:change-password", C.OWN_ACCOUNT),
    ],
    "Your account": [
        Item("Notices", "site:notices", C.OWN_ACCOUNT),
        Item("What you are told", "site:notice-choices", C.OWN_ACCOUNT),
        Item("Calendar of deadlines", "site:calendar", C.OWN_ACCOUNT),
        Item("Sign-in and security", "accounts:security", C.OWN_ACCOUNT),
        Item("Change your e-mail address", "accounts:change-email", C.OWN_ACCOUNT),
        Item("What happened to your account", "site:account-history", C.OWN_ACCOUNT),
        Item("What is held on you", "privacy:own-data", C.OWN_ACCOUNT),
        Item("Lock your account", "support:lock-account", C.OWN_ACCOUNT),
    ],
    "Help": [
        Item("Contact us", "support:contact", C.WELCOME),
        Item("Your messages", "support:messages", C.MESSAGES),
        Item("Guides to download", "support:guides", C.WELCOME),
        Item("Help and guides", "site:help", C.WELCOME),
        Item("Service status", "support:status", C.WELCOME),
    ],
}
NARROWED = (
    "entries:make", "entries:by-assessment", "estimates:estimates", "estimates:forecasts", "assessment:enter",
    "assessment:submit-list", "assessment:submitted", "catalogue:codes", "catalogue:timetable",
)  # fmt: skip
"""The pages that a qualification narrows, so that they are reached by it too (B2)."""
BY_QUALIFICATION = [item for items in TASKS.values() for item in items if item.route in NARROWED]


def menu_for(actor: Actor, path: str, family: str = "") -> dict[str, list[Group]]:
    """The groups an actor sees, by section; nothing that the actor may not use, and no empty group."""
    by_task = [_group(label, items, actor, "" if family else path) for label, items in TASKS.items()]
    families = [] if actor.is_staff else menu_families()
    by_family = [
        _group(one.name, BY_QUALIFICATION, actor, path, family=one.code, now=family) for one in families
    ]
    sections = {"By task": by_task, "By qualification": by_family}
    kept = {name: [group for group in groups if group.links] for name, groups in sections.items()}
    return {name: groups for name, groups in kept.items() if groups}


def _group(
    label: str, items: list[Item], actor: Actor, path: str, *, family: str = "", now: str = ""
) -> Group:
    links = []
    for item in items:
        if holds(actor, item.needs):
            address = address_of(item.route)
            current = address == path and family == now
            links.append(Link(item.label, f"{address}?family={family}" if family else address, current))
    key = f"family-{family}" if family else label.lower().replace(" ", "-")
    return Group(key=f"menu-{key}", label=label, links=links)


@cache
def address_of(route: str) -> str:
    """Where a page is whose address has no parts; it stays there as long as the program runs."""
    return reverse(route)


def shortcuts(actor: Actor) -> list[Item]:
    """Every page of the menu that the actor may use, for the search."""
    return [item for items in TASKS.values() for item in items if holds(actor, item.needs)]
