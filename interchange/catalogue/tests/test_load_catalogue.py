"""Loading folders: the demo's own, made-up ones of other boards, and parts of them."""

import io
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F

from interchange.audit.events import Event
from interchange.audit.models import EventRecord
from interchange.catalogue import queries
from interchange.catalogue.factories import make_component, make_qualification
from interchange.catalogue.folder import read_folder
from interchange.catalogue.models import (
    Component,
    GradeSet,
    KeyDate,
    Option,
    Qualification,
    VocationalQualification,
    VocationalRule,
    VocationalUnit,
)
from interchange.catalogue.services import Report, load_catalogue
from interchange.core import tenancy
from interchange.core.actor import Actor

pytestmark = pytest.mark.django_db

DEMO = Path(__file__).resolve().parents[3] / "demo_data" / "catalogue"
OPERATOR = Actor.system("load_catalogue")


def events() -> int:
    with tenancy.for_staff():
        return EventRecord.unscoped.filter(name=Event.CATALOGUE_LOADED.value).count()


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def load(folder: Path) -> Report:
    return load_catalogue(read_folder(folder), folder=folder, by=OPERATOR)


def run(folder: Path) -> tuple[str, str, bool]:
    """What the command printed, what it complained of, and whether it succeeded."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("load_catalogue", str(folder), stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), err.getvalue() + str(error), False
    return out.getvalue(), err.getvalue(), True


# ---------------------------------------------------------------- the demo's catalogue


def test_the_demo_catalogue_loads_whole() -> None:
    report = load(DEMO)
    assert report.problems == []
    assert {name: counts.added for name, counts in report.counts.items()} == {
        "grade_sets.csv": 109, "qualifications.csv": 48, "components.csv": 160, "options.csv": 49,
        "key_dates.csv": 72, "vocational_units.csv": 93, "vocational_rules.csv": 52, "terminal_rules.csv": 1,
        "linear_grade_boundaries.csv": 18, "ums_unit_boundaries.csv": 28, "ums_specification_boundaries.csv": 4,
    }  # fmt: skip


def test_loading_it_again_changes_nothing_and_leaves_no_event() -> None:
    assert "109 added" in run(DEMO)[0]
    before = events()
    out, err, succeeded = run(DEMO)
    assert (err, succeeded) == ("", True)
    assert out.rstrip().endswith("nothing changed")
    assert "components.csv: 0 added, 0 changed, 160 unchanged" in out
    assert events() == before == 1


def test_loading_takes_few_statements_however_many_rows(django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(80):
        load(DEMO)


def test_the_load_is_one_event_with_its_counts() -> None:
    load(DEMO)
    with tenancy.for_staff():
        event = EventRecord.unscoped.get(name=Event.CATALOGUE_LOADED.value)
    assert event.data["files"]["components.csv"] == [160, 0, 0]


def test_blanks_mean_not_known() -> None:
    load(DEMO)
    assert queries.component_by_slug("H409-03").max_mark is None
    assert Qualification.objects.get(entry_code="H446").number == ""
    assert Qualification.objects.get(entry_code="H868").grade_set is None


def test_options_without_a_printed_code_are_numbered_within_their_entry_code() -> None:
    load(DEMO)
    assigned = Option.objects.filter(qualification__entry_code="J837").values_list(
        "entry_code", "code", "assigned"
    )
    assert set(assigned) == {
        ("R068", "1", True), ("R068", "2", True), ("R069", "3", True), ("R069", "4", True), ("R067", "5", True),
        ("J837", "", False),
    }  # fmt: skip
    printed = Option.objects.filter(entry_code="J351").values_list("code", "assigned", "carried_forward")
    assert list(printed) == [("A", False, False), ("B", False, False), ("C", False, True)]


def test_options_have_the_components_that_are_printed_else_all() -> None:
    load(DEMO)

    def components(entry_code: str, code: str) -> list[str]:
        option = Option.objects.get(entry_code=entry_code, code=code)
        return sorted(option.components.values_list("slug", flat=True))

    assert components("J351", "B") == ["J351-01", "J351-02", "J351-04"]
    assert components("R068", "2") == ["R068-02"]
    assert components("R310", "01") == ["R310-ocr-set-task", "R310-portfolio"]
    assert components("R093", "") == ["R093"]


def test_an_entry_code_without_a_printed_option_has_a_single_one() -> None:
    load(DEMO)
    single = Option.objects.filter(code="").values_list("entry_code", flat=True)
    assert {"R052", "8700", "R407", "Y100", "Y101", "Y113", "LITB2", "H857"} <= set(single)
    assert "J351" not in single


def test_nothing_but_the_certification_is_entered_under_the_code_of_a_unitised_qualification() -> None:
    """R-CERT-1; a linear qualification that is entered by unit has none (R-ENT-2)."""
    load(DEMO)
    awards = Option.objects.filter(certification=True)
    under_its_code = Option.objects.filter(
        entry_code=F("qualification__entry_code"), qualification__entry_code="1746"
    )
    assert [(option.code, option.certification) for option in under_its_code] == [("", True)]
    assert {"1746", "J837"} <= set(awards.values_list("entry_code", flat=True))
    assert not awards.exclude(components=None).exists()
    assert not awards.filter(qualification__grading_model="linear").exists()
    assert set(Option.objects.filter(entry_code="Y100").values_list("certification", flat=True)) == {False}


def test_a_unit_of_a_printed_range_leads_to_the_paper_of_the_range() -> None:
    load(DEMO)
    assert Option.objects.get(entry_code="Y105").components.get().title == "British period study and enquiry"


def test_families_come_in_the_order_of_the_file() -> None:
    load(DEMO)
    assert list(queries.families().values_list("code", flat=True)) == [
        "gcse", "a-level", "as", "core-maths", "project", "entry-level", "cambridge-nationals",
    ]  # fmt: skip


def test_what_centres_mark_leaves_out_exams_examiners_and_what_is_carried_forward() -> None:
    load(DEMO)
    marked = set(queries.components_marked_by_centres().values_list("slug", flat=True))
    assert {"J351-03", "H446-03", "R407-dynamic-world"} <= marked
    assert marked.isdisjoint({"J351-01", "J351-80", "J316-03"})


def test_endorsements_have_grades_and_no_absent_box() -> None:
    load(DEMO)
    spoken = queries.component_by_slug("J351-03")
    assert (spoken.grade_list, spoken.is_graded, spoken.absent_allowed) == (
        ["D", "M", "P", "NC"],
        True,
        False,
    )
    assert queries.component_by_slug("H446-03").absent_allowed


def test_dates_units_rules_and_grades_are_stored() -> None:
    load(DEMO)
    assert KeyDate.objects.get(event="estimated_entries").printed == "10 October"
    assert KeyDate.objects.filter(event="results_candidates", at="08:30").count() == 2
    assert VocationalUnit.objects.get(reference="A/601/1429").mandatory is True
    assert VocationalRule.objects.get(qualification__key="ICQ-ITQ3-DIP", kind="total_minimum").minimum == 39
    assert VocationalQualification.objects.get(key="04696").title.startswith("OCR Level 3 Diploma")
    assert str(GradeSet.objects.get(code="GCE-A").grades.first()) == "A*"


# ---------------------------------------------------------------- other folders

QUALIFICATIONS = "board,entry_code,title,family,grading_model\n"
COMPONENTS = "board,entry_code,unit_code,component_code,assessment_code,title,assessment,max_mark\n"
OPTIONS = "board,entry_code,unit_code,option_code,option_label,components\n"


def test_components_alone_load_with_what_is_known_of_their_qualification(tmp_path: Path) -> None:
    write(tmp_path, "components.csv", COMPONENTS + "ABX,Q1,,01,Q1/01,Essay,nea_internal,40\n")
    out, err, succeeded = run(tmp_path)
    assert (err, succeeded) == ("", True)
    assert "note: components.csv: Q1 has no row in qualifications.csv." in out
    assert str(Option.objects.get()) == "Q1"
    write(tmp_path, "qualifications.csv", QUALIFICATIONS + "ABX,Q1,Diploma in Essays,Diploma,linear\n")
    assert run(tmp_path)[2]
    assert queries.component_by_slug("q1-01").qualification.title == "Diploma in Essays"


def test_options_alone_load_and_find_their_components_when_these_come(tmp_path: Path) -> None:
    write(tmp_path, "options.csv", OPTIONS + "ABX,Q1,,,by post,02\nABX,Q1,,,by upload,01\n")
    assert run(tmp_path)[2]
    assert Option.objects.filter(components=None).count() == 2
    write(
        tmp_path, "components.csv",
        COMPONENTS + "ABX,Q1,,01,,Essay,nea_internal,40\nABX,Q1,,02,,Essay,nea_internal,40\n",
    )  # fmt: skip
    assert run(tmp_path)[2]
    links = Option.objects.values_list("code", "label", "components__slug")
    assert set(links) == {("1", "by post", "Q1-02"), ("2", "by upload", "Q1-01")}


def test_qualifications_alone_load_and_their_grade_sets_may_follow(tmp_path: Path) -> None:
    write(tmp_path, "qualifications.csv", "board,entry_code,title,grade_set\nABX,Q1,Diploma,ABX-3\n")
    assert run(tmp_path)[2]
    assert Qualification.objects.get().grade_set == GradeSet.objects.get(code="ABX-3")


def test_an_unknown_reference_is_told_and_the_rows_beside_it_are_kept(tmp_path: Path) -> None:
    write(tmp_path, "grade_sets.csv", "set_code,position,grade\nABX-3,1,A\n")
    write(
        tmp_path, "qualifications.csv", "board,entry_code,title,grade_set\nABX,Q1,a,ABX-4\nABX,Q2,b,ABX-3\n"
    )
    write(tmp_path, "components.csv", COMPONENTS + "ABX,Q2,,01,Q2/01,Essay,nea_internal,40\n")
    write(tmp_path, "options.csv", OPTIONS + "ABX,Q2,,A,one,01\nABX,Q2,,B,two,01;07\n")
    _, err, succeeded = run(tmp_path)
    assert not succeeded
    assert "qualifications.csv, line 2, column grade_set: There is no grade set “ABX-4”" in err
    assert "options.csv, line 3, column components: Q2 has no component 07." in err
    assert list(Option.objects.values_list("code", flat=True)) == ["A"]


def test_a_row_that_repeats_another_is_told_and_the_first_is_kept(tmp_path: Path) -> None:
    rows = "ABX,Q1,,01,Q1/01,Essay,nea_internal,40\nABX,Q1,,01,Q1/01,Essays,nea_internal,50\n"
    write(tmp_path, "components.csv", COMPONENTS + rows)
    _, err, succeeded = run(tmp_path)
    assert not succeeded
    assert "components.csv, line 3, column assessment_code: This repeats line 2, which was taken." in err
    assert Component.objects.get().max_mark == 40


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    assert run(tmp_path / "nowhere")[1].endswith("is not a folder.")
    assert "none of the files of a catalogue" in run(tmp_path)[1]


def test_a_changed_cell_changes_its_row_and_a_column_left_out_stays(tmp_path: Path) -> None:
    write(tmp_path, "components.csv", COMPONENTS + "ABX,Q1,,01,Q1/01,Essay,nea_internal,40\n")
    load(tmp_path)
    write(
        tmp_path,
        "components.csv",
        "board,entry_code,component_code,title,assessment\nABX,Q1,01,Essays,nea_internal\n",
    )
    counts = load(tmp_path).counts["components.csv"]
    component = Component.objects.get()
    assert (counts.added, counts.changed) == (0, 1)
    assert (component.title, component.max_mark, component.slug) == ("Essays", 40, "Q1-01")


def test_the_profile_of_a_component_is_kept_unless_the_file_speaks_of_it(tmp_path: Path) -> None:
    write(tmp_path, "components.csv", COMPONENTS + "ABX,Q1,,01,Q1/01,Essay,nea_internal,40\n")
    load(tmp_path)
    Component.objects.update(absent_allowed=False, half_marks=True)
    load(tmp_path)
    assert Component.objects.filter(absent_allowed=False, half_marks=True).exists()
    profile = "entry_code,component_code,title,assessment,max_mark,half_marks,parts\n"
    write(tmp_path, "components.csv", profile + "Q1,01,Essay,nea_internal,60,no,Plan:20;Text:40\n")
    load(tmp_path)
    assert Component.objects.get().parts == [{"name": "Plan", "max": 20}, {"name": "Text", "max": 40}]
    assert not Component.objects.get().half_marks


def test_subjects_and_speaking_tests_are_loaded_and_stay_where_a_file_leaves_them_out(tmp_path: Path) -> None:
    write(tmp_path, "qualifications.csv", "board,entry_code,title,subject\nABX,Q1,GCSE Welsh,Welsh\n")
    write(tmp_path, "components.csv", "board,entry_code,title,assessment,speaking\nABX,Q1,Oral,exam,yes\n")
    assert load(tmp_path).problems == []
    write(tmp_path, "qualifications.csv", "board,entry_code,title\nABX,Q1,GCSE Welsh (new)\n")
    write(tmp_path, "components.csv", "board,entry_code,title,assessment,max_mark\nABX,Q1,Oral,exam,40\n")
    assert load(tmp_path).problems == []
    assert Qualification.objects.values_list("title", "subject").get() == ("GCSE Welsh (new)", "Welsh")
    assert Component.objects.values_list("max_mark", "speaking").get() == (40, True)


def test_parts_that_do_not_add_up_are_told(tmp_path: Path) -> None:
    profile = "entry_code,component_code,title,assessment,max_mark,parts\n"
    write(tmp_path, "components.csv", profile + "Q1,01,Essay,nea_internal,50,Plan:20;Text:40\n")
    assert "The parts add to 60; the maximum mark is 50." in run(tmp_path)[1]


def test_two_boards_may_use_one_code(tmp_path: Path) -> None:
    rows = "ABX,Q1,,01,Q1/01,Essay,exam,40\nXYZ,Q1,,01,Q1/01,Essay,exam,50\n"
    write(tmp_path, "components.csv", COMPONENTS + rows)
    assert run(tmp_path)[2]
    assert run(tmp_path)[0].rstrip().endswith("nothing changed")
    assert list(Component.objects.values_list("slug", "max_mark")) == [("Q1-01", 40), ("Q1-01-2", 50)]


def test_numbers_stay_with_their_options_when_rows_move_come_or_get_other_words(tmp_path: Path) -> None:
    write(
        tmp_path,
        "components.csv",
        COMPONENTS + "".join(f"ABX,Q1,,0{n},,Essay,exam,40\n" for n in range(1, 5)),
    )
    write(tmp_path, "options.csv", OPTIONS + "ABX,Q1,,,first,01\nABX,Q1,,,second,02\n")
    load(tmp_path)
    moved = "ABX,Q1,,,new,03\nABX,Q1,,,second,02\nABX,Q1,,,the first,01\nABX,Q1,,2,printed later,04\n"
    write(tmp_path, "options.csv", OPTIONS + moved.replace(",2,printed later", ",P,printed later"))
    load(tmp_path)
    codes = dict(Option.objects.exclude(code="").values_list("label", "code"))
    assert codes == {"the first": "1", "second": "2", "new": "3", "printed later": "P"}


def test_a_number_never_takes_the_place_of_a_printed_code(tmp_path: Path) -> None:
    write(tmp_path, "options.csv", OPTIONS + "ABX,Q1,,,first,\nABX,Q1,,1,printed,\nABX,Q1,,,third,\n")
    load(tmp_path)
    assert dict(Option.objects.values_list("label", "code")) == {"first": "2", "printed": "1", "third": "3"}


def test_the_single_option_is_not_offered_once_options_are_printed(tmp_path: Path) -> None:
    write(tmp_path, "components.csv", COMPONENTS + "ABX,Q1,,01,Q1/01,Essay,nea_internal,40\n")
    load(tmp_path)
    write(tmp_path, "options.csv", OPTIONS + "ABX,Q1,,A,upload,01\n")
    load(tmp_path)
    assert list(queries.options_for_entry(codes={"Q1"}).values_list("code", flat=True)) == ["A"]


def test_units_and_rules_may_describe_a_qualification_in_two_ways_without_end(tmp_path: Path) -> None:
    write(
        tmp_path, "vocational_units.csv", "qualification_key,qualification_title,unit_title\nK,Diploma,One\n"
    )
    write(
        tmp_path, "vocational_rules.csv",
        "qualification_key,qualification_title,board,rule_number,rule_kind\nK,The diploma,ABX,1,choose\n",
    )  # fmt: skip
    load(tmp_path)
    assert not load(tmp_path).changed_anything
    described = VocationalQualification.objects.get()
    assert (described.title, described.board) == ("Diploma", "ABX")


def test_what_was_loaded_before_gets_its_subject_and_its_speaking_tests_from_the_titles() -> None:
    table = {
        "GCSE (9-1) Computer Science": "Computer Science", "A Level Computer Science": "Computer Science",
        "AS Media Studies": "Media Studies", "A-level English Literature B": "English Literature B",
        "Level 1/2 Cambridge National Certificate in Sport Studies": "Sport Studies",
        "Entry Level Certificate in Geography": "Geography",
        "Extended Project Qualification": "Project Qualification", "": "",
    }  # fmt: skip
    for place, title in enumerate(table):
        make_qualification(f"Z{place}", title=title)
    papers = [("exam", "Paper 3: SPEAKING test"), ("exam", "Writing"), ("nea_internal", "Speaking")]
    for place, (kind, title) in enumerate(papers):
        make_component(f"Z0/0{place}", kind=kind, title=title)
    migration = import_module("interchange.catalogue.migrations.0004_subjects_and_speaking_tests")
    migration.fill_in(apps, SimpleNamespace(connection=connection))
    assert dict(Qualification.objects.values_list("title", "subject")) == table
    assert list(Component.objects.order_by("slug").values_list("speaking", flat=True)) == [True, False, False]
