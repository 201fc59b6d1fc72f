"""Grades instead of marks: P or NC in the sciences; D, M, P or NC in English; Absent greyed out (mission D3)."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import College, OpenAs
from tests.journeys.steps import all_saved, control, save

SHEETS = {"H420/04": ["P", "NC"], "J351/03": ["D", "M", "P", "NC"]}


@pytest.mark.parametrize(("code", "grades"), SHEETS.items(), ids=SHEETS)
def test_an_endorsement_is_graded(
    college: College, open_as: OpenAs, java_script_enabled: bool, code: str, grades: list[str]
):
    sheet = college.sheet(code, candidates=len(grades), graded=True, grades=grades)
    page = open_as(college.ben, sheet.url, java_script_enabled=java_script_enabled)
    numbers = [f"{place:04d}" for place in range(1, len(grades) + 1)]
    for number, grade in zip(numbers, grades, strict=True):
        offered = control(page, "Grade", number).get_by_role("option").all_inner_texts()
        assert [words.strip() for words in offered] == ["", *grades]
        expect(control(page, "Mark", number)).to_have_count(0)
        expect(control(page, "Absent", number)).to_be_disabled()
        control(page, "Grade", number).select_option(grade)
    if java_script_enabled:
        all_saved(page)
    else:
        save(page)
    assert sheet.marks(college.by) == dict(zip(numbers, grades, strict=True))


def test_a_grade_is_typed_with_the_keyboard(college: College, open_as: OpenAs, java_script_enabled: bool):
    grades = SHEETS["J351/03"]
    sheet = college.sheet("J351/03", candidates=4, graded=True, grades=grades)
    page = open_as(college.ben, sheet.url, java_script_enabled=java_script_enabled)
    control(page, "Grade", "0001").focus()
    for grade in reversed(grades):
        page.keyboard.type(grade)
        if java_script_enabled:
            page.keyboard.press("Enter")
        else:
            page.keyboard.press("Tab")
            page.keyboard.press("Tab")
    if java_script_enabled:
        all_saved(page)
    else:
        save(page)
    assert list(sheet.marks(college.by).values()) == ["NC", "P", "M", "D"]
