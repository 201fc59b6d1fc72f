"""Estimates, forecast grades, transfers and vocational entries by a program, through the services of the pages."""

import pytest

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.audit.events import Event
from interchange.audit.models import EventRecord
from interchange.catalogue.factories import make_component, make_option, make_qualification
from interchange.centres.factories import make_approval
from interchange.core import tenancy
from interchange.estimates.factories import asking_series, enter, give_grades, prefilled
from interchange.transfers.factories import make_paper, make_sitter
from interchange.transfers.models import Transfer
from interchange.vocational.factories import make_scheme

pytestmark = pytest.mark.django_db


@pytest.fixture
def computing(db):
    make_qualification("J277")
    return make_option(make_component("J277/03"))


def outcomes(answer):
    return [one["outcome"] for one in answer.json()["rows"]]


def test_estimates_are_read_saved_and_answered(program, ann, cal, centre, computing):
    enter(centre, computing, 20)
    prefilled(asking_series())
    mine = program(ann)
    found = mine.get("/estimates/2027-06").json()
    [line] = found["lines"]
    assert (line["code"], line["number"], line["state"], found["answered"]) == (
        "J277A",
        20,
        "prefilled",
        False,
    )
    row = {"code": "J277A", "number": 24, "version": line["version"]}
    told = mine.post("/estimates/2027-06", {"rows": [row, {"code": "X999", "number": 1}]}).json()
    assert [one["outcome"] for one in told["rows"]] == ["saved", "problem"]
    assert "No estimated entry is asked for" in told["rows"][1]["message"]
    assert told["answered"] is True
    assert outcomes(mine.post("/estimates/2027-06", {"rows": [row]})) == ["unchanged"]
    assert outcomes(mine.post("/estimates/2027-06", {"rows": [row | {"number": 9}]})) == ["conflict"]
    twice = mine.post("/estimates/2027-06", {"rows": [row, row | {"code": "j277a"}]})
    assert (twice.status_code, twice.json()["code"]) == (409, "row-twice")
    assert mine.post("/estimates/2027-06/nil", {}).json()["nil"] is True
    assert program(cal).get("/estimates/2027-06").json()["lines"] == []
    assert mine.get("/estimates/2099-06").status_code == 404
    with tenancy.for_centre(centre.pk):
        saved = EventRecord.unscoped.filter(name=Event.ESTIMATES_SAVED.value)
        assert {one.data["how"] for one in saved} == {"api"}


def test_forecast_grades_are_read_saved_and_submitted(program, ann, cal, centre, computing):
    give_grades(computing.qualification)
    asking_series(forecast_grades=["J277"])
    enter(centre, computing, 2, series="2027-06")
    mine, where = program(ann), "/forecasts/2027-06/J277"
    [award] = mine.get("/forecasts/2027-06").json()
    assert (award["entry_code"], award["candidates"], award["missing"]) == ("J277", 2, 2)
    rows = mine.get(where).json()["rows"]
    first, second = ({"number": one["number"], "version": one["version"], "grade": "7"} for one in rows)
    told = mine.post(where, {"rows": [first, second | {"grade": "Z"}], "submit": True})
    assert outcomes(told) == ["saved", "problem"]
    assert told.json()["not_submitted"].startswith("Nothing was submitted")
    assert outcomes(mine.post(where, {"rows": [first | {"grade": "8"}]})) == ["conflict"]
    assert mine.post(where, {"rows": [second], "submit": True}).json()["state"] == "submitted"
    assert mine.post(where, {"rows": [first, first]}).status_code == 409
    assert program(cal).get(where).json()["rows"] == []
    assert mine.get("/forecasts/2027-06/J999").status_code == 404


