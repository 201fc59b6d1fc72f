"""Keeping what is typed into the entries grid. Nothing is checked by keeping it, so nothing typed is lost."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple
from uuid import UUID

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.core.identifiers import new_id
from interchange.entries.models import Candidate, Draft
from interchange.entries.queries import drafts as queries
from interchange.entries.queries.copying import who_is_here
from interchange.entries.queries.drafts import MOST_DRAFTS, Person, Row, Stored, Window
from interchange.entries.rules import drafts, identifiers
from interchange.entries.rules.drafts import Code, Outcome, Typed
from interchange.entries.steps.drafts import Change, write_drafts

MOST_NUMBERS_TOLD = 20
FLOOD = f"At most {MOST_DRAFTS:,} rows can wait to be submitted in one series. Submit some of them first."
NOT_YOURS = "UCI {} belongs to another candidate of your centre. Give this candidate another number."


class Answer(NamedTuple):
    """What became of one row, and the row as it now is."""

    typed: Typed
    outcome: Outcome
    row: Row | None
    message: str = ""

    @property
    def kept(self) -> bool:
        return self.outcome in (Outcome.SAVED, Outcome.UNCHANGED)


@dataclass
class Saved:
    """What became of a save, row by row."""

    window: Window
    codes: dict[str, Code]
    answers: list[Answer]

    def having(self, *outcomes: Outcome) -> list[Answer]:
        """The rows with these outcomes."""
        return [answer for answer in self.answers if answer.outcome in outcomes]


@state_change(needs=Capability.ENTRIES_ENTER)
def save_drafts(series_code: str, typed: Sequence[Typed], *, how: str, by: Actor) -> Saved:
    """Keep each row as it was typed, in one transaction. A row that somebody else has saved since it was shown is a
    conflict and left as they saved it (C8); one that cannot be stored at all is a problem.

    Refused whole where nothing can be entered in the series any more.
    """
    window = queries.window_of(series_code)
    window.refuse_if_closed()
    codes = queries.codes_of(
        {column for row in typed for column in row.cells if column not in drafts.DETAILS}
    )
    saving = _Saving(window, codes, typed, by)
    for row in typed:
        saving.decide(row)
    saving.write(how)
    return Saved(window, codes, saving.answers)


class _Saving:
    """One save in hand: reads, decides row by row, then writes and records together."""

    def __init__(self, window: Window, codes: dict[str, Code], typed: Sequence[Typed], by: Actor) -> None:
        self.window, self.codes, self.by = window, codes, by
        self.answers: list[Answer] = []
        self.changes: dict[UUID, tuple[int, Row, Change]] = {}
        """By draft: the place of its answer, the row as it was, and what is to be written."""
        self.cells = 0
        series = window.series.pk
        numbers = [row.key for row in typed if not drafts.is_new(row.key)]
        keys = [UUID(row.key) for row in typed if drafts.is_new(row.key)]
        people = queries.people_of(by, series, numbers=numbers) if numbers else []
        self.people = {person.number: person for person in people}
        ids = [person.id for person in people]
        self.entries = queries.held_codes(by, series, codes=list(codes), people=ids) if ids else {}
        stored = queries.stored_drafts(by, series, keys=keys, people=ids, lock=True)
        self.by_person = {draft.candidate_id: draft for draft in stored if draft.candidate_id}
        self.by_key = {draft.id: draft for draft in stored}

    def decide(self, typed: Typed) -> None:
        """Sort one row into its outcome; a row to be written is `SAVED` until the write says otherwise."""
        row = self._row(typed.key)
        if row is None:
            said = f"Candidate {typed.key[:4]} is not held in {self.window.series.name} any more. Open the page again."
            self.answers.append(Answer(typed, Outcome.LOCKED, None, said))
        elif fault := self._fault(typed, row):
            self.answers.append(Answer(typed, Outcome.PROBLEM, row, fault))
        else:
            self._compare(typed, row)

    def _row(self, key: str) -> Row | None:
        if not drafts.is_new(key):
            person = self.people.get(key)
            return self._of_person(person) if person else None
        draft = self.by_key.get(UUID(key))
        if draft is None:
            return Row(key, UUID(key), None, {}, None)
        return None if draft.candidate_id else queries.new_row(draft)

    def _of_person(self, person: Person) -> Row:
        return queries.row_of(person, self.entries.get(person.id, {}), self.by_person.get(person.id))

    def _fault(self, typed: Typed, row: Row) -> str:
        for column, text in typed.cells.items():
            if column not in drafts.DETAILS and column not in self.codes:
                return f"{column[:20]} is not an entry code."
            if fault := drafts.why_not_kept(text):
                return f"{drafts.DETAILS.get(column, column)}: {fault}"
        number = typed.cells.get("candidate_number", row.number)
        if not row.is_new and number != row.number:
            return f"{row.name} keeps number {row.number} for the whole series."
        return ""

    def _compare(self, typed: Typed, row: Row) -> None:
        details, codes = self._after(typed, row)
        before = row.draft or Stored(row.draft_id, None, {}, {}, {}, 0, None, "")
        if (details, codes) == (before.details, before.codes):
            self.answers.append(Answer(typed, Outcome.UNCHANGED, row))
        elif typed.version != row.version:
            self.answers.append(Answer(typed, Outcome.CONFLICT, row, _who_saved(row)))
        else:
            self._keep(typed, row, before, details, codes)

    def _after(self, typed: Typed, row: Row) -> tuple[dict[str, str], dict[str, str]]:
        """What is left to keep: only what differs from what is held."""
        details = dict(row.draft.details) if row.draft else {}
        codes = dict(row.draft.codes) if row.draft else {}
        for column, text in typed.cells.items():
            kept = details if column in drafts.DETAILS else codes
            if drafts.same_cell(column, text, row.held.get(column, ""), self.codes.get(column)):
                kept.pop(column, None)
            else:
                kept[column] = text
        return details, codes

    def _keep(
        self, typed: Typed, row: Row, before: Stored, details: dict[str, str], codes: dict[str, str]
    ) -> None:  # fmt: skip
        after = {**details, **codes}
        was = {**before.details, **before.codes}
        moved = {column for column in after.keys() | was.keys() if after.get(column) != was.get(column)}
        problems = {column: said for column, said in before.problems.items() if column not in moved}
        draft_id = row.draft_id if row.draft or row.is_new else new_id()
        change = Change(
            draft_id, row.person.id if row.person else None, row.version, details, codes, problems
        )
        self.cells += len(moved)
        self.changes[draft_id] = len(self.answers), row, change
        self.answers.append(Answer(typed, Outcome.SAVED, row))

    def write(self, how: str) -> None:
        """Write what is to be written, and record it as one event."""
        changes = [change for _, _, change in self.changes.values()]
        changes.sort(key=lambda one: str(one.candidate_id or one.draft_id))
        self._refuse_a_flood(changes)
        series = self.window.series
        assert self.by.centre_id is not None  # noqa: S101  (nobody but a centre enters)
        written = write_drafts(changes, centre_id=self.by.centre_id, series_id=series.pk, by=self.by)
        now = clock.now()
        for draft_id, (place, row, change) in self.changes.items():
            if draft_id in written:
                stored = Stored(
                    draft_id, change.candidate_id, dict(change.details), dict(change.codes), dict(change.problems),
                    change.version + 1, now, self.by.name,
                )  # fmt: skip
                self.answers[place] = self.answers[place]._replace(
                    row=row._replace(draft_id=draft_id, draft=stored)
                )
            else:
                self._lost(place, row)
        if not written:
            audit.nothing_changed()
            return
        numbers = _told(row.number for _, row, _ in self.changes.values())
        facts = {
            "series": series.code,
            "how": how,
            "rows": len(written),
            "cells": self.cells,
            "numbers": numbers,
        }
        audit.record(Event.DRAFTS_SAVED, subject=f"series:{series.code}", data=facts)

    def _refuse_a_flood(self, changes: Sequence[Change]) -> None:
        new = sum(not change.version for change in changes)
        if new and new + _count(self.by, self.window) > MOST_DRAFTS:
            raise Refused(
                "too-many",
                FLOOD,
            )

    def _lost(self, place: int, row: Row) -> None:
        """Somebody else was quicker by a moment: theirs is read, and both are shown."""
        ids = [row.person.id] if row.person else []
        found = queries.stored_drafts(self.by, self.window.series.pk, keys=[row.draft_id], people=ids)
        if found:
            row = row._replace(draft=found[0], draft_id=found[0].id)
        self.answers[place] = self.answers[place]._replace(
            outcome=Outcome.CONFLICT if found else Outcome.PROBLEM, row=row,
            message=_who_saved(row) if found else "This row could not be kept. Type it in another row.",
        )  # fmt: skip


def _count(by: Actor, window: Window) -> int:
    return Draft.objects.visible_to(by).filter(series_id=window.series.pk).count()


def _told(numbers: Iterable[str]) -> list[str]:
    """The first few candidate numbers, for the trail."""
    return list(islice(filter(None, numbers), MOST_NUMBERS_TOLD))


def _who_saved(row: Row) -> str:
    if row.draft is None or row.draft.at is None:
        return "This row was submitted or taken out since you opened the page."
    return f"{row.draft.by} saved this row at {clock.wall_time(row.draft.at)}."


@state_change(needs=Capability.ENTRIES_ENTER)
def make_ucis(series_code: str, keys: Collection[str] | None = None, *, by: Actor) -> Saved:
    """Give a UCI to each new candidate who has a number and no UCI, or to those of `keys` (R-ID-6, R-ID-11)."""
    window = queries.window_of(series_code)
    window.refuse_if_closed()
    stored = queries.stored_drafts(by, window.series.pk, lock=True)
    rows = [queries.new_row(draft) for draft in stored if draft.candidate_id is None and not draft.empty]
    wanted = [row for row in rows if not row.cell("uci") and (keys is None or row.key in keys)]
    made = {row.key: _uci_for(row, window, by) for row in wanted}
    taken = set(Candidate.objects.visible_to(by).filter(uci__in=made.values()).values_list("uci", flat=True))
    answers = [_uci_answer(row, made[row.key], taken) for row in wanted]
    written = _write_ucis([answer for answer in answers if answer.kept], window, by)
    return Saved(
        window, {}, [_with_uci(answer, by) if answer.typed.key in written else answer for answer in answers]
    )


def _uci_answer(row: Row, uci: str, taken: Collection[str]) -> Answer:
    typed = Typed(row.key, row.version, {"uci": uci})
    if not uci:
        return Answer(typed, Outcome.PROBLEM, row, _why_no_uci(row))
    if uci in taken:
        return Answer(typed, Outcome.PROBLEM, row, NOT_YOURS.format(uci))
    return Answer(typed, Outcome.SAVED, row)


def _with_uci(answer: Answer, by: Actor) -> Answer:
    """The answer with its row as it is after the UCI was written."""
    row = answer.row
    if row is None or row.draft is None:
        return answer
    details = {**row.draft.details, **answer.typed.cells}
    draft = row.draft._replace(details=details, version=row.draft.version + 1, at=clock.now(), by=by.name)
    return answer._replace(row=row._replace(draft=draft))


def _why_no_uci(row: Row) -> str:
    """Why no UCI can be made: it begins with the candidate number."""
    return identifiers.candidate_number_fault(row.number) or "Give the candidate number first."


def _uci_for(row: Row, window: Window, by: Actor) -> str:
    number = row.number.zfill(4) if row.number.isascii() and row.number.isdigit() else row.number
    if identifiers.candidate_number_fault(number):
        return ""
    return identifiers.make_uci(by.centre_number, window.series.year, number)


def _write_ucis(answers: Sequence[Answer], window: Window, by: Actor) -> frozenset[str]:
    """Write the UCIs, as one event; the keys of the rows that have them now."""
    changes = [
        Change(
            row.draft.id, None, row.version, {**row.draft.details, **answer.typed.cells}, row.draft.codes,
            {column: said for column, said in row.draft.problems.items() if column != "uci"},
        )
        for answer in answers if (row := answer.row) and row.draft
    ]  # fmt: skip
    if not changes:
        audit.nothing_changed()
        return frozenset()
    assert by.centre_id is not None  # noqa: S101  (nobody but a centre enters)
    written = write_drafts(changes, centre_id=by.centre_id, series_id=window.series.pk, by=by)
    numbers = _told(answer.row.number for answer in answers if answer.row)
    facts = {"series": window.series.code, "rows": len(changes), "numbers": numbers}
    audit.record(Event.UCIS_MADE, subject=f"series:{window.series.code}", data=facts)
    return frozenset(draft_id.hex for draft_id in written)


@dataclass
class Copied:
    """What became of candidates copied from an earlier series."""

    copied: int = 0
    here: int = 0
    """Who was in this series already."""
    left_out: int = 0
    """Codes that cannot be entered by the same option any more."""


@state_change(needs=Capability.ENTRIES_ENTER)
def copy_candidates(
    series_code: str, *, earlier: str, numbers: Collection[str] | None, with_codes: bool, by: Actor
) -> Copied:  # fmt: skip
    """Put candidates of an earlier series into the grid, with their numbers and UCIs (R-ID-4, R-ID-8, R-WAY-1).

    All of them, or those of `numbers`; with the codes that exist now, if wanted. Who is in this series already, by
    number or by UCI, is left as is.
    """
    window = queries.window_of(series_code)
    window.refuse_if_closed()
    source = queries.window_of(earlier).series
    people = queries.people_of(by, source.pk, numbers=numbers)
    here = who_is_here(by, window)
    new = [person for person in people if person.number not in here and person.details.uci not in here]
    result = Copied(len(new), len(people) - len(new))
    ids = [person.id for person in new]
    entries = queries.held_codes(by, source.pk, people=ids) if with_codes and ids else {}
    known = queries.codes_of({code for codes in entries.values() for code in codes})
    changes = [_copy(person, entries.get(person.id, {}), known, result) for person in new]
    if not changes:
        audit.nothing_changed()
        return result
    if len(changes) + _count(by, window) > MOST_DRAFTS:
        raise Refused("too-many", FLOOD)
    assert by.centre_id is not None  # noqa: S101  (nobody but a centre enters)
    write_drafts(changes, centre_id=by.centre_id, series_id=window.series.pk, by=by)
    facts = {"series": series_code, "from": source.code, "rows": len(changes), "with_codes": with_codes}
    audit.record(Event.CANDIDATES_COPIED, subject=f"series:{series_code}", data=facts)
    return result


def _copy(person: Person, entries: Mapping[str, str], known: Mapping[str, Code], result: Copied) -> Change:
    codes = {
        code: option
        for code, option in entries.items()
        if code in known and known[code].option(option) in dict(known[code].options)
    }
    result.left_out += len(entries) - len(codes)
    details = {"candidate_number": person.number, **drafts.as_cells(person.details)}
    return Change(new_id(), None, 0, {column: text for column, text in details.items() if text}, codes, {})


@state_change(needs=Capability.ENTRIES_ENTER)
def discard_drafts(series_code: str, *, by: Actor) -> int:
    """Take out everything of a series that was typed and not submitted; how many rows that was."""
    window = queries.window_of(series_code)
    gone = Draft.objects.visible_to(by).filter(series_id=window.series.pk)
    typed = gone.values_list("details", flat=True)[: 2 * MOST_NUMBERS_TOLD]
    numbers = _told(details.get("candidate_number", "") for details in typed)
    count, _ = gone.delete()
    if not count:
        audit.nothing_changed()
        return 0
    facts = {"series": series_code, "rows": count, "numbers": numbers}
    audit.record(Event.DRAFTS_DISCARDED, subject=f"series:{series_code}", data=facts)
    return count
