"""Entering marks: saving rows, declaring, and keying a second time."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.assessment.models import Declaration, SecondMark
from interchange.assessment.queries.outcomes import Answer, How, Outcome, Saved
from interchange.assessment.queries.places import Address, Place, Row, rows_at, with_marks_elsewhere
from interchange.assessment.rules import sheets
from interchange.assessment.rules.marks import NotTaken, Typed, Value, checked_after, figure, gap, read_value
from interchange.assessment.steps.marks import Change, write_marks
from interchange.assessment.steps.sheets import place_for_marks
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.actor import Actor


@state_change(needs=Capability.MARKS_ENTER)
def save_marks(address: Address, typed: Sequence[Typed], *, how: How, by: Actor) -> Saved:
    """Store each row that can be stored, in one transaction, and say of each other one why not.

    Refused whole where the sheet may not be written now. A row that somebody else has saved since it was shown is a
    conflict and left as they saved it; a row with something wrong in it is a problem and left as it was (C6, C8).
    """
    place = place_for_marks(by, address)
    now = clock.now()
    place.refuse_if_read_only(at=now)
    rows = rows_at(by, place)
    saving = _Saving(place, {row.number: row for row in rows}, by, now, fresh=how is not How.FORM)
    for line in typed:
        saving.decide(line)
    written = saving.write()
    saved = Saved(place, rows, saving.answers)
    if any(change.entry_id not in written for change in saving.changes.values()) or written:
        saved.rows = saving.rows_after(written)
    saved.answers = saving.settled(written, saved.rows)
    saving.note_partial_absence(saved)
    saving.record(written, how)
    return saved


PARTLY_ABSENT = "This candidate has other marks: the result will show # for partly absent."


class _Saving:
    """One save in hand: decides row by row, then writes and records together."""

    def __init__(
        self, place: Place, rows: Mapping[str, Row], by: Actor, at: datetime, *, fresh: bool
    ) -> None:
        self.place, self.rows, self.by, self.at, self.fresh = place, rows, by, at, fresh
        self.all_open = place.window.is_open(at=at)
        self.answers: list[Answer] = []
        self.changes: dict[str, Change] = {}

    def decide(self, typed: Typed) -> None:
        """Sort one typed row into its outcome; a row to be written is `SAVED` until the write says otherwise."""
        row = self.rows.get(typed.number)
        closed = self._why_closed(typed, row)
        if row is None or closed:
            self.answers.append(Answer(typed, Outcome.LOCKED, row, closed))
            return
        try:
            value = read_value(typed, self.place.profile)
        except NotTaken as reason:
            self.answers.append(Answer(typed, Outcome.PROBLEM, row, str(reason)))
            return
        self._compare(typed, row, value)

    def _why_closed(self, typed: Typed, row: Row | None) -> str:
        if row is None:
            return f"There is no candidate {typed.number[:10]} on this sheet."
        if row.withdrawn_at is not None:
            return f"{row.name} was withdrawn on {clock.london(row.withdrawn_at):%-d %B %Y}."
        if not (self.all_open or row.number in self.place.open_numbers):
            return f"More time was given to other candidates, not to {row.name}."
        return ""

    def _compare(self, typed: Typed, row: Row, value: Value) -> None:
        checked = checked_after(
            row.value, value, was_checked=row.checked, ticked=typed.checked, fresh=self.fresh
        )
        if value == row.value and checked == row.checked:
            unsaid = typed.checked and not checked and not value.is_blank
            message = gap(value, checked=checked) if unsaid else ""
            self.answers.append(
                Answer(typed, Outcome.PROBLEM if message else Outcome.UNCHANGED, row, message)
            )
        elif typed.version != row.version:
            self.answers.append(Answer(typed, Outcome.CONFLICT, row, _who_saved(row)))
        else:
            message = gap(value, checked=True) if typed.checked and not checked else ""
            self._keep(typed, row, value, checked=checked, message=message)

    def _keep(self, typed: Typed, row: Row, value: Value, *, checked: bool, message: str) -> None:
        same_tick = checked and row.checked and value == row.value
        checker = (row.checked_by if same_tick else self.by.name) if checked else ""
        self.changes[row.number] = Change(row.entry_id, value, checked, checker, row.version)
        self.answers.append(Answer(typed, Outcome.SAVED, row, message))

    def write(self) -> frozenset[UUID]:
        sheet = self.place.sheet
        assert sheet is not None  # noqa: S101  (place_for_marks makes it)
        return write_marks(
            list(self.changes.values()), centre_id=self.place.centre_id, sheet_id=sheet.pk, at=self.at,
            by=self.by.name,
        )  # fmt: skip

    def rows_after(self, written: frozenset[UUID]) -> list[Row]:
        """The sheet after the write: what we wrote we know, what others wrote meanwhile is read again."""
        if any(change.entry_id not in written for change in self.changes.values()):
            return rows_at(self.by, self.place)
        return [self._after(row) for row in self.rows.values()]

    def _after(self, row: Row) -> Row:
        change = self.changes.get(row.number)
        if change is None:
            return row
        return row._replace(
            value=change.value, checked=change.checked, checked_by=change.checked_by, version=change.version + 1,
            saved_us=clock.microseconds(self.at), saved_by=self.by.name,
        )  # fmt: skip

    def settled(self, written: frozenset[UUID], after: list[Row]) -> list[Answer]:
        """The answers with the rows as they are now; a write that lost the race is a conflict."""
        now = {row.number: row for row in after}
        return [self._settle(answer, written, now.get(answer.typed.number)) for answer in self.answers]

    def _settle(self, answer: Answer, written: frozenset[UUID], row: Row | None) -> Answer:
        if answer.outcome is Outcome.SAVED and row is not None and row.entry_id not in written:
            return Answer(answer.typed, Outcome.CONFLICT, row, _who_saved(row))
        return Answer(answer.typed, answer.outcome, row, answer.message)

    def note_partial_absence(self, saved: Saved) -> None:
        """Say of each candidate newly absent here who has marks elsewhere what that will look like (R-MK-10)."""
        absent = [
            number for number, change in self.changes.items()
            if change.value.absent and not self.rows[number].value.absent
        ]  # fmt: skip
        marked = with_marks_elsewhere(self.by, self.place, absent) if absent else frozenset()
        saved.answers = [
            replace(answer, note=PARTLY_ABSENT) if answer.kept and answer.typed.number in marked else answer
            for answer in saved.answers
        ]

    def record(self, written: frozenset[UUID], how: How) -> None:
        lines = [
            _line(number, self.rows[number].value, change)
            for number, change in self.changes.items()
            if change.entry_id in written
        ]
        if not lines:
            audit.nothing_changed()
            return
        name = Event.MARKS_IMPORTED if how in (How.FILE, How.PASTE) else Event.MARKS_SAVED
        audit.record(
            name, subject=self.place.subject, data={**self.place.facts, "how": how.value, "rows": lines},
            centre_id=self.place.centre_id,
        )  # fmt: skip


def _line(number: str, old: Value, change: Change) -> list[object]:
    """One changed row as the trail keeps it: number, old, new, Checked, reason for 0, parts."""
    value = change.value
    return [number, old.words, value.words, change.checked, value.reason, list(map(figure, value.parts))]


def _who_saved(row: Row) -> str:
    if row.saved_at is None:
        return "This row has changed since you opened the page."
    return f"{row.saved_by} saved {row.value.words or 'an empty row'} at {clock.wall_time(row.saved_at)}."


@state_change(needs=Capability.MARKS_ENTER)
def declare(address: Address, kinds: Sequence[str], *, by: Actor) -> Place:
    """Set which of the three declarations of R-NEA-7 stand, with name, time and address for each new one."""
    place = place_for_marks(by, address)
    place.refuse_if_read_only(at=clock.now())
    sheet = place.sheet
    assert sheet is not None  # noqa: S101  (place_for_marks makes it)
    wanted = set(kinds) & set(sheets.DECLARATIONS)
    made = Declaration.objects.visible_to(by).filter(centre_id=place.centre_id, sheet_id=sheet.pk)
    standing = set(made.values_list("kind", flat=True))
    made.exclude(kind__in=wanted).delete()
    Declaration.unscoped.bulk_create(
        Declaration(
            centre_id=place.centre_id, sheet=sheet, kind=kind, made_by=by.name, made_at=clock.now(),
            address=by.address,
        )
        for kind in sorted(wanted - standing)
    )  # fmt: skip
    if wanted == standing:
        audit.nothing_changed()
    else:
        facts = {**place.facts, "made": sorted(wanted - standing), "taken_back": sorted(standing - wanted)}
        audit.record(Event.DECLARED, subject=place.subject, data=facts)
    return place


@state_change(needs=Capability.MARKS_ENTER)
def key_second_time(address: Address, typed: Sequence[Typed], *, by: Actor) -> list[Answer]:
    """Store what a second person keyed blind (R-MK-8); the marks themselves are not touched.

    A row left empty says nothing: it may be keyed in another sitting, and what was keyed in it before stands.
    """
    place = place_for_marks(by, address)
    now = clock.now()
    place.refuse_if_read_only(at=now)
    rows = {row.number: row for row in rows_at(by, place) if row.standing}
    answers = [_second(line, rows, place) for line in typed]
    keyed = [answer for answer in answers if answer.outcome is Outcome.SAVED]
    kept = [(answer.row, read_value(answer.typed, place.profile)) for answer in keyed if answer.row]
    sheet = place.sheet
    assert sheet is not None  # noqa: S101  (place_for_marks makes it)
    SecondMark.unscoped.bulk_create(
        [
            SecondMark(
                centre_id=place.centre_id, sheet=sheet, entry_id=row.entry_id, keyed_at=now, keyed_by=by.name,
                keyed_by_id=by.person_id, **(value._asdict() | {"parts": list(value.parts)}),
            )
            for row, value in kept
        ],
        update_conflicts=True, unique_fields=["centre_id", "sheet", "entry"],
        update_fields=["mark", "absent", "grade", "reason", "parts", "keyed_at", "keyed_by", "keyed_by_id"],
    )  # fmt: skip
    if kept:
        audit.record(
            Event.SECOND_MARKS_SAVED, subject=place.subject, data={**place.facts, "count": len(kept)}
        )
    else:
        audit.nothing_changed()
    return answers


def _second(typed: Typed, rows: Mapping[str, Row], place: Place) -> Answer:
    row = rows.get(typed.number)
    if row is None:
        return Answer(
            typed, Outcome.LOCKED, None, f"There is no candidate {typed.number[:10]} on this sheet."
        )
    try:
        value = read_value(typed, place.profile)
    except NotTaken as reason:
        return Answer(typed, Outcome.PROBLEM, row, str(reason))
    return Answer(typed, Outcome.UNCHANGED if value.is_blank else Outcome.SAVED, row)
