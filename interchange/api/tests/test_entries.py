"""Entries by a program: the same checks, record and fees as by the page (R-WAY-3, E9)."""

import json

import pytest

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.centres.factories import make_approval
from interchange.core import tenancy
from interchange.entries.models import Batch, Candidate, Entry, Version
from interchange.entries.rules.identifiers import make_uci
from interchange.webhooks.factories import make_hook
from interchange.webhooks.models import Delivery


def new(number, code="H446", **instead):
    row = {
        "candidate_number": number, "uci": make_uci("10001", 2026, number), "surname": "Webb", "forenames": "Joy",
        "date_of_birth": "2010-05-15", "sex": "F", "status": "S", "series": "2027-06", "entry_code": code,
    }  # fmt: skip
    return row | instead


def entered(actor):
    with tenancy.reading(actor):
        live = Entry.objects.visible_to(actor).filter(withdrawn_at=None, candidate__number__gte="0500")
        return sorted(live.values_list("candidate__number", "entry_code"))


@pytest.fixture
def mine(program, ann, centre, sheet):
    make_approval(centre)
    return program(ann)


def test_candidates_are_the_centre_s_own(mine, program, cal, ann, sheet):
    found = mine.get("/candidates", series="2027-06").json()
    assert found["total"] == len(sheet.rows(ann))
    assert {"number", "uci", "born_on"} <= set(found["items"][0])
    assert program(cal).get("/candidates", series="2027-06").json()["total"] == 0


def test_the_catalogue_tells_series_and_options(mine, sheet):
    [june] = [one for one in mine.get("/catalogue/series").json() if one["code"] == "2027-06"]
    assert june["entry_deadline"] == "2027-02-21"
    options = mine.get("/catalogue/options", series="2027-06", entry_code="H446").json()["items"]
    assert {one["entry_code"] for one in options} == {"H446"}
    assert mine.get("/catalogue/options", series="2099-06").status_code == 404


def test_a_check_tells_what_would_happen_and_keeps_nothing(mine, ann):
    told = mine.post("/entries/check", {"rows": [new("0500"), new("0501", "X999")]}).json()
    assert (told["added"], len(told["problems"])) == (1, 1)
    assert told["problems"][0]["row"] == 2
    assert entered(ann) == []


def test_good_rows_are_taken_and_bad_ones_told(mine, ann):
    bad = new("0501", date_of_birth="2010-02-31")
    told = mine.post("/entries", {"rows": [new("0500"), bad]}).json()
    assert (told["added"], told["state"]) == (1, "loaded")
    assert [(one["row"], one["column"]) for one in told["problems"]] == [(2, "date_of_birth")]
    assert entered(ann) == [("0500", "H446")]
    with tenancy.reading(ann):
        batch = Batch.objects.visible_to(ann).get(pk=told["batch"])
        assert (batch.route, batch.counts["added"]) == ("api", 1)
        assert Version.objects.visible_to(ann).filter(batch=batch).count() == 1
    again = mine.get(f"/batches/{told['batch']}").json()
    assert again["problems"] == told["problems"]


def test_the_same_sending_again_changes_nothing_and_answers_the_same(mine, ann):
    named = {"rows": [new("0500")]}
    first = send(mine, named, key="monday-1")
    second = send(mine, named, key="monday-1")
    assert first["batch"] == second["batch"]
    assert (second["added"], second["state"]) == (1, "loaded")
    with tenancy.reading(ann):
        assert Version.objects.visible_to(ann).filter(batch_id=first["batch"]).count() == 1


def test_one_centre_s_name_for_a_sending_is_not_another_s(mine, program, cal, elsewhere):
    first = send(mine, {"rows": [new("0500")]}, key="same")
    make_approval(elsewhere)
    other = send(program(cal), {"rows": [new("0500", uci=make_uci("20002", 2026, "0500"))]}, key="same")
    assert first["batch"] != other["batch"]
    assert mine.get(f"/batches/{other['batch']}").status_code == 404


