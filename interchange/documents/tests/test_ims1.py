import io
import re
import resource
import subprocess
import time
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import zxingcpp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from interchange.documents import compiling, fonts
from interchange.documents.ims1 import Declaration, Ims1, Ims1Line, render_ims1

SUBMITTED_AT = datetime(2027, 5, 15, 13, 3, tzinfo=UTC)
FORM = Ims1(
    board_name="Demonstration Awarding Body",
    centre_number="65432",
    centre_name="Bar School",
    series="June 2027",
    assessment_code="H446/03",
    title="Programming project",
    moderation_route="Postal moderation",
    submitted_by="Ann Lee",
    submitted_at=SUBMITTED_AT,
    receipt="R-27-004213",
    version=1,
    check_code="7QX4-M2KD",
    lines=(),
    maximum_mark=70,
    declarations=(Declaration("The work is the candidates’ own.", "Ben Cole", SUBMITTED_AT),),
)

letters = st.text(st.characters(categories=["Lu", "Ll"], max_codepoint=0x24F), min_size=1, max_size=14)
marked_up = st.text(st.sampled_from("'’#$*_@<>\\`\"{}[]&%~^|/=+-()ab"), min_size=1, max_size=12)
anything = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


def a_line(number: int = 1, name: str = "ADEYEMI, Tolu", **more: Any) -> Ims1Line:
    value: dict[str, Any] = {} if more.keys() & {"grade", "absent", "mark"} else {"mark": 54}
    return Ims1Line(f"{number:04}", name, f"654320{number:06}A", "11A", **value, **more)


def a_form(*lines: Ims1Line, **more: Any) -> Ims1:
    return replace(FORM, lines=lines, **more)


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., bytes]:
    """Run one of poppler's programs on a PDF."""

    def poppler(pdf: bytes, program: str, *options: str) -> bytes:
        file = tmp_path / "form.pdf"
        file.write_bytes(pdf)
        arguments = [program, *options, str(file), *(["-"] if program == "pdftotext" else [])]
        return subprocess.run(arguments, check=True, capture_output=True).stdout

    return poppler


@pytest.fixture
def text_of(run: Callable[..., bytes]) -> Callable[[Ims1], str]:
    """The words on a form, in order, with one space between them."""

    def words(form: Ims1) -> str:
        return squeezed(run(render_ims1(form), "pdftotext", "-raw").decode())

    return words


def squeezed(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).replace(fonts.BREAK, "").split())


# ---------------------------------------------------------------- what it says


def test_the_form_says_what_was_submitted_by_whom_and_when(text_of: Callable[[Ims1], str]) -> None:
    text = text_of(a_form(a_line()))
    for said in (
        "Demonstration Awarding Body iMS1",
        "Centre 65432 Bar School",
        "Series June 2027",
        "Assessment H446/03 Programming project",
        "Maximum mark 70",
        "Moderation Postal moderation",
        "Submitted by Ann Lee",
        "Submitted at 15 May 2027, 2:03pm UK time",
        "Receipt number R-27-004213",
        "Check code 7QX4-M2KD",
        "Version 1",
        "The work is the candidates’ own. Ben Cole, 15 May 2027, 2:03pm UK time",
        "Teacher, signature Name Date Exams officer, signature Name Date",
        "Page 1 of 1",
    ):
        assert said in text


def test_each_line_says_what_was_submitted_for_the_candidate(text_of: Callable[[Ims1], str]) -> None:
    text = text_of(
        a_form(
            a_line(1, mark=54),
            a_line(2, mark=Decimal("54.5")),
            a_line(3, absent=True),
            a_line(4, mark=0, zero_reason="Not authenticated"),
            a_line(5, mark=61, carried_forward_from="June 2026"),
            a_line(6, mark=7, late_added_on=date(2027, 5, 12)),
            a_line(7, absent=False, grade=""),
        )
    )
    for said in (
        "0001 ADEYEMI, Tolu 654320000001A 11A 54 fifty-four",
        "654320000002A 11A 54.5 fifty-four and a half",
        "654320000003A 11A A absent",
        "654320000004A 11A 0 nought Not authenticated",
        "654320000005A 11A 61 sixty-one Carried forward from June 2026",
        "654320000006A 11A 7 seven Added late, 12 May 2027",
        "654320000007A 11A –",
        "Entered 7 Marked 5 Absent 1 Zero 1",
    ):
        assert said in text


