from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.core.grid import (
    Column,
    Grid,
    Kind,
    Problem,
    choice,
    code,
    day,
    number,
    text,
    tick,
    whole_number,
)

CANDIDATE_NUMBER = code(r"\d{4}", "4 digits, such as 0001", width=4)
MARKS = Grid(
    Column("candidate", CANDIDATE_NUMBER, heading="Candidate number", aliases=("Cand. No", "Number")),
    Column("mark", whole_number(0, 70), optional=True),
    Column("absent", tick(), optional=True),
    unique=["candidate"],
)
NAMES = Grid(Column("surname", text(20)), Column("forenames", text(20)), Column("born", day()))
WORDS_WE_DO_NOT_USE = ("invalid", "please", "forbidden", "oops", "error")

noise = st.text(" \u00a0\u200b\ufeff\u2009\t\u200e\u3000", max_size=3)


def sentence_for(kind: Kind, written: str) -> str:
    with pytest.raises(ValueError, match=r"\.$") as refusal:
        kind.read(written)
    return str(refusal.value)


# ---------------------------------------------------------------- kinds of value


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        (whole_number(0, 70), "54", 54),
        (whole_number(0, 70), " 054 ", 54),
        (whole_number(0, 70), "54.0", 54),
        (whole_number(0, 70), "５４", 54),
        (whole_number(0, 70), "٥٤", 54),
        (whole_number(0, 70), "-0", 0),
        (whole_number(-5, 5), "−3", -3),
        (number(0, 70), "54.5", Decimal("54.5")),
        (number(0, 70), ".50", Decimal("0.5")),
        (number(0, 70, halves=False), "3.25", Decimal("3.25")),
        (choice(["P", "M", "D", "NC"]), "nc", "NC"),
        (choice({"F": "Foundation", "H": "Higher"}), "higher", "H"),
        (choice({"F": "Foundation", "H": "Higher"}), "f", "F"),
        (day(), "15/5/2027", date(2027, 5, 15)),
        (day(), "15.05.2027", date(2027, 5, 15)),
        (day(), "15 May 2027", date(2027, 5, 15)),
        (day(), "2027-05-15", date(2027, 5, 15)),
        (day(), "2027-05-15T00:00:00", date(2027, 5, 15)),
        (CANDIDATE_NUMBER, "1", "0001"),
        (CANDIDATE_NUMBER, "'0012", "0012"),
        (CANDIDATE_NUMBER, "’0012", "0012"),
        (CANDIDATE_NUMBER, "00 12", "0012"),
        (code(r"[A-Z]\d{3}/\d\d", "a code such as H446/03"), "h446 / 03", "H446/03"),
        (text(30), "  Zoë\u00a0 O’Neill\n", "Zoë O’Neill"),
        (text(30), "Zoe\u0308", "Zoë"),
        (text(30), "علی\u200cرضا", "علی\u200cرضا"),
        (text(30), "\u202eevil", "evil"),
        (tick(), "Yes", True),
        (tick(), "✓", True),
        (tick(), "", False),
        (tick(), "no", False),
    ],
)
def test_a_kind_reads_what_people_write(kind: Kind, written: str, value: Any) -> None:
    read = kind.read(written)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("kind", "written", "sentence"),
    [
        (whole_number(0, 70), "fifty", "Enter a whole number from 0 to 70."),
        (whole_number(0, 70), "54.5", "Enter a whole number from 0 to 70."),
        (whole_number(0, 70), "5²", "Enter a whole number from 0 to 70."),
        (whole_number(0, 70), "1e1", "Enter a whole number from 0 to 70."),
        (whole_number(0, 70), "1_0", "Enter a whole number from 0 to 70."),
        (whole_number(0, 70), "9" * 5_000, "Enter a whole number from 0 to 70."),
        (whole_number(0, 70), "71", "71 is more than the maximum of 70."),
        (whole_number(0, 70), "-1", "-1 is less than 0. Enter a whole number from 0 to 70."),
        (number(0, 70), "54.25", "Enter a whole number or a half from 0 to 70."),
        (number(0, 70, halves=False), "5,5", "Enter a number from 0 to 70."),
        (text(5), "Abcdef", "This has 6 characters; the most is 5. Shorten it."),
        (choice(["P", "M", "NC"]), "Q", "“Q” is not one of the choices. Enter P, M or NC."),
        (choice(["P"]), "Q", "“Q” is not one of the choices. Enter P."),
        (day(), "15/05/27", "“15/05/27” was not understood. Enter a date such as 15/05/2027."),
        (day(), "31/02/2027", "“31/02/2027” is not in the calendar. Enter a date such as 15/05/2027."),
        (day(), "15 Mai 2027", "“15Mai2027” was not understood. Enter a date such as 15/05/2027."),
        (CANDIDATE_NUMBER, "12X", "“12X” was not understood. Enter 4 digits, such as 0001."),
        (CANDIDATE_NUMBER, "12345", "“12345” was not understood. Enter 4 digits, such as 0001."),
        (tick(), "perhaps", "“perhaps” was not understood. Enter yes, or leave it empty."),
    ],
)
def test_a_kind_says_what_to_do_about_what_it_cannot_read(kind: Kind, written: str, sentence: str) -> None:
    assert sentence_for(kind, written) == sentence


