"""A full disk, a lost connection: a plain page, nothing half done, and nothing typed thrown away (architecture 5)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test import Client

from interchange.accounts.factories import make_actor, sign_in_by_form
from interchange.accounts.roles import Role
from interchange.assessment.factories import ASheet, make_sheet
from interchange.assessment.models import Mark, Submission
from interchange.audit import queries as audit
from interchange.centres.factories import make_centre
from interchange.core import tenancy
from interchange.core.actor import Actor
from tests.faults.model import terminate

FULL = 'could not extend file "base/16384/16420": No space left on device'
WHOLE = {
    "rows": "3",
    "versions": "0001:0: 0002:0: 0003:0:",
    "end": "1",
    "m0001": "54",
    "m0002": "40",
    "m0003": "30",
}


@pytest.fixture
def sheet(transactional_db: None) -> ASheet:
    """A sheet of three candidates."""
    return make_sheet(make_centre("10001"))


@pytest.fixture
def ann(sheet: ASheet) -> Actor:
    """Ann the exams officer."""
    return make_actor("Ann Lee", Role.CAG, centre=sheet.centre)


@pytest.fixture
def anns(ann: Actor) -> Client:
    """Her browser; a defect is answered, not raised."""
    anns = Client(raise_request_exception=False)
    sign_in_by_form(anns, ann)
    return anns


@contextmanager
def full(what: str) -> Iterator[None]:
    """The disk is full for statements that begin so."""

    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.strip().startswith(what):
            raise OperationalError(FULL) from psycopg.errors.DiskFull(FULL)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


@contextmanager
def gone(after: int) -> Iterator[None]:
    """The database ends our connection after so many statements."""
    left = after

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0:
            terminate(connection.connection)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield
    connection.close()


def stored(sheet: ASheet) -> tuple[int, int, bool]:
    """How many marks and submissions there are, and whether the trail holds."""
    by = Actor.system("tests", centre_id=sheet.centre.pk)
    with tenancy.reading(by):
        return (
            Mark.unscoped.count(),
            Submission.unscoped.count(),
            audit.verify_chain(by, sheet.centre.pk).holds,
        )


@pytest.mark.parametrize(
    "what",
    ["INSERT INTO assessment_mark ", 'INSERT INTO "assessment_marksheet"', "INSERT INTO audit", "WITH"],
)
def test_a_save_on_a_full_disk_is_a_plain_page_and_nothing_is_half_done(sheet, anns, what):
    with full(what):
        answer = anns.post(sheet.url, WHOLE)
    assert answer.status_code == 503
    assert "Not available at the moment" in answer.content.decode()
    assert stored(sheet) == (0, 0, True)
    assert anns.post(sheet.url, WHOLE).status_code == 302


@pytest.mark.parametrize(
    "what",
    ['INSERT INTO "assessment_submission"', 'INSERT INTO "assessment_submittedmark"', "UPDATE", "WITH"],
)
def test_a_submission_on_a_full_disk_leaves_the_sheet_as_it_was(sheet, anns, ann, what):
    sheet.fill(ann)
    page = anns.get(f"{sheet.url}submit/").content.decode()
    form = {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("key", "shown")}
    with full(what):
        answer = anns.post(f"{sheet.url}submit/", form)
    assert answer.status_code == 503
    assert (stored(sheet), sheet.stored().state) == ((3, 0, True), "open")
    assert anns.post(f"{sheet.url}submit/", form).status_code == 302


@pytest.mark.parametrize("after", range(1, 20, 3))
def test_a_connection_lost_at_any_statement_of_a_save_is_told_and_nothing_is_half_done(sheet, anns, after):
    with gone(after):
        answer = anns.post(sheet.url, WHOLE)
    assert answer.status_code in (302, 503)
    assert stored(sheet) in ((0, 0, True), (3, 0, True))
    assert (stored(sheet)[0] == 3) or answer.status_code == 503
    assert anns.get(sheet.url).status_code == 200


def test_a_script_is_told_to_keep_what_was_typed(sheet, anns):
    with full("INSERT INTO assessment_mark "):
        answer = anns.post(
            f"{sheet.url}cells/", {"rows": [{"number": "0001", "version": 0, "mark": "54"}]},
            content_type="application/json", headers={"accept": "application/json"},
        )  # fmt: skip
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (503, "unavailable", "30")
