"""What the awarding body holds of a centre's entries in one series, as every form of file has it (R-WAY-3)."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

from django.shortcuts import get_object_or_404

from interchange.core import paging
from interchange.core.actor import Actor
from interchange.entries.queries.batches import last_touched, persons
from interchange.entries.rules.holdings import ADD, Details, EntryRow
from interchange.exchange.models import Outgoing
from interchange.exchange.rules import spelling


class Whole(NamedTuple):
    """A candidate with everything they are entered for: entry code and option of each."""

    number: str
    details: Details
    codes: list[tuple[str, str]]


def held_sets(actor: Actor, centre_id: int, series_id: int) -> Iterator[Whole]:
    """Every candidate who is entered for anything, in order of number."""
    codes: dict[str, list[tuple[str, str]]] = {}
    for one in last_touched(actor, centre_id, series_id):
        codes.setdefault(one.candidate_number, []).append((one.entry_code, one.option_code))
    for number, details in persons(actor, centre_id, series_id):
        if number in codes:
            yield Whole(number, details, codes[number])


def records(wholes: Iterator[Whole], centre: str, most: int) -> Iterator[dict[str, Any]]:
    """As records of the common format; who has more codes than fit goes on in another record."""
    for number, details, codes in wholes:
        joined = [f"{code}{option}".upper() for code, option in codes]
        for at in range(0, len(joined), most):
            yield {
                "status": "P" if details.status == "P" else "C", "centre": centre, "number": number,
                "name": spelling.of_file(details.surname, details.forenames), "sex": details.sex,
                "born_on": details.born_on, "uci": details.uci, "upn": "", "uln": details.uln, "qualifier": "",
                "other_centre": "", "other_number": "", "codes": tuple(joined[at : at + most]),
            }  # fmt: skip


def candidates(wholes: Iterator[Whole]) -> Iterator[dict[str, Any]]:
    """As candidates of the XML and JSON forms, with the letters of their names."""
    for number, details, codes in wholes:
        yield {
            "number": number, "uci": details.uci, "uln": details.uln, "surname": details.surname,
            "forenames": details.forenames, "date_of_birth": details.born_on, "sex": details.sex,
            "status": details.status, "codes": tuple(f"{code}{option}" for code, option in codes),
        }  # fmt: skip


def rows(wholes: Iterator[Whole], centre: str, series: str) -> Iterator[EntryRow]:
    """As rows of R-WAY-8."""
    for number, each, codes in wholes:
        for code, option in codes:
            yield EntryRow(
                0, centre, number, each.uci, each.uln, each.surname, each.forenames, each.born_on, each.sex,
                each.status, series, code, option, ADD, "", "",
            )  # fmt: skip


def made_files(actor: Actor, query: dict[str, str]) -> paging.Listed:
    """The files that were made for the centre, the newest first."""
    made = Outgoing.objects.visible_to(actor).select_related("series")
    return paging.listed(made, {}, query.get("page", ""))


def made_file_of(actor: Actor, made_id: UUID) -> Outgoing:
    """One of them; `Http404` where it is another centre's."""
    return get_object_or_404(Outgoing.objects.visible_to(actor), pk=made_id)
