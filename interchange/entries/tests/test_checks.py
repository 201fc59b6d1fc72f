"""The checks of 4.4, 4.5 and 4.8 one by one, as tables."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from interchange.catalogue.rules.profile import Band, Profile
from interchange.core.errors import Refused
from interchange.entries.rules import certification, combinations, people, states, windows
from interchange.entries.rules.awards import Unit, needed_and_choices, percents
from interchange.entries.rules.holdings import (
    Award,
    Choice,
    Offer,
    OfferedOption,
    Pair,
    Terminal,
    Terms,
)
from interchange.entries.rules.windows import Deed

JUNE = Profile.of("2027-06", {})
TERMS = Terms("June 2027", JUNE, datetime(2027, 1, 1, tzinfo=UTC), Band.ON_TIME)


def option(code: str, letter: str = "", award: int = 1, **values: Any) -> OfferedOption:
    made = OfferedOption(hash((code, letter)), code, letter, "", "", False, award, code)
    return made._replace(**values)


# ---------------------------------------------------------------- days


@pytest.mark.parametrize(
    ("band", "deed", "said"),
    [
        (Band.NOT_OPEN, Deed.ADD, "open on 1 September 2026"),
        (Band.NOT_OPEN, Deed.NOTHING, ""),
        *((band, deed, "") for band in (Band.ON_TIME, Band.LATE, Band.VERY_LATE) for deed in Deed),
        (Band.CLOSED, Deed.NOTHING, ""),
        (Band.CLOSED, Deed.ADD, "Only personal details can change since"),
        (Band.CLOSED, Deed.CHANGE, "Only personal details can change since"),
        (Band.CLOSED, Deed.WITHDRAW, "Only personal details can change since"),
        (Band.CLOSED, Deed.DETAILS, "Ask the awarding body to correct them"),
    ],
)
def test_what_a_centre_may_do_follows_from_the_band(band: Band, deed: Deed, said: str) -> None:
    found = windows.fault(deed, band, JUNE, "June 2027")
    assert said in found
    assert bool(found) == bool(said)


def test_a_missed_certification_is_put_right_after_results() -> None:
    assert "ask for late certification" in windows.fault(
        Deed.ADD, Band.CLOSED, JUNE, "June 2027", certification=True
    )


# ---------------------------------------------------------------- states


@pytest.mark.parametrize(
    ("band", "amended", "withdrawn", "month", "state"),
    [
        ("on-time", False, False, 3, "accepted"),
        ("late", False, False, 3, "late_accepted"),
        ("very-late", False, False, 5, "late_accepted"),
        ("late", True, False, 5, "amended"),
        ("on-time", True, True, 5, "withdrawn"),
        ("on-time", True, False, 9, "locked"),
        ("on-time", False, True, 9, "withdrawn"),
    ],
)
def test_the_state_of_an_entry_follows_from_its_facts(
    band: str, amended: bool, withdrawn: bool, month: int, state: str
) -> None:
    at = datetime(2027, month, 1, tzinfo=UTC)
    found = states.state_of(band=band, amended=amended, withdrawn=withdrawn, profile=JUNE, at=at)
    assert found == state
    assert found in states.WORDS


def test_every_state_is_reached_and_what_may_not_follow_is_refused() -> None:
    assert set(states.ENTRY.states) == set(states.WORDS)
    for verb, (origins, _) in states.ENTRY.moves.items():
        for state in set(states.ENTRY.states) - origins:
            with pytest.raises(Refused):
                states.ENTRY.after(verb, state)


# ---------------------------------------------------------------- what goes together


@pytest.mark.parametrize(
    ("pairs", "held", "found"),
    [
        ({"J277": [Pair("J560", True)]}, ["J560", "J277"], ["J277 cannot be entered with J560"]),
        ({"J277": [Pair("J560", True)]}, ["J277", "J351"], []),
        ({"J560": [Pair("J277F", True)]}, ["J277", "J560"], []),
        ({"J560": [Pair("J277X", True)]}, ["J277X", "J560"], ["J560 cannot be entered with J277X"]),
    ],
)
def test_a_pair_may_name_codes_or_codes_with_options(
    pairs: dict[str, list[Pair]], held: list[str], found: list[str]
) -> None:
    options = [option(code[:4], code[4:]) for code in held]
    told = [each.sentence for each in combinations.disallowed(options, replace(TERMS, pairs=pairs))]
    assert [sentence.split(" in the same")[0] for sentence in told] == found


@pytest.mark.parametrize(
    ("gcse", "advanced", "families", "refused"),
    [
        ("Computer Science", "Computer Science", ("gcse", "a-level"), 2),
        ("Computer Science", "computer science", ("gcse", "a-level"), 2),
        ("Computer Science", "Computing", ("gcse", "a-level"), 0),
        ("Art and Design", "Art and Design", ("gcse", "gcse"), 0),
        ("", "", ("gcse", "a-level"), 0),
        ("Computer Science", "", ("gcse", "a-level"), 0),
    ],
)
def test_two_levels_are_those_of_one_subject_as_the_catalogue_says(
    gcse: str, advanced: str, families: tuple[str, str], refused: int
) -> None:
    awards = {
        1: Award(1, "J277", "GCSE Computing", gcse, families[0]),
        2: Award(2, "H446", "A Level Computing", advanced, families[1]),
    }
    held = [option("J277")._replace(award_id=1), option("H446")._replace(award_id=2)]
    found = list(combinations.two_levels("Ada", held, Offer({}, {}, awards=awards), TERMS))
    assert [each.refused for each in found] == [True] * refused


HISTORY = [
    Unit("Y101-Y103", "one of the range", 25.0),
    Unit("Y201-Y202", "one of the range", 15.0),
    Unit("Y100", "yes", 20.0),
]


def history() -> Award:
    needed, choices = needed_and_choices(HISTORY)
    return Award(1, "H505", "A Level History A", needed=needed, choices=choices, percents=percents(HISTORY))


def test_the_catalogue_says_which_units_make_up_an_award() -> None:
    award = history()
    assert award.needed == ("Y100",)
    assert award.choices == (
        Choice(frozenset({"Y101", "Y102", "Y103"}), "Y101-Y103"),
        Choice(frozenset({"Y201", "Y202"}), "Y201-Y202"),
    )
    assert award.percents["Y102"] == 25
    named = [Unit("R093", "yes", None), Unit("R095", "one of R095, R096", 30.0), Unit("R096", "chosen", 30.0)]
    assert needed_and_choices(named) == (("R093",), (Choice(frozenset({"R095", "R096"}), "R095, R096"),))
    assert needed_and_choices([Unit("", "one of 03, 04", None), Unit("R1", "one of 01, 02", None)]) == (
        (),
        (),
    )


@pytest.mark.parametrize(
    ("held", "refused", "told"),
    [
        (["Y100", "Y101", "Y201"], 0, None),
        (["Y100", "Y101"], 0, "These units do not make up A Level History A: one of Y201-Y202 is missing."),
        (["Y101", "Y201"], 0, "These units do not make up A Level History A: Y100 is missing."),
        (
            ["Y100", "Y101", "Y102", "Y201"],
            2,
            "These units do not make up A Level History A: only one of Y101-Y103 can be taken.",
        ),
    ],
)
def test_units_of_a_linear_award_have_to_go_together(held: list[str], refused: int, told: str | None) -> None:
    offer = Offer({}, {}, awards={1: history()})
    found = list(combinations.units_of_one_award([option(code) for code in held], offer))
    assert sum(each.refused for each in found) == refused
    assert (found[0].sentence if found else None) == told


# ---------------------------------------------------------------- certification


def unitised(*terminal: Terminal) -> Offer:
    shares = {"R093": 40.0, "R094": 25.0, "R097": 35.0}
    award = Award(
        1,
        "J834",
        "Creative iMedia",
        linear=False,
        needed=("R093", "R094"),
        percents=shares,
        terminal=terminal,
    )
    return Offer({}, {}, awards={1: award})


CASH_IN = option("J834", certification=True, unit="")


@pytest.mark.parametrize(
    ("terminal", "now", "before", "told"),
    [
        ([], ["R093", "R094"], [], []),
        ([], ["R094"], ["R093"], []),
        ([], [], [], ["cannot be certificated: R093 is missing."]),
        (
            [Terminal("R093", None)],
            ["R094"],
            ["R093"],
            ["cannot be certificated: R093 must be taken in 2027-06."],
        ),
        ([Terminal("R093", None, 2028)], ["R094"], ["R093"], []),
        (
            [Terminal("", 40)],
            ["R094"],
            ["R093"],
            ["cannot be certificated: at least 40 % of Creative iMedia must be taken in 2027-06."],
        ),
        ([Terminal("", 40)], ["R093"], ["R094"], []),
    ],
)
def test_a_certification_entry_that_will_fail_is_told_at_once(
    terminal: list[Terminal], now: list[str], before: list[str], told: list[str]
) -> None:
    found = certification.of_candidate(
        "0001 Ada Fox", [CASH_IN, *(option(code) for code in now)], series="2027-06",
        offer=unitised(*terminal), before=before, touched=["J834"],
    )  # fmt: skip
    assert [each.sentence.removeprefix("0001 Ada Fox ") for each in found] == told


@pytest.mark.parametrize(("certificating", "practice"), [(True, False), (False, True)])
def test_a_terminal_unit_taken_early_is_practice_and_goes_only_with_the_certification(
    certificating: bool, practice: bool
) -> None:
    options = [option("R093"), *([CASH_IN, option("R094")] if certificating else [])]
    offer = unitised(Terminal("R093", None))
    found = certification.of_candidate(
        "Ada", options, series="2027-01", offer=offer, before=(), touched=["R093"]
    )
    assert any("this attempt is practice" in each.sentence for each in found) == practice
    left = options[1:]
    gone = certification.withdrawn_unit(options[0], left, "2027-01", offer)
    assert ("Withdraw the certification entry too" in gone) == certificating


# ---------------------------------------------------------------- people


@pytest.mark.parametrize(
    ("before", "now", "another"),
    [
        (("Fox", "Ada"), ("Foxe", "Ada"), False),
        (("Fox", "Ada"), ("Hughes", "Ada"), False),
        (("Fox", "Ada"), ("Hughes", "Mary"), True),
        (("García", "Zoë"), ("Garcia", "Zoe"), False),
        (("Fox", "Ada"), ("Fox-Jones", "Ada Mary"), False),
        (("Nkomo", ""), ("Hughes", ""), False),
        (("Fox", "Ada"), ("Fox", ""), False),
        (("Fox", "Ada"), ("Nkomo", ""), True),
        (("Fox", "Ada Mary"), ("Hughes", "Mary"), False),
    ],
)
def test_a_whole_name_is_another_one_when_neither_part_is_a_spelling_of_the_old(
    before: tuple[str, str], now: tuple[str, str], another: bool
) -> None:
    assert people.is_another_name(before, now) == another
