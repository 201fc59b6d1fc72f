"""How the rows of a file merge with what a centre has entered."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from interchange.entries.rules.holdings import (
    AMEND,
    WITHDRAW,
    Held,
    HeldCandidate,
    HeldEntry,
    Merge,
    Offer,
    OfferedOption,
)
from interchange.entries.rules.identifiers import make_uci
from interchange.entries.rules.merging import merge
from interchange.entries.rules.oddities import person, warnings
from interchange.entries.tests.merges import (
    FOUNDATION,
    NUMBERED,
    OFFER,
    POSTAL,
    SINGLE,
    UPLOAD,
    a_candidate,
    a_row,
    after,
    an_entry,
    j351,
    sentences,
)

# ---------------------------------------------------------------- adding


def test_a_new_candidate_is_added_with_the_entry() -> None:
    result = merge([a_row()], Held(), OFFER)
    assert result.problems == []
    assert [str(candidate) for candidate in result.candidates.values()] == ["0001 Ada Fox"]
    assert [(entry.entry_code, entry.option_id) for entry in result.added] == [("R093", SINGLE.id)]


def test_a_candidate_has_any_number_of_entries() -> None:
    rows = [
        a_row(2),
        a_row(3, entry_code="J560", option_code="1"),
        a_row(4, entry_code="J351", option_code="A"),
    ]
    result = merge(rows, Held(), OFFER)
    assert (len(result.candidates), len(result.added), result.problems) == (1, 3, [])


def test_the_same_rows_again_change_nothing() -> None:
    rows = [a_row(2), a_row(3, "0002"), a_row(4, entry_code="J351", option_code="A")]
    held = after(merge(rows, Held(), OFFER), Held())
    again = merge(rows, held, OFFER)
    assert (again.unchanged, again.added, again.changed, again.candidates, again.problems) == (
        3,
        [],
        [],
        {},
        [],
    )


def test_an_entry_that_was_withdrawn_may_be_made_again() -> None:
    candidate = a_candidate()
    result = merge([a_row()], Held([candidate], [an_entry(candidate, SINGLE, withdrawn=True)]), OFFER)
    assert len(result.added) == 1


@pytest.mark.parametrize(
    ("change", "column", "sentence"),
    [
        ({"series": "2030-06"}, "series", "There is no series 2030-06. Series: 2027-06, 2026-06."),
        ({"series": "2026-06"}, "series", "R093 cannot be entered in 2026-06. Available: 2027-06."),
        (
            {"entry_code": "J999"},
            "entry_code",
            "J999 cannot be entered in 2027-06: there is no such entry code.",
        ),
        ({"entry_code": "J351"}, "option_code", "Give the option of J351: A, B, C or V."),
        (
            {"entry_code": "J351", "option_code": "D"},
            "option_code",
            "J351 has no option “D”. Its options are A, B, C or V.",
        ),
        ({"option_code": "A"}, "option_code", "R093 has no option “A”. Leave the option empty."),
        ({"action": AMEND}, "candidate_number", "There is no candidate 0001 in 2027-06."),
        ({"action": WITHDRAW}, "candidate_number", "There is no candidate 0001 in 2027-06."),
    ],
)
def test_what_cannot_be_entered_is_told_with_what_can(
    change: dict[str, Any], column: str, sentence: str
) -> None:
    assert sentences(merge([a_row()._replace(**change)], Held(), OFFER)) == [(2, column, sentence)]


@pytest.mark.parametrize("written", ["01", "1"])
def test_an_option_that_lost_its_nought_in_a_spreadsheet_is_found(written: str) -> None:
    result = merge([a_row(entry_code="R310", option_code=written)], Held(), OFFER)
    assert [entry.option_id for entry in result.added] == [NUMBERED.id]


def test_a_code_that_two_boards_use_is_told() -> None:
    offer = Offer({"R093": [SINGLE, OfferedOption(9, "R093", "", "", "", False)]}, OFFER.series)
    assert sentences(merge([a_row()], Held(), offer)) == [
        (2, "entry_code", "R093 stands for more than one qualification here.")
    ]


# ---------------------------------------------------------------- refusals of 4.4


def test_a_duplicate_in_the_file_is_told_and_the_first_is_taken() -> None:
    result = merge([a_row(2), a_row(5)], Held(), OFFER)
    assert sentences(result) == [
        (5, "entry_code", "0001 Ada Fox already has this entry: see line 2. Keep one of the two lines.")
    ]
    assert len(result.added) == 1


def test_an_entry_held_with_another_option_is_told() -> None:
    candidate = a_candidate()
    held = Held([candidate], [an_entry(candidate, UPLOAD)])
    result = merge([a_row(entry_code="J351", option_code="B")], held, OFFER)
    assert sentences(result) == [
        (
            2,
            "option_code",
            "0001 Ada Fox already has this entry with option “A”. Amend it to change the option.",
        )
    ]


def test_another_tier_of_the_same_subject_is_told() -> None:
    candidate = a_candidate()
    held = Held([candidate], [an_entry(candidate, FOUNDATION)])
    result = merge([a_row(entry_code="J560", option_code="2")], held, OFFER)
    said = "0001 Ada Fox is already entered for tier F. A tier change replaces the entry: amend it."
    assert sentences(result) == [(2, "option_code", said)]


@pytest.mark.parametrize("in_file", [True, False])
def test_a_number_that_belongs_to_somebody_else_is_told(in_file: bool) -> None:
    held = Held() if in_file else Held([a_candidate()])
    rows = [a_row(2)] if in_file else []
    result = merge(
        [*rows, a_row(3, uci=make_uci("54321", 2026, "0009"), entry_code="J560", option_code="1")],
        held,
        OFFER,
    )
    assert sentences(result) == [(3, "candidate_number", "0001 belongs to Ada Fox.")]


@pytest.mark.parametrize("in_file", [True, False])
def test_a_uci_under_another_number_is_told(in_file: bool) -> None:
    held = Held() if in_file else Held([a_candidate()])
    rows = [a_row(2)] if in_file else []
    result = merge([*rows, a_row(3, "0002", uci=a_row().uci)], held, OFFER)
    said = f"UCI {a_row().uci} is candidate 0001 Ada Fox in 2027-06, who keeps that number in the series."
    assert sentences(result) == [(3, "uci", said)]


@pytest.mark.parametrize("in_file", [True, False])
def test_a_candidate_is_school_or_private_and_never_both(in_file: bool) -> None:
    held = Held() if in_file else Held([a_candidate()])
    rows = [a_row(2)] if in_file else []
    result = merge([*rows, a_row(3, entry_code="J560", option_code="1", status="P")], held, OFFER)
    said = "0001 Ada Fox is entered as a school candidate. A candidate is school or private, never both."
    assert sentences(result) == [(3, "status", said)]


def test_two_lines_that_describe_one_candidate_in_two_ways_are_told() -> None:
    rows = [a_row(2), a_row(3, entry_code="J560", option_code="1", date_of_birth=date(2011, 2, 1))]
    assert sentences(merge(rows, Held(), OFFER)) == [
        (3, "date_of_birth", "Line 2 gives another date of birth for 0001 Ada Fox.")
    ]


# ---------------------------------------------------------------- amending and withdrawing


def one(option: OfferedOption = UPLOAD, **state: Any) -> tuple[HeldCandidate, HeldEntry, Held]:
    candidate = a_candidate()
    entry = an_entry(candidate, option, **state)
    return candidate, entry, Held([candidate], [entry])


def test_an_amendment_changes_the_option_and_the_trail_can_tell() -> None:
    _, entry, held = one()
    result = merge([j351(2, "0001", "B", AMEND)], held, OFFER)
    assert [(change.entry_id, change.option_id, change.told) for change in result.changed] == [
        (entry.id, POSTAL.id, "0001 J351 option A to B")
    ]


def test_an_amendment_may_leave_everything_else_empty() -> None:
    _, entry, held = one(group="11X")
    bare = a_row(entry_code="J351", action=AMEND)._replace(
        uci="", surname="", forenames="", date_of_birth=None, sex="", status="", teaching_group="11Y"
    )
    result = merge([bare], held, OFFER)
    assert [(change.entry_id, change.option_id, change.teaching_group) for change in result.changed] == [
        (entry.id, UPLOAD.id, "11Y")
    ]
    assert result.candidates == {}


def test_new_details_change_the_candidate_once_for_all_rows() -> None:
    candidate, _, held = one()
    rows = [
        a_row(2, entry_code="J351", action=AMEND, surname="Fox-Jones"),
        a_row(3, entry_code="J560", option_code="1", surname="Fox-Jones"),
    ]
    result = merge(rows, held, OFFER)
    assert [each.details.surname for each in result.candidates.values()] == ["Fox-Jones"]
    assert list(result.candidates) == [candidate.id]
    assert (len(result.changed), len(result.added)) == (1, 1)


def test_what_is_not_entered_is_neither_amended_nor_withdrawn() -> None:
    _, _, held = one()
    rows = [a_row(2, action=AMEND), a_row(3, "0001", entry_code="J560", action=WITHDRAW)]
    assert [problem.sentence for problem in merge(rows, held, OFFER).problems] == [
        "0001 Ada Fox has no entry for R093 in 2027-06.",
        "0001 Ada Fox has no entry for J560 in 2027-06.",
    ]


def test_an_amendment_of_another_option_than_the_one_held_is_told() -> None:
    _, _, held = one()
    result = merge([j351(2, "0001", "B", AMEND)._replace(previous_option="C")], held, OFFER)
    assert sentences(result) == [(2, "previous_option", "0001 Ada Fox is entered with option “A”, not “C”.")]


def test_an_amendment_that_was_made_before_is_unchanged() -> None:
    _, _, held = one(POSTAL)
    result = merge([j351(2, "0001", "B", AMEND)._replace(previous_option="A")], held, OFFER)
    assert (result.unchanged, result.problems) == (1, [])


def test_a_withdrawal_withdraws_and_a_second_one_is_unchanged() -> None:
    _, entry, held = one()
    row = j351(2, "0001", "", WITHDRAW)
    result = merge([row], held, OFFER)
    assert [each[:2] for each in result.withdrawn] == [(entry.id, "0001 J351")]
    assert merge([row], after(result, held), OFFER).unchanged == 1


# ---------------------------------------------------------------- warnings


def told(result: Merge, known: Iterable[tuple[HeldCandidate, str]] = ()) -> list[tuple[int, str]]:
    found = warnings(result, {person(candidate.details): [uci] for candidate, uci in known})
    return [(problem.row, problem.column) for problem in found]


def test_an_odd_age_is_worth_a_second_look_and_does_not_stop_the_entry() -> None:
    result = merge([a_row(date_of_birth=date(2020, 1, 1))], Held(), OFFER)
    assert (len(result.added), told(result)) == (1, [(2, "date_of_birth")])


def test_a_second_uci_for_one_person_is_worth_a_second_look() -> None:
    result = merge([a_row(2), a_row(3, "0002"), a_row(4, "0003", surname="Hughes")], Held(), OFFER)
    assert told(result) == [(3, "uci")]


def test_a_uci_known_at_another_centre_is_told() -> None:
    result = merge([a_row()], Held(), OFFER)
    other = make_uci("54321", 2025, "0007")
    assert told(result, [(a_candidate(), other)]) == [(2, "uci")]
    assert other in warnings(result, {person(a_candidate().details): [other]})[0].sentence
    assert told(result, [(a_candidate(), a_row().uci)]) == []
