"""A file of whole sets held against what its centre has entered in a series (R-WAY-3)."""

import dataclasses
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from interchange.core import clock
from interchange.core.actor import Actor
from interchange.entries.queries import batches as queries
from interchange.entries.steps.batches import Batch
from interchange.exchange.queries.formats import codes_of_files
from interchange.exchange.rules.intake import Intake
from interchange.exchange.rules.sets import (
    KEEP,
    Answer,
    Comparison,
    Difference,
    HeldCode,
    Person,
    Sent,
    question,
)
from interchange.exchange.steps.staging import Stage

MOST_ASKED = 2_000
"""So many differences are listed; the rest are counted."""


class Held(NamedTuple):
    """What the centre has: its candidates, and of each the live entries by code."""

    persons: dict[str, Person]
    codes: dict[str, dict[str, HeldCode]]


class Against:
    """The records of one file, held against what is entered as often as they are asked for."""

    def __init__(self, batch: Batch, staged: Stage, intake: Intake, series_id: int, by: Actor) -> None:
        self.batch, self.staged, self.intake, self.series_id, self.by = batch, staged, intake, series_id, by
        self.codes = codes_of_files()
        self.answered = self._answered()
        self.settled: set[UUID] = set()

    def comparisons(self, agreed: Answer, *, every: str = "") -> Iterator[Comparison]:
        """What the file comes to, so many candidates at a time; `every` answers each difference there is."""
        everybody = self._held(None) if self.intake.whole_set else None
        for chunk in self.staged.chunks():
            records = [[_sent(values) for values in candidate] for candidate in chunk]
            held = everybody or self._held([own[0].number for own in records])
            made = self._comparison(agreed, every)
            for own in records:
                made.of_candidate(own, held.persons.get(own[0].number), held.codes.get(own[0].number, {}))
            yield made
        if everybody:
            yield self._left_out(self._comparison(agreed, every), everybody)

    def asks(self, agreed: Answer) -> dict[str, Any]:
        """What the file would take away that nobody has agreed to, as it is kept; nothing where there is none."""
        found: list[Difference] = []
        more = 0
        for comparison in self.comparisons(agreed):
            room = MOST_ASKED - len(found)
            found += comparison.result.differences[:room]
            more += len(comparison.result.differences[room:])
        if not found:
            return {}
        return {
            "question": question(found, more=more), "more": more,
            "entries": [
                {"entry": str(one.entry_id), "kind": one.kind, "number": one.number, "name": one.name,
                 "code": one.entry_code, "option": one.option_code, "wanted": one.wanted, "way": one.way,
                 "on": one.on.isoformat()}
                for one in found
            ],
        }  # fmt: skip

    def _comparison(self, agreed: Answer, every: str) -> Comparison:
        known = dataclasses.replace(agreed, kept=agreed.kept | self.settled)
        said = self.intake.series, self.batch.route
        return Comparison(*said, self.codes, clock.today(), known, everything=every)

    def _answered(self) -> dict[UUID, datetime]:
        """What somebody has said before that it is kept, and when: until it changes nobody is asked again."""
        found: dict[UUID, datetime] = {}
        answered = queries.batches(self.by).filter(
            centre_id=self.batch.centre_id, series_id=self.series_id, state="loaded", answer=KEEP
        )
        for asks, at in answered.order_by("loaded_at").values_list("asks", "loaded_at"):
            if at is not None:
                found |= {UUID(one["entry"]): at for one in (asks or {}).get("entries", [])}
        return found

    def _left_out(self, made: Comparison, held: Held) -> Comparison:
        sent = self.staged.numbers()
        for number, codes in held.codes.items():
            if number not in sent:
                made.not_in_the_file(held.persons[number], codes)
        return made

    def _held(self, numbers: list[str] | None) -> Held:
        place = self.by, self.batch.centre_id, self.series_id
        persons = {number: Person(number, own) for number, own in queries.persons(*place, numbers=numbers)}
        codes: dict[str, dict[str, HeldCode]] = {}
        for one in queries.last_touched(*place, numbers=numbers):
            code = HeldCode(one.entry_id, one.entry_code, one.option_code, one.route, one.way, one.at)
            codes.setdefault(one.candidate_number, {})[one.entry_code] = code
            if one.entry_id in self.answered and one.at <= self.answered[one.entry_id]:
                self.settled.add(one.entry_id)
        return Held(persons, codes)


def _sent(values: list[Any]) -> Sent:
    sent = Sent(*values)
    return sent._replace(born_on=day_of(sent.born_on), codes=tuple(sent.codes))


def day_of(written: Any) -> date | None:
    """A day as the staging table gives it back."""
    return date.fromisoformat(written) if written else None
