"""The file of a security case: a tagged PDF whose words are those that are held, whatever somebody typed."""

import io
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest

from interchange.documents.case_file import CaseClock, CaseFile, CaseLine, render_case_file

AT = datetime(2027, 5, 14, 10, tzinfo=UTC)
FILE = CaseFile(
    board_name="Demonstration Awarding Body", reference="S-7QX4-M2KD", state="Being looked into",
    facts={"State": "Being looked into", "Reported": "14 May 2027, 11:00am, by Ben Shaw", "Centre": "10001"},
    what="A mail asks for my password.\n\nIt came *twice* #from <us>.",
    clocks=(
        CaseClock("Ofqual", AT + timedelta(3), "Told", AT + timedelta(4), "By telephone", late=True),
        CaseClock("Information Commissioner (ICO)", AT + timedelta(hours=72), "Not decided"),
    ),
    log=(CaseLine(AT, "Seb Curie", "Rang the school.\nNobody there."),),
    trail=(CaseLine(AT, "Ben Shaw", "Reported something suspicious"),),
    made_by="Seb Curie", made_at=AT + timedelta(5),
)  # fmt: skip


@pytest.fixture
def words_of(tmp_path: Path):
    """The words on the pages, in order, with one space between them."""

    def words(pdf: bytes) -> str:
        (tmp_path / "case.pdf").write_bytes(pdf)
        read = ["pdftotext", "-raw", str(tmp_path / "case.pdf"), "-"]
        return " ".join(subprocess.run(read, check=True, capture_output=True).stdout.decode().split())

    return words


def test_it_shows_everything_that_is_held(words_of):
    words = words_of(render_case_file(FILE))
    for part in (
        "Security case S-7QX4-M2KD", "Demonstration Awarding Body", "by Ben Shaw", "A mail asks for my password.",
        "It came *twice* #from <us>.", "Told, too late", "By telephone", "Not decided",
        "Rang the school. Nobody there.",
        "Reported something suspicious", "Made by Seb Curie, 19 May 2027, 11:00am UK time", "Page 1 of 1",
    ):  # fmt: skip
        assert part in words


def test_it_is_tagged_and_says_its_title_and_language():
    with pikepdf.open(io.BytesIO(render_case_file(FILE))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-GB"
        with pdf.open_metadata() as about:
            assert about["dc:title"] == "Security case S-7QX4-M2KD"
            assert about["pdfuaid:part"] == "1"


def test_the_same_file_gives_the_same_bytes():
    assert render_case_file(FILE) == render_case_file(FILE)


def test_a_case_of_which_nothing_is_known_yet_has_a_file(words_of):
    words = words_of(render_case_file(replace(FILE, log=(), trail=(), facts={}, what="?")))
    assert "Nothing was written down." in words


def test_a_long_log_goes_on_over_pages_that_say_whose_it_is(words_of):
    long = tuple(CaseLine(AT, "Seb Curie", f"Call {number} " + "x" * 200) for number in range(60))
    words = words_of(render_case_file(replace(FILE, log=long)))
    assert "Call 59" in words
    assert words.count("Security case S-7QX4-M2KD") >= 3
    assert words.count("When Who What") >= 3, "the head of the table is repeated"
