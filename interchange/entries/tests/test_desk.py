"""The awarding body's staff: entries of all centres, rows that could not be taken, UCIs, and acting for a centre."""

import html
import re
from datetime import date

import pytest

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.catalogue.factories import make_component, make_option, make_series
from interchange.centres.factories import make_approval
from interchange.core import tenancy
from interchange.entries.factories import make_batch, make_candidate, make_entry
from interchange.entries.models import Candidate, Entry, Version
from interchange.entries.rules.identifiers import make_uci

REASON = "Asked for by telephone"


@pytest.fixture
def eva(db):
    """Eva of the awarding body, who looks after entries."""
    return make_actor("Eva Engel", Role.ENTRIES)


@pytest.fixture
def desk(signed_in, eva):
    return signed_in(eva)


@pytest.fixture
def entry(centre):
    make_approval(centre)
    option = make_option(make_component())
    return make_entry(make_candidate(centre, series=make_series()), option)


def entries(actor):
    with tenancy.reading(actor):
        return {
            one.candidate.number: one.withdrawn_at is None
            for one in Entry.objects.visible_to(actor).select_related("candidate").order_by("entered_at")
        }


def test_totals_by_code_over_all_centres_and_as_a_file(desk, entry, elsewhere):
    make_entry(make_candidate(elsewhere, series=entry.series), entry.option)
    page = desk.get("/desk/entries/").content.decode()
    assert "2 candidates" in page
    assert re.search(r'data-label="Centres" class="ic-number">2<', page)
    assert entry.entry_code in desk.get("/desk/entries/by-code.csv").content.decode()
    assert "No entry fits" in desk.get("/desk/entries/?q=zzz").content.decode()


def test_rows_that_could_not_be_taken_are_listed_with_their_centre(desk, centre, entry):
    make_batch(centre, said="There is no option “Q”.")
    page = desk.get("/desk/entries/not-taken/").content.decode()
    assert "There is no option “Q”." in page
    assert centre.number in page
    assert centre.number in desk.get("/desk/entries/not-taken.csv").content.decode()
    assert "No row waits" in desk.get("/desk/entries/not-taken/?centre=99999").content.decode()


def test_a_candidate_of_any_centre_is_found_and_the_look_is_in_the_trail(desk, entry):
    assert "Give a centre number" in desk.get("/desk/entries/candidates/").content.decode()
    found = desk.get(f"/desk/entries/candidates/?q={entry.candidate.uci}").content.decode()
    assert entry.candidate.name in html.unescape(found)
    page = desk.get(f"/desk/entries/candidates/{entry.candidate.pk}/").content.decode()
    assert entry.entry_code in page


@pytest.mark.parametrize("verb", ["withdraw", "medical"])
def test_an_entry_is_withdrawn_for_a_centre_with_a_reason_and_made_again(desk, ann, entry, verb):
    where = f"/desk/entries/entries/{entry.pk}/"
    refused = desk.post(where, {"verb": verb, "reason": ""})
    assert refused.status_code == 422
    assert "The centre reads it" in refused.content.decode()
    for strange in ("", "delete"):
        assert desk.post(where, {"verb": strange, "reason": REASON}).status_code == 422
    assert desk.post(where, {"verb": verb, "reason": REASON}).status_code == 302
    assert entries(ann) == {entry.candidate.number: False}
    assert desk.post(where, {"verb": "again", "reason": REASON}).status_code == 302
    assert entries(ann) == {entry.candidate.number: True}
    with tenancy.reading(ann):
        assert set(Version.objects.visible_to(ann).values_list("route", "reason")) == {("board", REASON)}


def test_details_are_changed_for_a_centre_and_each_wrong_field_is_told(desk, ann, entry):
    candidate = entry.candidate
    sent = {
        "surname": "Okafor", "forenames": "Ife", "born_on": "15/05/2010", "sex": "F", "status": "S",
        "uci": candidate.uci, "uln": "", "reason": REASON,
    }  # fmt: skip
    where = f"/desk/entries/candidates/{candidate.pk}/details/"
    wrong = desk.post(where, sent | {"born_on": "31/02/2010"})
    assert wrong.status_code == 422
    assert 'href="#born_on"' in wrong.content.decode()
    assert desk.post(where, sent).status_code == 302
    with tenancy.reading(ann):
        held = Candidate.objects.visible_to(ann).get(pk=candidate.pk)
    assert (held.surname, held.born_on) == ("Okafor", date(2010, 5, 15))


def rows(
    number,
    code,
    uci,
    *,
    head="candidate_number\tuci\tsurname\tdate_of_birth\tsex\tstatus\tseries\tentry_code",
):
    return f"{head}\n{number}\t{uci}\tWebb\t2010-05-15\tF\tS\t2027-06\t{code}"


def test_late_entries_are_made_for_a_centre_after_a_look_at_what_they_do(desk, ann, entry):
    uci = make_uci(ann.centre_number, 2026, "0900")
    text = rows("0900", entry.entry_code, uci) + "\n0901\tx\tLee\t2010-05-15\tF\tS\t2027-06\tX9"
    shown = desk.post("/desk/entries/enter/", {"centre": ann.centre_number, "text": text}).content.decode()
    assert "1 added" in shown
    assert "Line" in shown
    sent = {
        "centre": ann.centre_number,
        "rows": html.unescape(re.findall(r'name="rows" value="([^"]*)"', shown)[0]),
    }
    refused = desk.post("/desk/entries/enter/", sent)
    assert refused.status_code == 422
    assert entries(ann).get("0900") is None
    assert desk.post("/desk/entries/enter/", sent | {"reason": REASON}).status_code == 302
    assert entries(ann)["0900"] is True


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"text": "x"}, "There is a problem"),
        ({"text": ""}, "There is a problem"),
        ({"rows": "no"}, "did not come back whole"),
        ({"rows": '[["1"]]'}, "did not come back whole"),
        ({"rows": "[1]"}, "did not come back whole"),
    ],
)
def test_what_cannot_be_read_is_told(desk, centre, sent, said):
    answer = desk.post("/desk/entries/enter/", {"centre": centre.number, **sent})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_an_unknown_centre_is_not_there(desk, entry):
    text = rows("0900", entry.entry_code, make_uci("10001", 2026, "0900"))
    assert desk.post("/desk/entries/enter/", {"centre": "99999", "text": text}).status_code == 404


def test_two_ucis_of_one_person_become_one_with_a_reason(desk, ann, entry, elsewhere):
    one = entry.candidate
    two = make_candidate(
        elsewhere,
        series=entry.series,
        surname=one.surname,
        forenames=one.forenames,
        born_on=one.born_on,
        sex=one.sex,
    )
    page = desk.get("/desk/entries/ucis/").content.decode()
    assert one.uci in page
    assert two.uci in page
    gone, kept = re.findall(r"Merge (\w+) into (\w+)", page)[0]
    assert desk.post("/desk/entries/ucis/", {"gone": gone, "kept": kept, "reason": ""}).status_code == 422
    assert desk.post("/desk/entries/ucis/", {"gone": gone, "kept": kept, "reason": REASON}).status_code == 302
    assert "No two candidates" in desk.get("/desk/entries/ucis/").content.decode()


def test_the_number_of_statements_does_not_grow(desk, centre, entry, django_assert_max_num_queries):
    desk.get("/desk/entries/")
    for _ in range(2):
        for _ in range(10):
            make_entry(make_candidate(centre, series=entry.series), entry.option)
        make_batch(centre)
        with django_assert_max_num_queries(41):
            for page in ("", "not-taken/", f"candidates/?centre={centre.number}"):
                desk.get(f"/desk/entries/{page}")
