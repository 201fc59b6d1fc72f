"""What a program can ask: the same as the pages show, and no more than the key and its maker may (E9)."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interchange.accounts.factories import make_actor
from interchange.accounts.models import ApiKey, Membership
from interchange.accounts.roles import CENTRE_ROLES, Role, capabilities_of
from interchange.api.views import api
from interchange.assessment.factories import make_sheet
from interchange.audit.events import Event
from interchange.audit.models import EventRecord
from interchange.core import tenancy
from interchange.core.problems import PROBLEM


def where(sheet, more=""):
    return f"/mark-sheets/{sheet.address.series}/{sheet.address.component}{more}"


def test_a_key_says_whose_it_is_and_what_it_may(program, ann):
    told = program(ann, "entries-view").get("/whoami").json()
    assert told["centre"] == {"number": ann.centre_number, "name": ann.centre_name}
    assert (told["key"], told["may"], told["made_by"]) == (
        "Registers",
        ["entries-view", "welcome"],
        ann.username,
    )


def test_the_catalogue_is_found_by_code(program, ann, sheet):
    mine = program(ann, "marks-view")
    [found] = mine.get("/catalogue/components", q="H446/03").json()["items"]
    assert found == mine.get(f"/catalogue/components/{sheet.address.component}").json()
    assert found["maximum"] == 70


def test_entries_are_the_centre_s_own_and_stand_in_the_trail_when_read(program, ann, cal, sheet):
    answer = program(ann, "entries-view").get("/entries", series=sheet.address.series).json()
    assert answer["total"] == len(answer["items"]) == len(sheet.rows(ann))
    assert program(cal, "entries-view").get("/entries", series=sheet.address.series).json()["total"] == 0
    with tenancy.for_centre(ann.centre_id):
        assert EventRecord.unscoped.filter(name=Event.API_READ.value).count() == 1


def test_marks_that_a_program_reads_and_saves_are_the_page_s(program, ann, sheet):
    mine = program(ann)
    row = mine.get(where(sheet)).json()["rows"][0]
    sent = {"rows": [{"number": row["number"], "version": row["version"], "mark": "33", "checked": True}]}
    assert mine.post(where(sheet, "/marks"), sent).json()["rows"][0]["outcome"] == "saved"
    kept = sheet.rows(ann)[0]
    assert (kept.value.mark, kept.checked, kept.saved_by) == (33, True, "Ann Lee (key “Registers”)")


def test_a_row_that_somebody_else_saved_is_a_conflict_and_a_bad_one_a_problem(program, ann, sheet):
    mine = program(ann)
    first, second, third = [row.number for row in sheet.rows(ann)][:3]
    mine.post(where(sheet, "/marks"), {"rows": [{"number": first, "version": 0, "mark": "33"}]})
    stale, high = (
        {"number": first, "version": 0, "mark": "34"},
        {"number": second, "version": 0, "mark": "999"},
    )
    good = {"number": third, "version": 0, "mark": "12"}
    answer = mine.post(where(sheet, "/marks"), {"rows": [stale, high, good]}).json()["rows"]
    assert [one["outcome"] for one in answer] == ["conflict", "problem", "saved"]
    assert answer[1]["message"]


def test_the_same_again_changes_nothing(program, ann, sheet):
    mine, sent = program(ann), {"rows": [{"number": sheet.rows(ann)[0].number, "version": 0, "mark": "33"}]}
    mine.post(where(sheet, "/marks"), sent)
    assert mine.post(where(sheet, "/marks"), sent).json()["rows"][0]["outcome"] in {"unchanged", "conflict"}
    assert sheet.rows(ann)[0].version == 1


def test_the_number_of_statements_does_not_grow_with_the_rows(program, ann, centre):
    mine, counts = program(ann), []
    mine.get("/whoami")
    for sheet in (make_sheet(centre, "H446/03", candidates=3), make_sheet(centre, "J277/03", candidates=60)):
        with CaptureQueriesContext(connection) as counted:
            mine.get(where(sheet))
        counts.append(len(counted))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("body", [
    {}, {"rows": []}, {"rows": [{"number": "1", "version": 0}]}, {"rows": [{"number": "0001", "version": "0"}]},
    {"rows": [{"number": "0001", "version": 0, "mark": "\x00"}]},
    {"rows": [{"number": "0001", "version": 0, "grace": "A"}]},
])  # fmt: skip
def test_what_has_the_wrong_shape_is_refused_with_where_it_is_wrong(program, ann, sheet, body):
    answer = program(ann).post(where(sheet, "/marks"), body)
    assert (answer.status_code, answer.json()["code"]) == (422, "misshapen")
    assert all("rows" in one["where"] for one in answer.json()["errors"])


def test_a_candidate_sent_twice_is_refused_whole(program, ann, sheet):
    row = {"number": sheet.rows(ann)[0].number, "version": 0, "mark": "3"}
    answer = program(ann).post(where(sheet, "/marks"), {"rows": [row, row]})
    assert (answer.status_code, answer.json()["code"], sheet.rows(ann)[0].version) == (409, "row-twice", 0)


# ---------------------------------------------------------------- who may

OPERATIONS = [
    (method.upper(), path, getattr(operation.view_func, "needs"))  # noqa: B009
    for _, router in api._routers
    for path, view in router.path_operations.items()
    for operation in view.operations
    for method in operation.methods
]


ENTRY = {"candidate_number": "0001", "series": "2027-06", "entry_code": "H446", "action": "withdraw"}
LEARNER = {"surname": "Lee", "date_of_birth": "2001-05-15", "sex": "F"}
TRANSFER = {
    "series": "2027-06", "candidate_number": "9999", "ground": "moved", "details": "Far", "host": "20002",
    "papers": ["J277/01"],
}  # fmt: skip
BODIES: dict[str, dict[str, Any]] = {
    "/entries": {"rows": [ENTRY]}, "/entries/check": {"rows": [ENTRY]},
    "/batches/{batch_id}/answer": {"answer": "keep"},
    "/mark-sheets/{series}/{component}/marks": {"rows": [{"number": "0001", "version": 0, "mark": "1"}]},
    "/estimates/{series}": {}, "/estimates/{series}/nil": {}, "/forecasts/{series}/{entry_code}": {},
    "/transfers": TRANSFER, "/transfers/{transfer_id}/send": {"fee_pence": 0}, "/transfers/{transfer_id}/cancel": {},
    "/hosted/{hosting_id}/answer": {"answer": "accept"},
    "/vocational/schemes/{scheme}/check": {"rows": [LEARNER]},
    "/vocational/schemes/{scheme}/entries": {"rows": [LEARNER]}, "/vocational/entries/{entry_id}/withdraw": {},
}  # fmt: skip
NOBODY = "00000000-0000-0000-0000-000000000001"


def asked(mine, method, path, sheet):
    body = BODIES.get(path)
    path = path.format(
        series=sheet.address.series, component=sheet.address.component, batch_id=sheet.batch, entry_code="H446",
        transfer_id=NOBODY, hosting_id=NOBODY, scheme="none", entry_id=NOBODY,
    )  # fmt: skip
    if path == "/files":
        return mine.send("entries.csv", b"candidate_number\n")
    if method == "POST":
        return mine.post(path, body)
    return mine.get(path, series=sheet.address.series)


ANSWERS = {
    "/batches/{batch_id}/answer": 409, "/estimates/{series}": None, "/estimates/{series}/nil": None,
    "/forecasts/{series}/{entry_code}": 404, "/transfers": None, "/transfers/{transfer_id}": 404,
    "/transfers/{transfer_id}/send": 404, "/transfers/{transfer_id}/cancel": 404, "/hosted/{hosting_id}/answer": 404,
    "/vocational/schemes/{scheme}": 404, "/vocational/schemes/{scheme}/check": 404,
    "/vocational/schemes/{scheme}/entries": 404, "/vocational/entries/{entry_id}/withdraw": 409,
}  # fmt: skip
"""What whoever may ask is told of what is not there; none where it goes by the days of the series."""
KEYS_CARRY = {
    "entries-view", "entries-enter", "entries-submit", "estimates-view", "estimates-enter", "marks-view", "marks-enter",
    "vq-entries-view", "vq-entries-submit",
}  # fmt: skip


@pytest.fixture
def everybody(centre):
    """Somebody with every role of a centre, who can make a key for anything."""
    return make_actor("Every One", *CENTRE_ROLES, centre=centre)


@pytest.mark.parametrize(("method", "path", "needs"), OPERATIONS, ids=str)
def test_each_role_s_key_may_do_what_the_table_says_and_no_more(
    program, sheet, everybody, method, path, needs
):
    """A key keeps asking what its maker's roles give now: the same table as for pages."""
    mine = program(everybody)
    for role in Role:
        if role.is_staff:
            continue
        Membership.objects.filter(pk=everybody.membership_id).update(roles=[role.value])
        may = needs.value in capabilities_of([role]) and needs.value in {*KEYS_CARRY, "welcome"}
        expected = ANSWERS.get(path, 200) if may else 403
        status = asked(mine, method, path, sheet).status_code
        assert status in ({200, 409} if expected is None else {expected}), role


