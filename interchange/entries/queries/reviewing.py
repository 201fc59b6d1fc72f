"""What would be submitted: each problem and warning with its cell, what changes, and what it costs, before a button."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from interchange.catalogue import queries as catalogue
from interchange.core.actor import Actor
from interchange.core.money import Money
from interchange.entries import drafting
from interchange.entries.drafting import Drafted, Ready, Told
from interchange.entries.models import Batch, Candidate, Entry, Route, Version
from interchange.entries.queries import drafts as queries
from interchange.entries.queries.drafts import Window
from interchange.entries.queries.previewing import preview
from interchange.entries.rules import fees
from interchange.entries.rules.holdings import EntryRow, Merge
from interchange.entries.rules.viewing import DEEDS

MOST_SHOWN = 1_000


class Warned(NamedTuple):
    """A warning, and the word by which it is accepted."""

    id: str
    told: Told


class Deed(NamedTuple):
    """What would become of one entry, and what it costs."""

    called: str
    number: str
    code: str
    action: str
    words: str
    amount: str
    told: str


@dataclass
class Review:
    """Everything that stands before the button."""

    window: Window
    rows: list[Drafted]
    ready: Ready
    merge: Merge
    problems: list[Told]
    warnings: list[Warned]
    good: list[EntryRow]
    fingerprint: str
    deeds: list[Deed] = field(default_factory=list)

    @property
    def staying(self) -> int:
        """How many rows stay behind, in whole or in part."""
        return len({told.place.key for told in self.problems})

    @property
    def sentence(self) -> str:
        """What it does to the invoice (R-FEE-6)."""
        return fees.before_the_button(
            self.window.profile, self.window.band, self.merge.pence, unpriced=self.merge.unpriced
        )

    @property
    def details_alone(self) -> int:
        """Candidates of whom only personal details would change."""
        told = {deed.number for deed in self.deeds}
        return sum(candidate.number not in told for candidate in self.merge.candidates.values())


def fingerprint(rows: Iterable[Drafted]) -> str:
    """Stands for the rows that a person has looked through, with their versions."""
    said = "|".join(sorted(f"{row.draft_id.hex}:{row.version}" for row in rows))
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def review(actor: Actor, window: Window, rows: Sequence[Drafted]) -> Review:
    """What would be sent of these rows; the rows that cannot be are told, and the others priced without them."""
    assert actor.centre_id is not None  # noqa: S101  (nobody but a centre enters)
    known = queries.codes_of(sorted({code for row in rows for code in row.codes}))
    ready = drafting.ready(rows, centre_number=actor.centre_number, series=window.series.code, known=known)
    merge = preview(ready.rows, actor=actor, centre_id=actor.centre_id) if ready.rows else Merge()
    bad = {problem.row for problem in merge.problems}
    problems = ready.all_problems(merge)
    good = [row for row in ready.rows if row.line not in bad]
    warnings = [_warned(ready.told(problem)) for problem in merge.warnings if problem.row not in bad]
    return Review(window, list(rows), ready, merge, problems, warnings, good, fingerprint(rows))


def _warned(told: Told) -> Warned:
    said = f"{told.place.key}|{told.place.column}|{told.sentence}"
    return Warned(hashlib.sha256(said.encode()).hexdigest()[:16], told)


def review_page(actor: Actor, series_code: str) -> Review:
    """The review of everything that was typed in a series and not submitted."""
    window = queries.window_of(series_code)
    made = review(actor, window, queries.drafted(actor, window.series.pk))
    made.deeds = _deeds(actor, made)
    return made


def _deeds(actor: Actor, made: Review) -> list[Deed]:
    """Entry by entry what would happen, in the order of candidates and codes."""
    merge = made.merge
    numbers = {candidate.id: candidate.number for candidate in merge.candidates.values()}
    where: dict[UUID, tuple[str, str]] = {}
    missing = {entry.candidate_id for entry in merge.added} - numbers.keys()
    if missing:
        found = Candidate.objects.visible_to(actor).filter(pk__in=missing)
        numbers |= dict(found.values_list("id", "number"))
    for entry in merge.added:
        where[entry.id] = numbers[entry.candidate_id], entry.entry_code
    held = [version.entry_id for version in merge.versions if version.entry_id not in where]
    if held:
        live = Entry.objects.visible_to(actor).filter(pk__in=held)
        for entry_id, number, code in live.values_list("id", "candidate__number", "entry_code"):
            where[entry_id] = number, code
    names = {row.number.zfill(4): row for row in made.rows}
    deeds = []
    for version in merge.versions:
        number, code = where.get(version.entry_id, ("", ""))
        row = names.get(number)
        option = row.codes.get(code, "") if row else ""
        amount = "not known" if version.pence is None else str(Money(version.pence))
        deeds.append(Deed(
            row.name if row else "", number, code, version.action, _words(row, code, option, version.action), amount,
            version.told,
        ))  # fmt: skip
    return sorted(deeds, key=lambda deed: (deed.number, deed.code))


def _words(row: Drafted | None, code: str, option: str, action: str) -> str:
    held = row.live.get(code, "") if row else ""
    if action == "amend" and held and option and held != option:
        return f"Change {held} to {option}"
    if action == "amend":
        return "Change details"
    shown = option if action == "add" else held
    return f"{DEEDS[action]} {shown}".strip() if shown not in ("", "1") else DEEDS[action]


# ---------------------------------------------------------------- what was submitted


def submissions(actor: Actor, series_id: int) -> list[Batch]:
    """What the centre submitted from the grid in a series, the newest first."""
    found = Batch.objects.visible_to(actor).filter(series_id=series_id, route=Route.FORM)
    return list(found.select_related("series").order_by("-received_at")[:20])


class Line(NamedTuple):
    """One change that a batch made."""

    number: str
    name: str
    code: str
    words: str
    amount: str
    told: str


def lines_of_batch(actor: Actor, batch: Batch) -> list[Line]:
    """Each change of a batch, in the order of candidates and codes."""
    versions = Version.objects.visible_to(actor).filter(batch=batch).order_by(
        "entry__candidate__number", "entry__entry_code"
    )  # fmt: skip
    rows = list(versions.values_list(
        "entry__candidate__number", "entry__candidate__surname", "entry__candidate__forenames", "entry__entry_code",
        "action", "before_id", "after_id", "pence", "told",
    ))  # fmt: skip
    ids = {key for row in rows for key in (row[5], row[6]) if key}
    options = catalogue.option_codes(ids) if ids else {}
    return [
        Line(
            number, f"{surname}, {forenames}" if forenames else surname, code,
            _changed(action, options.get(before or 0, ""), options.get(after or 0, "")),
            "not known" if pence is None else str(Money(pence)), told,
        )
        for number, surname, forenames, code, action, before, after, pence, told in rows
    ]  # fmt: skip


def _changed(action: str, before: str, after: str) -> str:
    if action == "amend":
        return f"Changed {before} to {after}" if before != after else "Changed details"
    word, option = ("Entered", after) if action == "add" else ("Withdrawn", before)
    return f"{word} {option}".strip()
