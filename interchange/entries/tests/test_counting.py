"""After a load the database knows how much there is, and plans by it."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from interchange.catalogue.factories import make_component, make_option
from interchange.core import tenancy
from interchange.core.counting import MANY, count_again, count_now
from interchange.entries.factories import make_cohort

pytestmark = pytest.mark.django_db

KNOWN = "SELECT reltuples FROM pg_class WHERE relname = 'entries_candidate'"
PLAN = """
    EXPLAIN (FORMAT JSON) SELECT * FROM entries_entry AS entry
    JOIN entries_candidate AS candidate ON (candidate.centre_id, candidate.id) = (entry.centre_id, entry.candidate_id)
    WHERE entry.centre_id = %s
"""


def known():
    with connection.cursor() as cursor:
        cursor.execute(KNOWN)
        return cursor.fetchone()[0]


def test_the_database_counts_what_the_open_transaction_added_and_plans_by_it(centre):
    component = make_component("J277/03")
    make_option(component)
    make_cohort(centre, component, 600)
    with tenancy.for_centre(centre.pk):
        count_now("entries_candidate", "entries_entry")
        assert known() == 600
        with connection.cursor() as cursor:
            cursor.execute(PLAN, [centre.pk])
            assert cursor.fetchone()[0][0]["Plan"]["Plan Rows"] > 100


def test_few_rows_are_left_to_the_database_itself(db):
    with CaptureQueriesContext(connection) as asked:
        count_again({"entries_candidate": MANY - 1})
    assert len(asked) == 0


def test_a_name_of_no_table_counts_nothing(db):
    with transaction.atomic():
        count_again({"no such table; DROP TABLE entries_entry": 600})
