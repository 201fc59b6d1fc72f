"""Whoever gets at the tables past the application is found out, and at the right link."""

import pytest
from django.db import connections

from interchange.audit import rules
from interchange.audit.models import EventRecord, Link
from interchange.audit.queries import verifying
from interchange.audit.tests.conftest import happen, verdict_on
from interchange.core import tenancy

pytestmark = pytest.mark.django_db(transaction=True)

OF_LINK_2 = "WHERE centre_id = 1 AND link_number = 2"
LINK_2 = "WHERE centre_id = 1 AND number = 2"
ADD_AN_EVENT = f"""
    INSERT INTO audit_eventrecord
    SELECT (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(), 'position', 2))).*
    FROM audit_eventrecord e {OF_LINK_2} AND position = 1
"""
EVENT = "UPDATE audit_eventrecord SET {} " + OF_LINK_2 + " AND position = 0"
CHANGED = {
    "what": "name = 'assessment:sheet:seen'",
    "who": "person_name = 'Mallory'",
    "which person": "person_id = gen_random_uuid()",
    "in which role": "roles = '[\"scm\"]'",
    "when": "at = at + interval '1 second'",
    "about what": "subject = 'sheet:z'",
    "the values": "data = jsonb_set(data, '{word}', '\"z\"')",
    "a value more": "data = data || '{\"more\": 1}'",
    "the reason": "reason = ''",
    "the request": "request_id = 'r-2'",
    "in which membership": "membership_id = gen_random_uuid()",
    "by which key": "key_id = gen_random_uuid()",
    "as whom": "acting = 'as Sam Okafor'",
    "the browser": "browser = 'Lynx'",
    "the session": "session = repeat('t', 16)",
    "how it went": "outcome = 'refused'",
    "the seal": "seal = '24:' || repeat('a', 64)",
    "the identifier": "id = gen_random_uuid()",
    "the place": "position = 7",
    "the centre": "centre_id = 2",
}
PRUNED = f"""
    UPDATE audit_link SET {{}}, pruned = (
        SELECT jsonb_build_object('0', seal) FROM audit_eventrecord {OF_LINK_2} AND position = 0) {LINK_2};
    DELETE FROM audit_eventrecord {OF_LINK_2} AND position = 0
"""


def gone(numbers: str) -> str:
    """Links and their events taken out together."""
    events = f"DELETE FROM audit_eventrecord WHERE centre_id = 1 AND link_number {numbers}"
    return f"WITH events AS ({events}) DELETE FROM audit_link WHERE centre_id = 1 AND number {numbers}"


TAMPERED = {
    **{f"an event's {what}": (EVENT.format(change), 2) for what, change in CHANGED.items()},
    "an event is moved to an earlier link": (EVENT.format("link_number = 1, position = 1"), 1),
    "an event is gone": (f"DELETE FROM audit_eventrecord {OF_LINK_2} AND position = 1", 2),
    "a link's events are gone": (f"DELETE FROM audit_eventrecord {OF_LINK_2}", 2),
    "two events change places": (
        ";".join(
            f"UPDATE audit_eventrecord SET position = {there} {OF_LINK_2} AND position = {here}"
            for here, there in ((0, 9), (1, 0), (9, 1))
        ), 2,
    ),
    "an event is added": (ADD_AN_EVENT, 2),
    "a link is gone, its events too": (gone("= 2"), 2),
    "a link alone is gone": (f"DELETE FROM audit_link {LINK_2}", 2),
    "a link's hash": (f"UPDATE audit_link SET hash = repeat('a', 64) {LINK_2}", 2),
    "a link's previous hash": (f"UPDATE audit_link SET previous_hash = repeat('a', 64) {LINK_2}", 2),
    "a link's count": (f"UPDATE audit_link SET events = 3 {LINK_2}", 2),
    "a link's time": (f"UPDATE audit_link SET at = at + interval '1 hour' {LINK_2}", 2),
    "a link is said to be of the first form": (f"UPDATE audit_link SET form = 1 {LINK_2}", 2),
    "an event is said to be pruned": (PRUNED.format("at = at"), 2),
    "an event is said to be pruned, of a link said to be old": (PRUNED.format("at = at - interval '8 years'"), 2),
    "the tail is cut off": (gone("= 3"), 3),
    "the head is cut off": (gone("= 1"), 1),
    "everything is gone": (gone("> 0"), 1),
    "the end is set back": ("UPDATE audit_chainend SET number = 2 WHERE centre_id = 1", 3),
    "the end is gone": ("DELETE FROM audit_chainend WHERE centre_id = 1", 1),
}  # fmt: skip


@pytest.fixture
def _three_links() -> None:
    happen("a")
    happen("b", "c")
    happen("d")


@pytest.mark.usefixtures("_three_links")
def test_what_was_tampered_with_is_found_at_its_link(as_owner):
    """Each in turn, on the same three links, which are then put back."""
    copies = {table: f"copy_of_{table}" for table in ("audit_eventrecord", "audit_link", "audit_chainend")}
    for table, copy in copies.items():
        as_owner(f"CREATE TEMP TABLE {copy} AS SELECT * FROM {table}")
    found = {}
    for case, (statement, _) in TAMPERED.items():
        assert as_owner(statement) > 0, case
        found[case] = verdict_on().broken_at
        for table, copy in copies.items():
            as_owner(f"DELETE FROM {table}; INSERT INTO {table} SELECT * FROM {copy}")
        assert verdict_on().holds, case
    connections["owner"].close()
    assert found == {case: link for case, (_, link) in TAMPERED.items()}


@pytest.mark.usefixtures("_three_links")
def test_a_last_link_made_anew_does_not_lead_to_the_chain_s_end(as_owner):
    """Whoever knows how the hash is made, but not that the chain's end keeps it too."""
    as_owner("UPDATE audit_eventrecord SET reason = 'never' WHERE centre_id = 1 AND link_number = 3")
    with tenancy.for_staff():
        link = Link.unscoped.get(centre_id=1, number=3)
        event = EventRecord.unscoped.get(centre_id=1, link_number=3)
    seal = verifying.happening(event).seal()
    made_anew = rules.link_hash(link.previous_hash, 3, link.at, [seal])
    as_owner(f"UPDATE audit_eventrecord SET seal = '{seal}' WHERE centre_id = 1 AND link_number = 3")
    as_owner(f"UPDATE audit_link SET hash = '{made_anew}' WHERE centre_id = 1 AND number = 3")
    assert verdict_on().broken_at == 3


@pytest.mark.usefixtures("_three_links")
def test_an_address_may_be_cut_off(as_owner):
    assert as_owner("UPDATE audit_eventrecord SET address = NULL WHERE centre_id = 1") == 4
    assert verdict_on().holds
