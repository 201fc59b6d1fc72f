"""What is decided about centres without looking anything up."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.centres.rules import addresses, administrators, applications, lapse, names, states
from interchange.core.errors import Refused
from interchange.core.lifecycle import Lifecycle

LIVES = {name: life for name, life in vars(states).items() if isinstance(life, Lifecycle)}


# ---------------------------------------------------------------- states


@pytest.mark.parametrize("life", LIVES.values(), ids=LIVES)
def test_every_state_has_a_word_and_can_be_reached(life: Lifecycle):
    assert set(life.states) <= set(states.SHOWN)
    reached = {life.start}
    for _ in life.states:
        reached |= {to for origins, to in life.moves.values() if origins & reached}
    assert reached == set(life.states)


def test_only_open_centres_admit_their_people():
    assert set(states.ADMITTING) == {"live", "lapsing"}
    assert not {"approved", "security_hold", "lapsed", "closed", "hoc_confirmed"} & set(states.ADMITTING)


def test_a_centre_opens_only_when_every_step_was_taken():
    state = states.ENQUIRY
    for verb in ("apply", "approve", "send the agreement", "return the agreement", "confirm", "open"):
        for later in ("open",) if verb != "open" else ():
            with pytest.raises(Refused):
                states.CENTRE.after(later, state)
        state = states.CENTRE.after(verb, state)
    assert state == states.LIVE


# ---------------------------------------------------------------- lapse: 1.2


@pytest.mark.parametrize(
    ("on", "notice", "lapsed"),
    [
        (date(2026, 7, 9), 0, False),
        (date(2026, 7, 10), 18, False),
        (date(2026, 10, 9), 18, False),
        (date(2026, 10, 10), 21, False),
        (date(2026, 12, 10), 23, False),
        (date(2027, 1, 9), 23, False),
        (date(2027, 1, 10), 23, True),
    ],
)
def test_an_idle_approval_is_warned_at_18_21_and_23_months_and_lapses_at_24(
    on: date, notice: int, lapsed: bool
):
    found = lapse.standing(granted_on=date(2025, 1, 10), last_used_on=None, on=on)
    assert (found.notice, found.lapsed) == (notice, lapsed)


def test_the_last_use_counts_and_not_the_approval():
    used = lapse.standing(granted_on=date(2020, 1, 1), last_used_on=date(2026, 5, 1), on=date(2026, 6, 1))
    assert used == lapse.Standing(0, lapsed=False)


def test_what_is_approved_again_counts_from_then():
    again = lapse.standing(granted_on=date(2026, 5, 1), last_used_on=date(2020, 1, 1), on=date(2026, 6, 1))
    assert again == lapse.Standing(0, lapsed=False)


DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(granted=DAYS, idle=st.integers(0, 1500))
def test_notices_never_go_back_and_nothing_lapses_unwarned(granted: date, idle: int):
    today = lapse.standing(granted_on=granted, last_used_on=None, on=granted + timedelta(idle))
    tomorrow = lapse.standing(granted_on=granted, last_used_on=None, on=granted + timedelta(idle + 1))
    assert tomorrow.notice >= today.notice
    assert tomorrow.lapsed >= today.lapsed
    assert not today.lapsed or today.notice == 23


@given(on=DAYS, months=st.integers(-40, 40))
def test_months_later_is_that_month_and_never_a_later_day(on: date, months: int):
    then = lapse.months_after(on, months)
    assert (then.year * 12 + then.month) - (on.year * 12 + on.month) == months
    assert then.day <= on.day


# ---------------------------------------------------------------- addresses: 1.9

HELD = ["head@longroad.example", "office@trust.example"]


@pytest.mark.parametrize(
    "typed",
    ["a.lee@longroad.example", " A.Lee@LongRoad.example ", "a\u200b.lee@longroad.example", "lee@staff.longroad.example",
     "info.ahmed@longroad.example", "b.lee@trust.example"],
)  # fmt: skip
def test_a_person_s_own_address_at_the_centre_is_accepted(typed: str):
    assert "@" in addresses.check_administrator(typed, held=HELD)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("exams@longroad.example", "address-shared"),
        ("Exams.Office2@longroad.example", "address-shared"),
        ("head-teacher@longroad.example", "address-shared"),
        ("10001@longroad.example", "address-shared"),
        ("exams+ann@longroad.example", "address-shared"),
        ("a.lee@gmail.com", "address-private"),
        ("a.lee@Hotmail.co.uk", "address-private"),
        ("a.lee@elsewhere.example", "address-elsewhere"),
        ("a.lee@notlongroad.example", "address-elsewhere"),
        ("a.lee@longroad.example.evil.example", "address-elsewhere"),
        ("a lee", "email"),
        ("", "email"),
        ("a@b@longroad.example", "email"),
        ("a..lee@longroad.example", "email"),
        ("a.lee@longroad.example\r\nBcc: x@y.example", "email"),
        ("<a.lee@longroad.example>", "email"),
        ("x" * 300 + "@longroad.example", "email"),
    ],
)
def test_another_address_is_refused_with_what_to_do(typed: str, code: str):
    with pytest.raises(Refused) as refusal:
        addresses.check_administrator(typed, held=HELD)
    assert refusal.value.code == code


def test_the_awarding_body_may_waive_it_for_one_address():
    one = "exams@longroad.example"
    assert addresses.check_administrator(one, held=HELD, waived=[one]) == one


def test_a_private_address_of_the_head_makes_no_domain_of_the_centre():
    with pytest.raises(Refused):
        addresses.check_administrator("a.lee@mail.example", held=["head@gmail.com"])
    assert addresses.own_domains(["head@gmail.com", ""]) == frozenset()


@given(st.text(max_size=80))
def test_whatever_is_typed_becomes_one_plain_address_or_is_refused(typed: str):
    try:
        found = addresses.address(typed)
    except Refused:
        return
    assert found == found.strip().lower()
    assert found.count("@") == 1
    assert found.isprintable()


# ---------------------------------------------------------------- administrators: 1.10 to 1.13


def test_three_are_enough_for_each_scope():
    administrators.check_room({"GQ": 2, "VQ": 3}, ["GQ"])
    with pytest.raises(Refused, match="VQ already"):
        administrators.check_room({"GQ": 2, "VQ": 3}, ["GQ", "VQ"])


@pytest.mark.parametrize("chosen", [[], ["XQ"], ["GQ", "<b>"]])
def test_a_scope_must_be_chosen(chosen: list[str]):
    with pytest.raises(Refused):
        administrators.scopes_of(chosen)


def test_the_head_is_no_administrator_unless_exempt():
    administrators.check_not_head("h@s.example", head_email="H@s.example", exempt=True)
    with pytest.raises(Refused) as refusal:
        administrators.check_not_head("h@s.example", head_email="H@s.example", exempt=False)
    assert refusal.value.code == "head-is-nominee"


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"GQ": 0, "VQ": 0}, "no Centre Administrator for GQ"),
        ({"GQ": 1, "VQ": 0}, "only one"),
        ({"GQ": 2}, ""),
    ],
)
def test_a_single_administrator_is_prompted_for_a_second(counts: dict[str, int], said: str):
    found = administrators.prompt(counts, ["GQ"])
    assert said in found
    assert bool(found) is bool(said)


# ---------------------------------------------------------------- the application


def test_qualifications_are_read_one_a_line():
    typed = "601/0010/7  Digital Skills\n\n 60386541 - Boatbuilding\n601/0010/7 Digital Skills"
    assert applications.qualifications(typed) == [
        ("60100107", "Digital Skills"),
        ("60386541", "Boatbuilding"),
    ]


@pytest.mark.parametrize("typed", ["Digital Skills", "1", "<script>1</script> x", "601 " + "x" * 200, "?"])
def test_a_line_without_a_number_is_refused(typed: str):
    with pytest.raises(Refused):
        applications.qualifications(typed)


@given(st.dictionaries(st.sampled_from(sorted(applications.READERS)), st.text(max_size=60)))
def test_no_answer_breaks_a_page_of_the_application(typed: dict[str, str]):
    for step in applications.STEPS:
        found = applications.read(step.name, typed)
        assert set(found.values) == set(step.fields)


@pytest.mark.parametrize("typed", ["01632 960 001", "+44 (0)1632 960001", "01632-960001"])
def test_a_telephone_number_is_kept_as_people_write_it(typed: str):
    assert names.telephone(typed) == typed


@pytest.mark.parametrize("typed", ["", "12", "ring me", "01632 960 001 ext", "0" * 30])
def test_what_nobody_could_call_is_refused(typed: str):
    with pytest.raises(Refused):
        names.telephone(typed)
