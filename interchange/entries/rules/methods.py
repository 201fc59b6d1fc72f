"""In one series all candidates of a centre for one unit use the same submission method (R-ENT-4)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Protocol
from uuid import UUID

from interchange.core.grid import Problem
from interchange.entries.rules.holdings import Accepted, HeldEntry, Merge, OfferedOption


class Entered(Protocol):
    """What a centre has entered, and the options it may be entered by."""

    @property
    def entries(self) -> Mapping[tuple[UUID, str], HeldEntry]: ...

    @property
    def options(self) -> Mapping[int, OfferedOption]: ...


def with_one_method(accepted: Sequence[Accepted], book: Entered, result: Merge) -> list[Accepted]:
    """The rows that leave each unit with one method for all its candidates; the others are refused."""
    held: defaultdict[tuple[str, str], list[HeldEntry]] = defaultdict(list)
    for entry in book.entries.values():
        if not entry.withdrawn:
            held[entry.series, entry.entry_code].append(entry)
    groups: defaultdict[tuple[str, str], list[Accepted]] = defaultdict(list)
    for each in accepted:
        groups[each.row.series, each.row.entry_code].append(each)
    refused: set[int] = set()
    for unit, group in groups.items():
        method = _method_of(group, held[unit], book)
        for each in group:
            if each.option and each.option.method and each.option.method != method:
                others = sum(_method(book, entry) == method for entry in held[unit])
                result.problems.append(
                    Problem(each.row.line, "option_code", mixed_methods(unit[1], method, others))
                )
                refused.add(id(each))
    return [each for each in accepted if id(each) not in refused]


def mixed_methods(unit: str, method: str, others: int) -> str:
    """The sentence of R-ENT-4."""
    rule = "Every candidate for a unit must use one method."
    if not others:
        return f"{unit} is entered as {method} further up in this file. {rule}"
    cure = f"Change all {others} candidates, or choose {method}."
    return f"{unit} is already entered as {method} for this series. {rule} {cure}"


def _method(book: Entered, entry: HeldEntry) -> str:
    option = book.options.get(entry.option_id)
    return option.method if option else ""


def _method_of(group: list[Accepted], held: list[HeldEntry], book: Entered) -> str:
    """The method that holds for a unit: that of the entries that keep theirs, else the first in the file.

    A file may move every candidate of a unit from one method to another, and only every one of them.
    """
    after = {each.entry.id: each.option.method if each.option else "" for each in group if each.entry}
    staying = [
        before for entry in held if (before := _method(book, entry)) and after.get(entry.id, before) == before
    ]
    if staying:
        return staying[0]
    wanted = next((each.option.method for each in group if each.option and each.option.method), "")
    left_behind = [
        before
        for entry in held
        if (before := _method(book, entry)) and after.get(entry.id) not in (wanted, "")
    ]
    return left_behind[0] if left_behind else wanted