@pytest.mark.parametrize(("method", "path", "needs"), OPERATIONS, ids=str)
def test_a_key_does_only_what_it_was_made_for(program, sheet, everybody, method, path, needs):
    """One that may do everything else may not do this."""
    expected = 200 if needs.value == "welcome" else 403
    others = sorted(KEYS_CARRY - {needs.value})
    assert asked(program(everybody, *others), method, path, sheet).status_code == expected


@pytest.mark.parametrize("path", ["/mark-sheets/{series}/{component}", "/mark-sheets/2099-06/{component}"])
def test_another_centre_s_sheet_and_one_that_never_was_are_the_same_to_a_program(program, cal, sheet, path):
    answer = asked(program(cal), "GET", path, sheet)
    assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)
    assert answer.json() == {
        "type": "about:blank", "title": "Not Found", "status": 404, "code": "not-found",
        "detail": "There is nothing at this address.",
    }  # fmt: skip


def test_another_centre_s_marks_are_not_reached(program, ann, cal, sheet):
    answer = asked(program(cal), "POST", "/mark-sheets/{series}/{component}/marks", sheet)
    assert answer.status_code == 404 or answer.json()["rows"][0]["outcome"] == "locked"
    assert sheet.rows(ann)[0].version == 0


@pytest.mark.parametrize(("path", "body", "status", "code"), [
    ("/nothing", None, 404, "not-found"),
    ("/mark-sheets/{series}/{component}/marks", {"rows": "x" * 5_000_000}, 413, "too-large"),
    ("/mark-sheets/{series}/{component}/marks", "no JSON", 400, "not-read"),
])  # fmt: skip
def test_every_refusal_to_a_program_is_a_problem_by_rfc_9457(program, ann, sheet, path, body, status, code):
    path, mine = (
        path.replace("{series}", "2027-06").replace("{component}", sheet.address.component),
        program(ann),
    )
    answer = mine.post(path, body) if body else mine.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    assert (answer.json()["status"], answer.json()["code"]) == (status, code)


