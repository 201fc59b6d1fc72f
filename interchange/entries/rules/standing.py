"""All that stands looked at again, without any row: the catalogue may have changed since it was taken (R-ENT-10)."""

import hashlib
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import chain
from typing import NamedTuple

from interchange.catalogue.rules.profile import Profile
from interchange.entries.rules import certification, combinations, people
from interchange.entries.rules.combinations import Found
from interchange.entries.rules.holdings import Held, HeldCandidate, HeldEntry, Offer, OfferedOption, Terms

DAYS_BEFORE = (7, 2)
"""So many days before a deadline people are told of it, and of warnings that stand (4.11)."""


class Standing(NamedTuple):
    """What is wrong or odd about an entry that stands; `serious` where it would be refused today."""

    number: str
    name: str
    code: str
    sentence: str
    serious: bool
    kind: str
    """combination, level, units, clash, terminal, wrong, missing, uci, code, details."""

    @property
    def said(self) -> str:
        """The sentence without the candidate: by it an accepted warning is known again."""
        return without_candidate(self.sentence, self.number, self.name)


def without_candidate(sentence: str, number: str, name: str) -> str:
    """What a sentence says besides of whom."""
    return sentence.removeprefix(f"{number} {name} ")


def digest_of(said: str) -> str:
    """Stands for what a warning says."""
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def unaccepted(found: Iterable[Standing], accepted: Container[tuple[str, str]]) -> list[Standing]:
    """What is left to be told: never a warning that was accepted, by candidate number and what it says (R-ENT-10).

    What would be refused today cannot be accepted.
    """
    return [each for each in found if each.serious or (each.number, each.said) not in accepted]


KINDS = certification.KINDS | {"clash": "Papers that clash", "details": "Personal details"}
"""Every kind of what stands, in words."""
CURES = certification.CURES | {
    "clash": "Have the candidate sit one paper after the other, under supervision between them.",
    "details": "Change it in the details where it is wrong.",
}
"""What usually helps."""


def look_again(held: Held, offer: Offer, series: str) -> list[Standing]:
    """Everything about the entries of one centre in one series, in order of the candidates' numbers."""
    entries: dict[object, list[HeldEntry]] = {}
    for entry in held.entries:
        if not entry.withdrawn:
            entries.setdefault(entry.candidate_id, []).append(entry)
    known = {option.id: option for group in offer.options.values() for option in group}
    found: list[Standing] = []
    for candidate in sorted(held.candidates, key=lambda each: each.number):
        own = entries.get(candidate.id)
        if own:
            found += _of_candidate(candidate, own, known, held, offer, series)
    return found


def _of_candidate(
    candidate: HeldCandidate, entries: list[HeldEntry], known: dict[int, OfferedOption], held: Held, offer: Offer,
    series: str,
) -> Iterator[Standing]:  # fmt: skip
    def told(code: str, sentence: str, *, serious: bool, kind: str) -> Standing:
        return Standing(candidate.number, candidate.details.name, code, sentence, serious, kind)

    for entry in entries:
        if entry.option_id not in known:
            said = f"{entry.entry_code} has no such option any more. Choose another, or withdraw the entry."
            yield told(entry.entry_code, said, serious=True, kind="code")
        elif not offer.has(series, entry.entry_code):
            available = offer.open_series(entry.entry_code)
            said = f"{entry.entry_code} cannot be entered in {series}. Available: {available}."
            yield told(entry.entry_code, said, serious=True, kind="code")
    options = [known[entry.option_id] for entry in entries if entry.option_id in known]
    for kind, each in _together(candidate, options, held, offer, series):
        yield told(each.option.entry_code, each.sentence, serious=each.refused, kind=kind)
    year, month = (int(part) for part in series.split("-"))
    if people.is_odd_age(candidate.details.born_on, on=date(year, month, 1)):
        yield told("", people.CHECK_BIRTH_DATE, serious=False, kind="details")


def _together(
    candidate: HeldCandidate, options: list[OfferedOption], held: Held, offer: Offer, series: str
) -> Iterable[tuple[str, Found]]:
    terms: Terms | None = offer.terms.get(series)
    certified = certification.of_candidate(
        str(candidate), options, series=series, offer=offer, before=held.earlier(candidate.details.uci, series),
        touched={option.entry_code for option in options},
    )  # fmt: skip
    found = chain(
        _named("combination", combinations.disallowed(options, terms) if terms else ()),
        _named("level", combinations.two_levels(str(candidate), options, offer, terms) if terms else ()),
        _named("units", combinations.units_of_one_award(options, offer)),
        _named("clash", combinations.clashing(options, terms) if terms else ()),
        _named("certification", certified),
    )
    return list(dict.fromkeys(found))


def _named(kind: str, found: Iterable[Found]) -> Iterable[tuple[str, Found]]:
    return ((each.why or kind, each) for each in found)


def look_for_missing(held: Held, offer: Offer, series: str, codes: Mapping[int, str]) -> Iterator[Standing]:
    """Awards that nobody asks for though every unit is there (R-CERT-1); `codes` are those that ask for them."""
    known = {option.id: option for group in offer.options.values() for option in group}
    options: dict[object, list[OfferedOption]] = {}
    for entry in held.entries:
        if not entry.withdrawn and entry.option_id in known:
            options.setdefault(entry.candidate_id, []).append(known[entry.option_id])
    for candidate in held.candidates:
        before = held.earlier(candidate.details.uci, series)
        for each in certification.not_asked_for(
            str(candidate),
            options.get(candidate.id, ()),
            offer=offer,
            before=before,
            certification_codes=codes,
        ):
            yield Standing(
                candidate.number,
                candidate.details.name,
                codes[each.option.award_id],
                each.sentence,
                False,
                "missing",
            )


def second_ucis(held: Held) -> Iterator[Standing]:
    """Candidates who are known by another UCI too, at any centre (R-ID-8): it is not named, as it may be another's."""
    for candidate in held.candidates:
        own = candidate.details
        person = own.surname, own.forenames, own.born_on, own.sex
        if any(uci != own.uci for uci in held.around.known.get(person, ())):
            said = (
                f"{candidate} has UCI {own.uci}. A candidate with this name, date of birth and sex stands under "
                "another UCI too. Using a second UCI can stop results being combined."
            )
            yield Standing(candidate.number, own.name, "", said, False, "uci")


def sentences(found: Collection[Standing]) -> list[str]:
    """The sentences that are said of entries, each once, those that would be refused first. They name no candidate."""
    counted: dict[tuple[bool, str], int] = {}
    for each in found:
        counted[not each.serious, each.said] = counted.get((not each.serious, each.said), 0) + 1
    return [
        f"{said} ({number} candidates)" if number > 1 else said
        for (_, said), number in sorted(counted.items())
    ]


def days_left(profile: Profile, today: date) -> tuple[date, int] | None:
    """The deadline that is so many days away that people are told: the entry deadline or the very late date (4.11)."""
    for deadline in (profile.entry_deadline, profile.very_late):
        for days in DAYS_BEFORE:
            if deadline - timedelta(days=days) == today:
                return deadline, days
    return None
