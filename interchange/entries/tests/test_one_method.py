"""A centre has one method for all its candidates of a unit (R-ENT-4)."""

from hypothesis import given
from hypothesis import strategies as st

from interchange.entries.rules.holdings import (
    ADD,
    AMEND,
    WITHDRAW,
    Held,
    OfferedOption,
)
from interchange.entries.rules.merging import merge
from interchange.entries.tests.merges import (
    CARRIED,
    OFFER,
    UPLOAD,
    a_candidate,
    after,
    an_entry,
    j351,
    sentences,
)


def entered(*options: OfferedOption) -> Held:
    candidates = [a_candidate(f"{at:04d}") for at in range(1, len(options) + 1)]
    return Held(candidates, [an_entry(*pair) for pair in zip(candidates, options, strict=True)])


def test_a_second_method_for_a_unit_is_told() -> None:
    result = merge([j351(2, "0003", "B")], entered(UPLOAD, UPLOAD), OFFER)
    said = (
        "J351 is already entered as upload for this series. Every candidate for a unit must use one method. "
        "Change all 2 candidates, or choose upload."
    )
    assert sentences(result) == [(2, "option_code", said)]
    assert result.candidates == {}


def test_the_first_method_in_a_file_holds_for_the_rest_of_it() -> None:
    result = merge([j351(2, "0001", "A"), j351(3, "0002", "B"), j351(4, "0003", "A")], Held(), OFFER)
    assert [problem.row for problem in result.problems] == [3]
    assert "J351 is entered as upload further up in this file." in result.problems[0].sentence


def test_who_carries_a_result_forward_sends_no_work() -> None:
    result = merge([j351(2, "0001", "A"), j351(3, "0002", "C")], Held(), OFFER)
    assert result.problems == []


def test_a_file_may_move_every_candidate_of_a_unit() -> None:
    rows = [j351(2, "0001", "B", AMEND), j351(3, "0002", "B", AMEND), j351(4, "0003", "B")]
    result = merge(rows, entered(UPLOAD, UPLOAD), OFFER)
    assert (len(result.changed), len(result.added), result.problems) == (2, 1, [])


def test_a_file_may_not_move_only_some_of_them() -> None:
    result = merge([j351(2, "0001", "B", AMEND)], entered(UPLOAD, UPLOAD), OFFER)
    assert [problem.row for problem in result.problems] == [2]
    assert result.changed == []


def test_a_file_may_not_move_them_in_two_directions() -> None:
    rows = [j351(2, "0001", "B", AMEND), j351(3, "0002", "V", AMEND)]
    result = merge(rows, entered(UPLOAD, UPLOAD), OFFER)
    assert [problem.row for problem in result.problems] == [2, 3]
    assert result.changed == []


def test_who_is_withdrawn_in_the_same_file_does_not_stand_in_the_way() -> None:
    rows = [j351(2, "0001", "B", AMEND), j351(3, "0002", "", WITHDRAW)]
    result = merge(rows, entered(UPLOAD, UPLOAD), OFFER)
    assert (len(result.changed), len(result.withdrawn), result.problems) == (1, 1, [])


@given(
    st.lists(st.sampled_from([UPLOAD, CARRIED]), max_size=4),
    st.lists(
        st.tuples(
            st.integers(1, 6),
            st.sampled_from(["A", "B", "C", "V", ""]),
            st.sampled_from([ADD, AMEND, WITHDRAW]),
        ),
        max_size=8,
    ),
)
def test_whatever_a_file_says_a_unit_has_one_method_and_twice_is_once(
    options: list[OfferedOption], said: list[tuple[int, str, str]]
) -> None:
    rows = [
        j351(line, f"{number:04d}", option, action) for line, (number, option, action) in enumerate(said, 2)
    ]
    held = entered(*options)
    first = merge(rows, held, OFFER)
    then = after(first, held)
    live = [entry for entry in then.entries if not entry.withdrawn]
    assert len({(entry.candidate_id, entry.entry_code) for entry in live}) == len(live)
    assert len({entry.option_id for entry in live} - {CARRIED.id}) <= 1
    told = {problem.row for problem in first.problems}
    done = len(first.added) + len(first.changed) + len(first.withdrawn) + first.unchanged
    assert done + len(told) == len(rows)
    good = [row for row in rows if row.line not in told]
    again = merge(good, then, OFFER)
    assert (again.added, again.changed, again.withdrawn, again.problems) == ([], [], [], [])
