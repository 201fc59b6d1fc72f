"""The entries grid: what is typed is kept, whole or not at all, and by nobody over anybody."""

import html as entities
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.catalogue.factories import make_component, make_option, make_series
from interchange.catalogue.models import Option, Series, Tariff
from interchange.centres.factories import make_approval
from interchange.core import clock, tenancy
from interchange.core.errors import Refused
from interchange.core.identifiers import new_id
from interchange.core.spreadsheets import read_pasted
from interchange.entries.factories import make_candidate, make_cohort, make_entry
from interchange.entries.forms import grid as forms
from interchange.entries.models import Candidate, Draft, Entry
from interchange.entries.queries import drafts as queries
from interchange.entries.queries import reviewing
from interchange.entries.queries.grid_files import preview_of
from interchange.entries.queries.warnings import warnings_of
from interchange.entries.rules.drafts import Outcome, Typed
from interchange.entries.services import drafts as services
from interchange.entries.services import filling
from interchange.entries.services.submitting import submit_drafts
from interchange.entries.steps.drafts import Answer

SERIES = "2027-06"


@pytest.fixture
def codes(db: None) -> None:
    """J277 with the options A and B, H446 with the only option that is none."""
    first = make_component("J277/03")
    make_option(first, code="A", route="upload")
    make_option(first, code="B", route="upload")
    make_option(make_component("H446/03", title="Project"), code="", entry_code="H446")


@pytest.fixture
def officer(centre: Any) -> Any:
    """Eve, exams officer: Entries Full Access (GQ)."""
    return make_actor("Eve Marsh", Role.EFA, centre=centre)


@pytest.fixture
def held(centre: Any, codes: None) -> Candidate:
    """Candidate 0001, entered for J277 A."""
    make_approval(centre)
    candidate = make_candidate(centre, "0001")
    make_entry(candidate, Option.objects.get(entry_code="J277", code="A"))
    return candidate


def row(officer: Any, key: str, *, codes: tuple[str, ...] = ("J277", "H446")) -> queries.Row:
    with tenancy.reading(officer):
        found = queries.rows_of(officer, make_series(SERIES).pk, codes)
    return next(one for one in found if key in (one.key, one.number))


def save(officer: Any, key: str, version: int = 0, /, **cells: str) -> Answer:
    return services.save_drafts(SERIES, [Typed(key, version, cells)], how="typing", by=officer).answers[0]


def test_only_what_differs_from_what_is_held_is_kept(held: Candidate, officer: Any):
    saved = save(officer, "0001", J277="B", H446="1", surname=held.surname)
    assert saved.outcome is Outcome.SAVED
    assert saved.row
    assert saved.row.draft
    assert saved.row.draft.codes == {"J277": "B", "H446": "1"}
    assert saved.row.draft.details == {}
    back = save(officer, "0001", 1, J277="a", H446="")
    assert back.row
    assert back.row.draft
    assert back.row.draft.empty
    assert save(officer, "0001", 2, J277="A").outcome is Outcome.UNCHANGED


def test_who_was_slower_is_shown_both_and_nothing_is_written_over(held: Candidate, officer: Any, centre: Any):
    colleague = make_actor("Ida Long", Role.EFA, centre=centre)
    save(officer, "0001", J277="B")
    lost = save(colleague, "0001", J277="")
    assert lost.outcome is Outcome.CONFLICT
    assert "Eve Marsh saved this row" in lost.message
    assert row(officer, "0001").cell("J277") == "B"


def test_nothing_typed_is_lost_but_what_cannot_be_stored_is_said(held: Candidate, officer: Any):
    key = new_id().hex
    nonsense = save(
        officer, key, candidate_number="x", date_of_birth="31 Foo", J277="ZZ", surname="<b>Ö'Neil</b>"
    )
    assert nonsense.outcome is Outcome.SAVED
    found = row(officer, key)
    assert found.cell("surname") == "<b>Ö'Neil</b>"
    assert set(found.problems(queries.codes_of(["J277"]))) == {"candidate_number", "date_of_birth", "J277"}
    assert save(officer, key, 1, surname="x" * 201).outcome is Outcome.PROBLEM
    assert save(officer, key, 1, surname="a\x00b").outcome is Outcome.PROBLEM
    assert save(officer, "0777", J277="A").outcome is Outcome.LOCKED
    assert "keeps number" in save(officer, "0001", candidate_number="0002").message


