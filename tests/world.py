"""Two centres alike, with work at every stage, and a person for each role: for the tests that walk through it all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, cached_property
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.test.client import ClientHandler

from interchange.accounts.factories import as_actor, make_call, make_membership, session_key_of
from interchange.accounts.models import ApiKey, Approval, Membership, SharingFlag
from interchange.accounts.roles import CENTRE_ROLES, STAFF_ROLES, Role
from interchange.accounts.services.acting import ask_for_glass
from interchange.accounts.services.keys import make_key
from interchange.accounts.services.people import invite_person
from interchange.assessment.factories import ASheet, make_sheet
from interchange.assessment.models import ChangeRequest, ExtensionRequest, Submission
from interchange.assessment.queries.places import Address
from interchange.assessment.rules.marks import Typed
from interchange.assessment.rules.sheets import DECLARATIONS
from interchange.assessment.services.desk import begin_moderation
from interchange.assessment.services.marks import declare, key_second_time
from interchange.assessment.services.reach import set_two_persons
from interchange.assessment.services.requests import request_change, request_extension
from interchange.catalogue.factories import make_boundaries, make_sitting
from interchange.catalogue.models import Component, Series
from interchange.centres.factories import (
    Paperwork,
    begin_application,
    make_approval,
    make_centre,
    make_paperwork,
    publish_text,
)
from interchange.centres.models import Application, Centre
from interchange.centres.services.applying import send_application
from interchange.centres.services.heads import note_call_back
from interchange.centres.steps.doors import Visitor
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.factories import make_ended_job
from interchange.entries.factories import make_batch, make_cohort, make_correction, make_draft
from interchange.entries.models import Candidate, Entry
from interchange.estimates.factories import asking_series, work_on_estimates
from interchange.exchange.factories import make_issue, make_sent_file
from interchange.invoicing.factories import make_invoice
from interchange.notifications.models import Notice
from interchange.notifications.rules import Kind
from interchange.notifications.steps import tell
from interchange.privacy.services import place_hold
from interchange.site.models import News
from interchange.site.services import post_news, post_reminder
from interchange.support.factories import Matter, National, make_matter, make_national
from interchange.transfers.factories import Elsewhere, make_elsewhere
from interchange.vocational.factories import enter, make_scheme
from interchange.webhooks.factories import make_hook

MARKUP = "\"'><u x>"
"""Somebody's name, group, title and reason: a page that shows it unescaped is told by test_markup.py."""


@dataclass(frozen=True)
class Half:
    """One centre and what is its own."""

    centre: Centre
    everybody: Membership
    """Holds every centre role."""
    open_sheet: ASheet
    sent_sheet: ASheet
    submission: Submission
    change: ChangeRequest
    extension: ExtensionRequest
    key: ApiKey
    teacher: Membership
    """Whose eyes can be narrowed."""
    notice: Notice
    """Something that this person has been told."""
    paperwork: Paperwork
    matter: Matter
    elsewhere: Elsewhere

    @property
    def actor(self) -> Actor:
        """Whoever holds every role of the centre."""
        return as_actor(self.everybody)


@dataclass(frozen=True)
class World:
    """Both centres, the awarding body, and one person for each role; those of centre roles are at the first centre."""

    here: Half
    there: Half
    people: dict[Role, Membership]
    staff: Membership
    """Holds every role of the awarding body."""
    news: News
    approval: Approval
    invitation: str
    application: Application
    application_token: str
    """Of another one, that has not been sent."""
    support: National
    sessions: dict[object, str] = field(default_factory=dict)

    @cached_property
    def actors(self) -> dict[Role, Actor]:
        """Whoever holds one role and no other."""
        return {role: as_actor(person) for role, person in self.people.items()}

    def sign_everybody_in(self) -> None:
        """Sessions that outlive whatever a test undoes."""
        for person in (self.here.everybody, self.there.everybody, self.staff, *self.people.values()):
            self.browser_of(person)

    def browser_of(self, membership: Membership) -> Client:
        """A browser in which this person is signed in; a new one each time, since answers set cookies."""
        if membership.pk not in self.sessions:
            self.sessions[membership.pk] = session_key_of(membership)
        browser = a_browser()
        browser.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[membership.pk]
        return browser


def a_browser() -> Client:
    """A browser in which nobody is signed in; a defect is answered, not raised."""
    browser = Client(raise_request_exception=False)
    browser.handler = _site()
    return browser


@cache
def _site() -> ClientHandler:
    """What answers: put together once, not for each of thousands of browsers."""
    return ClientHandler(enforce_csrf_checks=False)


