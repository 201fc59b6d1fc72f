"""What is to be written of the rows that a merge takes: candidates, entries, and a version of each change."""

from collections.abc import Collection, Mapping
from typing import Protocol
from uuid import UUID

from interchange.core.identifiers import new_id
from interchange.entries.rules.holdings import (
    ADD,
    AMEND,
    DETAILS,
    WITHDRAW,
    Accepted,
    Change,
    Details,
    HeldCandidate,
    HeldEntry,
    Merge,
    NewEntry,
    NewVersion,
    OfferedOption,
    Withdrawal,
)
from interchange.entries.rules.pricing import NO_FEE_FOR_DETAILS, Prices


class Book(Protocol):
    """What is held, and whom the rows give other details."""

    @property
    def options(self) -> Mapping[int, OfferedOption]: ...

    @property
    def new_details(self) -> Collection[UUID]: ...

    @property
    def before(self) -> Mapping[UUID, Details]: ...


def write(each: Accepted, book: Book, result: Merge, prices: Prices) -> None:
    """Note what a row that is taken does: to its candidate, its entry, its versions and the invoice."""
    row, candidate, option, entry = each
    first_word = candidate.id in book.new_details and candidate.id not in result.candidates
    if first_word and row.action != WITHDRAW:
        result.candidates[candidate.id] = candidate
        if candidate.id in book.before:
            result.details.append(_was(candidate, book.before[candidate.id]))
    result.taken.append((row.series, candidate.number, row.entry_code))
    if row.action == DETAILS and first_word:
        was = _was(candidate, book.before[candidate.id])
        result.alone[candidate.id] = {"series": row.series} | was
    elif option is None:
        if entry is None or entry.withdrawn:
            result.unchanged += 1
        else:
            _write_withdrawal(each, entry, book, result, prices)
    elif entry is None:
        new = NewEntry(
            new_id(),
            candidate.id,
            row.series,
            row.entry_code,
            option.id,
            row.teaching_group,
            prices.band(row.series),
        )
        result.added.append(new)
        fee = prices.to_add(row.series, option)
        result.versions.append(NewVersion(new.id, ADD, None, option.id, new.band, fee.pence, fee.told))
    else:
        _write_change(each, option, entry, book, result, prices, counts=first_word)


def _was(candidate: HeldCandidate, before: Details) -> dict[str, str]:
    """What a candidate was before, for the trail."""
    return {"candidate_number": candidate.number} | before.old(candidate.details)


def _write_withdrawal(each: Accepted, entry: HeldEntry, book: Book, result: Merge, prices: Prices) -> None:
    series = each.row.series
    how, fee = prices.to_withdraw(series, entry, book.options.get(entry.option_id))
    result.withdrawn.append(Withdrawal(entry.id, f"{each.candidate.number} {entry.entry_code}", how))
    band = prices.band(series)
    result.versions.append(NewVersion(entry.id, WITHDRAW, entry.option_id, None, band, fee.pence, fee.told))


def _write_change(
    each: Accepted,
    option: OfferedOption,
    entry: HeldEntry,
    book: Book,
    result: Merge,
    prices: Prices,
    *,
    counts: bool,
) -> None:
    group = each.row.teaching_group or entry.teaching_group
    if (option.id, group) == (entry.option_id, entry.teaching_group) and not counts:
        result.unchanged += 1
        return
    before = book.options.get(entry.option_id)
    told, fee = f"{each.candidate.number} {each.row.entry_code}", NO_FEE_FOR_DETAILS
    if option.id != entry.option_id:
        told += f" option {before.code if before else '?'} to {option.code}"
        fee = prices.to_change(each.row.series, entry, before, option)
    result.changed.append(Change(entry.id, option.id, group, told))
    band = prices.band(each.row.series)
    result.versions.append(NewVersion(entry.id, AMEND, entry.option_id, option.id, band, fee.pence, fee.told))