def test_ucis_are_made_for_new_candidates_with_a_number(held: Candidate, officer: Any):
    first, second = new_id().hex, new_id().hex
    save(officer, first, candidate_number="0042", surname="Moss")
    save(officer, second, surname="Nobody")
    made = filling.make_ucis(SERIES, by=officer)
    assert row(officer, first).cell("uci").startswith(f"{officer.centre_number}0270042")
    assert {answer.outcome for answer in made.answers} == {Outcome.SAVED, Outcome.PROBLEM}


def test_copied_candidates_keep_number_and_uci_and_the_codes_that_exist(
    held: Candidate, officer: Any, centre: Any
):
    make_series("2028-06")
    result = filling.copy_candidates("2028-06", earlier=SERIES, numbers=None, with_codes=True, by=officer)
    assert (result.copied, result.here, result.left_out) == (1, 0, 0)
    with tenancy.reading(officer):
        (copied,) = queries.rows_of(officer, make_series("2028-06").pk, ["J277"])
    assert (copied.number, copied.cell("uci"), copied.cell("J277")) == ("0001", held.uci, "A")
    again = filling.copy_candidates("2028-06", earlier=SERIES, numbers=None, with_codes=True, by=officer)
    assert (again.copied, again.here) == (0, 1)


def filled(officer: Any, number: str = "0050", **cells: str) -> str:
    """A whole new candidate in the grid."""
    key = new_id().hex
    details = {
        "candidate_number": number,
        "surname": "Vane",
        "forenames": "Iris",
        "date_of_birth": "01/09/2010",
    }
    cells = {**details, "sex": "F", "status": "S", **cells}
    services.save_drafts(SERIES, [Typed(key, 0, cells)], how="typing", by=officer)
    filling.make_ucis(SERIES, [key], by=officer)
    return key


def shown(officer: Any) -> str:
    with tenancy.reading(officer):
        return reviewing.fingerprint(queries.drafted(officer, make_series(SERIES).pk))


@pytest.fixture
def on_time() -> Iterator[None]:
    """A day on which entries of June 2027 are on time."""
    with clock.pretend(datetime(2027, 1, 20, 12, tzinfo=UTC)):
        yield


@pytest.mark.usefixtures("on_time")
def test_what_is_right_goes_what_is_wrong_stays_with_its_sentence(held: Candidate, officer: Any):
    filled(officer, "0050", J277="A", H446="1")
    filled(officer, "0051", J277="Q")
    wrong = filled(officer, "0052", J277="A", date_of_birth="soon")
    save(officer, "0001", J277="")
    key = new_id()
    seen = shown(officer)
    batch = submit_drafts(SERIES, key=key, shown=seen, everything=True, by=officer)
    assert (batch.counts["added"], batch.counts["withdrawn"], batch.counts["stayed"]) == (2, 1, 2)
    with tenancy.reading(officer):
        live = Entry.objects.visible_to(officer).filter(withdrawn_at=None)
        assert sorted(live.values_list("candidate__number", "entry_code")) == [
            ("0050", "H446"),
            ("0050", "J277"),
        ]
        left = {draft.details.get("candidate_number"): draft for draft in Draft.objects.visible_to(officer)}
    assert set(left) == {"0051", "0052"}
    stayed = row(officer, wrong).draft
    assert stayed
    assert "soon" in stayed.problems["date_of_birth"]
    assert submit_drafts(SERIES, key=key, shown=seen, by=officer).pk == batch.pk


@pytest.mark.usefixtures("on_time")
def test_a_row_that_goes_in_part_leaves_the_rest_with_its_candidate(held: Candidate, officer: Any):
    filled(officer, "0050", J277="Q", H446="1")
    batch = submit_drafts(SERIES, key=new_id(), shown=shown(officer), everything=True, by=officer)
    assert batch.counts["added"] == 1
    left = row(officer, "0050")
    assert left.person is not None
    assert left.draft
    assert left.draft.codes == {"J277": "Q"}
    assert "J277" in left.draft.problems


