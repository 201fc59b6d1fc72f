"""What becomes of a file once it is kept: read, checked, held against what is entered, loaded or rejected (R-WAY-7)."""

import dataclasses
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.catalogue import queries as catalogue
from interchange.centres import steps as centres
from interchange.centres.queries import names_of
from interchange.core import clock, uploads
from interchange.core.actor import Actor
from interchange.entries.queries import batches as queries
from interchange.entries.rules.holdings import EntryRow, Merge
from interchange.entries.steps import batches
from interchange.entries.steps.batches import Batch, Route
from interchange.entries.steps.taking import take
from interchange.exchange.queries.formats import convention, layouts_read
from interchange.exchange.rules import intake as forms
from interchange.exchange.rules.intake import Intake, Problem
from interchange.exchange.rules.names import Letter
from interchange.exchange.rules.sequence import Earlier, order_of
from interchange.exchange.rules.sets import (
    KEEP,
    Answer,
    Codes,
    Comparison,
    Difference,
    HeldCode,
    Person,
    Sent,
    question,
)
from interchange.exchange.rules.tables import of_table
from interchange.exchange.steps.staging import Stage, stage
from interchange.exchange.steps.telling import tell_systems

PIECE = 262_144
MOST_ASKED = 2_000
"""So many differences are listed; the rest are counted."""
MOST_OF_A_TABLE = 10_000


def process(batch: Batch, *, by: Actor, answer: str = "") -> None:
    """Take a kept file as far as it goes: loaded, rejected, or asking. The whole of it in the open transaction."""
    centres.hold(batch.centre_id)
    sender = dataclasses.replace(by, name=batch.by, person_id=batch.by_id) if by.person_id is None else by
    with stage() as staged:
        intake = _read(batch, staged)
        if batch.state == "received":
            batches.move(
                batch, "parse", parsed_at=clock.now(), letter=intake.letter, sequence=intake.sequence,
                counts={"rows": intake.records_read}, problems=intake.problems, warnings=intake.warnings,
            )  # fmt: skip
        _Loading(batch, staged, intake, sender, answer).go_on()
    if batch.state in ("loaded", "rejected", "asking"):
        tell_systems(batch)


def _read(batch: Batch, staged: Stage) -> Intake:
    layout = layouts_read()  # nothing may be asked of the database while records are copied into it
    intake = Intake(batch.route, most=MOST_OF_A_TABLE if batch.route == Route.CSV else 200)
    with uploads.opened(batch.kept) as content:
        pieces = iter(lambda: content.read(PIECE), b"")
        records: Iterator[Any]
        if batch.route == Route.EDI:
            records = forms.of_common_format(intake, batch.name, pieces, layout)
        elif batch.route == Route.XML:
            records = forms.of_xml(intake, pieces)
        elif batch.route == Route.JSON:
            records = forms.of_json(intake, pieces)
        else:
            records = of_table(intake, batch.name, content, batch.size)  # type: ignore[arg-type]
        staged.fill(records)
    return intake


