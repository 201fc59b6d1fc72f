"""A record with a candidate's whole set of codes becomes single changes, and takes nothing away unasked (R-WAY-3)."""

from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.core import clock
from interchange.entries.rules.holdings import ADD, AMEND, WITHDRAW, Details
from interchange.exchange.rules import sets, spelling
from interchange.exchange.rules.sets import Answer, Codes, Comparison, HeldCode, Person, Sent, question

CODES = Codes.of([("J351", "A"), ("J351", "B"), ("H446", "A"), ("R180", "")])
ANN = Person("0001", Details("123450270001Y", "", "Lée", "Ann Zoë", date(2009, 2, 1), "F", "S"))
EDI, FORM = "edi", "form"
keys = count(1)


def sent(*codes: str, **changes: Any) -> Sent:
    surname, forenames, _ = spelling.read(changes.pop("name", "LEE: ANN ZOE"))
    record = Sent(
        3,
        "12345",
        "0001",
        surname,
        forenames,
        "F",
        date(2009, 2, 1),
        "123450270001Y",
        "",
        "S",
        tuple(codes),
        True,
    )
    return record._replace(**changes)


def held(code: str, option: str, route: str = EDI) -> HeldCode:
    way = {"edi": "a common-format file", "form": "the website"}[route]
    return HeldCode(UUID(int=next(keys)), code, option, route, way, clock.now())


def compared(*records: Sent, has: tuple[HeldCode, ...] = (), person: Person | None = ANN, **how: Any) -> Any:
    comparison = Comparison("2027-06", EDI, CODES, date(2027, 1, 1), **how)
    comparison.of_candidate(records, person, {one.entry_code: one for one in has})
    return comparison.result


def rows(result: Any) -> list[tuple[str, str, str, str]]:
    return [(row.action, row.entry_code, row.option_code, row.previous_option) for row in result.rows]


@pytest.mark.parametrize(
    ("codes", "has", "expected"),
    [
        (["J351A"], [], [(ADD, "J351", "A", "")]),
        (["J351A", "J351A"], [], [(ADD, "J351", "A", "")]),
        (["j351b"], [("J351", "A")], [(AMEND, "J351", "B", "A")]),
        (["J351A"], [("J351", "A")], [(AMEND, "J351", "A", "A")]),
        (["R180"], [("J351", "A")], [(ADD, "R180", "", ""), (WITHDRAW, "J351", "", "")]),
        ([], [("J351", "A"), ("R180", "")], [(WITHDRAW, "J351", "", ""), (WITHDRAW, "R180", "", "")]),
        (["XXXX"], [], [(ADD, "XXXX", "", "")]),
    ],
)
def test_a_set_of_codes_as_single_changes(codes, has, expected):
    result = compared(sent(*codes), has=tuple(held(*one) for one in has))
    assert rows(result) == expected
    assert not result.problems
    assert not result.differences


def test_what_was_made_on_the_website_is_asked_about_kept_or_taken_away():
    made = held("H446", "A", FORM)
    result = compared(sent("J351A"), has=(made,))
    assert rows(result) == [(ADD, "J351", "A", "")]
    on = f"{clock.today():%-d %B %Y}"
    said = f"This file does not contain 1 entry made on the website on {on}. Keep it, or withdraw it?"
    assert question(result.differences) == said
    kept = compared(sent("J351A"), has=(made,), answer=Answer.of(sets.KEEP, [made.entry_id]))
    assert (rows(kept), kept.differences) == (rows(result), [])
    gone = compared(sent("J351A"), has=(made,), answer=Answer.of(sets.TAKE_AWAY, [made.entry_id]))
    assert rows(gone) == [(ADD, "J351", "A", ""), (WITHDRAW, "H446", "", "")]
    assert gone.differences == []


def test_another_option_chosen_on_the_website_is_asked_about_and_stays_meanwhile():
    made = held("J351", "B", FORM)
    result = compared(sent("J351A"), has=(made,))
    assert rows(result) == [(AMEND, "J351", "B", "B")]
    [asked] = result.differences
    assert (asked.kind, asked.option_code, asked.wanted) == (sets.OTHER_OPTION, "B", "A")
    taken = compared(sent("J351A"), has=(made,), answer=Answer.of(sets.TAKE_AWAY, [made.entry_id]))
    assert rows(taken) == [(AMEND, "J351", "A", "B")]