@contextmanager
def undone() -> Iterator[None]:
    """A transaction that is rolled back, in which services may open what they believe to be the outermost one."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]  # as Django's own TestCase does
    with block:
        try:
            yield
        finally:
            transaction.set_rollback(True)


def make_world() -> World:
    """The whole of it, by the services that pages call."""
    first, second = make_centre("10001", "Long Road College"), make_centre("20002", "Hillside School")
    staff = make_membership(f"Every {MARKUP}", *sorted(STAFF_ROLES))
    officer = as_actor(staff)
    publish_text(officer, title=MARKUP)
    make_scheme(title=MARKUP)
    here = _half(
        first, make_sheet(first, "H446/03", title=MARKUP), make_sheet(first, "J277/03", title=MARKUP), officer
    )
    _publish(here)
    there = _half(second, _same(second, here.open_sheet), _same(second, here.sent_sheet), officer)
    people = {
        role: make_membership(
            f"Role {role.name.title()}", role, centre=first if role in CENTRE_ROLES else None
        )
        for role in Role
    }
    place_hold(
        "centre",
        first.number,
        owner=MARKUP,
        reason=MARKUP,
        review_on=clock.today() + timedelta(30),
        by=officer,
    )
    news = post_news(MARKUP, MARKUP, from_at=clock.now(), by=officer)
    post_reminder(MARKUP, clock.today() + timedelta(9), link="/welcome/", by=officer)
    newcomer = make_membership("New Person", centre=first).person
    invitation = invite_person(newcomer, by=Actor.system("tests"))
    make_call(here.everybody, by=officer, spoke_to=MARKUP)
    SharingFlag.objects.create(
        membership=here.everybody,
        signs=["devices"],
        looked_at=clock.now(),
        looked_by=staff.person,
        finding=MARKUP,
    )
    approval = ask_for_glass("something is broken", by=officer)
    application = send_application(
        begin_application(MARKUP, name=MARKUP, head_name=MARKUP), visitor=Visitor()
    )
    token = begin_application(MARKUP, name=MARKUP)
    support = make_national(officer, words=MARKUP)
    make_ended_job("notifications.deliver", about={"at": MARKUP})
    return World(here, there, people, staff, news, approval, invitation, application, token, support)


def _same(centre: Centre, sheet: ASheet) -> ASheet:
    """The sheet of another centre for the same component."""
    make_cohort(centre, sheet.component, 3)
    return ASheet(centre, sheet.component, sheet.address)


def _half(centre: Centre, open_sheet: ASheet, sent_sheet: ASheet, officer: Actor) -> Half:
    with tenancy.for_centre(centre.pk):
        Candidate.unscoped.update(surname=MARKUP, forenames=MARKUP)
        Entry.unscoped.update(teaching_group=MARKUP)
    series = Series.objects.get(code=open_sheet.address.series)
    make_batch(centre, name=MARKUP, said=MARKUP, series=series)
    make_sent_file(centre, series, name=MARKUP)
    make_issue(series, note=MARKUP)
    make_draft(centre, series, details={"surname": MARKUP}, by=MARKUP)
    with tenancy.for_centre(centre.pk):
        candidate = Candidate.unscoped.filter(series=series).earliest("number")
    make_correction(candidate, by=MARKUP, reason=MARKUP, proof=MARKUP, changes={"surname": [MARKUP, MARKUP]})
    everybody = make_membership(f"Every {MARKUP}", *sorted(CENTRE_ROLES), centre=centre)
    by = as_actor(everybody)
    _work_on(open_sheet, by)
    work_on_estimates(
        open_sheet.component, asking_series(series.code, forecast_grades=["H446"]), by, words=MARKUP
    )
    extension = request_extension(
        open_sheet.address, clock.today() + timedelta(40), numbers=["0001"], why=MARKUP, key=uuid4(), by=by
    )
    sent_sheet.fill(by)
    submission = sent_sheet.submit(by)
    begin_moderation(Address(sent_sheet.address.series, sent_sheet.address.component, centre.pk), by=officer)
    number = next(row.number for row in sent_sheet.rows(by) if row.standing)
    change = request_change(
        sent_sheet.address, Typed(number, 0, "33"), why=MARKUP, evidence=MARKUP, key=uuid4(), by=by
    )
    notice = _tell(everybody, sent_sheet.url)
    make_key("Registers", ["marks-view"], str(clock.today() + timedelta(30)), by=by)
    key = ApiKey.objects.get(membership=everybody)
    make_hook(by, name=MARKUP)
    make_invoice(centre.number, open_sheet.address.series, officer=officer, told=MARKUP)
    make_approval(centre, scope="VQ", number="05878")
    enter("05878", ("1234567899", MARKUP, MARKUP, "2001-05-15", "F", MARKUP, "award"), by=by)
    teacher = make_membership("A Teacher", Role.ACM, centre=centre)
    paperwork = make_paperwork(centre.number, by, officer, name=MARKUP)
    note_call_back(centre.number, spoke_to=MARKUP, outcome="confirmed", note=MARKUP, by=officer)
    for chosen in (True, False):
        set_two_persons(chosen, by=by)
    matter = make_matter(by, subject=MARKUP, text=MARKUP)
    return Half(
        centre,
        everybody,
        open_sheet,
        sent_sheet,
        submission,
        change,
        extension,
        key,
        teacher,
        notice,
        paperwork,
        matter,
        make_elsewhere(by, centre, _third(), staff=officer, words=MARKUP),
    )


def _third() -> Actor:
    """Somebody of a third centre, which sends candidates to both and takes some of both."""
    known = Centre.objects.filter(number="29003").first()
    return as_actor(
        make_membership("Third Officer", Role.CAG, centre=known or make_centre("29003", "Valley Academy"))
    )


def _publish(here: Half) -> None:
    """Both papers on one morning, and the boundaries of a unit."""
    series = Series.objects.get(code=here.open_sheet.address.series)
    for sheet in (here.open_sheet, here.sent_sheet):
        make_sitting(Component.objects.get(slug=sheet.address.component), series)
    make_boundaries(title=MARKUP)


def _tell(person: Membership, link: str) -> Notice:
    words = {"code": MARKUP, "series": MARKUP, "reason": MARKUP}
    tell([person.person_id], Kind.MARKS_REOPENED, words=words, link=link, centre_id=person.centre_id)
    return Notice.objects.filter(person_id=person.person_id).latest("id")


def _work_on(sheet: ASheet, by: Actor) -> None:
    numbers = [row.number for row in sheet.rows(by)]
    sheet.fill(by, "20", checked=False)
    declare(sheet.address, list(DECLARATIONS), by=by)
    key_second_time(sheet.address, [Typed(numbers[0], 0, "21")], by=by)
