"""Entering learners for vocational schemes, and taking entries back."""

from collections.abc import Sequence
from uuid import UUID

from django.shortcuts import get_object_or_404

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.centres import steps as centres
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused, Together, always
from interchange.core.grid.columns import Row as Read
from interchange.core.spreadsheets import Table
from interchange.core.typed import a_reason
from interchange.vocational import queries, steps
from interchange.vocational.models import Learner, SchemeEntry
from interchange.vocational.queries import SchemeLine
from interchange.vocational.rules.entering import Person, Plan, Row, Said, decide, is_whole_change
from interchange.vocational.rules.learners import LEARNERS

MOST = 2_000
COLUMN_OF = {column.title: column.name for column in LEARNERS.columns}
CHANGED = always("changed", "Something has changed since this was shown. Look at it again.")


def preview_learners(table: Table, key: str, *, actor: Actor) -> Plan:
    """What lines would do to a scheme's entries, with every problem at once; nothing is kept. A reading transaction."""
    line = queries.scheme_line(actor, key)
    _check_approved(line)
    accepted, problems, headings = LEARNERS.read_sheet(table.rows, table.problems)
    plan = decide(map(_row, accepted), queries.held(actor, line.id), queries.scheme(line))
    plan.lines += [Said(one.row, "", problem=f"{one.column}: {one.sentence}") for one in problems]
    plan.lines.sort(key=lambda said: said.line)
    plan.notes += table.notes
    if headings.ignored:
        plan.notes.append(f"These columns were not used: {', '.join(headings.ignored)}.")
    plan.rows = [[str(row["line"]), *LEARNERS.write(row)] for row in accepted]
    return plan


def _row(read: Read) -> Row:
    person = Person(
        read["uln"] or "", read["surname"], read["forenames"] or "", read["date_of_birth"], read["sex"],
        read["reference"] or "",
    )  # fmt: skip
    return Row(read["line"], person, tuple(read["wanted"] or ()))


def _check_approved(line: SchemeLine) -> None:
    if not line.approved:
        said = f"Your centre is not approved for {line.title}. Ask for approval before entering."
        raise Refused("not-approved", said)


@state_change(needs=Capability.VQ_ENTRIES_SUBMIT)
def enter_learners(key: str, rows: Sequence[Sequence[str]], digest: str, *, by: Actor) -> Plan:
    """Do what the preview of these lines showed; refused where it would be something else by now.

    Refused without an approval for the scheme (4.4). The same lines a second time change nothing.
    """
    centres.hold(by.chain)
    line = queries.scheme_line(by, key)
    _check_approved(line)
    plan = decide(map(_row, _read_again(rows)), queries.held(by, line.id), queries.scheme(line))
    if plan.digest != digest:
        raise CHANGED
    if not plan.effects:
        audit.nothing_changed()
        return plan
    steps.write_learners(plan.learners.values(), centre_id=by.chain)
    steps.write_entries(plan.added, scheme_id=line.id, by=by)
    centres.note_use([by.chain], scope=queries.VQ, number=line.approved)
    audit.record(Event.VOCATIONAL_ENTERED, subject=f"scheme:{key}", data={
        "learners": len(plan.learners), "entries": len(plan.added), "lines": len(plan.lines),
    })  # fmt: skip
    return plan


def _read_again(rows: Sequence[Sequence[str]]) -> list[Read]:
    """The lines of a preview as they come back; a page that did not come back whole is refused."""
    found: list[Read] = []
    for number, *cells in rows[: MOST + 1]:
        reading = LEARNERS.read([cells])
        if reading.problems or not reading.accepted or not number.isdecimal():
            raise CHANGED
        found += [{**row, "line": int(number)} for row in reading.accepted]
    if len(found) > MOST:
        raise CHANGED
    return found


@state_change(needs=Capability.VQ_ENTRIES_SUBMIT)
def withdraw_from_scheme(entry_id: UUID, reason: str, *, by: Actor) -> SchemeEntry:
    """Take an entry back; it stays on record with why. Refused without a reason, and where it was withdrawn before."""
    why = a_reason(reason, ask="Say why the entry is withdrawn.")
    live = (
        SchemeEntry.objects.visible_to(by).select_related("learner", "scheme").select_for_update(of=("self",))
    )
    entry = get_object_or_404(live, pk=entry_id)
    if entry.withdrawn_at is not None:
        raise Refused(
            "withdrawn",
            f"This entry was withdrawn on {clock.day_in_words(clock.london(entry.withdrawn_at))}.",
        )
    entry.withdrawn_at, entry.withdrawn_by, entry.withdrawn_why = clock.now(), by.name[:200], why
    entry.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    audit.record(
        Event.VOCATIONAL_WITHDRAWN, subject=f"scheme-entry:{entry.pk}", data={"scheme": entry.scheme.key}, reason=why,
        centre_id=entry.centre_id,
    )  # fmt: skip
    return entry


@state_change(needs=Capability.VQ_ENTRIES_SUBMIT)
def change_learner(learner_id: UUID, cells: Sequence[str], proof: str, *, by: Actor) -> Learner:
    """Change a learner's details, typed as in a line of a file without its last column.

    Refused with every field that cannot be read; where both names become others, without saying what proof was seen
    (R-ID-16); and where another learner has the ULN.
    """
    read = LEARNERS.read([[*cells, ""]])
    form = Together()
    for problem in read.problems:
        form.note(Refused(COLUMN_OF.get(problem.column, ""), problem.sentence))
    form.end()
    if not read.accepted:
        raise Refused("surname", "Give the surname and the date of birth.")
    learner = get_object_or_404(Learner.objects.visible_to(by).select_for_update(), pk=learner_id)
    before, after = queries.person_of(learner), _row(read.accepted[0]).person
    if before == after:
        audit.nothing_changed()
        return learner
    seen = ""
    if is_whole_change(before, after):
        ask = "The whole name changes. Say what proof you have seen, such as a passport or a deed poll."
        seen = a_reason(proof, ask=ask, code="proof")
    same = (
        Learner.objects.visible_to(by)
        .filter(uln=after.uln, centre_id=learner.centre_id)
        .exclude(pk=learner.pk)
    )
    if after.uln and same.exists():
        raise Refused("uln", f"ULN {after.uln} belongs to {same[0].name}.")
    for name, value in after._asdict().items():
        setattr(learner, name, value)
    learner.save(update_fields=list(after._fields))
    changed = [name for name, value in after._asdict().items() if value != getattr(before, name)]
    audit.record(
        Event.LEARNER_CHANGED, subject=f"learner:{learner.pk}", data={"fields": changed}, reason=seen,
        centre_id=learner.centre_id,
    )  # fmt: skip
    return learner
