"""Keeping what is typed into the entries grid. Nothing is checked by keeping it, so nothing typed is lost."""

from collections.abc import Sequence
from uuid import UUID

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.identifiers import new_id
from interchange.entries.queries import drafts as queries
from interchange.entries.queries.drafts import Person, Row, Stored, Window
from interchange.entries.rules import drafts
from interchange.entries.rules.drafts import Code, Outcome, Typed
from interchange.entries.steps.drafts import (
    Answer,
    Change,
    Saved,
    numbers_told,
    refuse_a_flood,
    write_drafts,
)


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
        refuse_a_flood(sum(not change.version for change in changes), self.window, self.by)
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
        numbers = numbers_told(row.number for _, row, _ in self.changes.values())
        facts = {
            "series": series.code,
            "how": how,
            "rows": len(written),
            "cells": self.cells,
            "numbers": numbers,
        }
        audit.record(Event.DRAFTS_SAVED, subject=f"series:{series.code}", data=facts)

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


def _who_saved(row: Row) -> str:
    if row.draft is None or row.draft.at is None:
        return "This row was submitted or taken out since you opened the page."
    return f"{row.draft.by} saved this row at {clock.wall_time(row.draft.at)}."
