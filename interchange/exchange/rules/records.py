"""The lines of the files, column by column, as far as they are published (`docs/domain/common-format.md`).

The first character of a line is the letter of its file and the second the kind of record. Where only one working
program is known to use a column, or its place follows from the columns around it, the documentation says so.
"""

from functools import cache

from interchange.core.record import Choice, Day, Digits, Field, Number, Record, Text
from interchange.exchange.rules.names import Letter

VERSION = "14"
FILE_HEADER, CENTRE_HEADER, DETAIL, CENTRE_TRAILER, FILE_TRAILER = "13579"
ORDER = {
    FILE_HEADER: "the header of the file", CENTRE_HEADER: "the header of a centre", DETAIL: "a detail record",
    CENTRE_TRAILER: "the trailer of a centre", FILE_TRAILER: "the trailer of the file",
}  # fmt: skip
DISTRIBUTIONS = {"S": "for or from one centre", "B": "for everybody", "M": "for several centres"}


WHOSE: tuple[Field, ...] = (
    Text("key", 5, "Number of the centre; in base data series, year and language"),
    Digits("body", 2, "Awarding body"),
    Text("series", 2, "Series: month, and a character of the awarding body's choice"),
    Digits("year", 2, "Last two digits of the year"),
)
COUNTED: tuple[Field, ...] = (Text("key", 5, "As in the header"), Number("records", 7, "How many records"))
FRAME: dict[str, tuple[Field, ...]] = {
    FILE_HEADER: (
        *WHOSE,
        Choice("distribution", DISTRIBUTIONS, "For whom the file is"),
        Text("package", 7, "Name of the program that made the file"),
        Digits("package_version", 2, "Version of that program"),
        Digits("version", 2, "Version of the formats"),
    ),
    CENTRE_HEADER: (
        *WHOSE,
        Number("sequence", 3, "Sequence number of the file"),
        Text("postcode", 8, "Postcode of the centre, with its space"),
    ),
    CENTRE_TRAILER: (*COUNTED, Day("made_on", means="Day on which the file was made")),
    FILE_TRAILER: (*COUNTED, Number("centres", 7, "How many centres")),
}
"""The columns of headers and trailers, from column 3; the same for every kind of file."""


@cache
def frame(letter: Letter, kind: str) -> Record:
    """A header or a trailer of a kind of file."""
    return Record(letter.value + kind, FRAME[kind])


STATUSES = {"C": "candidate of the centre", "P": "private candidate"}
SEXES = {"M": "male", "F": "female"}


def candidate(born_until: int) -> tuple[Field, ...]:
    """Columns 3 to 105 of E5 and A5. What follows them an awarding body completes: `layouts.detail`.

    `born_until` is the last year in which anybody can have been born: a year has two digits.
    """
    return (
        Choice("status", STATUSES, "Candidate of the centre, or private"),
        Digits("centre", 5, "Number of the centre"),
        Digits("number", 4, "Number of the candidate"),
        Text("name", 40, "Surname, a colon, and the forenames"),
        Choice("sex", SEXES, "Sex"),
        Day("born_on", born_until, means="Date of birth"),
        Text("uci", 13, "UCI"),
        Text("upn", 13, "UPN, if there is one"),
        Digits("uln", 10, "ULN, if there is one"),
        Choice("qualifier", {"": "none", "G": "not published", "P": "not published"}, "Qualifier"),
        Digits("other_centre", 5, "Another centre tied to the entry"),
        Digits("other_number", 4, "Number of the candidate there"),
    )


SYLLABUS: tuple[Field, ...] = (
    Text("code", 6, "Code of the syllabus"),
    Text("unread", 1, "Not published; kept as it is read"),
    Text("title", 35, "Title"),
)
OPTION: tuple[Field, ...] = (
    Text("code", 6, "Entry code of the option, as entries name it"),
    Text("syllabus", 6, "Code of the syllabus"),
    Text("award_type", 4, "Certification: type of qualification"),
    Text("award_level", 3, "Certification: level"),
    Text("item_type", 1, "Certification, unit or both; values not published"),
    Text("unit_type", 4, "Unit: type of qualification"),
    Text("unit_level", 3, "Unit: level"),
    Text("process", 1, "Process; values not published"),
    Text("discount_code", 4, "Classification by the department for education"),
    Text("accreditation", 8, "Accreditation number, without its slashes"),
    Text("title", 36, "Title"),
    Text("fee_defined", 1, "Whether a fee is given; values not published"),
    Number("fee", 5, "Fee in pence"),
    Text("forecast_set", 4, "Grade set of the first forecast grade; none is wanted where it is empty"),
    Text("second_forecast_set", 4, "Grade set of the second forecast grade"),
    Text("result_type", 1, "Type of result; values not published"),
    Text("result_set", 4, "Grade set of the first grade"),
    Text("second_result_set", 4, "Grade set of the second grade"),
    Text("endorsement_set", 4, "Grade set of the endorsement to the first grade"),
    Text("second_endorsement_set", 4, "Grade set of the endorsement to the second grade"),
    Number("maximum", 4, "Maximum mark, or uniform mark"),
    Number("components", 2, "How many components"),
)
COMPONENT: tuple[Field, ...] = (
    Text("code", 12, "Code of the component"),
    Text("title", 36, "Title"),
    Text("teacher_marks", 1, "G: the centre sends grades in place of marks; other values not published"),
    Number("maximum", 3, "Maximum mark"),
    Text("grade_set", 4, "Grade set"),
    Day("due_on", means="Day by which work marked by the centre is due"),
    Text("timetabled", 1, "N: not in the timetable"),
    Day("sat_on", means="Day in the timetable"),
    Text("session", 1, "Session of that day"),
    Number("minutes", 3, "Time allowed, in minutes"),
)
LINK: tuple[Field, ...] = (
    Text("option", 6, "Entry code of the option"),
    Text("component", 12, "Code of the component"),
)
BASE_DATA = {
    Letter.SYLLABUSES: SYLLABUS, Letter.OPTIONS: OPTION, Letter.COMPONENTS: COMPONENT, Letter.LINKS: LINK,
}  # fmt: skip


def published(letter: Letter, *, born_until: int = 2099) -> tuple[Field, ...]:
    """The columns of a file's detail record that are published, from column 3; none for some files."""
    if letter in (Letter.ENTRIES, Letter.AMENDMENTS):
        return candidate(born_until)
    return BASE_DATA.get(letter, ())
