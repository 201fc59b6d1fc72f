"""Sample values for every part of an address: what walks over all routes use. Those of services are in arguments.py.

A new part of a route needs a line in `PARTS`; what names a row of one centre also stands in `OWN_BY_KEY`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zlib import crc32

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from interchange.accounts.access import new_session
from interchange.accounts.models import Factor, KnownBrowser, Membership, SavedFilter, SharingFlag, SignedIn
from interchange.accounts.roles import CENTRE_ROLES, STAFF_ROLES, Role
from interchange.audit.events import Event
from interchange.audit.models import EventRecord
from interchange.catalogue.models import Boundary, Load, Qualification, Revision
from interchange.core import clock, tenancy
from interchange.core.queue import failed_jobs
from interchange.entries.models import Batch, Correction
from interchange.exchange.models import Outgoing
from interchange.invoicing.models import Invoice
from interchange.privacy.models import LegalHold
from interchange.site.models import KeyReminder
from interchange.vocational.models import SchemeEntry
from interchange.webhooks.models import Delivery, Hook
from tests import rights
from tests.rights import holders
from tests.world import MARKUP, Half, World, undone

FORM = "application/x-www-form-urlencoded"
SCRIPT = {"headers": {"accept": "application/json"}}

# ---------------------------------------------------------------- every route


@dataclass(frozen=True)
class Route:
    """One address of the site, its view, and which parts it takes."""

    name: str
    view: Callable[..., Any]
    parts: tuple[str, ...]

    @property
    def needs(self) -> Any:
        """The capability that opens it; None when everybody may use it. By the table, and by the code where it has no
        line yet (which tests/test_rights.py tells)."""
        door = rights.DOORS.get(self.name)
        return door.needs if door else self.view.needs  # type: ignore[attr-defined]


def routes_of(resolver: URLResolver, prefix: str = "") -> Iterator[Route]:
    """All routes, also those that an included file brings."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            if getattr(pattern.callback, "by_key", False):
                continue  # a program's: interchange/api/tests walks them
            yield Route(f"{prefix}{pattern.name}", pattern.callback, tuple(pattern.pattern.converters))
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from routes_of(pattern, f"{prefix}{inner}")


ROUTES = {route.name: route for route in routes_of(get_resolver())}
LOCKED = [route for route in ROUTES.values() if route.needs]
OF_CENTRES = [route for route in LOCKED if holders(route.needs) & CENTRE_ROLES]

