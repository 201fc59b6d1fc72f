"""The entries grid: what is typed is kept, whole or not at all, and by nobody over anybody."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.catalogue.factories import make_component, make_option, make_series
from interchange.catalogue.models import Option
from interchange.centres.factories import make_approval
from interchange.core import tenancy
from interchange.core.errors import Refused
from interchange.core.identifiers import new_id
from interchange.entries.factories import make_candidate, make_entry
from interchange.entries.forms import grid as forms
from interchange.entries.models import Candidate, Draft, Entry
from interchange.entries.queries import drafts as queries
from interchange.entries.rules.drafts import Outcome, Typed
from interchange.entries.services import drafts as services
from interchange.entries.services.submitting import submit_drafts

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


def save(officer: Any, key: str, version: int = 0, **cells: str) -> services.Answer:
    return services.save_drafts(SERIES, [Typed(key, version, cells)], how="typing", by=officer).answers[0]


def test_only_what_differs_from_what_is_held_is_kept(held: Candidate, officer: Any):
    saved = save(officer, "0001", J277="B", H446="1", surname=held.surname)
    assert saved.outcome is Outcome.SAVED
    assert saved.row and saved.row.draft and saved.row.draft.codes == {"J277": "B", "H446": "1"}
    assert saved.row.draft.details == {}
    back = save(officer, "0001", 1, J277="a", H446="")
    assert back.row and back.row.draft and back.row.draft.empty
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
    made = services.make_ucis(SERIES, by=officer)
    assert row(officer, first).cell("uci").startswith(f"{officer.centre_number}0270042")
    assert {answer.outcome for answer in made.answers} == {Outcome.SAVED, Outcome.PROBLEM}


def test_copied_candidates_keep_number_and_uci_and_the_codes_that_exist(
    held: Candidate, officer: Any, centre: Any
):
    make_series("2028-06")
    result = services.copy_candidates("2028-06", earlier=SERIES, numbers=None, with_codes=True, by=officer)
    assert (result.copied, result.here, result.left_out) == (1, 0, 0)
    with tenancy.reading(officer):
        (copied,) = queries.rows_of(officer, make_series("2028-06").pk, ["J277"])
    assert (copied.number, copied.cell("uci"), copied.cell("J277")) == ("0001", held.uci, "A")
    again = services.copy_candidates("2028-06", earlier=SERIES, numbers=None, with_codes=True, by=officer)
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
    save(officer, key, **{**details, "sex": "F", "status": "S", **cells})
    services.make_ucis(SERIES, [key], by=officer)
    return key


def shown(officer: Any) -> str:
    from interchange.entries.queries import reviewing

    with tenancy.reading(officer):
        return reviewing.fingerprint(queries.drafted(officer, make_series(SERIES).pk))


@pytest.fixture
def on_time(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A day on which entries of June 2027 are on time."""
    from datetime import UTC, datetime

    from interchange.core import clock

    with clock.pretend(datetime(2027, 1, 20, 12, tzinfo=UTC)):
        yield


def test_what_is_right_goes_what_is_wrong_stays_with_its_sentence(
    held: Candidate, officer: Any, on_time: None
):
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
    assert "soon" in row(officer, wrong).draft.problems["date_of_birth"]
    assert submit_drafts(SERIES, key=key, shown=seen, by=officer).pk == batch.pk


def test_a_row_that_goes_in_part_leaves_the_rest_with_its_candidate(
    held: Candidate, officer: Any, on_time: None
):
    filled(officer, "0050", J277="Q", H446="1")
    batch = submit_drafts(SERIES, key=new_id(), shown=shown(officer), everything=True, by=officer)
    assert batch.counts["added"] == 1
    left = row(officer, "0050")
    assert left.person is not None
    assert left.draft and left.draft.codes == {"J277": "Q"} and "J277" in left.draft.problems


def test_submitting_is_refused_when_a_row_has_changed_since_and_when_nothing_can_go(
    held: Candidate, officer: Any, on_time: None
):
    with pytest.raises(Refused) as nothing:
        submit_drafts(SERIES, key=new_id(), shown=shown(officer), by=officer)
    assert nothing.value.code == "nothing-to-send"
    seen = shown(officer)
    save(officer, "0001", H446="1")
    with pytest.raises(Refused) as changed:
        submit_drafts(SERIES, key=new_id(), shown=seen, by=officer)
    assert changed.value.code == "changed-since-check"


def test_a_page_without_script_is_stored_whole_or_not_at_all(
    held: Candidate, officer: Any, signed_in: Callable[..., Client], on_time: None
):
    browser = signed_in(officer)
    address = f"/entries/make/{SERIES}/?codes=J277,H446"
    page = browser.get(address)
    assert page.status_code == 200, page.content[:500]
    sent = fields_of(page.content.decode())
    sent["e0_0001"] = "B"
    assert "1 row saved" in browser.post(address, sent, follow=True).content.decode()
    assert row(officer, "0001").cell("J277") == "B"
    sent = fields_of(browser.get(address).content.decode())
    cut_off = {name: value for name, value in sent.items() if name != "end"} | {"e0_0001": ""}
    assert browser.post(address, cut_off).status_code == 409
    del sent["s0001"]
    assert browser.post(address, sent).status_code == 409
    assert row(officer, "0001").cell("J277") == "B"


def fields_of(html: str) -> dict[str, str]:
    """What the form of the grid would send."""
    import html as entities
    import re

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
    for broken in (
        {},
        {"rows": []},
        {"rows": [{"number": "1", "version": 0, "cells": {"J277": "A"}}]},
        {"rows": [{"number": "0001", "version": "0", "cells": {}}]},
    ):
        assert browser.post(address, json.dumps(broken), content_type="application/json").status_code == 409


def test_another_centres_rows_are_not_there(
    held: Candidate, elsewhere: Any, signed_in: Callable[..., Client]
):
    stranger = make_actor("Cal Reed", Role.EFA, centre=elsewhere)
    page = signed_in(stranger).get(f"/entries/make/{SERIES}/?codes=J277").content.decode()
    assert held.uci not in page
    assert save(stranger, "0001", J277="B").outcome is Outcome.LOCKED


def test_shown_as_is_the_same_for_the_same_cells():
    assert forms.shown_as(["a", "b"]) == forms.shown_as(["a", "b"]) != forms.shown_as(["ab", ""])