@pytest.mark.usefixtures("on_time")
def test_details_go_without_an_entry_and_what_may_be_left_out_is_emptied(
    held: Candidate, officer: Any, centre: Any, signed_in: Callable[..., Client]
):
    alone = make_candidate(centre, "0007", surname="Lone", forenames="Ida", uln="1234567899")
    save(officer, "0007", surname="Loan", uln="", forenames="")
    save(officer, "0001", sex="")
    batch = submit_drafts(SERIES, key=new_id(), shown=shown(officer), everything=True, by=officer)
    assert (batch.counts["added"], batch.counts["changed"], batch.counts["stayed"]) == (0, 0, 1)
    with tenancy.reading(officer):
        now = Candidate.objects.visible_to(officer).get(pk=alone.pk)
    assert (now.surname, now.forenames, now.uln) == ("Loan", "", "")
    page = signed_in(officer).get(f"/entries/candidates/{alone.pk}/").content.decode()
    assert "Details changed: surname, forenames, ULN" in page
    Series.objects.update(profile={"uln_needed": ["all"]})
    with tenancy.for_centre(centre.pk):
        Candidate.unscoped.filter(pk=held.pk).update(uln="1234567899")
    save(officer, "0001", 1, sex=held.sex, uln="")
    with pytest.raises(Refused, match="No row can be submitted"):
        submit_drafts(SERIES, key=new_id(), shown=shown(officer), everything=True, by=officer)


@pytest.mark.usefixtures("on_time")
def test_a_warning_that_is_accepted_on_the_grid_is_accepted_afterwards(held: Candidate, officer: Any):
    filled(officer, "0050", J277="A", date_of_birth="01/09/1930")
    submit_drafts(SERIES, key=new_id(), shown=shown(officer), everything=True, by=officer)
    with tenancy.reading(officer):
        [odd] = [one for one in warnings_of(officer, make_series(SERIES)) if one.number == "0050"]
    assert odd.sentence == "Check the date of birth."
    assert odd.accepted.startswith("Eve Marsh")


@pytest.mark.usefixtures("on_time")
def test_submitting_is_refused_when_a_row_has_changed_since_and_when_nothing_can_go(
    held: Candidate, officer: Any
):
    with pytest.raises(Refused) as nothing:
        submit_drafts(SERIES, key=new_id(), shown=shown(officer), by=officer)
    assert nothing.value.code == "nothing-to-send"
    seen = shown(officer)
    save(officer, "0001", H446="1")
    with pytest.raises(Refused) as changed:
        submit_drafts(SERIES, key=new_id(), shown=seen, by=officer)
    assert changed.value.code == "changed-since-check"


@pytest.mark.usefixtures("on_time")
def test_a_page_without_script_is_stored_whole_or_not_at_all(
    held: Candidate, officer: Any, signed_in: Callable[..., Client]
):
    browser = signed_in(officer)
    address = f"/entries/make/{SERIES}/?codes=J277,H446"
    page = browser.get(address)
    assert page.status_code == 200, page.content[:500]
    save = f"/entries/make/{SERIES}/save/?codes=J277,H446"
    assert f'action="{save.replace(",", "%2C")}"' in page.content.decode()
    sent = fields_of(page.content.decode())
    sent["e0_0001"] = "B"
    assert "1 row saved" in browser.post(save, sent, follow=True).content.decode()
    assert row(officer, "0001").cell("J277") == "B"
    sent = fields_of(browser.get(address).content.decode())
    cut_off = {name: value for name, value in sent.items() if name != "end"} | {"e0_0001": ""}
    assert browser.post(save, cut_off).status_code == 409
    del sent["s0001"]
    assert browser.post(save, sent).status_code == 409
    assert row(officer, "0001").cell("J277") == "B"
    opened = browser.get(save)  # the address that is left after a page that could not be saved
    assert (opened.status_code, opened["Location"]) == (302, address.replace(",", "%2C"))
    assert browser.get(f"/entries/make/{SERIES}/submit/")["Location"] == f"/entries/make/{SERIES}/review/"