# ---------------------------------------------------------------- the key itself


@pytest.mark.parametrize(
    "shown", ["", "x", "ick_0000000000_" + "a" * 43, "ick_" + "a" * 5000, "ick__", "ick_ü_x"]
)
def test_a_key_that_never_was_opens_nothing(client, shown, db):
    answer = client.get(
        "/api/v1/whoami", headers={"authorization": f"Bearer {shown}".encode().decode("latin-1")}
    )
    assert (answer.status_code, answer.json()["code"]) == (401, "key-refused")


def test_only_the_hash_of_a_key_is_kept(program, ann):
    key = program(ann).key
    kept = ApiKey.objects.get()
    assert kept.token_hash not in key
    secret = key.split("_", 2)[2]
    assert len(secret) == 43
    assert secret not in str(vars(kept))


def test_a_cookie_opens_nothing_for_a_program(signed_in, ann):
    assert signed_in(ann).get("/api/v1/whoami").status_code == 401


def test_a_key_asks_so_often_in_a_minute_and_no_more(program, ann, monkeypatch, caplog):
    mine = program(ann)
    [throttle] = api.throttle if isinstance(api.throttle, list) else [api.throttle]
    monkeypatch.setattr(throttle, "num_requests", 2)
    assert [mine.get("/whoami").status_code for _ in range(3)] == [200, 200, 429]
    assert "Held back: a key asked too often" in caplog.messages


def test_the_guide_names_every_operation(client, db):
    page = client.get(reverse("site:guide", args=["programs"])).content.decode()
    assert [path for method, path, _ in OPERATIONS if f"{method} /api/v1{path}" not in page] == []
