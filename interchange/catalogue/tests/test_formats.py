"""What the cells of a catalogue folder may hold, and files that somebody made in another way."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.catalogue import cells, formats
from interchange.catalogue.folder import Sheet, read_file, read_folder

COMPONENTS = "entry_code,title,assessment,max_mark\n"


def read(folder: Path, text: str | bytes, shape: formats.Format = formats.COMPONENTS) -> Sheet:
    path = folder / shape.name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_file(path, shape)


def told(sheet: Sheet) -> list[str]:
    return [str(problem) for problem in sheet.problems]


def test_a_good_row_is_read_with_its_line(tmp_path: Path) -> None:
    sheet = read(tmp_path, COMPONENTS + "J277,Project,nea_internal,60\n")
    assert sheet.problems == []
    assert [(row["line"], row["entry_code"], row["max_mark"]) for row in sheet.rows] == [(2, "J277", 60)]


def test_a_bad_cell_is_told_by_file_line_and_column_and_the_rows_beside_it_are_kept(tmp_path: Path) -> None:
    sheet = read(tmp_path, COMPONENTS + "J277,Project,nea_internal,sixty\nJ278,,exam,\n")
    assert told(sheet) == ["components.csv, line 2, column max_mark: Enter a whole number from 1 to 9999."]
    assert [row["entry_code"] for row in sheet.rows] == ["J278"]


def test_a_kind_that_nobody_knows_is_told(tmp_path: Path) -> None:
    sheet = read(tmp_path, COMPONENTS + "J277,Project,coursework,60\n")
    assert sheet.problems[0].column == "assessment"
    assert "nea_internal" in sheet.problems[0].sentence


def test_a_missing_column_is_told_by_name_and_no_row_is_taken(tmp_path: Path) -> None:
    sheet = read(tmp_path, "entry_code,title,max_mark\nJ277,Project,60\n")
    said = "There is no column “assessment”. Nothing was loaded from this file."
    assert told(sheet) == [f"components.csv, line 1, column assessment: {said}"]
    assert sheet.rows == []


def test_a_column_twice_is_told(tmp_path: Path) -> None:
    sheet = read(tmp_path, "entry_code,title,assessment,title\nJ277,a,exam,b\n")
    assert [problem.column for problem in sheet.problems] == ["title"]
    assert sheet.rows == []


def test_columns_that_nobody_knows_are_left_out_with_a_note(tmp_path: Path) -> None:
    sheet = read(tmp_path, "entry_code,title,assessment,colour,gradelist\nJ277,a,exam,red,x\n")
    assert sheet.notes == ["components.csv: the column “colour” is not known and was left out."]
    assert sheet.rows[0]["grade_list"] == ["x"]


def test_an_empty_file_says_so(tmp_path: Path) -> None:
    assert told(read(tmp_path, ""))[0].startswith("components.csv, line 1: The file is empty.")


def test_letters_that_are_not_utf8_spoil_only_their_own_row(tmp_path: Path) -> None:
    data = COMPONENTS.encode() + b"J277,Caf\xe9,exam,60\nJ278,Caf\xc3\xa9,exam,60\n"
    sheet = read(tmp_path, data)
    assert [(problem.line, problem.column) for problem in sheet.problems] == [(2, "title")]
    assert "UTF-8" in sheet.problems[0].sentence
    assert [row["title"] for row in sheet.rows] == ["Café"]


def test_a_note_may_have_several_lines_and_later_rows_keep_their_numbers(tmp_path: Path) -> None:
    sheet = read(tmp_path, 'entry_code,title,assessment,note\nJ277,a,exam,"one\ntwo"\nJ278,a,quiz,\n')
    assert [row["line"] for row in sheet.rows] == [2]
    assert [problem.line for problem in sheet.problems] == [4]


def test_an_open_quotation_mark_spoils_only_its_own_line(tmp_path: Path) -> None:
    rows = "".join(f"J{number},a,exam,60\n" for number in range(100, 200))
    sheet = read(tmp_path, COMPONENTS + 'J277,"Project,exam,60\n' + rows)
    assert [problem.line for problem in sheet.problems] == [2]
    assert len(sheet.rows) == 100


def test_files_of_other_names_are_left_alone_and_capitals_do_not_matter(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / "Grade_Sets.CSV").write_text("set_code,position,grade\nX,1,A\n")
    assert [sheet.format.name for sheet in read_folder(tmp_path)] == ["grade_sets.csv"]


@pytest.mark.parametrize("written", ["08:30", "8:30", "00:01", "23:59"])
def test_times_are_read(written: str) -> None:
    assert cells.Clock().read(written) == written.zfill(5)


@pytest.mark.parametrize("written", ["24:00", "8.30", "noon", "08:60", "-1:00"])
def test_other_times_are_not(written: str) -> None:
    with pytest.raises(ValueError, match="08:30"):
        cells.Clock().read(written)


def test_parts_are_names_with_maximum_marks() -> None:
    assert cells.Parts().read("Portfolio: 40; Test:20") == [
        {"name": "Portfolio", "max": 40},
        {"name": "Test", "max": 20},
    ]


@pytest.mark.parametrize("written", ["Portfolio", "Portfolio:", ":20", "Test:0", "Test:x", "Test:99999"])
def test_parts_without_a_name_or_a_maximum_are_refused(written: str) -> None:
    with pytest.raises(ValueError, match="Portfolio:60; Test:20"):
        cells.Parts().read(written)


NAMES = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=";:"), min_size=1, max_size=20
).filter(lambda name: bool(name.strip()) and cells.Items(100).read(name) == [name])


@given(st.lists(NAMES, max_size=5))
def test_a_list_that_is_written_reads_back(items: list[str]) -> None:
    assert cells.Items(100).read(cells.Items(100).write(items)) == items


@given(
    st.lists(
        st.builds(lambda name, most: {"name": name, "max": most}, NAMES, st.integers(1, 9999)), max_size=5
    )
)
def test_parts_that_are_written_read_back(parts: list[dict[str, object]]) -> None:
    assert cells.Parts().read(cells.Parts().write(parts)) == parts
