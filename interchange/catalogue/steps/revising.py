"""Changes of single rows: made from a form, kept as revisions, applied at once or on their day, withdrawn."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.http import Http404

from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.catalogue.kinds import Cells
from interchange.catalogue.models import Revision
from interchange.catalogue.steps.editing import EDITORS, Editor
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused, RefusedTogether, always

FURTHEST = 3_660
GONE = always("gone", "Somebody has taken this row out meanwhile.")


@dataclass(frozen=True)
class Edit:
    """From which day a change holds, why it is made, and the row as its form showed it."""

    effective_on: date
    why: str
    shown: Mapping[str, str]


class ChangedMeanwhile(RefusedTogether):
    """Somebody else was quicker: each column that has become another, with what it was and what it is now."""

    def __init__(self, editor: Editor, now: Cells, shown: Mapping[str, str], who: str) -> None:
        self.now = now
        parts = [
            Refused(
                name,
                f"{editor.label_of(name)} was “{shown[name]}” when you began. {who} made it “{now[name]}”.",
            )
            for name in now
            if name in shown and shown[name] != now[name]
        ]
        super().__init__(parts)


def change(
    editor: Editor, row_id: int | None, typed: Mapping[str, str], edit: Edit, *, by: Actor
) -> Revision:
    """Add a row, or make it another, now or from a later day on; what is wrong is refused by column.

    Refused where nothing is changed, and where somebody has changed the row since the form showed it.
    """
    now = None if row_id is None else _now(editor, row_id, edit)
    cells = editor.typed(typed, now)
    if now == cells:
        raise Refused(
            "nothing-changed", "Nothing has been changed. Change something, or go back to the list."
        )
    title = editor.title(now or cells)
    if edit.effective_on > clock.today():
        with transaction.atomic():
            _, before, after = _write(editor, row_id, now, cells)
            transaction.set_rollback(True)
        return _kept(editor, row_id, title, edit, before, after, by=by)
    row_id, before, after = _write(editor, row_id, now, cells)
    return _kept(editor, row_id, title, edit, before, after, by=by, applied=True)


def take_out(editor: Editor, row_id: int, edit: Edit, *, by: Actor) -> Revision:
    """Take a row out, now or from a later day on. Refused where it is used, and where it was changed meanwhile."""
    now = _now(editor, row_id, edit)
    before = {name: cell for name, cell in now.items() if cell}
    later = edit.effective_on > clock.today()
    with transaction.atomic():
        editor.take_out(row_id)
        if later:
            transaction.set_rollback(True)
    return _kept(editor, row_id, editor.title(now), edit, before, None, by=by, applied=not later)


def withdraw(revision_id: int, kinds: Iterable[str]) -> Revision:
    """Take back a change that waits, of one of these kinds. Refused when it has been applied or withdrawn already."""
    revision = Revision.objects.select_for_update().filter(pk=revision_id, kind__in=list(kinds)).first()
    if revision is None:
        raise Http404
    if revision.applied_at or revision.withdrawn_at:
        word = "made" if revision.applied_at else "withdrawn"
        raise Refused("not-waiting", f"This change has been {word} already.")
    revision.withdrawn_at = clock.now()
    revision.save(update_fields=["withdrawn_at"])
    _record(Event.CATALOGUE_CHANGE_WITHDRAWN, revision)
    return revision


def apply_due() -> tuple[list[Revision], list[Revision]]:
    """Apply every change whose day has come; those applied, and those that do not fit any more, which go on waiting."""
    due = Revision.objects.select_for_update().filter(
        applied_at=None, withdrawn_at=None, effective_on__lte=clock.today()
    )
    applied, unfit = [], []
    for revision in due.order_by("effective_on", "made_at", "id"):
        try:
            with transaction.atomic():
                revision.row_id = _carry_out(revision)
        except Refused as refusal:
            told = " ".join(part.message for part in refusal.parts)
            if told != revision.problem:
                revision.problem = told
                revision.save(update_fields=["problem"])
                unfit.append(revision)
            continue
        revision.applied_at, revision.problem = clock.now(), ""
        revision.save(update_fields=["applied_at", "problem", "row_id"])
        _record(Event.CATALOGUE_CHANGED, revision)
        applied.append(revision)
    return applied, unfit


def _now(editor: Editor, row_id: int, edit: Edit) -> Cells:
    now = editor.cells(row_id, lock=True)
    if now is None:
        raise GONE
    if any(edit.shown[name] != cell for name, cell in now.items() if name in edit.shown):
        last = Revision.objects.filter(kind=editor.code, row_id=row_id).exclude(applied_at=None).first()
        raise ChangedMeanwhile(editor, now, edit.shown, last.made_by if last else "Somebody")
    return now


def _write(editor: Editor, row_id: int | None, now: Cells | None, cells: Cells) -> tuple[int, Cells, Cells]:
    """Write the row; its key, and the columns that have become others, as they were and as they are."""
    if row_id is None:
        row_id = editor.add(cells)
        made = editor.cells(row_id) or cells
        return row_id, {}, {name: cell for name, cell in made.items() if cell}
    editor.put(row_id, cells)
    before, after = now or {}, editor.cells(row_id) or cells
    differ = [name for name in after if after[name] != before.get(name)]
    return row_id, {name: before.get(name, "") for name in differ}, {name: after[name] for name in differ}


def _carry_out(revision: Revision) -> int | None:
    """Do what a revision says, if the row is still what it was made for; the key of the row."""
    editor = EDITORS[revision.kind]
    if revision.row_id is None:
        return editor.add(revision.after or {})
    now = editor.cells(revision.row_id, lock=True)
    if now is None:
        raise GONE
    moved = [name for name, cell in revision.before.items() if now.get(name) != cell]
    if moved:
        said = ", ".join(f"{editor.label_of(name)} is now “{now.get(name, '')}”" for name in moved)
        raise Refused(
            "moved", f"The row has become another since: {said}. Withdraw this change and make it again."
        )
    if revision.after is None:
        editor.take_out(revision.row_id)
    else:
        editor.put(revision.row_id, now | revision.after)
    return revision.row_id


def _kept(
    editor: Editor, row_id: int | None, title: str, edit: Edit, before: Cells, after: Cells | None, *,
    by: Actor, applied: bool = False,
) -> Revision:  # fmt: skip
    now = clock.now()
    revision = Revision.objects.create(
        kind=editor.code, key=title, row_id=row_id, before=before, after=after, effective_on=edit.effective_on,
        why=edit.why, made_at=now, made_by=by.name, applied_at=now if applied else None,
    )  # fmt: skip
    _record(Event.CATALOGUE_CHANGED if applied else Event.CATALOGUE_CHANGE_PLANNED, revision)
    return revision


def _record(event: Event, revision: Revision) -> None:
    told = {"before": revision.before, "after": revision.after, "from": f"{revision.effective_on}"}
    audit.record(event, subject=f"{revision.kind}:{revision.key}", data=told, reason=revision.why)