def test_a_very_long_value_is_cut_in_the_sentence() -> None:
    assert len(sentence_for(day(), "x" * 100_000)) < 120


@given(st.text())
def test_no_text_whatever_does_more_than_be_read_or_refused_in_plain_words(written: str) -> None:
    for kind in (
        text(5),
        whole_number(0, 70),
        number(0, 70),
        choice(["P"]),
        day(),
        CANDIDATE_NUMBER,
        tick(),
    ):
        try:
            kind.read(written)
        except ValueError as reason:
            whole = str(reason)
            said = whole.replace(written, "").casefold()
            assert whole.endswith(".")
            assert not any(word in said for word in WORDS_WE_DO_NOT_USE if word not in written.casefold())


@given(st.integers(0, 9999), noise, noise, noise)
def test_noise_around_and_inside_a_code_changes_nothing(
    value: int, before: str, inside: str, after: str
) -> None:
    digits = f"{value:04}"
    assert CANDIDATE_NUMBER.read(f"{before}{digits[:2]}{inside}{digits[2:]}{after}") == digits
    assert whole_number(0, 9999).read(f"{before}{value}{after}") == value


# ---------------------------------------------------------------- headings


@pytest.mark.parametrize(
    "row",
    [
        ["Candidate number", "Mark", "Absent"],
        ["  CANDIDATE\u00a0NUMBER", "mark ", "absent"],
        ["candidate", "mark", "absent"],
        ["Cand No.", "MARK", "Absent"],
    ],
)
def test_headings_are_found_in_capitals_or_not_and_under_any_of_their_names(row: list[str]) -> None:
    headings = MARKS.header(row)
    assert headings.places == {"candidate": 0, "mark": 1, "absent": 2}
    assert headings.problems == ()


def test_headings_may_be_in_any_order_with_others_between_them() -> None:
    headings = MARKS.header(["Absent", "Name", "Candidate number", "", "Mark"])
    assert headings.places == {"absent": 0, "candidate": 2, "mark": 4}
    assert headings.ignored == ("Name",)


@pytest.mark.parametrize("heading", ["Makr", "Marks", "Mrk"])
def test_a_heading_that_is_nearly_right_is_asked_about(heading: str) -> None:
    headings = MARKS.header(["Candidate number", heading])
    [problem] = headings.problems
    assert problem.column == "Mark"
    assert f"“{heading}”. Did you mean “Mark”?" in problem.sentence


@pytest.mark.parametrize("heading", ["Name", "Team", "UCI", "Candidate name"])
def test_a_heading_of_something_else_is_passed_over_and_told(heading: str) -> None:
    headings = MARKS.header(["Candidate number", "Mark", heading])
    assert headings.problems == ()
    assert headings.ignored == (heading,)


def test_a_heading_that_is_missing_is_named() -> None:
    [problem] = MARKS.header(["Mark", "Absent"]).problems
    assert problem.sentence.startswith("There is no column with the heading “Candidate number”.")


def test_a_heading_that_stands_there_twice_is_a_problem() -> None:
    [problem] = MARKS.header(["Candidate number", "Mark", "mark"]).problems
    assert problem == Problem(1, "Mark", "Two columns have this heading. Remove one of them.")


def test_with_wrong_headings_no_row_is_accepted() -> None:
    accepted, problems, _ = MARKS.read_sheet([["Candidate number", "Makr"], ["1", "5"]])
    assert accepted == []
    assert [problem.column for problem in problems] == ["Mark"]


