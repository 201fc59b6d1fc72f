"""Every candidate of a merge, with all that they would hold: what cannot be is refused, what is odd is told."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Protocol
from uuid import UUID

from interchange.core.grid import Problem
from interchange.entries.rules import certification, combinations
from interchange.entries.rules.combinations import Found
from interchange.entries.rules.holdings import (
    WITHDRAW,
    Accepted,
    Held,
    HeldEntry,
    Merge,
    Offer,
    OfferedOption,
    Terms,
)

Holding = dict[str, OfferedOption]
"""What one candidate holds, by entry code."""


class Book(Protocol):
    """What a centre has entered, and what can be entered."""

    @property
    def offer(self) -> Offer: ...

    @property
    def entries(self) -> Mapping[tuple[UUID, str], HeldEntry]: ...

    @property
    def options(self) -> Mapping[int, OfferedOption]: ...


def with_possible_combinations(accepted: Sequence[Accepted], book: Book, result: Merge) -> list[Accepted]:
    """The rows that leave each candidate with what may be held together; of two that cannot, the later is refused."""
    refused: set[int] = set()
    for group, held in _groups(accepted, book):
        if len(group) + len(held) > 1:
            refused.update(_refused_of(group, held, book.offer, result))
    return [each for each in accepted if id(each) not in refused] if refused else list(accepted)


def _refused_of(group: list[Accepted], held: Holding, offer: Offer, result: Merge) -> Iterable[int]:
    """Withdrawals come first, then changes, then what is added: so no order of rows refuses what holds in the end."""
    terms = offer.terms.get(group[0].row.series)
    for each in sorted(group, key=lambda each: (each.option is not None, each.entry is None)):
        code = each.row.entry_code
        if each.option is None:
            held.pop(code, None)
            continue
        before = held.pop(code, None)
        if before == each.option:
            held[code] = each.option
            continue
        held[code] = each.option
        fault = _fault(str(each.candidate), each.option, list(held.values()), offer, terms)
        if fault:
            result.problems.append(Problem(each.row.line, fault.column, fault.sentence))
            yield id(each)
            del held[code]
            if before:
                held[code] = before


def _fault(
    candidate: str, option: OfferedOption, options: list[OfferedOption], offer: Offer, terms: Terms | None
) -> Found | None:
    found = chain(
        combinations.disallowed(options, terms) if terms else (),
        combinations.two_levels(candidate, options, offer, terms) if terms else (),
        combinations.units_of_one_award(options, offer),
    )
    return next((each for each in found if each.refused and each.option is option), None)


def warn_of_combinations(written: Sequence[Accepted], book: Book, held: Held, result: Merge) -> None:
    """What is odd about what candidates hold after the rows: clashes, missing units, certification (4.4, 4.8)."""
    for group, holding in _groups(written, book):
        for each in group:
            holding.pop(each.row.entry_code, None)
            if each.option:
                holding[each.row.entry_code] = each.option
        if len(holding) > 1 or any(_needs_a_look(each.option) for each in group):
            result.warnings += _odd(group, list(holding.values()), book, held)


def _needs_a_look(option: OfferedOption | None) -> bool:
    """Whether an option is odd by itself, where a candidate holds nothing else."""
    return option is None or bool(option.unit) or option.certification or option.carried_forward


def _odd(group: list[Accepted], options: list[OfferedOption], book: Book, held: Held) -> Iterable[Problem]:
    first = group[0]
    series, offer, candidate = first.row.series, book.offer, first.candidate
    terms = offer.terms.get(series)
    lines = {each.row.entry_code: each.row.line for each in group}
    found = chain(
        combinations.disallowed(options, terms) if terms else (),
        combinations.units_of_one_award(options, offer),
        combinations.clashing(options, terms) if terms else (),
        certification.of_candidate(
            str(candidate), options, series=series, offer=offer, touched=lines,
            before=held.earlier(candidate.details.uci, series),
        ),
    )  # fmt: skip
    told = {
        (lines.get(each.option.entry_code, first.row.line), each.column, each.sentence)
        for each in found
        if not each.refused
    }
    for each in group:
        gone = book.options.get(each.entry.option_id) if each.entry and each.row.action == WITHDRAW else None
        if gone and (said := certification.withdrawn_unit(gone, options, series, offer)):
            told.add((each.row.line, "entry_code", said))
        if each.option and each.option.carried_forward and each.entry is None:
            told.update(_not_found(each, held))
    return [Problem(*each) for each in sorted(told)]


def _not_found(each: Accepted, held: Held) -> Iterable[tuple[int, str, str]]:
    """A result to carry forward that we do not know of (R-CF-3)."""
    uci, code = each.candidate.details.uci, each.row.entry_code
    if code not in held.earlier(uci, each.row.series):
        said = f"We could not find a {code} result for {uci}."
        yield each.row.line, "uci", f"{said} Check the UCI, or enter the candidate for the component."


def _groups(accepted: Iterable[Accepted], book: Book) -> Iterable[tuple[list[Accepted], Holding]]:
    """The rows of each candidate, with what the candidate holds before them."""
    groups: dict[UUID, list[Accepted]] = {}
    for each in accepted:
        groups.setdefault(each.candidate.id, []).append(each)
    holdings: dict[UUID, Holding] = {}
    for (candidate_id, code), entry in book.entries.items():
        if candidate_id in groups and not entry.withdrawn and entry.option_id in book.options:
            holdings.setdefault(candidate_id, {})[code] = book.options[entry.option_id]
    for candidate_id, group in groups.items():
        yield group, holdings.get(candidate_id, {})
