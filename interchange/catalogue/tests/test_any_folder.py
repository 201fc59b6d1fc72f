"""Loading any folder at all: each row is taken or told, and nothing changes when it comes again."""

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interchange.catalogue.factories import make_series
from interchange.catalogue.tests.test_load_catalogue import load

pytestmark = pytest.mark.django_db

CODES = st.sampled_from(["Q1", "Q2", "U01-U03", "x/9", "8", "Ü1"])
BLANK_OR_CODE = st.one_of(st.just(""), CODES)
WORDS = st.one_of(
    st.sampled_from(["", "Essay", "yes", "60", "-1", "15 May", "01;02", "A*;B"]), st.text(max_size=12)
)


SERIES = st.sampled_from(["2027-06", "2027-06 ", "2027-13", ""])
AMOUNTS = st.sampled_from(["", "40", "40.50", "£1,000", "-1", "x"])
DAYS = st.sampled_from(["2027-05-12", "12/05/2027", "31/02/2027", ""])
SCALES = st.sampled_from(["raw", "ums", "Uniform marks", "other"])
MARKS = st.sampled_from(["A:90; B:80", "B:80;A:90", "A:1;A:2", '{"A": 90}', '{"A": [[1]]}', "A", ""])


def rows_of(
    name: str, columns: str, **kinds: st.SearchStrategy[str]
) -> st.SearchStrategy[tuple[str, list[dict[str, str]]]]:
    cells = st.fixed_dictionaries({column: kinds.get(column, WORDS) for column in columns.split(",")})
    return st.lists(cells, max_size=6).map(lambda rows: (name, rows))


FOLDERS = st.lists(
    st.one_of(
        rows_of("grade_sets.csv", "set_code,set_title,position,grade,edi_code"),
        rows_of("qualifications.csv", "board,entry_code,title,family,grade_set,grading_model,tiers", entry_code=CODES),
        rows_of(
            "components.csv",
            "board,entry_code,unit_code,component_code,assessment_code,title,assessment,max_mark,route",
            entry_code=CODES, unit_code=BLANK_OR_CODE, component_code=st.sampled_from(["", "01", "02"]),
            assessment=st.sampled_from(["exam", "nea_internal", "endorsement", "quiz"]),
        ),
        rows_of(
            "options.csv", "board,entry_code,unit_code,option_code,option_label,components,carried_forward",
            entry_code=CODES, unit_code=BLANK_OR_CODE, option_code=st.sampled_from(["", "A", "1", "2"]),
            components=st.sampled_from(["", "01", "01;02", "99"]),
        ),
        rows_of("key_dates.csv", "board,series,applies_to,event,date,time,date_printed"),
        rows_of("fees.csv", "series,entry_code,option_code,fee", series=SERIES, entry_code=CODES, fee=AMOUNTS),
        rows_of("disallowed.csv", "series,first,second,severity,why", series=SERIES, first=CODES, second=CODES),
        rows_of("terminal_rules.csv", "board,entry_code,unit_code,percent", entry_code=CODES, percent=AMOUNTS),
        rows_of("timetable.csv", "series,component,date,session", series=SERIES, component=CODES, date=DAYS),
        rows_of("boundaries.csv", "series,code,title,scale,marks", scale=SCALES, marks=MARKS),
        rows_of("linear_grade_boundaries.csv", "series,qualification,title,boundaries_json", boundaries_json=MARKS),
        rows_of("ums_unit_boundaries.csv", "series,unit_code,scale,a,b", scale=SCALES, a=AMOUNTS),
        rows_of("vocational_units.csv", "qualification_key,qualification_title,unit_number,unit_title,credits"),
        rows_of("vocational_rules.csv", "qualification_key,qualification_title,rule_number,rule_kind,minimum"),
    ),
    max_size=5, unique_by=lambda file: file[0],
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=FOLDERS)
def test_any_folder_loads_and_twice_changes_nothing(
    files: list[tuple[str, list[dict[str, str]]]], tmp_path: Path
) -> None:
    """Whatever the rows say, each is taken or told; what was taken stays as it is when it comes again."""
    make_series("2027-06")
    for path in tmp_path.iterdir():
        path.unlink()
    for name, rows in files:
        with (tmp_path / name).open("w", encoding="utf-8", errors="replace", newline="") as out:
            columns = list(rows[0]) if rows else ["source"]
            writer = csv.DictWriter(out, columns)
            writer.writeheader()
            writer.writerows(rows)
    first = load(tmp_path)
    again = load(tmp_path)
    assert not again.changed_anything
    assert [str(problem) for problem in again.problems] == [str(problem) for problem in first.problems]
