"""Names of files (R-WAY-5), with those that awarding bodies have published."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.exchange.rules.names import BadName, FileName, Letter, SeriesKey, read_name

PUBLISHED = [
    ("SBG25_70.X01", Letter.SYLLABUSES, ("BG", 11, 25)),
    ("OBG25_70.X01", Letter.OPTIONS, ("BG", 11, 25)),
    ("CBG25_70.X01", Letter.COMPONENTS, ("BG", 11, 25)),
    ("LBG25_70.X01", Letter.LINKS, ("BG", 11, 25)),
    ("SBY21_70.X01", Letter.SYLLABUSES, ("BY", 11, 21)),
    ("S1a13_01.X06", Letter.SYLLABUSES, ("1A", 1, 13)),
    ("Dba12_01.X01", Letter.DISALLOWED, ("BA", 11, 12)),
    ("S9R12_72.X01", Letter.SYLLABUSES, ("9R", 9, 12)),
    ("S6A07_70.X01", Letter.SYLLABUSES, ("6A", 6, 7)),
]


@pytest.mark.parametrize(("name", "letter", "series"), PUBLISHED)
def test_names_of_base_data_as_awarding_bodies_gave_them(name, letter, series):
    read = read_name(name)
    assert read.letter is letter
    assert read.series is not None
    assert (read.series.code, read.series.month, read.series.year) == series
    assert read.centre == ""
    assert str(read) == name.upper()


def test_a_file_from_a_centre_names_the_centre_the_body_and_its_number():
    read = read_name("e0000010.x01")
    assert (read.letter, read.centre, read.body, read.number, read.series) == (
        Letter.ENTRIES, "00000", "10", 1, None,
    )  # fmt: skip


letters = st.sampled_from(list(Letter))
digits = st.integers(0, 99).map("{:02}".format)


@given(letter=letters, centre=st.integers(0, 99_999), body=digits, number=st.integers(0, 99))
def test_every_name_of_a_centres_file_is_read_as_it_was_made(letter, centre, body, number):
    name = FileName(letter, f"{centre:05}", body, number)
    assert read_name(str(name)) == name
    assert read_name(str(name).lower()) == name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("E1234501 (1).X01", "“(1)” was added. Name the file E1234501.X01 and send it again."),
        ("e1234501(2).x01", "“(2)” was added. Name the file E1234501.X01"),
        ("E1234501 - Copy.X01", "“- Copy” was added"),
        ("E1234501.X01.txt", "“.txt” was added. Name the file E1234501.X01"),
        ("C:\\exams\\E1234501 (1).X01", "The name E1234501 (1).X01 was changed"),
        ("entries.csv", "entries.csv is not the name of a file in the common format."),
        ("", "A file without a name is not the name"),
        ("E12345.X01", "is not the name of a file"),
        ("E1234501.Y01", "is not the name of a file"),
        ("Q1234501.X01", "begins with Q, which is no kind of file that is taken here"),
        ("R1234501.X01", "begins with R"),
        ("E6A16_70.X01", "has 6A16_ after its first letter, where five digits, the number of the centre"),
        ("SDA25_70.X01", "has DA25_ after its first letter, where a month, a series and a year"),
        ("E١٢٣٤٥01.X01", "is not the name of a file"),
        ("x" * 500, "is not the name of a file"),
    ],
)
def test_a_name_that_is_none_is_refused_in_words(name, said):
    with pytest.raises(BadName) as refused:
        read_name(name)
    assert said in str(refused.value)
    assert len(str(refused.value)) < 400


@given(st.text(max_size=40))
def test_whatever_a_file_is_called_it_is_read_or_refused(name):
    try:
        read = read_name(name)
    except BadName:
        return
    assert read_name(str(read)) == read


@pytest.mark.parametrize(
    ("code", "year", "month"), [("1A", 2027, 1), ("bg", 25, 11), ("9R", 12, 9), ("c1", 27, 12)]
)
def test_a_series_is_a_month_and_a_character(code, year, month):
    found = SeriesKey.of(code, year)
    assert (found.month, found.code, found.year) == (month, code.upper(), year % 100)


@pytest.mark.parametrize("code", ["", "6", "DA", "0A", "6 ", "6é", "6AB"])
def test_what_names_no_month_is_no_series(code):
    with pytest.raises(ValueError, match="is not a series"):
        SeriesKey.of(code, 27)