def send(mine, body, *, key):
    answer = mine.client.post(
        "/api/v1/entries", body, content_type="application/json",
        headers={"authorization": f"Bearer {mine.key}", "idempotency-key": key},
    )  # fmt: skip
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_entries_are_amended_and_withdrawn(mine, ann):
    mine.post("/entries", {"rows": [new("0500"), new("0501")]})
    change = {"candidate_number": "0500", "series": "2027-06", "entry_code": "H446"}
    told = mine.post("/entries", {"rows": [change | {"action": "amend", "surname": "Lee"}]}).json()
    assert told["problems"] == []
    told = mine.post(
        "/entries", {"rows": [change | {"candidate_number": "0501", "action": "withdraw"}]}
    ).json()
    assert told["withdrawn"] == 1
    assert entered(ann) == [("0500", "H446")]
    with tenancy.reading(ann):
        assert Candidate.objects.visible_to(ann).get(number="0500").surname == "Lee"


@pytest.mark.parametrize("row", [
    {"action": "explode"}, {"series": "June"}, {"candidate_number": 500}, {"grace": "A"}, {"surname": "\x00"},
    {"surname": "x" * 201},
])  # fmt: skip
def test_what_has_the_wrong_shape_is_refused_whole(mine, ann, row):
    answer = mine.post("/entries", {"rows": [new("0500"), new("0501", **row)]})
    assert (answer.status_code, answer.json()["code"]) == (422, "misshapen")
    assert entered(ann) == []


def test_the_centre_s_systems_are_told_of_what_was_taken_and_refused(mine, ann):
    make_hook(ann)
    mine.post("/entries", {"rows": [new("0500"), new("0501", "X999")]})
    with tenancy.reading(ann):
        bodies = Delivery.objects.visible_to(ann).exclude(message="test").values_list("message", "body")
        told = {message: json.loads(body)["data"] for message, body in bodies}
    assert told["entries.accepted"]["entries"] == [
        {"series": "2027-06", "candidate_number": "0500", "entry_code": "H446"}
    ]
    [refused] = told["entries.rejected"]["rows"]
    assert (refused["row"], refused["candidate_number"]) == (2, "0501")
    assert "Webb" not in json.dumps(told)


def test_whoever_may_only_look_sends_nothing(program, sheet, centre):
    keeper = make_actor("Kit Keeper", Role.CAG, Role.ERO, centre=centre)
    looking = program(keeper, "entries-view")
    assert looking.post("/entries/check", {"rows": [new("0500")]}).status_code == 200
    assert looking.post("/entries", {"rows": [new("0500")]}).status_code == 403


def test_a_file_is_sent_followed_and_known_when_it_comes_again(mine, ann):
    make_hook(ann)
    row = {"centre_number": "10001", **new("0500")}
    content = f"{','.join(row)}\n{','.join(row.values())}\n".encode()
    first = mine.send("monday.csv", content).json()
    assert (first["state"], first["counts"]["added"], first["question"]) == ("loaded", 1, "")
    assert entered(ann) == [("0500", "H446")]
    again = mine.send("monday.csv", content).json()
    assert again["counts"]["added"] == 0
    assert mine.get(f"/batches/{first['batch']}").json() == first
    with tenancy.reading(ann):
        told = Delivery.objects.visible_to(ann).filter(message="file.processed").order_by("made_at")
        assert [json.loads(one.body)["data"]["name"] for one in told] == ["monday.csv", "monday.csv"]


@pytest.mark.parametrize(("name", "content"), [("x.csv", b""), ("x.exe", b"MZ\x00")])
def test_what_is_no_file_of_entries_is_refused_with_why(mine, name, content):
    answer = mine.send(name, content)
    assert answer.status_code in (409, 422)
    assert answer.json()["detail"]


def test_a_batch_that_asks_nothing_is_not_answered(mine, ann):
    batch = mine.post("/entries", {"rows": [new("0500")]}).json()["batch"]
    assert mine.post(f"/batches/{batch}/answer", {"answer": "keep"}).status_code == 409
    assert mine.post(f"/batches/{batch}/answer", {"answer": "perhaps"}).status_code == 422