PARTS: dict[str, Callable[[World, Half], Any]] = {
    "series": lambda world, half: half.open_sheet.address.series,
    "component": lambda world, half: half.open_sheet.address.component,
    "centre": lambda world, half: half.centre.number,
    "number": lambda world, half: "0001",
    "entry_code": lambda world, half: "H446",
    "boundary_id": lambda world, half: Boundary.objects.get(scale="raw").pk,
    "kind": lambda world, half: "csv",
    "name": lambda world, half: "keys",
    "news_id": lambda world, half: world.news.pk,
    "token": lambda world, half: world.invitation,
    "notice_id": lambda world, half: half.notice.pk,
    "submission_id": lambda world, half: half.submission.pk,
    "batch_id": lambda world, half: batch_of(half).pk,
    "made_id": lambda world, half: made_for(half).pk,
    "membership_id": lambda world, half: half.everybody.pk,
    "user_id": lambda world, half: half.everybody.pk,
    "doing": lambda world, half: "suspend",
    "approval_id": lambda world, half: world.approval.pk,
    "verb": lambda world, half: "unlock",
    "key_id": lambda world, half: half.key.pk,
    "person_id": lambda world, half: half.everybody.person_id,
    "hold_id": lambda world, half: hold_in(world),
    "link_number": lambda world, half: saved_in(half),
    "factor_id": lambda world, half: second_factor_of(half).pk,
    "session_id": lambda world, half: session_of(half).pk,
    "browser_id": lambda world, half: browser_known_of(half).pk,
    "application_id": lambda world, half: world.application.pk,
    "agreement_id": lambda world, half: half.paperwork.agreement.pk,
    "nomination_id": lambda world, half: half.paperwork.nomination.pk,
    "change_id": lambda world, half: half.paperwork.head_change.pk,
    "waiver_id": lambda world, half: half.paperwork.waiver.pk,
    "step": lambda world, half: "place",
    "what": lambda world, half: "asked",
    "thread_id": lambda world, half: half.matter.thread.pk,
    "attachment_id": lambda world, half: half.matter.attachment.pk,
    "case_id": lambda world, half: world.support.case.pk,
    "status_id": lambda world, half: world.support.status.pk,
    "reminder_id": lambda world, half: KeyReminder.objects.get().pk,
    "guide_id": lambda world, half: world.support.guide.pk,
    "code": lambda world, half: "1",
    "filter_id": lambda world, half: filter_of(half).pk,
    "flag_id": lambda world, half: flag_of(half).pk,
    "hook_id": lambda world, half: hook_of(half).pk,
    "invoice_id": lambda world, half: invoice_of(half).pk,
    "scheme": lambda world, half: "05878",
    "learner_id": lambda world, half: scheme_entry_of(half).learner_id,
    "scheme_entry_id": lambda world, half: scheme_entry_of(half).pk,
    "delivery_id": lambda world, half: delivery_of(half).pk,
    "job_id": lambda world, half: failed_jobs(first=0, most=1)[0].id,
    "transfer_id": lambda world, half: half.elsewhere.transfer.pk,
    "hosting_id": lambda world, half: half.elsewhere.hosting.pk,
    "site_id": lambda world, half: half.elsewhere.site.pk,
    "arrival_id": lambda world, half: half.elsewhere.arrival.pk,
    "candidate_id": lambda world, half: half.elsewhere.candidate.pk,
    "version": lambda world, half: 1,
    "entry_id": lambda world, half: half.open_sheet.rows(half.actor)[0].entry_id,
    "correction_id": lambda world, half: correction_of(half).pk,
}
PARTS |= {
    "table": lambda world, half: "qualification",
    "row_id": lambda world, half: half.open_sheet.component.qualification_id,
    "revision_id": lambda world, half: planned().pk,
    "load_id": lambda world, half: compared().pk,
}
PARTS_OF_ROUTE: dict[tuple[str, str], Callable[[World, Half], Any]] = {
    ("exchange:schema", "name"): lambda world, half: "entries.xsd",
    **{
        (f"exchange:{name}", "batch_id"): lambda world, half: sent_file_of(half).pk
        for name in (
            "file",
            "answer",
            "file-content",
            "file-acknowledgement",
            "file-bad-rows",
            "desk-file",
            "desk-file-content",
            "desk-answer",
        )
    },
    ("exchange:base-data-issue", "number"): lambda world, half: 1,
    ("webhooks:change", "verb"): lambda world, half: "test",
    ("assessment:narrow", "membership_id"): lambda world, half: half.teacher.pk,
    ("accounts:ask-for-person", "verb"): lambda world, half: "reset-factor",
    ("accounts:change-colleague", "membership_id"): lambda world, half: world.people[Role.SUPPORT].pk,
    ("accounts:end-colleague", "membership_id"): lambda world, half: world.people[Role.SUPPORT].pk,
    ("assessment:countersign", "request_id"): lambda world, half: half.change.pk,
    ("assessment:decide-change", "request_id"): lambda world, half: half.change.pk,
    ("assessment:decide-extension", "request_id"): lambda world, half: half.extension.pk,
    ("centres:withdraw-approval", "approval_id"): lambda world, half: half.paperwork.approval.pk,
    ("centres:application", "token"): lambda world, half: world.application_token,
    ("centres:application-step", "token"): lambda world, half: world.application_token,
    ("centres:agreement-by-link", "token"): lambda world, half: half.paperwork.tokens["agreement"],
    ("centres:confirm-by-link", "token"): lambda world, half: half.paperwork.tokens["head"],
    ("centres:agree-by-link", "token"): lambda world, half: half.paperwork.tokens["nominee"],
}
OWN_BY_KEY = {"key_id", "submission_id", "request_id", "notice_id", "factor_id", "session_id"}
OWN_BY_KEY |= {
    "batch_id",
    "made_id",
    "user_id",
    "agreement_id",
    "nomination_id",
    "change_id",
    "waiver_id",
    "thread_id",
    "attachment_id",
    "filter_id",
    "transfer_id",
    "hosting_id",
    "site_id",
    "arrival_id",
    "candidate_id",
    "correction_id",
    "entry_id",
    "hook_id",
    "invoice_id",
    "delivery_id",
    "learner_id",
    "scheme_entry_id",
}
"""The parts that name a row of one centre; a sheet is named by what is national, and is everybody's own."""


def hold_in(world: World) -> Any:
    """The legal hold of this world."""
    with tenancy.for_staff():
        return LegalHold.objects.get().pk


def second_factor_of(half: Half) -> Factor:
    """The app of whoever holds every role of the centre."""
    return Factor.objects.filter(person=half.everybody.person_id)[0]


def planned() -> Revision:
    """A change of the catalogue that waits for its day."""
    waiting = Revision.objects.filter(applied_at=None, withdrawn_at=None)
    return waiting.first() or Revision.objects.create(
        kind="qualification", key="H446", before={}, after={"title": MARKUP}, why=MARKUP, made_by=MARKUP,
        effective_on=clock.today() + timedelta(30), row_id=Qualification.objects.all()[0].pk,
    )  # fmt: skip