def test_a_form_of_grades_has_a_grade_for_each_candidate(text_of: Callable[[Ims1], str]) -> None:
    lines = [a_line(1, grade="P"), a_line(2, grade="NC"), a_line(3, absent=True)]
    text = text_of(a_form(*lines, maximum_mark=None, grades=("P", "M", "D", "NC")))
    assert "Grades P, M, D, NC" in text
    assert "No. Candidate UCI Group Grade Notes" in text
    assert "654320000001A 11A P 0002" in text
    assert "654320000002A 11A NC 0003" in text
    assert "654320000003A 11A absent" in text
    assert "Entered 3 Graded 2 Absent 1" in text
    assert "Zero" not in text


def test_a_later_version_marks_what_changed_and_says_what_it_was(text_of: Callable[[Ims1], str]) -> None:
    text = text_of(a_form(a_line(1), a_line(2, mark=55, earlier="52"), version=2))
    assert "This is version 2 and takes the place of every earlier one." in text
    assert "11A 55 fifty-five Changed: was 52" in text
    assert text.count("Changed") == 1
    assert "takes the place" not in text_of(a_form(a_line(1)))


def test_a_name_is_never_markup(text_of: Callable[[Ims1], str]) -> None:
    name = 'O\'NEILL #let $x$ *b* _i_ @ref <a> \\n `c` "d" //e [f] {g}'
    assert f"0001 {name} 654320000001A" in text_of(a_form(a_line(name=name)))


@pytest.mark.parametrize(
    "name", ["Ǩȟȉ, Ẃẁ", "ADÉBÁYỌ̀, Ọláyínká", "NGUYỄN, Thị", "Παπάς, Ελένη", "Шевченко, Іван"]
)
def test_a_name_is_spelt_as_its_bearer_spells_it(name: str, text_of: Callable[[Ims1], str]) -> None:
    assert f"0001 {name} 654320000001A" in text_of(a_form(a_line(name=name)))


def test_what_no_font_shows_is_spelt_out_on_the_form(text_of: Callable[[Ims1], str]) -> None:
    assert "Li [U+1FAE0] 654320000001A" in text_of(a_form(a_line(name="Li \U0001fae0")))


@pytest.mark.parametrize("name", ["محمد علي", "כהן, שרה"])
def test_a_name_from_right_to_left_is_on_the_form_with_every_letter(
    name: str, text_of: Callable[[Ims1], str]
) -> None:
    text = text_of(a_form(a_line(name=name)))
    between = text[text.index("0001") + 4 : text.index("654320000001A")]
    assert sorted(filter(str.isalpha, between)) == sorted(filter(str.isalpha, name))


def test_a_long_name_without_a_space_stays_in_its_column(run: Callable[..., bytes]) -> None:
    pdf = render_ims1(a_form(a_line(name="W" * 60)))
    boxes = run(pdf, "pdftotext", "-bbox").decode()
    starts = [float(x) for x in re.findall(r'xMin="([\d.]+)"[^>]*>654320000001A<', boxes)]
    ends = [float(x) for x in re.findall(r'xMax="([\d.]+)"[^>]*>[W\u200b]+<', boxes)]
    assert len(starts) == 1
    assert ends
    assert max(ends) < starts[0]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.builds("{}, {}".format, letters, letters | marked_up), min_size=1, max_size=20))
def test_every_name_is_read_back_as_it_was_given(names: list[str], text_of: Callable[[Ims1], str]) -> None:
    text = text_of(a_form(*(a_line(number, name) for number, name in enumerate(names, 1))))
    for number, name in enumerate(names, 1):
        expected = squeezed(f"{number:04} {name} 654320{number:06}A")
        assert expected.replace(" ", "") in text.replace(" ", "")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(anything, min_size=1, max_size=40))
def test_no_name_whatever_stops_the_form_or_takes_a_line_away(
    names: list[str], text_of: Callable[[Ims1], str]
) -> None:
    text = text_of(a_form(*(a_line(number, name) for number, name in enumerate(names, 1))))
    for number in range(1, len(names) + 1):
        assert f"654320{number:06}A" in text


# ---------------------------------------------------------------- what kind of document it is