def test_headings_are_found_below_a_title() -> None:
    sheet = [["Bar School"], [], ["June 2027", "H446/03"], ["Mark", "Candidate number"], ["5", "1"]]
    accepted, problems, _ = MARKS.read_sheet(sheet)
    assert problems == []
    assert accepted == [{"line": 5, "candidate": "0001", "mark": 5, "absent": False}]


def test_a_line_that_was_spoilt_before_is_not_accepted_and_told_once() -> None:
    spoilt = Problem(2, "B", "This cell shows #N/A. Enter the value itself.")
    accepted, problems, _ = MARKS.read_sheet([MARKS.titles, ["1", "#N/A"], ["2", "5"]], spoilt=[spoilt])
    assert [row["candidate"] for row in accepted] == ["0002"]
    assert problems == [spoilt]


def test_an_empty_sheet_says_what_is_missing() -> None:
    accepted, problems, _ = MARKS.read_sheet([])
    assert accepted == []
    assert "Candidate number" in problems[0].sentence


# ---------------------------------------------------------------- rows


def test_good_rows_are_kept_beside_bad_ones_and_every_problem_is_told() -> None:
    accepted, problems = MARKS.read(
        [["1", "54", ""], ["2", "71", "perhaps"], ["", "", ""], ["", "5", ""], ["5", "", "yes"]]
    )
    assert accepted == [
        {"line": 2, "candidate": "0001", "mark": 54, "absent": False},
        {"line": 6, "candidate": "0005", "mark": None, "absent": True},
    ]
    assert [(problem.row, problem.column) for problem in problems] == [
        (3, "Mark"),
        (3, "Absent"),
        (5, "Candidate number"),
    ]
    assert problems[2].sentence == "This is empty. Enter 4 digits, such as 0001."


def test_a_short_row_has_its_last_cells_empty() -> None:
    assert MARKS.read([["1"]]).accepted == [{"line": 2, "candidate": "0001", "mark": None, "absent": False}]


def test_a_row_with_more_cells_than_headings_is_not_guessed_at() -> None:
    accepted, problems = NAMES.read([["Lee", "Ann", "1/2/2010"], ["Lee", "Ann", "1/2/2010", "x"]])
    assert len(accepted) == 1
    assert [problem.row for problem in problems] == [3]


def test_two_rows_about_the_same_candidate_are_both_refused() -> None:
    accepted, problems = MARKS.read([["1", "5"], ["2", "6"], ["0001", "7"], ["1", "8"]])
    assert [row["candidate"] for row in accepted] == ["0002"]
    assert [(problem.row, problem.sentence) for problem in problems] == [
        (2, "Line 4 is about the same one. Keep one of the two lines."),
        (4, "Line 2 is about the same one. Keep one of the two lines."),
        (5, "Line 4 is about the same one. Keep one of the two lines."),
    ]


@given(
    st.builds(
        dict,
        candidate=st.integers(0, 9999).map("{:04}".format),
        mark=st.none() | st.integers(0, 70),
        absent=st.booleans(),
    )
)
def test_what_a_grid_writes_it_reads_back(row: dict[str, Any]) -> None:
    accepted, problems, _ = MARKS.read_sheet([MARKS.titles, MARKS.write(row)])
    assert problems == []
    assert accepted == [{"line": 2} | row]


@given(st.lists(st.lists(st.text(max_size=6), max_size=5), max_size=8))
def test_every_row_that_says_anything_is_accepted_or_has_a_problem(rows: list[list[str]]) -> None:
    accepted, problems = MARKS.read(rows, first_line=1)
    told = {row["line"] for row in accepted} | {problem.row for problem in problems}
    assert told >= {
        line for line, row in enumerate(rows, 1) if any(cell.isprintable() and cell.strip() for cell in row)
    }
    assert not {row["line"] for row in accepted} & {problem.row for problem in problems}


def test_the_guide_says_what_to_enter_in_each_column() -> None:
    assert MARKS.guide == [
        ("Candidate number", "4 digits, such as 0001"),
        ("Mark", "a whole number from 0 to 70 (may be empty)"),
        ("Absent", "yes, or leave it empty (may be empty)"),
    ]


def test_columns_need_names_of_their_own() -> None:
    with pytest.raises(ValueError, match="names"):
        Grid(Column("mark", text(1)), Column("mark", text(1)))
    with pytest.raises(ValueError, match="names"):
        Grid(Column("line", text(1)))