def compared() -> Load:
    """Files that were compared with the catalogue and not applied."""
    return Load.objects.first() or Load.objects.create(files=[], made_by=MARKUP)


def session_of(half: Half) -> SignedIn:
    """A session of theirs, besides the one that tests use."""
    open_ones = SignedIn.objects.filter(person=half.everybody.person_id, browser="Another", ended_at=None)
    return open_ones.first() or new_session(half.everybody, factor="totp", browser="Another")


def hook_of(half: Half) -> Hook:
    """Their webhook."""
    with tenancy.for_centre(half.centre.pk):
        return Hook.unscoped.get()


def batch_of(half: Half) -> Batch:
    with tenancy.for_staff():
        return Batch.unscoped.filter(centre_id=half.centre.pk).earliest("received_at")


def correction_of(half: Half) -> Correction:
    """What they have asked for."""
    with tenancy.for_staff():
        return Correction.unscoped.get(centre_id=half.centre.pk)


def made_for(half: Half) -> Outgoing:
    """A file of what is held, made for them."""
    with tenancy.for_staff():
        return Outgoing.unscoped.get(centre_id=half.centre.pk)


def sent_file_of(half: Half) -> Batch:
    """A file that they have sent, and that asks something."""
    with tenancy.for_staff():
        return Batch.unscoped.filter(centre_id=half.centre.pk, state="asking").earliest("received_at")


def scheme_entry_of(half: Half) -> SchemeEntry:
    """The vocational entry of a learner of theirs."""
    with tenancy.for_centre(half.centre.pk):
        return SchemeEntry.unscoped.get()


def invoice_of(half: Half) -> Invoice:
    """What they have been asked to pay."""
    with tenancy.for_centre(half.centre.pk):
        return Invoice.unscoped.get()


def delivery_of(half: Half) -> Delivery:
    """A message to it, of some time ago."""
    with tenancy.for_centre(half.centre.pk):
        return Delivery.unscoped.get()


def filter_of(half: Half) -> SavedFilter:
    """A filter that they keep."""
    return SavedFilter.objects.get_or_create(membership=half.everybody, name="Left", query="state=left")[0]


def flag_of(half: Half) -> SharingFlag:
    """Their account, flagged as shared."""
    return SharingFlag.objects.get_or_create(
        membership=half.everybody, looked_at=None, defaults={"signs": ["devices"]}
    )[0]


def browser_known_of(half: Half) -> KnownBrowser:
    """A browser from which they have signed in."""
    now = clock.now()
    return KnownBrowser.objects.get_or_create(
        person_id=half.everybody.person_id,
        token_hash="0" * 64,
        defaults={"first_seen_at": now, "last_seen_at": now},
    )[0]


def saved_in(half: Half) -> int:
    """The number of the link of the trail in which marks were saved."""
    with tenancy.for_centre(half.centre.pk):
        return EventRecord.unscoped.filter(name=Event.MARKS_SAVED.value)[0].link_number


def sample(route: Route, part: str) -> Callable[[World, Half], Any]:
    return PARTS_OF_ROUTE.get((route.name, part)) or PARTS[part]


def address(route: Route, world: World, half: Half, **instead: Any) -> str:
    """A real address of the route, with objects of that half of the world."""
    parts = {part: sample(route, part)(world, half) for part in route.parts}
    return reverse(route.name, kwargs=parts | instead)


def tried(browser: Client, method: str, where: str, **options: Any) -> Any:
    """The answer to one request; whatever it changed is undone."""
    with undone():
        return browser.generic(method.upper(), where, **options)


def looks_allowed(answer: Any) -> bool:
    to_sign_in = answer.status_code == 302 and answer["Location"].startswith("/sign-in/?")
    return answer.status_code < 500 and answer.status_code not in (401, 403) and not to_sign_in


def some_of(roles: frozenset[Role] | set[Role], name: str, many: int) -> set[Role]:
    """So many of either side, where to try all would take minutes. They follow from the name of what is tried, so
    that all have their turn somewhere, and a new route or service moves none of them."""
    chosen, turn = set[Role](), crc32(name.encode())
    for side in (CENTRE_ROLES, STAFF_ROLES):
        found = sorted(roles & side)
        chosen |= {found[(turn + place) % len(found)] for place in range(min(many, len(found)))}
    return chosen


def who_may(route: Route, world: World) -> Membership:
    """A person who may use the route."""
    needs = route.needs
    return world.staff if needs and not holders(needs) & CENTRE_ROLES else world.here.everybody
