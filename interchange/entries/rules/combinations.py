"""What one candidate may hold together in one series (4.4, R-ENT-2, R-ENT-9).

Each check looks at what a candidate would hold in the end, so that the order of the rows does not matter.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from interchange.catalogue.rules.timetable import clashes, sentence
from interchange.entries.rules.holdings import Award, Offer, OfferedOption, Terms


class Found(NamedTuple):
    """What is wrong with one of a candidate's options; `refused`, or only worth a warning."""

    option: OfferedOption
    sentence: str
    refused: bool = True
    column: str = "entry_code"
    why: str = ""
    """Of certification: terminal, units, wrong (R-CERT-2)."""


def disallowed(options: Sequence[OfferedOption], terms: Terms) -> Iterable[Found]:
    """Pairs that the basedata forbids, or warns about (R-ENT-9); told of the later of the two."""
    if not terms.pairs:
        return
    before: set[str] = set()
    for option in options:
        own = {option.entry_code, option.full_code}
        for code in sorted(own):
            for pair in terms.pairs.get(code, ()):
                if pair.other in before:
                    said = f"{code} cannot be entered with {pair.other} in the same series."
                    cure = "Withdraw one of them." if pair.refused else "Check that both are meant."
                    yield Found(option, f"{said} {cure}", pair.refused)
        before |= own


def two_levels(
    candidate: str, options: Sequence[OfferedOption], offer: Offer, terms: Terms
) -> Iterable[Found]:
    """Two levels of one subject: refused unless the series allows it (4.4). The catalogue says what the subject is;
    where it does not, nothing is known of another level.
    """
    if terms.profile.levels_together:
        return
    awards = [offer.awards.get(key) for key in dict.fromkeys(option.award_id for option in options)]
    known = {award.id: award for award in awards if award and award.subject}
    for option in options:
        mine = known.get(option.award_id)
        for other in known.values():
            if mine and mine.family != other.family and mine.subject.casefold() == other.subject.casefold():
                said = f"{candidate} is already entered for {other.name}."
                yield Found(option, f"{said} A change of level replaces the entry: withdraw one of them.")


def units_of_one_award(options: Sequence[OfferedOption], offer: Offer) -> Iterable[Found]:
    """A linear award that is entered by unit: its units have to go together (R-ENT-2).

    Two of a choice of one are refused. What is missing is only warned about, because entries of one candidate may
    come one after another, by several ways.
    """
    for award, group in _by_award(options, offer):
        if not award.linear or not (award.needed or award.choices):
            continue
        codes = {option.entry_code for option in group}
        for choice in award.choices:
            taken = [option for option in group if option.entry_code in choice.units]
            if len(taken) > 1:
                for option in taken:
                    yield Found(option, do_not_make_up(award, f"only one of {choice.told} can be taken."))
        missing = missing_of(award, codes)
        if missing:
            yield Found(group[0], do_not_make_up(award, f"{missing[0]} is missing."), refused=False)


def do_not_make_up(award: Award, reason: str) -> str:
    """The sentence of 4.4."""
    return f"These units do not make up {award.name}: {reason}"


def missing_of(award: Award, codes: Iterable[str]) -> list[str]:
    """The units, or choices of units, that an award needs and these codes do not have."""
    held = set(codes)
    single = [unit for unit in award.needed if unit not in held]
    return single + [f"one of {choice.told}" for choice in award.choices if not choice.units & held]


def _by_award(options: Sequence[OfferedOption], offer: Offer) -> Iterable[tuple[Award, list[OfferedOption]]]:
    groups: dict[int, list[OfferedOption]] = {}
    for option in options:
        if option.unit:
            groups.setdefault(option.award_id, []).append(option)
    for award_id, group in groups.items():
        if award := offer.awards.get(award_id):
            yield award, group


def clashing(options: Sequence[OfferedOption], terms: Terms) -> Iterable[Found]:
    """Papers that one candidate cannot sit as they are timetabled: worth a warning (4.4)."""
    if not terms.papers or len(options) < 2:
        return
    papers = {paper.key: option for option in options for paper in terms.papers.get(option.id, ())}
    found = clashes(paper for option in options for paper in terms.papers.get(option.id, ()))
    for each in found:
        of = Counter(papers[paper.key].id for paper in each.papers)
        last = next(option for option in reversed(options) if option.id in of)
        yield Found(last, sentence(each), refused=False)