def fields_of(html: str) -> dict[str, str]:
    """What the form of the grid would send."""
    form = html[html.index('<form id="sheet"') :]
    found = {}
    for field in re.findall(r"<input[^>]*>", form[: form.index("</form>")]):
        name = re.search(r'name="?([^" >]+)', field)
        value = re.search(r'value="([^"]*)"', field)
        if name:
            found[name[1]] = entities.unescape(value[1]) if value else ""
    return found


def test_the_script_gets_each_rows_outcome_and_hears_of_others(
    held: Candidate, officer: Any, signed_in: Callable[..., Client]
):
    browser = signed_in(officer)
    body = {
        "source": "typing",
        "rows": [{"number": "0001", "version": 0, "cells": {"J277": "Z", "surname": "Smith"}}],
    }
    address = f"/entries/make/{SERIES}/cells/?codes=J277"
    (answer,) = browser.post(address, json.dumps(body), content_type="application/json").json()["rows"]
    assert (answer["outcome"], answer["version"], answer["state"]) == ("saved", 1, "is-problem")
    assert answer["marks"] == {"J277": "changed", "surname": "changed"}
    assert "no option" in answer["problems"]["J277"]
    heard = browser.get(f"{address}&since=2020-01-01T00:00:00Z").json()
    assert [one["number"] for one in heard["rows"]] == ["0001"]
    cell = {"number": "0001", "version": 0, "cells": {"J277": "A"}}
    broken: list[Any] = [
        {}, {"rows": []}, {"rows": [{**cell, "number": "1"}]}, {"rows": [{**cell, "version": "0"}]},
        {"rows": [{**cell, "cells": {}}]}, {"rows": [cell, cell]}, {"rows": [{**cell, "cells": {"J277": 1}}]},
    ]  # fmt: skip
    for body in broken:
        assert browser.post(address, json.dumps(body), content_type="application/json").status_code == 409


def test_another_centres_rows_are_not_there(
    held: Candidate, elsewhere: Any, signed_in: Callable[..., Client]
):
    stranger = make_actor("Cal Reed", Role.EFA, centre=elsewhere)
    page = signed_in(stranger).get(f"/entries/make/{SERIES}/?codes=J277").content.decode()
    assert held.uci not in page
    assert save(stranger, "0001", J277="B").outcome is Outcome.LOCKED


def test_shown_as_is_the_same_for_the_same_cells():
    assert forms.shown_as(["a", "b"]) == forms.shown_as(["a", "b"]) != forms.shown_as(["ab", ""])


# ---------------------------------------------------------------- files


def preview(officer: Any, *lines: str) -> Any:
    with tenancy.reading(officer):
        return preview_of(officer, queries.window_of(SERIES), read_pasted("\n".join(lines)))


def test_codes_across_are_read_by_number_and_an_empty_cell_leaves_an_entry_as_it_is(
    held: Candidate, officer: Any
):
    made = preview(
        officer,
        "Candidate number\tSurname\tJ277\tH446\tHouse",
        "1\t\t\t1\tRed",
        "2\tMoss\tB\t\tBlue",
        "3\t\t-\t\t",
    )
    assert [(change.number, change.old, change.new) for change in made.changed[:1]] == [
        ("0001", "H446 nothing", "H446 1")
    ]
    assert [row["cells"] for row in made.rows[1:]] == [
        {"surname": "Moss", "candidate_number": "0002", "J277": "B"}, {"candidate_number": "0003"},
    ]  # fmt: skip
    assert made.notes == ["The column “House” is no entry code and was left out."]


