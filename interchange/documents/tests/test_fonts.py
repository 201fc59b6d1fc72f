from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from interchange.documents.fonts import BREAK, Typeface, breakable, printable, typeface


@pytest.fixture(scope="module")
def face() -> Typeface:
    return typeface(Path(settings.PDF_FONTS))


@pytest.fixture(scope="module")
def source_sans(tmp_path_factory: pytest.TempPathFactory) -> Typeface:
    return typeface(tmp_path_factory.mktemp("no-fonts"))


def test_source_sans_comes_before_the_fonts_for_other_scripts(face: Typeface) -> None:
    assert face.families == ["Source Sans Pro", "DejaVu Sans"]


@pytest.mark.parametrize(
    "name",
    [
        "O’NEILL, Zoë",
        "ŁUKASIEWICZ, Jürgen",
        "NGUYỄN, Thị Minh",
        "Παπαδοπούλου, Ελένη",
        "Шевченко, Іван",
        "محمد علي",
        "علی\u200cرضا",
        "כהן, שרה",
        "Հակոբյան",
        "#x $y$ *b* _i_ @r <a> \\ `c`",
    ],
)
def test_a_name_that_the_fonts_show_is_printed_as_it_is(name: str, face: Typeface) -> None:
    assert printable(name, face) == name


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("Li \U0001fae0", "Li [U+1FAE0]"),
        ("王", "[U+738B]"),
        ("a\u202eb", "a[U+202E]b"),
        ("a\u0000b", "a[U+0000]b"),
        ("a\u2028b", "a[U+2028]b"),
        ("a\ud800b", "a[U+D800]b"),
        ("a\u200bb", "a[U+200B]b"),
        ("Zoe\u0308", "Zoë"),
    ],
)
def test_what_no_font_shows_is_spelt_out(name: str, printed: str, face: Typeface) -> None:
    assert printable(name, face) == printed


def test_without_the_other_fonts_other_scripts_are_spelt_out(source_sans: Typeface) -> None:
    assert printable("שרה", source_sans) == "[U+05E9][U+05E8][U+05D4]"


@given(text=st.text(max_size=12))
def test_nothing_vanishes_from_a_text(text: str, face: Typeface) -> None:
    printed = printable(text, face)
    assert (len(printed) == 0) == (len(text) == 0)
    assert printable(printed, face) == printed


def test_a_long_word_may_be_broken_and_a_short_one_or_an_arabic_one_may_not() -> None:
    assert breakable("Hubert Blaine", 6) == "Hubert Blaine"
    assert breakable("Wolfeschlegel Bo", 10) == f"Wolfeschle{BREAK}g{BREAK}e{BREAK}l Bo"
    assert BREAK not in breakable("محمدعليحسنينمحمود", 4)
    assert breakable("ab[U+1F600]cd", 2) == f"ab{BREAK}[U+1F600]{BREAK}c{BREAK}d"
