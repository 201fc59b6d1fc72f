"""What is no longer kept goes by the database's own hand, when its time has come and not before (8)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.utils import ProgrammingError

from interchange.audit import rules, steps
from interchange.audit.events import PASSING, Event
from interchange.audit.models import EventRecord, Link
from interchange.audit.queries import due, verifying
from interchange.audit.tests.conftest import ANN, CAL, OLU, happen, verdict_on
from interchange.core import clock, tenancy
from interchange.core.letting_go import Held
from interchange.core.tenancy import STAFF_ROLE

pytestmark = pytest.mark.django_db(transaction=True)

NOBODY = Held()
DAY = timedelta(days=1)
YEAR = timedelta(days=366)


def ago(age: timedelta) -> datetime:
    return datetime.now(UTC) - age


def happened(age: timedelta, *words: str, by=ANN, name: Event = Event.MARKS_SAVED) -> None:
    with clock.pretend(ago(age)):
        happen(*words, by=by, name=name)


def pruned(held: Held = NOBODY) -> tuple[int, int]:
    """What the run lets go of, which is what the dry run before it has counted."""
    with tenancy.for_staff():
        counted = due(held)[1:]
        gone = steps.prune(held)
    assert gone == counted
    return gone


def cut(held: Held = NOBODY) -> int:
    with tenancy.for_staff():
        counted = due(held)[0]
        gone = steps.cut_addresses(held)
    assert gone == counted
    return gone


def there() -> list[str]:
    with tenancy.reading(OLU):
        return list(EventRecord.objects.visible_to(OLU).order_by("at").values_list("reason", flat=True))


def test_sign_ins_go_after_two_years_and_the_rest_after_seven():
    happened(8 * YEAR, "old marks")
    happened(8 * YEAR, "old sign-in", name=Event.SIGNED_IN)
    happened(3 * YEAR, "sign-in", name=Event.SIGNED_IN)
    happened(3 * YEAR, "refused", name=Event.SIGN_IN_REFUSED)
    happened(3 * YEAR, "marks")
    happened(DAY, "new sign-in", name=Event.SIGNED_IN)
    assert pruned() == (2, 1)
    assert there() == ["refused", "marks", "new sign-in"]
    assert (verdict_on().holds, verdict_on().links, verdict_on().events, verdict_on().pruned) == (
        True,
        6,
        3,
        3,
    )
    assert pruned() == (0, 0)


@pytest.mark.parametrize(
    ("age", "name"),
    [(timedelta(days=728), Event.SIGNED_IN), (timedelta(days=7 * 365), Event.MARKS_SAVED)],
)
def test_on_the_last_day_of_its_time_it_is_still_there(age: timedelta, name: Event):
    happened(age, "a", name=name)
    assert pruned() == (0, 0)


def test_the_events_of_one_link_may_go_at_different_times():
    with clock.pretend(ago(3 * YEAR)), tenancy.writing(ANN), steps.trail(ANN):
        steps.record(Event.SIGN_IN_REFUSED, reason="kept")
        steps.record(Event.SIGNED_IN, reason="gone")
        steps.record(Event.PASSWORD_CHANGED, reason="kept too")
    assert pruned() == (1, 0)
    assert there() == ["kept", "kept too"]
    assert verdict_on().holds


def test_the_database_and_the_rules_mean_the_same_sign_ins():
    for event in Event:
        happened(3 * YEAR, event.value, name=event)
    assert pruned() == (len(PASSING), 0)
    assert set(there()) == set(Event) - PASSING
    assert verdict_on().holds


@pytest.mark.parametrize(
    "held",
    [Held(people=frozenset({uuid4()})), Held(centres=frozenset({1})),
     Held(subjects=frozenset({"sheet:a"}))],
)  # fmt: skip
def test_a_hold_overrides_all_and_holds_nothing_else(held: Held):
    person = next(iter(held.people), None)
    happened(8 * YEAR, "a", by=replace(ANN, person_id=person))
    happened(8 * YEAR, "b", by=replace(CAL, address="2001:db8:1:2::3"))
    assert (cut(held), pruned(held)) == (1, (0, 1))
    assert there() == ["a"]
    assert pruned() == (0, 1)


def test_links_of_the_first_form_go_whole_or_not_at_all(as_owner):
    with clock.pretend(ago(3 * YEAR)):
        happen("a", name=Event.SIGNED_IN)
        with tenancy.writing(ANN), steps.trail(ANN):
            steps.record(Event.SIGNED_IN)
            steps.record(Event.PASSWORD_CHANGED)
    happen("new")
    made_of_the_first_form(as_owner)
    assert verdict_on().holds
    with tenancy.for_staff():
        assert steps.prune(NOBODY) == (1, 0)
    assert (verdict_on().holds, verdict_on().events, verdict_on().pruned) == (True, 3, 1)
    as_owner("UPDATE audit_link SET pruned = '{\"all\": 84}' WHERE centre_id = 1 AND number = 1")
    assert verdict_on().broken_at == 1


def made_of_the_first_form(as_owner) -> None:
    """Links as the program before this one wrote them."""
    previous = rules.GENESIS
    with tenancy.for_staff():
        links = list(Link.unscoped.filter(centre_id=1).order_by("number"))
        events = list(EventRecord.unscoped.filter(centre_id=1).order_by("link_number", "position"))
    for link in links:
        found = [verifying.happening(event) for event in events if event.link_number == link.number]
        hash_of = rules.first_form(previous, link.number, found)
        as_owner(
            f"UPDATE audit_link SET form = 1, hash = '{hash_of}', previous_hash = '{previous}' "
            f"WHERE centre_id = 1 AND number = {link.number}"
        )
        previous = hash_of
    as_owner(f"UPDATE audit_eventrecord SET seal = ''; UPDATE audit_chainend SET hash = '{previous}'")


TAMPERED_AFTERWARDS = {
    "a seal that was left behind": """
        UPDATE audit_link SET pruned = jsonb_set(pruned, '{0}', '"24:aa"') WHERE number = 1""",
    "all seals gone": "UPDATE audit_link SET pruned = NULL WHERE number = 1",
    "one more event gone": "DELETE FROM audit_eventrecord WHERE link_number = 2",
    "one more event gone, and said to be pruned": """
        UPDATE audit_link SET pruned = (SELECT jsonb_build_object('0', seal) FROM audit_eventrecord e
                                        WHERE e.link_number = 2) WHERE number = 2;
        DELETE FROM audit_eventrecord WHERE link_number = 2""",
}


@pytest.mark.parametrize("statement", TAMPERED_AFTERWARDS.values(), ids=TAMPERED_AFTERWARDS)
def test_tampering_is_still_found_after_pruning(statement: str, as_owner):
    happened(3 * YEAR, "a", name=Event.SIGNED_IN)
    happened(3 * YEAR, "b")
    assert pruned() == (1, 0)
    assert verdict_on().holds
    as_owner(statement)
    assert not verdict_on().holds


def test_addresses_are_cut_after_ninety_days_and_once():
    happened(91 * DAY, "a")
    happened(91 * DAY, "b", by=replace(ANN, address="2001:db8:1:2::3"))
    happened(91 * DAY, "c", by=replace(ANN, address=None))
    happened(89 * DAY, "d")
    assert (cut(), cut()) == (2, 0)
    with tenancy.reading(OLU):
        kept = EventRecord.objects.visible_to(OLU).order_by("reason").values_list("address", flat=True)
        assert list(kept) == ["192.0.2.0", "2001:db8:1::", None, "192.0.2.7"]
    assert verdict_on().holds


@pytest.mark.parametrize("function", ["audit_prune", "audit_cut_addresses"])
def test_the_functions_belong_to_the_keeper_and_only_staff_s_role_may_call_them(function: str):
    call = f"SELECT * FROM {function}('{{}}', '{{}}', '{{}}')"
    with (
        tenancy.for_centre(1),
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError, match="permission denied"),
    ):
        cursor.execute(call)
    with tenancy.for_staff(), connection.cursor() as cursor:
        cursor.execute(call)
        cursor.execute(
            "SELECT pg_get_userbyid(proowner), prosecdef, rolcanlogin FROM pg_proc "
            "JOIN pg_roles ON pg_roles.oid = proowner WHERE proname = %s", [function],
        )  # fmt: skip
        assert cursor.fetchone() == ("interchange_keeper", True, False)


def test_functions_that_a_restore_gave_to_somebody_else_are_told(as_owner):
    as_owner("ALTER FUNCTION audit_prune(uuid[], int[], text[]) OWNER TO CURRENT_USER")
    try:
        with tenancy.for_staff(), pytest.raises(steps.NotKeepers):
            steps.prune(NOBODY)
    finally:
        as_owner("ALTER FUNCTION audit_prune(uuid[], int[], text[]) OWNER TO interchange_keeper")
    assert pruned() == (0, 0)


def test_a_seal_that_says_a_shorter_time_shortens_nothing():
    """The application's role writes seals; the function goes by the name as well."""
    happened(timedelta(days=400), "a")
    with tenancy.writing(ANN):
        event = EventRecord.objects.visible_to(ANN).get()
        event.pk, event.link_number, event.seal = uuid4(), 1, "0:aa"
        event.position = 1
        event.save(force_insert=True)
    assert pruned() == (0, 0)


def test_nobody_but_staff_s_role_is_let_at_signed_roots():
    with (
        tenancy.for_centre(1),
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError, match="permission denied"),
    ):
        cursor.execute("SELECT * FROM audit_root")
    assert STAFF_ROLE == "interchange_staff"