def test_a_line_for_each_candidate_and_code_is_read_and_bad_lines_come_back_with_why(
    held: Candidate, officer: Any
):
    head = "centre_number\tcandidate_number\tsurname\tentry_code\toption_code\taction"
    made = preview(
        officer, head, f"{officer.centre_number}\t1\t\tJ277\t\twithdraw", f"{officer.centre_number}\t1\t\tH446\t\t",
        f"{officer.centre_number}\t2\tMoss\tNONE\tA\tadd", "99999\t3\tVane\tJ277\tA\tadd",
        f"{officer.centre_number}\t4\tFox\tJ277\tQ\tadd", f"{officer.centre_number}\t1\t\tJ277\tA\t",
    )  # fmt: skip
    assert [row["cells"] for row in made.rows] == [{"J277": "", "H446": "1"}]
    assert [problem.row for problem in made.problems] == [4, 5, 6, 7]
    assert made.bad[0][-1] == "error"
    assert "There is no entry code NONE." in made.bad[1][-1]


def test_accepting_keeps_just_what_the_preview_showed_and_the_same_file_again_nothing(
    held: Candidate, officer: Any, signed_in: Callable[..., Client]
):
    browser = signed_in(officer)
    where = f"/entries/make/{SERIES}/upload/"
    page = browser.post(where, {"text": "candidate_number\tJ277\n1\tB\n2\tB"}).content.decode()
    rows = entities.unescape(re.search(r'name="rows" value="([^"]*)"', page)[1])  # type: ignore[index]
    browser.post(f"{where}accept/", {"rows": rows, "codes": "J277"})
    assert row(officer, "0001").cell("J277") == "B"
    assert preview(officer, "candidate_number\tJ277", "1\tB", "2\tB").rows == []
    for broken in ("", "[]", "{}", '[{"number": "x"}]', "null"):
        assert browser.post(f"{where}accept/", {"rows": broken}).status_code == 409
    assert browser.post(where, {}).status_code == 422


# ---------------------------------------------------------------- many rows, and who may only look


def test_a_page_costs_the_same_statements_however_many_rows(
    codes: None,
    officer: Any,
    centre: Any,
    signed_in: Callable[..., Client],
    django_assert_max_num_queries: Any,
):
    make_approval(centre)
    browser = signed_in(officer)
    where = f"/entries/make/{SERIES}/?codes=J277,H446"
    counts = []
    for _ in range(2):
        make_cohort(centre, Option.objects.filter(entry_code="J277")[0].components.all()[0], 30)
        browser.get(where)
        with django_assert_max_num_queries(40) as captured:
            assert browser.get(where).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_who_may_only_look_has_a_table_and_no_fields(
    held: Candidate, centre: Any, signed_in: Callable[..., Client]
):
    reader = make_actor("Rea Lowe", Role.ERO, centre=centre)
    page = signed_in(reader).get(f"/entries/make/{SERIES}/?codes=J277").content.decode()
    assert held.uci in page
    assert 'id="sheet"' not in page
    assert "Review" not in page[page.index("<main") :]
    assert signed_in(reader).post(f"/entries/make/{SERIES}/save/").status_code == 403


@pytest.mark.usefixtures("on_time")
def test_the_review_leads_to_each_cell_and_says_what_it_costs(
    held: Candidate, officer: Any, signed_in: Callable[..., Client]
):
    Tariff.objects.create(series=make_series(SERIES), entry_code="J277", pence=4_500)
    good, bad = filled(officer, "0050", J277="A"), filled(officer, "0051", J277="Q")
    browser = signed_in(officer)
    page = browser.get(f"/entries/make/{SERIES}/review/").content.decode()
    assert f"#r{bad}" in page
    assert f"#r{good}" not in page
    assert "It will add £45.00 to your invoice." in page
    sent = {"key": str(new_id()), "shown": re.search(r'name="shown" value="(\w+)"', page)[1]}  # type: ignore[index]
    refused = browser.post(f"/entries/make/{SERIES}/submit/", sent)
    assert (refused.status_code, "not accepted" in refused.content.decode()) == (422, True)
    receipt = browser.post(f"/entries/make/{SERIES}/submit/", {**sent, "accept_all": "1"}, follow=True)
    again = browser.post(f"/entries/make/{SERIES}/submit/", {**sent, "accept_all": "1"}, follow=True)
    assert "£45.00" in receipt.content.decode()
    assert receipt.redirect_chain == again.redirect_chain
