"""Statements of entry and reports on paper: what they say, whoever is on them."""

import re
import subprocess
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from interchange.documents import fonts
from interchange.documents.report import Column, Report, Section, render_report
from interchange.documents.statement import EntryLine, PaperLine, Statement, Statements, render_statements

MADE_AT = datetime(2027, 3, 1, 14, 3, tzinfo=UTC)
HOSTILE = 'O\'NEILL #let $x$ *b* _i_ @ref <a> \\n `c` "d" //e [f] {g}'
NAMES = [HOSTILE, "ADEYEMI, Tolu", "NGUYỄN, Thị", "Παπάς, Ελένη", "Шевченко, Іван", "W" * 60, "Li \U0001fae0"]
PAPER = PaperLine("J560/01", "Paper 1", date(2027, 5, 19), "Morning", "09:00*", "1 hour 30 minutes")
MATHS = EntryLine(
    "J560",
    "GCSE (9-1) Mathematics",
    "Higher tier",
    "option H",
    papers=(PAPER, replace(PAPER, code="J560/02", clash=True)),
)
WORK = EntryLine("R094", "Visual identity", late=True)


def a_statement(number: int, *lines: EntryLine) -> Statement:
    return Statement(
        f"{number:04}", NAMES[number % len(NAMES)], f"654320{number:06}A", "", date(2010, 9, 1), "Female",
        "Private candidate", lines,
    )  # fmt: skip


def statements(*candidates: Statement) -> Statements:
    return Statements(
        "Demonstration Awarding Body", "65432", "Bar School", "June 2027", MADE_AT, candidates, assumed=True
    )


@pytest.fixture
def pages_of(tmp_path: Path) -> Callable[[bytes], list[str]]:
    """The words of each page, in order, with one space between them."""

    def pages(pdf: bytes) -> list[str]:
        file = tmp_path / "made.pdf"
        file.write_bytes(pdf)
        command = ["pdftotext", "-raw", str(file), "-"]
        made = subprocess.run(command, check=True, capture_output=True).stdout.decode()
        return [
            " ".join(unicodedata.normalize("NFC", page).replace(fonts.BREAK, "").split())
            for page in made.split("\f")[:-1]
        ]

    return pages


def test_a_statement_says_who_is_entered_for_what_and_when_it_is_sat(pages_of):
    page = pages_of(render_statements(statements(a_statement(1, MATHS, WORK))))[0]
    for said in (
        "Statement of entry: ADEYEMI, Tolu", "65432 Bar School", "June 2027", "Candidate number", "654320000001A",
        "not known", "1 September 2010", "Female", "Private candidate",
        "J560 GCSE (9-1) Mathematics, Higher tier, option H J560/01 Paper 1 19 May 2027 09:00* 1 hour 30 minutes",
        "J560/02 Paper 1 19 May 2027 09:00* 1 hour 30 minutes clash", "R094 Visual identity, late no timetabled paper",
        "The timetable prints the session alone", "cannot be sat as they are timetabled",
        "Printed 1 March 2027. As held by Demonstration Awarding Body on 1 March 2027, 2:03pm UK time.", "Page 1 of 1",
    ):  # fmt: skip
        assert said in page


def test_every_candidate_has_a_page_of_their_own_whatever_the_name(pages_of):
    made = statements(*(a_statement(number, *[MATHS] * (number % 4)) for number in range(60)))
    pages = pages_of(render_statements(made))
    assert [re.findall(r"654320\d{6}A", page) for page in pages] == [[one.uci] for one in made.candidates]
    for one, page in zip(made.candidates, pages, strict=True):
        assert page.count("J560/02") == len(one.lines)
        shown = one.name.replace("\U0001fae0", "[U+1FAE0]").replace(" ", "")
        assert shown in page.replace(" ", "")
        assert f"Page {int(one.number) + 1} of 60" in page


def test_an_entry_that_goes_over_the_page_keeps_its_head_and_the_candidate_s_name(pages_of):
    pages = pages_of(render_statements(statements(a_statement(1, *[MATHS] * 25), a_statement(2, WORK))))
    assert len(pages) == 3
    assert "0001 ADEYEMI, Tolu" in pages[1]
    assert "Code Title, tier and option Paper Day Starts Length Clash" in pages[1]


def test_the_same_statements_are_the_same_to_the_byte_and_tagged():
    made = statements(a_statement(0, MATHS))
    pdf = render_statements(made)
    assert render_statements(made) == pdf
    assert b"/StructTreeRoot" in pdf or b"/ObjStm" in pdf


REPORT = Report(
    "Demonstration Awarding Body", "Timetable clash report", "65432 Bar School", "June 2027", MADE_AT,
    (Column("No.", 13), Column("Candidate", 60), Column("Papers", 80), Column("Minutes", 27, number=True)),
    [Section("Friday 11 June 2027", [(f"{n:04}", name, "J560/01; H446/01", "240") for n, name in enumerate(NAMES)],
             ("", "Together", "", "1,680"))],
    "Nothing to tell.", {"Candidates": 7}, ["* The usual hour."],
)  # fmt: skip


def test_a_report_has_every_line_under_its_heading_and_one_without_lines_says_so(pages_of):
    page = pages_of(render_report(REPORT))[0]
    for said in (
        "Timetable clash report", "Friday 11 June 2027", f"0000 {HOSTILE} J560/01; H446/01 240", "Together 1,680",
        "* The usual hour.", "Page 1 of 1", "As held by Demonstration Awarding Body on 1 March 2027",
    ):  # fmt: skip
        assert said in page
    assert "Nothing to tell." in pages_of(render_report(replace(REPORT, sections=[])))[0]


def test_a_long_report_repeats_what_it_is_on_every_page(pages_of):
    rows = [(f"{n:04}", "ADEYEMI, Tolu", "J560/01", "90") for n in range(300)]
    pages = pages_of(render_report(replace(REPORT, sections=[Section("A day", rows)])))
    assert len(re.findall(r"\d{4} ADEYEMI, Tolu J560/01 90", " ".join(pages))) == 300
    for place, page in enumerate(pages, 1):
        assert f"Page {place} of {len(pages)}" in page
        assert "No. Candidate Papers Minutes" in page
        assert "65432 Bar School" in page