def test_whoever_a_whole_set_leaves_out_keeps_everything_until_somebody_says_so():
    made = held("J351", "A")
    comparison = Comparison("2027-06", EDI, CODES, date(2027, 1, 1))
    comparison.not_in_the_file(ANN, {"J351": made})
    assert comparison.result.rows == []
    assert [one.name for one in comparison.result.differences] == ["Lée, Ann Zoë"]


def test_a_question_names_each_way_and_day():
    differences = compared(sent(), has=(held("H446", "A", FORM), held("R180", "", FORM))).differences
    assert question(differences).startswith("This file does not contain 2 entries made on the website on ")
    other = differences[1]._replace(way="the API")
    on = f"{clock.today():%-d %B %Y}"
    assert question([differences[0], other], more=3) == (
        f"This file does not contain 5 entries made another way: 1 on the API on {on} and 1 on the website on {on}, "
        "and 3 more. Keep them, or withdraw them?"
    )


@pytest.mark.parametrize(
    ("changes", "column", "sentence"),
    [
        ({"number": "0000"}, "number", "“0000” is not a candidate number"),
        ({"uci": "123450270001X"}, "uci", "The last letter of UCI"),
        ({"uci": ""}, "uci", "There is no UCI"),
        ({"uln": "9999999999"}, "uln", "stands for no ULN"),
        ({"surname": "L" * 101}, "name", "This name has 101 characters"),
        ({"born_on": None}, "born_on", "Give the date of birth"),
        ({"born_on": date(2027, 1, 2)}, "born_on", "has not come yet"),
        ({"sex": ""}, "sex", "Give the sex"),
        ({"codes": ()}, "codes", "There is no candidate 0001 to withdraw in 2027-06"),
    ],
)
def test_every_field_that_is_wrong_is_told_beside_it(changes, column, sentence):
    result = compared(sent("J351A", **changes), person=None)
    assert [problem.column for problem in result.problems] == [column]
    assert sentence in result.problems[0].sentence
    assert result.rows == []


def test_more_codes_than_fit_go_on_in_a_second_record_of_the_same_candidate():
    assert len(compared(sent("J351A"), sent("H446A", line=4)).rows) == 2
    other = compared(sent("J351A"), sent("H446A", line=4, sex="M"))
    assert [(one.row, one.column) for one in other.problems] == [(4, "number")]


def test_a_code_that_means_two_things_is_refused():
    codes = Codes.of([("A1", "B"), ("A", "1B")])
    with pytest.raises(ValueError, match="more than one"):
        codes.read("a1b")


@pytest.mark.parametrize(
    ("written", "surname", "forenames"),
    [
        ("LEE: ANN ZOE", "Lée", "Ann Zoë"),
        ("TANG PO HENG:", "Tang Po Heng", ""),
        ("BARBER-DOHERTY: B K LORNA", "Barber-Doherty", "B K Lorna"),
        ("O'NEILL: SIÂN", "O’Neill", "Siân"),
        ("VAN DEN ABEELENBERGHE-MONTGOMERY: CHRISTO", "van den Abeelenberghe-Montgomery", "Christopher"),
    ],
)
def test_a_name_in_capitals_is_the_held_name_and_no_change(written, surname, forenames):
    assert spelling.of_file(surname, forenames) == spelling.of_file(*written.partition(":")[::2])
    person = Person("0001", ANN.details._replace(surname=surname, forenames=forenames))
    [row] = compared(sent("J351A", name=written), person=person).rows
    assert (row.surname, row.forenames) == (surname, forenames)


def test_small_letters_and_signs_of_no_name_are_put_right_with_a_note():
    assert spelling.repaired("Lee: Ann") == ("LEE: ANN", "“Lee: Ann” was read in capitals.")
    assert spelling.repaired("LEE: ANN")[1] == ""
    name, note = spelling.repaired("L*EE: ANN2")
    assert name == "LEE: ANN"
    assert "signs that no name may have" in note
    assert spelling.read("Lee: Ann") == ("LEE", "ANN", "“Lee: Ann” was read in capitals.")
    for nobody in ("LEE ANN", ": ANN", "", "*:"):
        with pytest.raises(ValueError, match="There is no colon after the surname"):
            spelling.read(nobody)


def test_a_form_that_keeps_letters_changes_the_name_that_is_held():
    [row] = compared(sent("J351A", surname="Lee", forenames="Ann", in_capitals=False)).rows
    assert (row.surname, row.forenames) == ("Lee", "Ann")


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_name_can_be_written_and_fits(surname, forenames):
    written = spelling.of_file(surname, forenames)
    assert written.isascii()
    assert len(written) <= spelling.LONGEST