class _Loading:
    """One file on its way in."""

    def __init__(self, batch: Batch, staged: Stage, intake: Intake, by: Actor, answer: str) -> None:
        self.batch, self.staged, self.intake, self.by = batch, staged, intake, by
        self.answer = answer
        self.number = names_of([batch.centre_id])[batch.centre_id][0]
        self.merges: dict[str, Any] = {
            "added": 0, "changed": 0, "withdrawn": 0, "unchanged": 0, "candidates": 0,
        }  # fmt: skip
        self.pence = 0
        self.answered: dict[UUID, datetime] = {}
        self.settled: frozenset[UUID] = frozenset()

    def go_on(self) -> None:
        """Check what concerns the whole file, then what is in it."""
        self._check_whose_it_is()
        series = None if self.intake.route == Route.CSV else self._series()
        if self.intake.broken or (series is None and self.intake.route != Route.CSV):
            self._reject()
        elif series is None:
            self._load_rows()
        elif self._may_come(series):
            self._load_sets(series)

    # ------------------------------------------------------------ the whole file

    def _check_whose_it_is(self) -> None:
        intake = self.intake
        if intake.route == Route.CSV or intake.broken:
            return
        if intake.centre != self.number:
            said = f"The file is of centre {intake.centre}. You send for centre {self.number}."
            intake.wrong(0, "", said, whole=True)
        bodies = convention().bodies
        if intake.body not in bodies:
            known = " or ".join(bodies)
            intake.wrong(
                0, "", f"The file is for awarding body {intake.body}. This one is {known}.", whole=True
            )

    def _series(self) -> int | None:
        found: int | None = (
            catalogue.series_list().filter(code=self.intake.series).values_list("id", flat=True).first()
        )
        if found is None and not self.intake.broken:
            known = ", ".join(catalogue.series_list().values_list("code", flat=True)) or "none yet"
            said = f"There is no series {self.intake.series or '(none given)'}. Series: {known}."
            self.intake.wrong(0, "", said, whole=True)
        if found is not None:
            batches.note(self.batch, series_id=found)
        return found

    def _may_come(self, series: int) -> bool:
        """Whether its turn has come: in order, not again, and with no earlier file waiting for an answer."""
        if self.batch.state == "asking":
            return True
        own = (
            queries.batches(self.by)
            .filter(centre_id=self.batch.centre_id, series_id=series)
            .exclude(letter="")
        )
        waiting = own.filter(state="asking").exclude(pk=self.batch.pk).first()
        if waiting is not None:
            self._wait_for(waiting)
            return False
        loaded = own.filter(state="loaded").exclude(sequence=None)
        earlier = [
            Earlier(
                Letter(row.letter), row.sequence or 0, row.name, row.loaded_at or row.received_at, row.digest
            )
            for row in loaded
        ]
        order = order_of(Letter(self.intake.letter), self.intake.sequence or 0, self.batch.digest, earlier)
        if order.again:
            self._again(next(row for row in loaded if row.digest == self.batch.digest))
        elif order.refusal:
            self.intake.wrong(0, "", order.refusal, whole=True)
            self._reject()
        elif order.warning:
            self.intake.note(0, "", order.warning)
        return not (order.again or order.refusal)

    def _wait_for(self, waiting: Batch) -> None:
        said = f"{waiting.name} waits for an answer. This file is taken after it."
        batches.note(
            self.batch, state="received", parsed_at=None, counts={**self.batch.counts, "waits": str(waiting.pk)},
            warnings=[*self.batch.warnings, Problem(0, "", said)],
        )  # fmt: skip
        audit.nothing_changed()

    def _again(self, same: Batch) -> None:
        on = f"{clock.london(same.loaded_at or same.received_at):%-d %B %Y at %H:%M}"
        said = f"This is the very file {same.name} that was loaded on {on}. Nothing was changed."
        self.intake.note(0, "", said)
        self._loaded({"again": str(same.pk)})

    # ------------------------------------------------------------ tables

    def _load_rows(self) -> None:
        again = queries.batches(self.by).filter(
            centre_id=self.batch.centre_id, digest=self.batch.digest, state="loaded", counts__bad=0
        )
        if same := again.exclude(pk=self.batch.pk).first():
            self._again(same)
            return
        series = set()
        for chunk in self.staged.chunks():
            rows = [_row(values) for candidate in chunk for values in candidate]
            own = [row for row in rows if row.centre_number == self.number]
            for row in rows:
                if row.centre_number != self.number:
                    said = f"This row is of centre {row.centre_number}. You send for centre {self.number}."
                    self.intake.wrong(row.line, "centre_number", said)
            series |= {row.series for row in own}
            self._take(_spelt(own))
        found = catalogue.series_list().filter(code__in=series)
        if len(found) == 1:
            batches.note(self.batch, series_id=found[0].pk)
        self._finish()

    # ------------------------------------------------------------ whole sets

    def _load_sets(self, series: int) -> None:
        asked = [UUID(one["entry"]) for one in (self.batch.asks or {}).get("entries", [])]
        every = self.answer if (self.batch.asks or {}).get("more") else ""
        agreed = Answer.of(self.answer, asked)
        if not every and self._asks(series, agreed):
            return
        for comparison in self._compared(series, agreed, every=every):
            self._take(comparison.result.rows)
            for problem in comparison.result.problems:
                self.intake.wrong(problem.row, problem.column, problem.sentence)
        self._finish()

    def _asks(self, series: int, agreed: Answer) -> bool:
        """Whether the file would take away what nobody has agreed to; then it waits for an answer."""
        found: list[Difference] = []
        more = 0
        for comparison in self._compared(series, agreed):
            room = MOST_ASKED - len(found)
            found += comparison.result.differences[:room]
            more += len(comparison.result.differences[room:])
        if not found:
            return False
        asks = {
            "question": question(found, more=more), "more": more,
            "entries": [
                {"entry": str(one.entry_id), "kind": one.kind, "number": one.number, "name": one.name,
                 "code": one.entry_code, "option": one.option_code, "wanted": one.wanted, "way": one.way,
                 "on": one.on.isoformat()}
                for one in found
            ],
        }  # fmt: skip
        if self.batch.state == "parsed":
            batches.move(self.batch, "validate", validated_at=clock.now())
            batches.move(self.batch, "ask", asks=asks, **self._told())
        else:
            batches.note(self.batch, asks=asks, answer="", **self._told())
        audit.record(
            Event.FILE_ASKED,
            subject=f"file:{self.batch.pk}",
            data={"file": self.batch.name, "entries": len(found) + more},
        )
        return True

    def _compared(self, series: int, agreed: Answer, *, every: str = "") -> Iterator[Comparison]:
        options = catalogue.options_for_entry().values_list("entry_code", "code")
        codes = Codes.of(options)
        centre = self.batch.centre_id

        self._read_settled(series)

        def comparison() -> Comparison:
            known = dataclasses.replace(agreed, kept=agreed.kept | self.settled)
            said = self.intake.series, self.batch.route
            return Comparison(*said, codes, clock.today(), known, everything=every)

        for chunk in self.staged.chunks():
            records = [[_sent(values) for values in candidate] for candidate in chunk]
            persons, held = self._held(centre, series, [own[0].number for own in records])
            made = comparison()
            for own in records:
                made.of_candidate(own, persons.get(own[0].number), held.get(own[0].number, {}))
            yield made
        if self.intake.whole_set:
            persons, held = self._held(centre, series, None)
            yield self._left_out(comparison(), persons, held)

    def _read_settled(self, series: int) -> None:
        """What somebody has said before that it is kept, and when: until it changes nobody is asked again."""
        answered = queries.batches(self.by).filter(
            centre_id=self.batch.centre_id, series_id=series, state="loaded", answer=KEEP
        )
        for asks, at in answered.order_by("loaded_at").values_list("asks", "loaded_at"):
            if at is not None:
                self.answered |= {UUID(one["entry"]): at for one in (asks or {}).get("entries", [])}

    def _left_out(
        self, made: Comparison, persons: dict[str, Person], held: dict[str, dict[str, HeldCode]]
    ) -> Comparison:
        sent = self.staged.numbers()
        for number, codes in held.items():
            if number not in sent:
                made.not_in_the_file(persons[number], codes)
        return made

    def _held(
        self, centre: int, series: int, numbers: list[str] | None
    ) -> tuple[dict[str, Person], dict[str, dict[str, HeldCode]]]:
        found = queries.persons(self.by, centre, series, numbers=numbers)
        persons = {number: Person(number, details) for number, details in found}
        held: dict[str, dict[str, HeldCode]] = {}
        for one in queries.last_touched(self.by, centre, series, numbers=numbers):
            code = HeldCode(one.entry_id, one.entry_code, one.option_code, one.route, one.way, one.at)
            held.setdefault(one.candidate_number, {})[one.entry_code] = code
            if one.entry_id in self.answered and one.at <= self.answered[one.entry_id]:
                self.settled |= {one.entry_id}
        return persons, held

    # ------------------------------------------------------------ taking and telling

    def _take(self, rows: list[EntryRow]) -> None:
        if not rows:
            return
        merge: Merge = take(
            rows, centre_id=self.batch.centre_id, route=Route(self.batch.route), by=self.by, batch=self.batch,
            file=self.batch.name, reason=self.batch.reason,
        )  # fmt: skip
        self.merges["added"] += len(merge.added)
        self.merges["changed"] += len(merge.changed)
        self.merges["withdrawn"] += len(merge.withdrawn)
        self.merges["unchanged"] += merge.unchanged
        self.merges["candidates"] += len(merge.candidates)
        self.pence += merge.pence
        for problem in merge.problems:
            self.intake.wrong(problem.row, problem.column, problem.sentence)
        for warning in merge.warnings:
            self.intake.note(warning.row, warning.column, warning.sentence)

    def _finish(self) -> None:
        of_use = self.merges["candidates"] + sum(
            self.merges[name] for name in ("added", "changed", "withdrawn", "unchanged")
        )
        if self.intake.problems and not of_use:
            self._reject()
        else:
            self._loaded({})

    def _used(self) -> int:
        return sum(self.merges[name] for name in ("added", "changed", "withdrawn", "unchanged"))

    def _told(self) -> dict[str, Any]:
        problems = sorted(self.intake.problems)
        counts = {
            **self.batch.counts, **self.merges, "rows": self.intake.records_read,
            "bad": len({one.line for one in problems}) + self.intake.more, "more": self.intake.more,
        }  # fmt: skip
        return {"counts": counts, "problems": problems, "warnings": sorted(set(self.intake.warnings))}

    def _reject(self) -> None:
        told = self._told()
        told["counts"] = {**told["counts"], **dict.fromkeys(self.merges, 0)}
        batches.move(self.batch, "reject", **told)
        first = self.intake.problems[0].sentence if self.intake.problems else ""
        audit.record(
            Event.FILE_REJECTED, subject=f"file:{self.batch.pk}", data={"file": self.batch.name, "why": first}
        )

    def _loaded(self, more: dict[str, Any]) -> None:
        told = self._told()
        told["counts"] |= {"pence": self.pence, **more}
        if self.batch.state == "parsed":
            batches.move(self.batch, "validate", validated_at=clock.now())
        batches.move(self.batch, "load", loaded_at=clock.now(), answer=self.answer, **told)
        data = {
            "file": self.batch.name,
            **{name: told["counts"].get(name, 0) for name in (*self.merges, "bad")},
        }
        audit.record(Event.FILE_LOADED, subject=f"file:{self.batch.pk}", data=data | more)


def _row(values: list[Any]) -> EntryRow:
    row = EntryRow(*values)
    return row._replace(date_of_birth=_day(values[EntryRow._fields.index("date_of_birth")]))


def _sent(values: list[Any]) -> Sent:
    sent = Sent(*values)
    return sent._replace(born_on=_day(sent.born_on), codes=tuple(sent.codes))


def _day(written: Any) -> date | None:
    return date.fromisoformat(written) if written else None


def _spelt(rows: Iterable[EntryRow]) -> list[EntryRow]:
    """With the catalogue's spelling of entry codes."""
    rows = list(rows)
    printed = catalogue.entry_codes_spelt({row.entry_code for row in rows})
    return [row._replace(entry_code=printed.get(row.entry_code, row.entry_code)) for row in rows]
