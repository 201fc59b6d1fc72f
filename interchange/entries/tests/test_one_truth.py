"""Whatever the ways by which entries come, and in whatever pieces: they end in one truth (R-WAY-3)."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interchange.audit import steps as audit
from interchange.catalogue.factories import make_component, make_option, make_series
from interchange.catalogue.models import Option
from interchange.centres.factories import make_approval, make_centre
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.entries.models import Entry, Route, Version
from interchange.entries.rules.holdings import ADD, AMEND, WITHDRAW, EntryRow, Held, Merge
from interchange.entries.rules.merging import merge
from interchange.entries.steps.taking import take
from interchange.entries.tests.merges import OFFER, a_row, after

Change = tuple[str, str, str]
"""Candidate number, code, and the option that they end with; "" for a withdrawal."""

CHANGES = st.lists(
    st.tuples(st.sampled_from(["0001", "0002", "0003"]), st.just("J560"), st.sampled_from(["1", "2", ""]))
    | st.tuples(st.sampled_from(["0001", "0002", "0003"]), st.just("R093"), st.sampled_from(["-", ""])),
    max_size=10,
)
PIECES = st.lists(st.integers(1, 4), min_size=10, max_size=10)
Live = set[tuple[str, str]]


def rows_of(changes: Sequence[Change], live: Live) -> list[EntryRow]:
    """The rows that a file would have for these changes, where the entries in `live` stand."""
    rows = []
    for line, (number, code, option) in enumerate(changes, 2):
        held = (number, code) in live
        if not option and not held:
            continue
        action = WITHDRAW if not option else AMEND if held else ADD
        rows.append(a_row(line, number, entry_code=code, option_code=option.strip("-"), action=action))
        live.symmetric_difference_update({(number, code)} if action != AMEND else set())
    return rows


def net(changes: Sequence[Change]) -> list[Change]:
    """The last word about each entry."""
    return [
        (number, code, option)
        for (number, code), option in {change[:2]: change[2] for change in changes}.items()
    ]


def standing(held: Held) -> set[tuple[str, str, int]]:
    numbers = {each.id: each.number for each in held.candidates}
    return {
        (numbers[each.candidate_id], each.entry_code, each.option_id)
        for each in held.entries
        if not each.withdrawn
    }


def pieces_of(changes: Sequence[Change], sizes: list[int]) -> list[list[Change]]:
    """The changes in pieces, none of which speaks twice of one entry."""
    pieces: list[list[Change]] = [[]]
    size = iter(sizes * 10)
    room = next(size)
    for change in changes:
        if room == 0 or any(change[:2] == other[:2] for other in pieces[-1]):
            pieces.append([])
            room = next(size)
        pieces[-1].append(change)
        room -= 1
    return pieces


@given(CHANGES, PIECES)
def test_changes_in_any_pieces_end_where_the_last_words_alone_end(
    changes: list[Change], sizes: list[int]
) -> None:
    held, live = Held(), set[tuple[str, str]]()
    for piece in pieces_of(changes, sizes):
        result = merge(rows_of(piece, live), held, OFFER)
        assert result.problems == []
        held = after(result, held)
    once = merge(rows_of(net(changes), set()), Held(), OFFER)
    assert standing(held) == standing(after(once, Held()))


@pytest.mark.django_db
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHANGES, PIECES, st.lists(st.sampled_from(list(Route)), min_size=10, max_size=10))
def test_pieces_by_any_routes_are_kept_as_the_last_words_and_have_a_version_for_each_change(
    changes: list[Change], sizes: list[int], routes: list[Route]
) -> None:
    make_series("2027-06")
    if not Option.objects.filter(entry_code="R093").exists():
        paper = make_component("J560/01", kind="exam")
        make_option(paper, code="1", tier="F")
        make_option(paper, code="2", tier="H")
        make_option(make_component("R093/01", unit=True), code="")
    kept = []
    for pieces in (pieces_of(changes, sizes), [net(changes)]):
        centre = make_centre()
        make_approval(centre)
        live: Live = set()
        done = 0
        for piece, route in zip(pieces, routes * 10, strict=False):
            done += _changes(_sent(centre.pk, rows_of(piece, live), route))
        with tenancy.for_centre(centre.pk):
            found = Entry.unscoped.filter(withdrawn_at=None)
            kept.append(set(found.values_list("candidate__number", "entry_code", "option__code")))
            assert Version.unscoped.count() == done
            Entry.unscoped.update(withdrawn_at=datetime(2027, 1, 1, tzinfo=UTC))
    assert kept[0] == kept[1]


def _sent(centre_id: int, rows: list[EntryRow], route: Route) -> Merge:
    by = Actor(name="Ann Lee", centre_id=centre_id)
    with clock.pretend(datetime(2027, 1, 10, tzinfo=UTC)), tenancy.writing(by), audit.trail(by):
        merged = take(rows, centre_id=centre_id, route=route, by=by)
    assert merged.problems == []
    return merged


def _changes(merged: Merge) -> int:
    return len(merged.added) + len(merged.changed) + len(merged.withdrawn)