def test_a_transfer_is_begun_sent_and_answered_by_programs(program, ann, cal, centre, elsewhere):
    paper = make_paper()
    sitter = make_sitter(centre, paper)
    mine, theirs, series = program(ann), program(cal), sitter.series.code
    body = {
        "series": series, "candidate_number": sitter.number, "ground": "moved", "details": "To the coast",
        "host": elsewhere.number, "papers": [paper.code],
    }  # fmt: skip
    begun = mine.post("/transfers", body).json()
    assert (begun["state"], [one["code"] for one in begun["papers"]]) == ("started", [paper.code])
    where = f"/transfers/{begun['transfer']}"
    again = mine.post("/transfers", body)
    assert (again.status_code, again.json()["code"]) == (409, "papers")
    assert mine.post(f"{where}/send", {"fee_pence": begun["fee_pence"] + 1}).json()["code"] == "fee"
    assert mine.post(f"{where}/send", {"fee_pence": begun["fee_pence"]}).json()["state"] == "with_host"
    [asked] = theirs.get("/hosted", series=series).json()["items"]
    assert (asked["from_centre"], asked["candidate_number"]) == (centre.number, sitter.number)
    answer = f"/hosted/{asked['hosting']}/answer"
    assert theirs.post(answer, {"answer": "refuse"}).status_code == 409
    assert theirs.post(answer, {"answer": "accept"}).json()["state"] == "accepted"
    assert mine.get(where).json()["state"] == "submitted"
    assert [one["reference"] for one in mine.get("/transfers", series=series).json()["items"]] == [
        begun["reference"]
    ]
    assert theirs.get(where).status_code == 404
    assert mine.post(answer, {"answer": "accept"}).status_code == 404
    assert mine.post(f"{where}/cancel", {"why": "They stay"}).json()["state"] == "cancelled"


def test_what_is_wrong_with_a_transfer_is_told_and_the_same_call_begins_no_second(
    program, ann, centre, elsewhere
):
    paper = make_paper()
    sitter = make_sitter(centre, paper)
    mine = program(ann)
    good = {
        "series": sitter.series.code, "candidate_number": sitter.number, "ground": "moved", "details": "To the coast",
        "host": elsewhere.number, "papers": [paper.code],
    }  # fmt: skip
    for wrong, code in (
        ({"candidate_number": "9999"}, "candidate_number"), ({"papers": ["J999/01"]}, "papers"),
        ({"host": "99999"}, "host"),
    ):  # fmt: skip
        assert mine.post("/transfers", good | wrong).json()["code"] == code
    both = mine.post("/transfers", good | {"host": "99999", "details": " "}).json()
    assert [one["where"] for one in both["errors"]] == ["details", "host"]
    assert mine.post("/transfers", good | {"ground": "wedding"}).status_code == 422
    mine.client.defaults["HTTP_IDEMPOTENCY_KEY"] = "monday"
    first, second = mine.post("/transfers", good).json(), mine.post("/transfers", good).json()
    assert first["transfer"] == second["transfer"]
    with tenancy.for_centre(centre.pk):
        assert Transfer.unscoped.count() == 1


def test_learners_are_checked_entered_and_withdrawn(program, cal, centre):
    make_scheme()
    make_approval(centre, scope="VQ", number="05878")
    mine = program(make_actor("Vic Vale", Role.CAV, centre=centre))
    assert [one["scheme"] for one in mine.get("/vocational/schemes").json()] == ["05878"]
    assert [one["number"] for one in mine.get("/vocational/schemes/05878").json()["units"]] == ["1", "2", "3"]
    ada = {
        "uln": "1234567899",
        "surname": "Adeyemi",
        "forenames": "Ada",
        "date_of_birth": "2001-05-15",
        "sex": "F",
    }
    ben = {
        "surname": "Brown",
        "forenames": "Ben",
        "date_of_birth": "2002-06-16",
        "sex": "M",
        "wanted": "1; 9",
    }
    bad = ada | {"date_of_birth": "2001-02-31"}
    rows = {"rows": [ada, ben, bad]}
    checked = mine.post("/vocational/schemes/05878/check", rows).json()
    assert mine.get("/vocational/entries").json()["total"] == 0
    told = mine.post("/vocational/schemes/05878/entries", rows).json()
    assert (told, told["entered"]) == (checked, 1)
    assert [one["row"] for one in told["rows"] if one["problem"]] == [2, 3]
    again = mine.post("/vocational/schemes/05878/entries", {"rows": [ada]}).json()
    assert (again["entered"], again["unchanged"]) == (0, 1)
    [entry] = mine.get("/vocational/entries", scheme="05878").json()["items"]
    assert (entry["surname"], entry["unit"]) == ("Adeyemi", "")
    where = f"/vocational/entries/{entry['entry']}/withdraw"
    assert mine.post(where, {"why": ""}).status_code == 409
    assert mine.post(where, {"why": "Has left"}).json()["withdrawn_at"]
    assert mine.get("/vocational/entries").json()["total"] == 0
    assert mine.get("/vocational/entries", withdrawn="true").json()["total"] == 1
    assert mine.get("/vocational/schemes/none").status_code == 404
