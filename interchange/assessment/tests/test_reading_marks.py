"""What may stand in a row (6.3: R-MK-1, R-MK-2, R-MK-4, R-MK-5, R-MK-6)."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from interchange.assessment.rules.marks import BLANK, NotTaken, Part, Profile, Typed, Value, read_value

OUT_OF_70 = Profile("H446/03", "Programming project", 70)
HALVES = Profile("H446/03", "Programming project", 70, half_marks=True)
NO_MAXIMUM = Profile("H446/03", "Programming project")
SPEAKING = Profile("J351/03", "Spoken language", grades=("D", "M", "P", "NC"))
PRACTICAL = Profile("H420/04", "Practical endorsement", grades=("P", "NC"), absent_allowed=False)
NO_ABSENCE = Profile("H446/03", "Programming project", 70, absent_allowed=False)
IN_PARTS = Profile("R005/01", "Media", 40, parts=(Part("Plan", 10), Part("Product", 30)))
WHOLE = "Enter a whole number from 0 to 70."


def row(mark="", **more):
    return Typed("0001", 0, mark, **more)


@pytest.mark.parametrize(
    ("typed", "mark"),
    [
        ("54", 54), ("0", 0), ("70", 70), ("05", 5), ("007", 7), ("0000000054", 54), ("+5", 5), ("5.0", 5),
        (" 54 ", 54), ("\t54\n", 54), ("5\u00a04", 54), ("5\u200b4", 54), ("\ufeff54", 54), ("\u202f54", 54),
        ("\uff15\uff14", 54), ("54.000", 54),
    ],
)  # fmt: skip
def test_a_mark_is_read_through_what_people_paste_with_it(typed, mark):
    assert read_value(row(typed), OUT_OF_70) == Value(mark=Decimal(mark))


@pytest.mark.parametrize(
    "typed",
    ["5.5", "5.", "-1", "-0", "1e3", "1E1", "²", "5²", "½", "①", "٥٤", "५", "5,5", "fifty", "😀", "5 marks",
     "=5", "0x10", "#N/A", "NaN", "Infinity", "1_0", "--5", "+", ".", "5/70", "\x00", "\ud800", "A"],
)  # fmt: skip
def test_what_is_no_whole_number_is_told_the_range(typed):
    with pytest.raises(NotTaken) as said:
        read_value(row(typed), OUT_OF_70)
    assert str(said.value) == WHOLE


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("71", "71"), ("700", "700"), ("9999", "9999"), ("071", "71"), ("71.0", "71"), ("12345", "12345")],
)
def test_a_mark_above_the_maximum_is_named(typed, shown):
    with pytest.raises(NotTaken) as said:
        read_value(row(typed), OUT_OF_70)
    assert str(said.value) == f"{shown} is more than the maximum of 70."


def test_a_number_of_forty_digits_is_more_than_the_maximum_and_shown_short():
    with pytest.raises(NotTaken, match="more than the maximum of 70") as said:
        read_value(row("9" * 40), OUT_OF_70)
    assert len(str(said.value)) < 80


@pytest.mark.parametrize(
    "typed", ["5" + " " * 10_000_000 + "4", "7" * 10_000_000, " " * 300 + "54", "5" + "\u200b" * 300 + "4"]
)
def test_a_cell_far_too_long_is_refused_rather_than_cut_to_another_mark(typed):
    with pytest.raises(NotTaken):
        read_value(row(typed), OUT_OF_70)


@pytest.mark.parametrize(
    ("typed", "mark"), [("5.5", "5.5"), ("5.50", "5.5"), ("5", "5"), ("0.5", "0.5"), ("70.0", "70")]
)
def test_half_marks_are_taken_where_the_component_has_them(typed, mark):
    assert read_value(row(typed), HALVES).mark == Decimal(mark)


@pytest.mark.parametrize("typed", ["5.25", "5.55", "5.05", "-0.5", ".5", "5.5.5"])
def test_other_fractions_are_not_taken_even_with_half_marks(typed):
    with pytest.raises(NotTaken) as said:
        read_value(row(typed), HALVES)
    assert str(said.value) == "Enter a whole number or a half mark from 0 to 70."


def test_half_a_mark_above_the_maximum_is_above_it():
    with pytest.raises(NotTaken, match=r"^70\.5 is more than the maximum of 70\.$"):
        read_value(row("70.5"), HALVES)


@pytest.mark.parametrize("typed", ["", " ", "\u00a0", "\u200b\ufeff", "\t\r\n"])
def test_an_empty_cell_is_no_mark_yet_and_never_zero(typed):
    value = read_value(row(typed), OUT_OF_70)
    assert value == BLANK
    assert value.is_blank


def test_without_a_known_maximum_any_mark_of_three_figures_is_taken():
    assert read_value(row("999"), NO_MAXIMUM).mark == 999
    with pytest.raises(NotTaken, match="more than the maximum of 999"):
        read_value(row("1000"), NO_MAXIMUM)


def test_a_mark_and_absent_together_are_refused():
    with pytest.raises(NotTaken) as said:
        read_value(row("54", absent=True), OUT_OF_70)
    assert str(said.value) == "Remove the mark or untick absent."


def test_zero_and_absent_together_are_refused_like_any_other_mark():
    with pytest.raises(NotTaken, match="Remove the mark"):
        read_value(row("0", absent=True), OUT_OF_70)


def test_absent_is_a_value_of_its_own():
    value = read_value(row(absent=True), OUT_OF_70)
    assert (value.absent, value.mark, value.is_blank, value.words) == (True, None, False, "Absent")


@pytest.mark.parametrize("profile", [SPEAKING, PRACTICAL, NO_ABSENCE])
def test_absent_is_not_taken_where_it_is_greyed_out(profile):
    with pytest.raises(NotTaken, match="Absent is not used"):
        read_value(row(absent=True), profile)


@pytest.mark.parametrize("grade", ["D", "M", "P", "NC", "nc", " P ", "\uff30", "n c"])
def test_an_endorsement_takes_the_grades_of_its_list(grade):
    assert read_value(Typed("0001", 0, grade=grade), SPEAKING).grade in SPEAKING.grades


@pytest.mark.parametrize("grade", ["M", "54", "A", "PP", "-", "😀", "P" * 500])
def test_a_grade_outside_the_list_is_refused_with_the_choices(grade):
    with pytest.raises(NotTaken) as said:
        read_value(Typed("0001", 0, grade=grade), PRACTICAL)
    assert str(said.value) == "Choose P or NC."


def test_not_achieved_is_a_grade_and_not_absence():
    value = read_value(Typed("0001", 0, grade="NC"), PRACTICAL)
    assert (value.grade, value.absent, value.words) == ("NC", False, "NC")


@pytest.mark.parametrize("reason", ["nothing-creditable", "nothing-provided", "not-authenticated"])
def test_a_zero_keeps_the_reason_that_was_chosen(reason):
    value = read_value(row("0", reason=reason), OUT_OF_70)
    assert (value.reason, value.lacks_reason) == (reason, False)


@pytest.mark.parametrize(
    ("mark", "reason"), [("5", "nothing-provided"), ("0", "because"), ("0", ""), ("", "nothing-provided")]
)
def test_a_reason_stands_only_beside_a_zero_and_only_from_the_list(mark, reason):
    assert read_value(row(mark, reason=reason), OUT_OF_70).reason == ""


def test_a_zero_without_its_reason_is_taken_but_lacks_it():
    assert read_value(row("0"), OUT_OF_70).lacks_reason


@pytest.mark.parametrize(
    ("parts", "mark"),
    [(("6", "20"), "26"), (("0", "0"), "0"), (("6", ""), "26"), ((), "26"), (("", ""), "26")],
)
def test_parts_that_add_up_or_are_not_all_there_are_taken(parts, mark):
    assert read_value(row(mark, parts=parts), IN_PARTS).mark == Decimal(mark)


def test_parts_that_do_not_add_up_are_refused_with_both_figures():
    with pytest.raises(NotTaken) as said:
        read_value(row("27", parts=("6", "20")), IN_PARTS)
    assert str(said.value) == "The parts add to 26; the total is 27."


def test_a_part_has_a_maximum_of_its_own():
    with pytest.raises(NotTaken, match=r"^11 is more than the maximum of 10\.$"):
        read_value(row("31", parts=("11", "20")), IN_PARTS)


def test_parts_and_absent_together_are_refused():
    with pytest.raises(NotTaken, match="untick absent"):
        read_value(row(parts=("6", ""), absent=True), IN_PARTS)


def test_parts_beyond_those_of_the_component_are_passed_over():
    assert read_value(row("26", parts=("6", "20", "99")), IN_PARTS).parts == (Decimal(6), Decimal(20))


def read(typed, profile):
    try:
        return read_value(typed, profile), ""
    except NotTaken as said:
        return BLANK, str(said)


ANYTHING = (
    st.text(max_size=300) | st.text("0123456789+-.,eE ²½٥\u00a0\u200b", max_size=60) | st.integers().map(str)
)


@given(
    mark=ANYTHING, grade=ANYTHING, reason=ANYTHING, absent=st.booleans(), parts=st.lists(ANYTHING, max_size=3)
)
@example(mark="9" * 5000, grade="", reason="", absent=False, parts=[])
def test_whatever_is_typed_gives_a_value_within_the_range_or_one_sentence(mark, grade, reason, absent, parts):
    for profile in (OUT_OF_70, HALVES, SPEAKING, IN_PARTS, NO_MAXIMUM):
        value, said = read(Typed("0001", 0, mark, absent, grade, reason, tuple(parts)), profile)
        assert said == "" or (said.endswith(".") and len(said) < 120)
        assert value.mark is None or 0 <= value.mark <= profile.highest
        assert value.grade in ("", *profile.grades)
        assert not (value.absent and (value.mark is not None or value.grade))


NOISE = st.text(" \t\u00a0\u200b\u200c\u200d\u2060\ufeff\u202f", max_size=5)


@given(mark=st.integers(0, 70), zeros=st.integers(0, 5), before=NOISE, after=NOISE, plus=st.booleans())
def test_noise_around_a_mark_never_changes_it(mark, zeros, before, after, plus):
    typed = f"{before}{'+' if plus else ''}{'0' * zeros}{mark}{after}"
    assert read_value(row(typed), OUT_OF_70).mark == mark


@given(mark=st.integers(0, 140).map(lambda doubled: Decimal(doubled) / 2))
def test_a_mark_as_we_show_it_reads_back_as_itself(mark):
    value = read_value(row(Value(mark=mark).words), HALVES)
    assert value.mark == mark
