"""What fills the entries grid besides typing, and what empties it: UCIs, copied candidates, discarding."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.identifiers import new_id
from interchange.entries.models import Candidate, Draft
from interchange.entries.queries import drafts as queries
from interchange.entries.queries.copying import who_is_here
from interchange.entries.queries.drafts import Person, Row, Window
from interchange.entries.rules import drafts, identifiers
from interchange.entries.rules.drafts import Code, Outcome, Typed
from interchange.entries.steps.drafts import (
    MOST_NUMBERS_TOLD,
    Answer,
    Change,
    Saved,
    numbers_told,
    refuse_a_flood,
    write_drafts,
)

NOT_YOURS = "UCI {} belongs to another candidate of your centre. Give this candidate another number."


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
    numbers = numbers_told(answer.row.number for answer in answers if answer.row)
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
    refuse_a_flood(len(changes), window, by)
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
    numbers = numbers_told(details.get("candidate_number", "") for details in typed)
    count, _ = gone.delete()
    if not count:
        audit.nothing_changed()
        return 0
    facts = {"series": series_code, "rows": count, "numbers": numbers}
    audit.record(Event.DRAFTS_DISCARDED, subject=f"series:{series_code}", data=facts)
    return count
