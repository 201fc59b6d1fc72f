"""Security officers are reminded of the clocks of a case, once for each clock and time (section 9)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interchange.accounts.factories import make_actor
from interchange.accounts.models import Membership
from interchange.accounts.roles import Role
from interchange.audit.events import Event
from interchange.audit.queries import events_of
from interchange.core import clock, tenancy
from interchange.core.errors import Refused
from interchange.notifications.models import Notice
from interchange.notifications.rules import Kind
from interchange.support.models import SecurityCase
from interchange.support.services import cases
from interchange.support.services.cases import Report
from interchange.support.tasks import remind

pytestmark = pytest.mark.django_db(transaction=True)
AWARE = datetime(
    2027, 5, 14, 10, tzinfo=UTC
)  # a Friday: Ofqual by Monday night, the ICO by Monday, 11:00 in London
HOUR = timedelta(hours=1)


@pytest.fixture
def una(db):
    """Una, another security officer."""
    return make_actor("Una Vale", Role.SECURITY)


@pytest.fixture
def case(ben, seb, una):
    with clock.pretend(AWARE):
        return cases.report_suspicion(Report("A mail asks for it"), by=ben)


def reminded(after: timedelta = timedelta(0)) -> list[tuple[str, str]]:
    """Whom the job tells what, when it runs this long after the report: name of the clock's owner and subject."""
    before = set(Notice.objects.values_list("pk", flat=True))
    with clock.pretend(AWARE + after):
        remind()
        remind()
    told = Notice.objects.filter(kind=Kind.CASE_CLOCK.value).exclude(pk__in=before).order_by("title", "pk")
    return [(str(one.person_id), one.title) for one in told]


def test_all_are_reminded_while_nobody_has_the_case_and_once_for_each_time(case, seb, una):
    assert reminded(47 * HOUR) == []
    first = reminded(48 * HOUR)
    assert {person for person, _ in first} == {str(seb.person_id), str(una.person_id)}
    assert {title for _, title in first} == {
        f"Information Commissioner (ICO): 24 hours left for security case {case.reference}"
    }
    assert len(first) == 2
    assert reminded(49 * HOUR) == []
    assert len(reminded(68 * HOUR)) == 4, "four hours of the ICO, and the last day of Ofqual"
    assert any("0 minutes too late" in title for _, title in reminded(72 * HOUR))
    assert reminded(73 * HOUR) == []
    notice = Notice.objects.filter(kind=Kind.CASE_CLOCK.value)[0]
    assert notice.urgent
    assert notice.link == f"/desk/security/{case.pk}/"


def test_who_has_the_case_is_reminded_alone(case, seb, una):
    cases.give_case(case.pk, una.person_id, by=seb)
    assert {person for person, _ in reminded(50 * HOUR)} == {str(una.person_id)}


def test_the_case_of_somebody_who_left_is_everybody_s_again(case, seb, una):
    cases.give_case(case.pk, una.person_id, by=seb)
    Membership.objects.filter(person_id=str(una.person_id)).update(ended_at=clock.now())
    assert {person for person, _ in reminded(50 * HOUR)} == {str(seb.person_id)}


def test_of_a_clock_that_was_decided_nobody_is_reminded(case, seb):
    with clock.pretend(AWARE + HOUR):
        cases.decide_clock(case.pk, "ico", "told", why="By their form", by=seb)
        cases.decide_clock(case.pk, "ofqual", "not needed", why="No effect", by=seb)
    assert reminded(100 * HOUR) == []


def test_a_case_is_given_to_an_officer_who_is_told_and_that_is_in_log_and_trail(
    case, seb, una, ann, signed_in
):
    browser, where = signed_in(seb), f"/desk/security/{case.pk}/"
    assert browser.post(where, {"do": "give", "person": str(una.person_id)}).status_code == 302
    assert SecurityCase.objects.get().assigned_to == "Una Vale"
    assert Notice.objects.filter(person_id=una.person_id, kind=Kind.CASE_ASSIGNED.value).count() == 1
    page = browser.get(where).content.decode()
    assert "Given to Una Vale" in page
    with tenancy.reading(seb):
        assert events_of(seb, name=Event.SECURITY_CASE_CHANGED.value)[0].data["to"] == "Una Vale"
    assert case.reference in signed_in(una).get("/desk/security/?whose=mine").content.decode()
    assert case.reference not in browser.get("/desk/security/?whose=mine").content.decode()
    with pytest.raises(Refused, match="Choose one of the security officers"):
        cases.give_case(case.pk, ann.person_id, by=seb)
    browser.post(where, {"do": "give", "person": ""})
    assert case.reference in browser.get("/desk/security/?whose=nobody").content.decode()


def test_looking_for_clocks_takes_as_many_statements_for_many_cases_as_for_few(case, seb, ben):
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen, clock.pretend(AWARE + HOUR):
            remind()
        return len(seen)

    few = statements()
    SecurityCase.objects.bulk_create(
        SecurityCase(reference=f"S-0000-{number:04}", what="x", reported_at=AWARE, aware_at=AWARE)
        for number in range(20)
    )
    assert statements() == few
