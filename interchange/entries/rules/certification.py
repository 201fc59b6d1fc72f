"""Certification entries and terminal rules: warnings the moment they arise (4.8, R-WD-3, R-ENT-8)."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from interchange.entries.rules.combinations import Found, missing_of
from interchange.entries.rules.holdings import Award, Offer, OfferedOption, Terminal

KINDS = {
    "wrong": "Wrong certification code", "code": "Wrong certification code", "units": "Units that do not go together",
    "combination": "Units that do not go together", "level": "Units that do not go together",
    "terminal": "Terminal rule not met", "missing": "No certification entry", "uci": "More than one UCI",
}  # fmt: skip
"""What the certification warning report tells (R-CERT-2), by the kind of what stands."""
CURES = {
    "wrong": "Correct the code or the UCI, make the unit entries, or withdraw the certification entry.",
    "code": "Choose a code of this series, or withdraw the entry.",
    "units": "Enter the unit, correct the UCI under which it was taken, or withdraw the certification entry.",
    "combination": "Withdraw one of the two.", "level": "Withdraw one of the two.",
    "terminal": "Enter the unit in this series too, or withdraw the certification entry.",
    "missing": "Make the certification entry, unless the candidate goes on in a later series.",
    "uci": "Use the one that was given first: change it in the details, or ask us to merge the two.",
}  # fmt: skip
"""What usually helps."""


def of_candidate(
    candidate: str,
    options: Sequence[OfferedOption],
    *,
    series: str,
    offer: Offer,
    before: Collection[str],
    touched: Collection[str],
) -> Iterable[Found]:
    """What is worth a warning about one candidate's certification entries and units in one series.

    `before` are the codes taken in earlier series, at any centre; `touched` those that rows spoke of: what nobody
    touched is told by the nightly check.
    """
    for option in options:
        award = offer.awards.get(option.award_id)
        if award is None:
            continue
        units = {each.entry_code for each in options if each.award_id == award.id and not each.certification}
        if option.certification:
            yield from _certificating(candidate, option, award, series, units, set(before))
        elif option.entry_code in touched:
            yield from _practice(option, award, options, series)


def _certificating(
    candidate: str, option: OfferedOption, award: Award, series: str, units: set[str], before: set[str]
) -> Iterable[Found]:
    cannot = f"{candidate} cannot be certificated:"
    for rule in in_force(award, series):
        if rule.unit and rule.unit not in units:
            yield Found(
                option, f"{cannot} {rule.unit} must be taken in {series}.", refused=False, why="terminal"
            )
        elif rule.percent and share(award, units) < rule.percent:
            said = f"{cannot} at least {rule.percent} % of {award.name} must be taken in {series}."
            yield Found(option, said, refused=False, why="terminal")
    missing = missing_of(award, units | before)
    if missing:
        yield Found(option, f"{cannot} {missing[0]} is missing.", refused=False, why="units")
    elif not units and not before & (set(award.percents) | set(award.needed)):
        said = f"{candidate} has no unit entries for {award.name}. Make them first, or check the UCI."
        yield Found(option, said, refused=False, why="wrong")


def _practice(
    option: OfferedOption, award: Award, options: Sequence[OfferedOption], series: str
) -> Iterable[Found]:
    """A unit that has to be taken in the series of certification, and is taken in another (R-ENT-8)."""
    terminal = any(rule.unit == option.entry_code for rule in in_force(award, series))
    certificating = any(each.certification and each.award_id == award.id for each in options)
    if terminal and not certificating:
        said = (
            f"{option.entry_code} counts only in the series of certification. Without a certification entry for "
            f"{award.name} in {series} this attempt is practice."
        )
        yield Found(option, said, refused=False, why="terminal")


def not_asked_for(
    candidate: str, options: Sequence[OfferedOption], *, offer: Offer, before: Collection[str],
    certification_codes: Mapping[int, str],
) -> Iterable[Found]:  # fmt: skip
    """Awards of which a candidate has every unit, by now, and for which nobody asks (R-CERT-1, R-CERT-2).

    `before` are the codes taken in earlier series, `certification_codes` those by which awards are asked for. Where the
    catalogue does not say which units an award needs, nothing can be missed.
    """
    taken = {option.entry_code for option in options} | set(before)
    units = [option for option in options if option.unit and not option.certification]
    for award_id, last in {option.award_id: option for option in units}.items():
        award, code = offer.awards.get(award_id), certification_codes.get(award_id)
        if award is None or not code or not (award.needed or award.choices) or code in taken:
            continue
        if not missing_of(award, taken):
            cure = f"Enter {code} to ask for the award."
            said = f"{candidate} has every unit of {award.name} and no certification entry. {cure}"
            yield Found(last, said, refused=False, why="missing")


def withdrawn_unit(option: OfferedOption, options: Sequence[OfferedOption], series: str, offer: Offer) -> str:
    """The warning where a terminal unit goes and the certification entry stays (R-WD-3); empty where it is not so."""
    award = offer.awards.get(option.award_id)
    if award is None or option.certification:
        return ""
    certificating = any(each.certification and each.award_id == award.id for each in options)
    if not certificating or not any(rule.unit == option.entry_code for rule in in_force(award, series)):
        return ""
    return (
        f"{option.entry_code} must be taken in {series} to certificate {award.name}. Withdraw the certification entry "
        "too, or keep the unit."
    )


def in_force(award: Award, series: str) -> list[Terminal]:
    """The terminal rules that hold in a series."""
    year = int(series[:4])
    return [rule for rule in award.terminal if rule.from_year is None or rule.from_year <= year]


def share(award: Award, units: Collection[str]) -> float:
    """How much of an award these units carry, in percent, as far as their shares are known."""
    return sum(award.percents.get(unit, 0) for unit in units)
