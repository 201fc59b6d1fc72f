"""What becomes of a file once it is kept: read, checked, held against what is entered, loaded or rejected (R-WAY-7)."""

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import transaction

from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.catalogue import queries as catalogue
from interchange.centres import steps as centres
from interchange.centres.queries import names_of
from interchange.core import clock, uploads
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.entries.queries import batches as queries
from interchange.entries.rules.holdings import EntryRow, Merge
from interchange.entries.steps import batches
from interchange.entries.steps.batches import Batch, Route
from interchange.entries.steps.taking import take
from interchange.estimates.steps.forecasts import ForecastRow, take_forecasts
from interchange.exchange.queries.formats import codes_of_files, convention, layouts_read
from interchange.exchange.rules import intake as forms
from interchange.exchange.rules.intake import Intake, Problem, SentGrade, few_of_each
from interchange.exchange.rules.names import Letter
from interchange.exchange.rules.sequence import Earlier, order_of
from interchange.exchange.rules.sets import Answer
from interchange.exchange.rules.tables import of_table
from interchange.exchange.steps.comparing import Against, day_of
from interchange.exchange.steps.staging import Stage, stage
from interchange.exchange.steps.telling import tell_of_file

PIECE = 262_144
MOST_OF_A_TABLE = 10_000


def take_up(batch: Batch, *, by: Actor) -> Batch:
    """Take a file that was received as far as it goes; one that was taken already stays as it is."""
    if batch.state == "received":
        process(batch, by=by)
    else:
        audit.nothing_changed()
    return batch


def process(batch: Batch, *, by: Actor, answer: str = "") -> None:
    """Take a kept file as far as it goes: loaded, rejected, or asking. The whole of it in the open transaction."""
    centres.hold(batch.centre_id)
    nobody_looks = by.person_id is None
    sender = dataclasses.replace(by, name=batch.by, person_id=batch.by_id) if nobody_looks else by
    with stage() as staged:
        intake = _read(batch, staged)
        if batch.state == "received":
            batches.move(
                batch, "parse", parsed_at=clock.now(), letter=intake.letter, sequence=intake.sequence,
                counts={"rows": intake.records_read}, problems=intake.problems, warnings=intake.warnings,
            )  # fmt: skip
        _Loading(batch, staged, intake, sender, answer).go_on()
    if batch.state in ("loaded", "rejected", "asking"):
        tell_of_file(batch, nobody_looks=nobody_looks)


def _read(batch: Batch, staged: Stage) -> Intake:
    layout = layouts_read()  # nothing may be asked of the database while records are copied into it
    table = batch.route == Route.CSV
    intake = Intake(batch.route, most=MOST_OF_A_TABLE if table else 200)
    whose = attrgetter("candidate_number" if table else "number")
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
        staged.fill(few_of_each(intake, records, whose), whose)
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

    def go_on(self) -> None:
        """Check what concerns the whole file, then what is in it."""
        self._check_whose_it_is()
        series = None if self.intake.route == Route.CSV else self._series()
        if self.intake.broken or (series is None and self.intake.route != Route.CSV):
            self._reject()
        elif series is None:
            self._load_rows()
        elif self._may_come(series):
            if self.intake.of_forecasts:
                self._load_grades()
            else:
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
        if waiting is not None and not self.intake.of_forecasts:
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
        against = Against(self.batch, self.staged, self.intake, series, self.by)
        asks = {} if every else against.asks(agreed)
        if asks:
            self._ask(asks)
            return
        for comparison in against.comparisons(agreed, every=every):
            self._take(comparison.result.rows)
            for problem in comparison.result.problems:
                self.intake.wrong(problem.row, problem.column, problem.sentence)
        self._finish()

    def _ask(self, asks: dict[str, Any]) -> None:
        """The file would take away what nobody has agreed to: it waits for an answer."""
        if self.batch.state == "parsed":
            batches.move(self.batch, "validate", validated_at=clock.now())
            batches.move(self.batch, "ask", asks=asks, **self._told())
        else:
            batches.note(self.batch, asks=asks, answer="", **self._told())
        self._record(Event.FILE_ASKED, {"entries": len(asks["entries"]) + asks["more"]})

    # ------------------------------------------------------------ forecast grades

    def _load_grades(self) -> None:
        codes = codes_of_files()
        try:
            with transaction.atomic():
                for chunk in self.staged.chunks():
                    self._take_grades([_grade(values, codes.read) for one in chunk for values in one])
        except Refused as refusal:
            self.intake.wrong(0, "", refusal.message, whole=True)
            self._reject()
        else:
            self._finish()

    def _take_grades(self, rows: list[ForecastRow]) -> None:
        taken = take_forecasts(
            self.intake.series, rows, centre_id=self.batch.centre_id, how="file", by=self.by, reason=self.batch.reason,
        )  # fmt: skip
        self.merges["changed"] += taken.saved
        self.merges["unchanged"] += taken.unchanged
        for problem in taken.problems:
            self.intake.wrong(problem.row, problem.column, problem.sentence)

    # ------------------------------------------------------------ taking and telling

    def _take(self, rows: list[EntryRow]) -> None:
        if not rows:
            return
        merge: Merge = take(
            rows, centre_id=self.batch.centre_id, route=Route(self.batch.route), by=self.by, batch=self.batch,
            file=self.batch.name, reason=self.batch.reason, free=bool(self.batch.reason),
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
        if self.intake.problems and not any(self.merges.values()):
            self._reject()
        else:
            self._loaded({})

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
        self._record(Event.FILE_REJECTED, {"why": first})

    def _loaded(self, more: dict[str, Any]) -> None:
        told = self._told()
        told["counts"] |= {"pence": self.pence, **more}
        if self.batch.state == "parsed":
            batches.move(self.batch, "validate", validated_at=clock.now())
        batches.move(self.batch, "load", loaded_at=clock.now(), answer=self.answer, **told)
        counts = {name: told["counts"].get(name, 0) for name in (*self.merges, "bad")}
        self._record(Event.FILE_LOADED, counts | more)

    def _record(self, event: Event, data: dict[str, Any]) -> None:
        """What became of the file, in the trail of its centre; where staff sent it, with why (R-ACT-4)."""
        audit.record(
            event, subject=f"file:{self.batch.pk}", data={"file": self.batch.name} | data, reason=self.batch.reason,
            centre_id=self.batch.centre_id,
        )  # fmt: skip


def _row(values: list[Any]) -> EntryRow:
    row = EntryRow(*values)
    return row._replace(date_of_birth=day_of(values[EntryRow._fields.index("date_of_birth")]))


def _grade(values: list[Any], read: Callable[[str], tuple[str, str]]) -> ForecastRow:
    """A record as rows of any file have it; what stands for two codes stands for none that is asked for."""
    sent = SentGrade(*values)
    try:
        code, _ = read(sent.code)
    except ValueError:
        code = sent.code
    return ForecastRow(sent.line, sent.number, code, sent.grade)


def _spelt(rows: Iterable[EntryRow]) -> list[EntryRow]:
    """With the catalogue's spelling of entry codes."""
    rows = list(rows)
    printed = catalogue.entry_codes_spelt({row.entry_code for row in rows})
    return [row._replace(entry_code=printed.get(row.entry_code, row.entry_code)) for row in rows]
