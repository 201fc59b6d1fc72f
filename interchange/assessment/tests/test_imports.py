"""Marks from a spreadsheet or a paste: what Accept would do, said beforehand (R-MK-8, C3)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.assessment.rules.imports import Standing, grid_for, preview, template_rows
from interchange.assessment.rules.marks import NotTaken, Part, Profile, Value, read_value
from interchange.core.grid import Problem
from interchange.core.spreadsheets import Table, read_pasted, read_table, write_csv, write_xlsx

OUT_OF_70 = Profile("H446/03", "Programming project", 70)
PRACTICAL = Profile("H420/04", "Practical endorsement", grades=("P", "NC"))
IN_PARTS = Profile("R005/01", "Media", 40, parts=(Part("Plan", 10), Part("Product", 30)))
NOTHING = Value()


def mark(number, **more):
    return Value(mark=Decimal(number), **more)


def sheet(*values, editable=True):
    """A sheet of candidates 0001, 0002 ... with these values."""
    return [
        Standing(f"{at:04d}", f"Candidate {at}", at, value, checked=False, editable=editable)
        for at, value in enumerate(values, 1)
    ]


THREE = sheet(NOTHING, mark(40), Value(absent=True))


def shown(rows, standing=THREE, profile=OUT_OF_70, **more):
    return preview(Table([list(row) for row in rows]), standing, profile, **more)


def changes(found):
    return {change.number: (change.old, change.new) for change in found.changed}


@pytest.mark.parametrize(
    "rows",
    [
        [("Candidate number", "Mark"), ("0001", "54")],
        [("Mark", "Candidate number"), ("54", "0001")],
        [("MARK", "candidate no"), ("54", "1")],
        [("no.", "Name", "Total"), ("01", "Adeyemi", "54")],
        [
            ("Long Road College", "", ""),
            ("", "", ""),
            ("Cand No", "Score", "Shoe size"),
            ("0001", " 54 ", "9"),
        ],
        [("Candidate number", "Mark"), ("", ""), ("0001", "54"), ("", "")],
        [("0001", "54")],
        [("0001", "Adeyemi", "54")],
    ],
    ids=[
        "as made",
        "other order",
        "capitals",
        "aliases",
        "title above",
        "empty lines",
        "bare",
        "bare with names",
    ],
)
def test_columns_are_found_by_their_headings_in_any_order(rows):
    found = shown(rows)
    assert changes(found) == {"0001": ("nothing", "54")}
    assert found.troubles == 0


def test_a_heading_almost_right_is_asked_about_and_nothing_is_read():
    found = shown([("Candidate number", "Makr"), ("0001", "54")])
    assert "Did you mean “Mark”?" in found.refused[0].message
    assert (found.changed, found.rows) == ([], [])


def test_without_a_column_of_candidate_numbers_nothing_is_read():
    found = shown([("Name", "Mark"), ("Adeyemi", "54")])
    assert "Candidate number" in found.refused[0].message
    assert found.rows == []


def test_a_candidate_in_two_lines_is_in_neither():
    found = shown([("No", "Mark"), ("0001", "54"), ("2", "41"), ("1", "55")])
    assert [trouble.line for trouble in found.duplicates] == [2, 4]
    assert found.duplicates[0].message == "Candidate 0001 is in 2 lines. Keep one."
    assert list(changes(found)) == ["0002"]


def test_a_candidate_unknown_here_is_not_matched_and_the_others_are():
    found = shown([("No", "Mark"), ("0009", "54"), ("0002", "41")])
    assert [(trouble.line, trouble.number) for trouble in found.not_matched] == [(2, "0009")]
    assert changes(found) == {"0002": ("40", "41")}


def test_candidates_the_file_leaves_out_are_named():
    assert shown([("No", "Mark"), ("0002", "41")]).missing == ["0001", "0003"]


@pytest.mark.parametrize("blank", ["", " ", "\u00a0", "\u200b"])
def test_a_line_without_a_value_leaves_its_row_as_it_is(blank):
    found = shown([("No", "Mark"), ("0002", blank)])
    assert (found.unchanged, found.changed, found.rows) == (1, [], [])


def test_the_same_value_again_is_unchanged():
    found = shown([("No", "Mark", "Absent"), ("0002", "40.0", ""), ("0003", "", "yes")])
    assert (found.unchanged, found.rows) == (2, [])


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("71", "71 is more than the maximum of 70."),
        ("5.5", "Enter a whole number from 0 to 70."),
        ("fifty", "Enter a whole number from 0 to 70."),
        ("=SUM(A1)", "Enter a whole number from 0 to 70."),
    ],
)
def test_a_value_that_is_no_mark_is_refused_with_its_line_and_the_good_ones_are_kept(written, said):
    found = shown([("No", "Mark"), ("0001", written), ("0002", "41")])
    assert [(trouble.line, trouble.number, trouble.message) for trouble in found.refused] == [
        (2, "0001", said)
    ]
    assert list(changes(found)) == ["0002"]


@pytest.mark.parametrize("word", ["A", "a", "abs", "Absent", "X", " a "])
def test_words_for_absence_in_the_mark_column_mean_absent(word):
    found = shown([("No", "Mark"), ("0001", word)])
    assert changes(found) == {"0001": ("nothing", "Absent")}
    assert found.rows[0].absent


def test_a_mark_and_an_absence_in_one_line_are_refused():
    found = shown([("No", "Mark", "Absent"), ("0001", "54", "yes")])
    assert found.refused[0].message == "Remove the mark or untick absent."


def test_a_row_that_may_not_be_edited_now_is_refused_by_name():
    found = shown([("No", "Mark"), ("0001", "54")], sheet(NOTHING, editable=False))
    assert found.refused[0].message == "Candidate 1 cannot be changed now."
    assert found.rows == []


def test_an_endorsement_takes_grades_and_has_no_word_for_absence():
    found = shown([("No", "Grade"), ("0001", "p"), ("0002", "A")], sheet(NOTHING, NOTHING), PRACTICAL)
    assert changes(found) == {"0001": ("nothing", "P")}
    assert found.refused[0].message == "Choose P or NC."


# ---------------------------------------------------------------- a column and nothing else


@pytest.mark.parametrize("heading", ["Mark", "MARKS", "Total", "Score", "Result", "Final mark", "Raw"])
def test_the_heading_of_a_bare_column_is_no_candidates_mark(heading):
    found = shown([(heading,), ("54",), ("41",), ("30",)])
    assert {number: new for number, (_, new) in changes(found).items()} == {
        "0001": "54",
        "0002": "41",
        "0003": "30",
    }
    assert found.troubles == 0


def test_a_bare_column_is_matched_by_position_and_says_so():
    found = shown([("54",), ("",), ("30",)])
    assert list(changes(found)) == ["0001", "0003"]
    assert "matched by position: 3 values, from candidate 0001" in found.notes[0]


def test_a_first_value_mistyped_does_not_move_the_others_up():
    found = shown([("5r",), ("41",), ("30",)])
    assert [trouble.number for trouble in found.refused] == ["0001"]
    assert changes(found)["0002"] == ("40", "41")


def test_one_line_more_than_candidates_begins_with_a_heading_of_any_word():
    found = shown([("H-coursework",), ("54",), ("41",), ("30",)])
    assert changes(found)["0001"] == ("nothing", "54")


def test_one_mark_more_than_candidates_is_no_heading():
    found = shown([("71",), ("54",), ("41",), ("30",)])
    assert [trouble.number for trouble in found.refused] == ["0001"]
    assert [trouble.line for trouble in found.not_matched] == [4]


def test_an_absence_first_in_a_bare_column_is_an_absence():
    assert changes(shown([("A",), ("41",), ("30",)]))["0001"] == ("nothing", "Absent")


def test_a_bare_column_begins_at_the_candidate_where_it_was_pasted():
    assert list(changes(shown([("54",), ("30",)], start="0002"))) == ["0002", "0003"]


def test_more_values_than_candidates_are_told_line_by_line():
    found = shown([("54",), ("41",), ("30",), ("20",), ("10",)])
    assert [trouble.line for trouble in found.not_matched] == [4, 5]
    assert len(found.changed) == 3


def test_fewer_values_than_candidates_leave_the_rest_missing():
    assert shown([("54",)]).missing == ["0002", "0003"]


def test_a_bare_column_of_grades_is_matched_by_position():
    found = shown([("Grade",), ("P",), ("NC",)], sheet(NOTHING, NOTHING), PRACTICAL)
    assert changes(found) == {"0001": ("nothing", "P"), "0002": ("nothing", "NC")}


@pytest.mark.parametrize("text", ["", "\n", "\t\t\n", " "])
def test_an_empty_paste_changes_nothing(text):
    found = preview(read_pasted(text), THREE, OUT_OF_70)
    assert (found.rows, found.changed) == ([], [])


def test_a_file_for_a_sheet_without_candidates_matches_nothing():
    found = shown([("54",)], [])
    assert len(found.not_matched) == 1


def test_a_line_that_was_spoilt_in_the_file_is_not_used():
    table = Table(
        [["No", "Mark"], ["0001", "54"], ["0002", "41"]], ["A note."], [Problem(2, "Mark", "It shows #N/A.")]
    )
    found = preview(table, THREE, OUT_OF_70)
    assert list(changes(found)) == ["0002"]
    assert found.refused[0].line == 2
    assert found.notes == ["A note."]


# ---------------------------------------------------------------- parts and reasons


def test_parts_come_with_their_total():
    found = shown([("No", "Plan", "Product", "Mark"), ("0001", "6", "20", "26")], sheet(NOTHING), IN_PARTS)
    assert found.rows[0].parts == ("6", "20")
    assert changes(found) == {"0001": ("nothing", "26")}


def test_parts_without_a_total_are_not_passed_over_in_silence():
    found = shown([("No", "Plan", "Product", "Mark"), ("0001", "6", "20", "")], sheet(NOTHING), IN_PARTS)
    assert (found.unchanged, found.rows) == (0, [])
    assert found.refused[0].message == "There are parts without a mark. Give the mark as well."


def test_a_file_without_parts_leaves_those_of_an_unchanged_mark():
    held = sheet(mark(26, parts=(Decimal(6), Decimal(20))))
    found = shown([("No", "Mark"), ("0001", "26")], held, IN_PARTS)
    assert (found.unchanged, found.rows) == (1, [])


def test_a_zero_in_a_file_keeps_the_reason_the_sheet_has():
    found = shown([("No", "Mark"), ("0001", "0")], sheet(mark(0, reason="nothing-provided")))
    assert (found.unchanged, found.rows) == (1, [])


def test_a_reason_may_come_with_the_file():
    found = shown([("No", "Mark", "Reason for 0"), ("0001", "0", "nothing provided")])
    assert found.rows[0].reason == "nothing-provided"


# ---------------------------------------------------------------- what we hand out, and what Accept does

VALUES = (
    st.just(NOTHING)
    | st.integers(0, 70).map(mark)
    | st.just(Value(absent=True))
    | st.sampled_from(["nothing-creditable", "nothing-provided", "not-authenticated"]).map(
        lambda why: mark(0, reason=why)
    )
)
CELLS = st.sampled_from(["", "0", "54", "70", "71", "5.5", "A", "x", "fifty", " 41 "])
LINES = st.lists(
    st.tuples(
        st.sampled_from(["0001", "2", "3", "0004", "9", "zz", ""]),
        CELLS,
        st.sampled_from(["", "yes", "no", "?"]),
    ),
    min_size=1,
    max_size=8,
)


@pytest.mark.parametrize(("write", "name"), [(write_csv, "sheet.csv"), (write_xlsx, "sheet.xlsx")])
@pytest.mark.parametrize("profile", [OUT_OF_70, PRACTICAL, IN_PARTS], ids=["marks", "grades", "parts"])
def test_the_template_read_back_changes_nothing(write, name, profile):
    values = {
        OUT_OF_70: [mark(54), NOTHING, Value(absent=True), mark(0, reason="nothing-provided"), mark(0)],
        PRACTICAL: [Value(grade="P"), NOTHING, Value(grade="NC")],
        IN_PARTS: [mark(26, parts=(Decimal(6), Decimal(20))), NOTHING, mark(9), Value(absent=True)],
    }[profile]
    standing = sheet(*values)
    data = write(
        grid_for(profile).titles, template_rows(standing, {"0001": "11A"}, profile), {"Person": "Ann"}
    )
    found = preview(read_table(data, name), standing, profile)
    assert (found.unchanged, found.rows, found.troubles, found.missing) == (len(values), [], 0, [])


@given(values=st.lists(VALUES, min_size=1, max_size=5), lines=LINES)
def test_what_the_preview_says_is_exactly_what_its_rows_would_store(values, lines):
    standing = sheet(*values)
    found = shown([("Candidate number", "Mark", "Absent"), *lines], standing)
    held = {one.number: one for one in standing}
    stored = {typed.number: read_value(typed, OUT_OF_70) for typed in found.rows}
    assert {number: value.words for number, value in stored.items()} == {
        c.number: c.new for c in found.changed
    }
    assert all(value != held[number].value for number, value in stored.items())
    assert all(typed.version == held[typed.number].version for typed in found.rows)


@given(values=st.lists(VALUES, min_size=1, max_size=5), lines=LINES)
def test_every_line_with_something_in_it_is_accounted_for_once(values, lines):
    found = shown([("Candidate number", "Mark", "Absent"), *lines], sheet(*values))
    told = len(found.changed) + found.unchanged + found.troubles
    assert told >= sum(any(cell.strip() for cell in line) for line in lines)


@given(st.lists(st.lists(st.text(max_size=8), min_size=1, max_size=4), max_size=6))
def test_any_table_at_all_gives_a_preview(rows):
    found = shown(rows)
    for typed in found.rows:
        try:
            read_value(typed, OUT_OF_70)
        except NotTaken:
            pytest.fail(f"{typed} would not be stored")
