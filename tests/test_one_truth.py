"""Whichever way entries come, and in whatever order, they end in one truth (R-WAY-3): the grid, a spreadsheet file, a
file of the common format, the API."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interchange.accounts.services.keys import make_key
from interchange.catalogue.factories import make_component, make_option, make_series
from interchange.centres.factories import make_approval
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.identifiers import new_id
from interchange.entries.models import Batch, Entry
from interchange.entries.queries import drafts
from interchange.entries.queries.reviewing import fingerprint
from interchange.entries.rules.drafts import Typed
from interchange.entries.rules.identifiers import make_uci
from interchange.entries.services.drafts import save_drafts
from interchange.entries.services.submitting import submit_drafts
from interchange.exchange.factories import a_file, a_record, complete_layouts
from interchange.exchange.rules.sets import TAKE_AWAY
from interchange.exchange.services.receiving import answer_differences, send_files
from tests.world import undone

SERIES = "2027-06"
HEADINGS = (
    "centre_number", "candidate_number", "uci", "surname", "forenames", "date_of_birth", "sex", "status", "series",
    "entry_code", "option_code", "action",
)  # fmt: skip
Truth = dict[str, dict[str, str]]
"""By candidate number the option of each entry code."""


@pytest.fixture
def ready(db: None, centre: Any) -> None:
    """Two codes that can be entered, and the columns of the booklet filled in."""
    complete_layouts()
    make_approval(centre)
    for code in "AB":
        make_option(make_component(f"J277/0{'AB'.index(code) + 1}"), code=code)
    make_option(make_component("J351/01"), code="A")
    make_series(SERIES)


def details(number: str) -> dict[str, str]:
    record = a_record(number)
    _, _, forenames = record["name"].partition(": ")
    return {
        "candidate_number": number, "uci": make_uci("10001", 2027, number), "surname": "Fox",
        "forenames": forenames.title(), "date_of_birth": "2011-01-02", "sex": "F", "status": "S",
    }  # fmt: skip


def changes(held: Truth, number: str, wanted: dict[str, str]) -> list[tuple[str, str, str]]:
    """Code, option and action that lead from what is held of a candidate to what is wanted."""
    now = held.get(number, {})
    found = [
        (code, option, "amend" if code in now else "add")
        for code, option in wanted.items()
        if now.get(code) != option
    ]
    return found + [(code, now[code], "withdraw") for code in now if code not in wanted]


def by_grid(ann: Actor, held: Truth, number: str, wanted: dict[str, str]) -> None:
    codes = {
        code: "" if action == "withdraw" else option for code, option, action in changes(held, number, wanted)
    }
    with tenancy.reading(ann):
        window = drafts.window_of(SERIES)
        known = {
            row.number: row for row in drafts.rows_of(ann, window.series.pk, ["J277", "J351"]) if row.person
        }
    row = known.get(number)
    cells = codes if row else {**details(number), **codes}
    save_drafts(
        SERIES,
        [Typed(row.key if row else new_id().hex, row.version if row else 0, cells)],
        how="typing",
        by=ann,
    )
    with tenancy.reading(ann):
        shown = fingerprint(drafts.drafted(ann, window.series.pk))
    submit_drafts(SERIES, key=uuid4(), shown=shown, everything=True, by=ann)


def by_csv(ann: Actor, held: Truth, number: str, wanted: dict[str, str]) -> None:
    who = details(number)
    lines = [
        ",".join(["10001", *who.values(), SERIES, code, option, action])
        for code, option, action in changes(held, number, wanted)
    ]
    send_files([("\n".join([",".join(HEADINGS), *lines]).encode(), f"{uuid4()}.csv")], by=ann)


def by_common_format(ann: Actor, held: Truth, number: str, wanted: dict[str, str]) -> None:
    with tenancy.reading(ann):
        loaded = Batch.objects.visible_to(ann).exclude(sequence=None).count()
    record = a_record(number, *(f"{code}{option}" for code, option in wanted.items()))
    name = f"A1000101.X{loaded + 1:02d}"
    [batch] = send_files([a_file(record, name=name, sequence=loaded + 1)], by=ann)
    assert isinstance(batch, Batch)
    if batch.state == "asking":
        answer_differences(batch.pk, TAKE_AWAY, by=ann)


def by_api(ann: Actor, held: Truth, number: str, wanted: dict[str, str]) -> None:
    rows = [
        {**details(number), "series": SERIES, "entry_code": code, "option_code": option, "action": action}
        for code, option, action in changes(held, number, wanted)
    ]
    key = make_key("Registers", ["entries-submit"], f"{clock.today().year + 1}-01-02", by=ann)
    answer = Client().post(
        "/api/v1/entries", json.dumps({"rows": rows}), content_type="application/json",
        headers={"authorization": f"Bearer {key}"},
    )  # fmt: skip
    assert answer.status_code == 200, answer.content


Way = Callable[[Actor, Truth, str, dict[str, str]], None]
WAYS: dict[str, Way] = {"grid": by_grid, "csv": by_csv, "common format": by_common_format, "api": by_api}


def truth(ann: Actor) -> Truth:
    found: Truth = {}
    with tenancy.reading(ann):
        live = Entry.objects.visible_to(ann).filter(withdrawn_at=None)
        for number, code, option in live.values_list("candidate__number", "entry_code", "option__code"):
            found.setdefault(number, {})[code] = option
    return found


STEPS = st.lists(
    st.tuples(
        st.sampled_from(sorted(WAYS)),
        st.sampled_from(["0001", "0002"]),
        st.fixed_dictionaries({}, optional={"J277": st.sampled_from("AB"), "J351": st.just("A")}),
    ),
    min_size=1,
    max_size=5,
)
ENOUGH = settings(
    max_examples=12, deadline=None, database=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


@ENOUGH
@given(STEPS)
def test_random_steps_by_random_ways_end_in_what_was_asked_for_last(
    ready: None, ann: Actor, steps: list[tuple[str, str, dict[str, str]]]
) -> None:
    with undone():
        wanted: Truth = {}
        for way, number, codes in steps:
            if changes(wanted, number, codes):
                WAYS[way](ann, wanted, number, codes)
                wanted[number] = codes
            wanted = {number: codes for number, codes in wanted.items() if codes}
            assert truth(ann) == wanted, way


@pytest.mark.parametrize("way", WAYS)
def test_the_same_entries_by_each_way_are_the_same_entries(ready: None, ann: Actor, way: str) -> None:
    for codes in ({"J277": "A"}, {"J277": "B", "J351": "A"}, {"J351": "A"}):
        WAYS[way](ann, truth(ann), "0001", codes)
        assert truth(ann) == {"0001": codes}
    with tenancy.reading(ann):
        [candidate] = {one.candidate for one in Entry.objects.visible_to(ann).select_related("candidate")}
    assert (candidate.uci, candidate.name.upper(), f"{candidate.born_on}", candidate.sex) == (
        make_uci("10001", 2027, "0001"), f"FOX, {details('0001')['forenames'].upper()}", "2011-01-02", "F",
    )  # fmt: skip
