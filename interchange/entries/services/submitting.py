"""Submitting what was typed into the entries grid: what is right goes, what is not stays with what is wrong."""

from collections.abc import Collection
from uuid import UUID, uuid5

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.centres import steps as centres
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.core.identifiers import new_id
from interchange.entries.drafting import Drafted
from interchange.entries.models import Batch, Candidate, Draft, Route
from interchange.entries.queries import drafts as queries
from interchange.entries.queries.drafts import Window
from interchange.entries.queries.history import details_of
from interchange.entries.queries.reviewing import Review, fingerprint, review
from interchange.entries.rules.holdings import Merge
from interchange.entries.rules.standing import without_candidate
from interchange.entries.steps import batches
from interchange.entries.steps.drafts import Change, write_drafts
from interchange.entries.steps.taking import take
from interchange.entries.steps.warnings import note_accepted

CHANGED = "A row has changed since you opened this page. Look through it and submit again."
KEYS = UUID("6f3f4a56-5d0c-4c5e-9b57-2f1f9b0b7a11")
"""The space in which the key of a form becomes the key of a batch: the same for each press of one button."""


@state_change(needs=Capability.ENTRIES_SUBMIT)
def submit_drafts(
    series_code: str, *, key: UUID, shown: str, accepted: Collection[str] = (), everything: bool = False, by: Actor
) -> Batch:  # fmt: skip
    """Send what was typed in a series, once for each `key`. Rows with something wrong stay, with what is wrong.

    `shown` is the fingerprint of what the person looked through; refused when a row has changed since, while a warning
    is not accepted, when the series takes nothing, and when no row can go.
    """
    assert by.centre_id is not None  # noqa: S101  (nobody but a centre submits)
    centres.hold(by.centre_id)
    batch_id = uuid5(KEYS, f"{by.centre_id}:{key}")
    earlier = Batch.objects.visible_to(by).filter(pk=batch_id).first()
    if earlier is not None:
        audit.nothing_changed()
        return earlier
    window = queries.window_of(series_code)
    _refuse_unless_open(window)
    rows = queries.drafted(by, window.series.pk, lock=True)
    if fingerprint(rows) != shown:
        raise Refused("changed-since-check", CHANGED)
    made = review(by, window, rows)
    _refuse_unless_ready(made, accepted, everything=everything)
    batch = batches.begin(
        centre_id=by.centre_id, route=Route.FORM, by=by, id=batch_id, series_id=window.series.pk
    )
    merge = take(made.good, centre_id=by.centre_id, route=Route.FORM, by=by, batch=batch)
    _note_accepted(made, window, by)
    stayed = _settle(made, merge, window, by)
    batches.note(batch, counts={**batch.counts, "stayed": stayed})
    return batch


def _refuse_unless_open(window: Window) -> None:
    if not window.may_type:
        raise Refused("window-closed", window.why_closed)
    if not window.may_submit:
        opens = clock.day_in_words(window.profile.entries_open)
        said = f"Entries for {window.series.name} open on {opens}. What is typed is kept until then."
        raise Refused("not-open", said)


def _refuse_unless_ready(made: Review, accepted: Collection[str], *, everything: bool) -> None:
    if not made.good:
        wrong = "No row can be submitted. Mend what is wrong first."
        raise Refused("nothing-to-send", wrong if made.problems else "There is nothing to submit.")
    missing = [] if everything else [one for one in made.warnings if one.id not in accepted]
    if missing:
        are = "1 warning is" if len(missing) == 1 else f"{len(missing)} warnings are"
        raise Refused("warnings", f"{are} not accepted. Tick each one that is meant so, or mend its row.")


def _note_accepted(made: Review, window: Window, by: Actor) -> None:
    """Who submits has accepted every warning (R-ENT-10); the one about all who have no ULN is no candidate's own."""
    told = [one.told for one in made.warnings if one.told.place.column != "uln"]
    if not told:
        return
    numbers = {row.key: row.number.zfill(4) for row in made.rows}
    found = Candidate.objects.visible_to(by).filter(
        series_id=window.series.pk, number__in={numbers[one.place.key] for one in told}
    )
    people = {one.number: one for one in found}
    lines = [
        (person.pk, without_candidate(one.sentence, person.number, details_of(person).name))
        for one in told
        if (person := people.get(numbers[one.place.key]))
    ]
    note_accepted(lines, centre_id=by.chain, series_id=window.series.pk, by=by)


def _settle(made: Review, merge: Merge, window: Window, by: Actor) -> int:
    """Take out the rows that went; what was refused of a row stays, with its sentence. How many rows stay."""
    assert by.centre_id is not None  # noqa: S101  (nobody but a centre submits)
    told = [*made.problems, *map(made.ready.told, merge.problems)]
    wrong: dict[str, dict[str, str]] = {}
    for one in told:
        wrong.setdefault(one.place.key, {}).setdefault(one.place.column, one.sentence)
    refused = _refused_codes(made, merge)
    gone, changes, partly = [], [], []
    for row in made.rows:
        if row.key not in wrong:
            gone.append(row.draft_id)
        elif row.codes.keys() - refused.get(row.key, set(row.codes)):
            gone.append(row.draft_id)
            partly.append(row)
        else:
            changes.append(Change(row.draft_id, None, row.version, row.details, row.codes, wrong[row.key]))
    Draft.objects.visible_to(by).filter(pk__in=gone).delete()
    changes += _left_over(partly, refused, wrong, window, by)
    write_drafts(changes, centre_id=by.centre_id, series_id=window.series.pk, by=by)
    return len(wrong)


def _refused_codes(made: Review, merge: Merge) -> dict[str, set[str]]:
    """By row the codes that were not taken; a row that was not even read is not in it."""
    refused: dict[str, set[str]] = {}
    for problem in [*made.merge.problems, *merge.problems]:
        row, code = made.ready.places[problem.row]
        refused.setdefault(row.key, set()).add(code)
    return refused


def _left_over(
    rows: Collection[Drafted], refused: dict[str, set[str]], wrong: dict[str, dict[str, str]], window: Window, by: Actor
) -> list[Change]:  # fmt: skip
    """What is left of rows that went in part: their candidates are held by now."""
    if not rows:
        return []
    numbers = [row.number.zfill(4) for row in rows]
    found = Candidate.objects.visible_to(by).filter(series_id=window.series.pk, number__in=numbers)
    ids = dict(found.values_list("number", "id"))
    return [
        Change(
            new_id(), ids[row.number.zfill(4)], 0, {},
            {code: typed for code, typed in row.codes.items() if code in refused[row.key]}, wrong[row.key],
        )
        for row in rows
    ]  # fmt: skip