def elements(pdf: bytes) -> Iterator[tuple[str, Any]]:
    """The structure of a tagged PDF: the kind of each element, and the element."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        waiting = [document.Root.StructTreeRoot]
        while waiting:
            element = waiting.pop()
            if isinstance(element, pikepdf.Array):
                waiting.extend(iter(element))
            elif isinstance(element, pikepdf.Dictionary):
                if "/S" in element:
                    yield str(element.S), element
                if "/K" in element:
                    waiting.append(element.K)


def test_the_form_is_a_tagged_document_on_a4_with_a_title_and_a_language(run: Callable[..., bytes]) -> None:
    pdf = render_ims1(a_form(a_line()))
    facts = run(pdf, "pdfinfo").decode()
    assert re.search(r"Tagged:\s+yes", facts)
    assert re.search(r"Page size:.*A4", facts)
    assert "iMS1 H446/03 June 2027, centre 65432, version 1" in facts
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert str(document.Root.Lang) == "en-GB"
        assert "<pdfuaid:part>1</pdfuaid:part>" in document.Root.Metadata.read_bytes().decode()


def test_the_candidates_are_one_table_over_all_pages_with_one_line_of_headings() -> None:
    pdf = render_ims1(a_form(*map(a_line, range(1, 201))))
    kinds = [kind for kind, _ in elements(pdf)]
    assert kinds.count("/Table") == 1
    assert kinds.count("/TR") == 201
    assert kinds.count("/TH") == 7
    assert kinds.count("/TD") == 200 * 7


def test_the_barcodes_have_words_for_those_who_do_not_see_them() -> None:
    alternatives = {str(element.Alt) for kind, element in elements(render_ims1(FORM)) if kind == "/Figure"}
    assert alternatives == {
        "DataMatrix code of R-27-004213/1/7QX4-M2KD",
        "Code 128 barcode of R-27-004213/1/7QX4-M2KD",
    }


def test_a_machine_reads_both_barcodes_from_the_paper(run: Callable[..., bytes]) -> None:
    paper = run(render_ims1(a_form(a_line())), "pdftoppm", "-r", "200", "-gray", "-singlefile")
    read = zxingcpp.read_barcodes(Image.open(io.BytesIO(paper)))
    assert {(barcode.text, barcode.format.name) for barcode in read} == {
        ("R-27-004213/1/7QX4-M2KD", "Code128"),
        ("R-27-004213/1/7QX4-M2KD", "DataMatrix"),
    }


def test_the_paper_is_black_on_white(run: Callable[..., bytes]) -> None:
    paper = Image.open(io.BytesIO(run(render_ims1(a_form(a_line())), "pdftoppm", "-r", "50", "-singlefile")))
    _, saturation, _ = paper.convert("HSV").split()
    assert saturation.getextrema() == (0, 0)
    assert paper.convert("L").getextrema() == (0, 255)


def test_the_same_form_gives_the_same_bytes_in_every_run() -> None:
    form = a_form(*map(a_line, range(1, 60)))
    first = render_ims1(form)
    render_ims1(a_form(a_line()))
    fonts.typeface.cache_clear()
    assert render_ims1(form) == first
    assert render_ims1(replace(form, check_code="OTHER")) != first


# ---------------------------------------------------------------- many candidates


@pytest.mark.parametrize("count", [30, 1_000, 5_000])
def test_every_candidate_of_a_large_centre_has_a_line(count: int, run: Callable[..., bytes]) -> None:
    pdf = render_ims1(a_form(*map(a_line, range(1, count + 1))))
    pages = run(pdf, "pdftotext", "-raw").decode().split("\f")[:-1]
    numbers = re.findall(
        r"^\d{4} ADEYEMI, Tolu (654320\d{6}A) 11A 54 fifty-four$", "\n".join(pages), re.MULTILINE
    )
    assert numbers == [f"654320{number:06}A" for number in range(1, count + 1)]
    for place, page in enumerate(pages, 1):
        assert f"Page {place} of {len(pages)}" in page
        assert ("No. Candidate UCI Group Mark In words Notes" in page) == ("ADEYEMI" in page)


def test_a_form_made_in_a_process_of_its_own_is_the_same_to_the_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    form = a_form(*map(a_line, range(1, 60)))
    here = render_ims1(form)
    monkeypatch.setattr(compiling, "LARGE", 0)
    monkeypatch.setattr(compiling, "compiled_here", None)
    assert render_ims1(form) == here


def test_forms_leave_no_memory_behind() -> None:
    def megabytes() -> int:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * resource.getpagesize() // 1_000_000

    many = a_form(*map(a_line, range(1, 151)))
    for made in range(15):
        render_ims1(replace(many, receipt=f"R-27-{made}"))
        if made == 3:
            before = megabytes()
    assert megabytes() - before < 30


def test_a_form_of_three_hundred_candidates_is_made_at_once() -> None:
    render_ims1(FORM)
    began = time.process_time()
    render_ims1(a_form(*map(a_line, range(1, 301))))
    assert time.process_time() - began < 1.5
