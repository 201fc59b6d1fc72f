"""One candidate: details, entries with their states, what is held beside what was last sent, and what happened."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.shortcuts import get_object_or_404

from interchange.audit.events import Event
from interchange.audit.queries import searching
from interchange.catalogue import queries as catalogue
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.money import Money
from interchange.entries.models import FILES, Candidate, Entry, Rejection, Route, Version
from interchange.entries.queries.drafts import Window, window_of
from interchange.entries.queries.previewing import preview
from interchange.entries.queries.viewing import EntryShown, entries_shown
from interchange.entries.rules import fees
from interchange.entries.rules.holdings import ADD, AMEND, WITHDRAW, Details, EntryRow, Merge
from interchange.entries.rules.people import SEXES
from interchange.entries.rules.single import row_for, token_of
from interchange.entries.rules.viewing import STATUSES

LABELS = {
    "surname": "surname", "forenames": "forenames", "born_on": "date of birth", "sex": "sex", "uci": "UCI",
    "uln": "ULN", "status": "school or private",
}  # fmt: skip


def details_of(candidate: Candidate) -> Details:
    """What identifies and describes a candidate, as rules have it."""
    return Details(*(getattr(candidate, name) for name in Details._fields))


def last_change(actor: Actor, entry_id: UUID) -> str:
    """Stands for the state of an entry: its last version, and whether it stands."""
    last = (
        Version.objects.visible_to(actor)
        .filter(entry=entry_id)
        .order_by("-at", "-id")
        .values_list("pk", flat=True)
    )
    stands = Entry.objects.visible_to(actor).filter(pk=entry_id, withdrawn_at=None).exists()
    return f"{last.first() or 'none'}{'' if stands else '-withdrawn'}"


class Happened(NamedTuple):
    """One change of an entry or of details (R-ENT-12)."""

    at: datetime
    what: str
    who: str
    way: str
    fee: str
    told: str
    reason: str
    batch_id: UUID | None = None
    of_file: bool = False


class Compared(NamedTuple):
    """A code as the awarding body holds it, beside what the centre last sent for it."""

    code: str
    held: str
    sent: str
    sent_at: datetime | None
    refused: str
    differs: bool


@dataclass(frozen=True)
class Cost:
    """An entry and what it has cost so far."""

    entry: EntryShown
    paid: str


def candidate_of(actor: Actor, candidate_id: UUID) -> Candidate:
    """The candidate with the series; `Http404` where it is another centre's."""
    return get_object_or_404(Candidate.objects.visible_to(actor).select_related("series"), pk=candidate_id)


def candidate_page(actor: Actor, candidate_id: UUID) -> dict[str, Any]:
    """Everything about one candidate in one series; the number of statements does not grow with the entries."""
    candidate = candidate_of(actor, candidate_id)
    window = window_of(candidate.series.code)
    entries = list(
        entries_shown(actor, Entry.objects.visible_to(actor).filter(candidate=candidate), window.profile)
    )
    versions = list(
        Version.objects.visible_to(actor).filter(entry__in=[one.id for one in entries]).order_by("-at", "-id")
    )
    keys = {key for one in versions for key in (one.before_id, one.after_id) if key}
    options = catalogue.option_codes(keys) if keys else {}
    rejections = list(
        Rejection.objects.visible_to(actor).filter(
            series=candidate.series_id, candidate_number=candidate.number, settled_at=None
        )
    )
    elsewhere = Candidate.objects.visible_to(actor).filter(uci=candidate.uci).exclude(pk=candidate.pk)
    return {
        "candidate": candidate, "window": window, "sex": SEXES[candidate.sex], "status": STATUSES[candidate.status],
        "entries": [Cost(one, _paid(one.id, versions)) for one in entries], "rejections": rejections,
        "compared": _compared(entries, versions, options, rejections),
        "history": _history(actor, candidate, entries, versions, options),
        "elsewhere": list(elsewhere.select_related("series").order_by("-series__code")[:20]), "as_at": clock.now(),
    }  # fmt: skip


def _paid(entry_id: UUID, versions: Iterable[Version]) -> str:
    own = [one.pence for one in versions if one.entry_id == entry_id]
    return "not known" if None in own or not own else str(Money(sum(pence or 0 for pence in own)))


def _compared(
    entries: Sequence[EntryShown], versions: Sequence[Version], options: dict[int, str], rejections: Sequence[Rejection]
) -> list[Compared]:  # fmt: skip
    """Code by code; what came from the awarding body itself was not sent."""
    held = {one.code: one.option for one in entries if one.stands}
    codes = {one.id: one.code for one in entries}
    sent: dict[str, Version] = {}
    for version in versions:
        if version.route != Route.BOARD:
            sent.setdefault(codes[version.entry_id], version)
    refused: dict[str, list[str]] = {}
    for one in rejections:
        refused.setdefault(one.entry_code, []).append(one.sentence)
    lines = []
    for code in sorted({*codes.values(), *filter(None, refused)}):
        last = sent.get(code)
        option = options.get(last.after_id or 0, "") if last and last.action != WITHDRAW else None
        differs = (bool(last) and option != held.get(code)) or code in refused
        lines.append(Compared(
            code, _as_held(held.get(code)), _as_sent(last, option), last.at if last else None,
            " ".join(refused.get(code, ())), differs,
        ))  # fmt: skip
    return lines


def _as_held(option: str | None) -> str:
    return "No entry" if option is None else f"Entered {option}".strip()


def _as_sent(last: Version | None, option: str | None) -> str:
    if last is None:
        return "Nothing noted"
    return "Withdrawn" if option is None else f"Entered {option}".strip()


def _history(
    actor: Actor, candidate: Candidate, entries: Sequence[EntryShown], versions: Sequence[Version],
    options: dict[int, str],
) -> list[Happened]:  # fmt: skip
    codes = {one.id: one.code for one in entries}
    lines = [
        Happened(
            one.at, f"{codes[one.entry_id]}: {_done(one, options)}", one.by, Route(one.route).label,
            "not known" if one.pence is None else str(Money(one.pence)), one.told, one.reason,
            one.batch_id, one.route in FILES,
        )
        for one in versions
    ]  # fmt: skip
    about = searching.Asked(kind=Event.CANDIDATE_CHANGED.value, subject=f"candidate:{candidate.pk}")
    for event in searching.search(actor, about)[:50]:
        changed = [words for name, words in LABELS.items() if f"old_{name}" in event.data]
        said = f"Details changed: {', '.join(changed)}"
        lines.append(Happened(event.at, said, event.person_name, "", "", "", event.reason))
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _done(version: Version, options: dict[int, str]) -> str:
    before, after = options.get(version.before_id or 0, ""), options.get(version.after_id or 0, "")
    if version.action == ADD:
        return f"entered {after}".strip()
    if version.action == WITHDRAW:
        return f"withdrawn {before}".strip()
    return f"changed from {before} to {after}" if before != after else "teaching group or details changed"


# ---------------------------------------------------------------- before a button


@dataclass(frozen=True)
class Before:
    """What a change of one entry would do, as a page says it before the button (R-FEE-6)."""

    merge: Merge
    window: Window

    @property
    def problems(self) -> list[str]:
        return [problem.sentence for problem in self.merge.problems]

    @property
    def warnings(self) -> list[str]:
        return [problem.sentence for problem in self.merge.warnings]

    @property
    def told(self) -> str:
        """How the amount comes about."""
        return " ".join(version.told for version in self.merge.versions)

    @property
    def sentence(self) -> str:
        """What it does to the invoice."""
        return fees.before_the_button(
            self.window.profile, self.window.band, self.merge.pence, unpriced=self.merge.unpriced
        )


def _before(actor: Actor, entry: Entry, row: EntryRow, *, how: str = "") -> Before:
    merge = preview([row], actor=actor, centre_id=entry.centre_id, how=how)
    return Before(merge, window_of(entry.series.code))


def entry_page(actor: Actor, entry_id: UUID) -> dict[str, Any]:
    """One entry with all it belongs to; `Http404` where it is another centre's."""
    entries = Entry.objects.visible_to(actor).select_related("candidate", "series", "option__qualification")
    entry = get_object_or_404(entries, pk=entry_id)
    shown = next(entries_shown(actor, entries.filter(pk=entry_id)))
    return {
        "entry": entry, "shown": shown, "candidate": entry.candidate, "version": last_change(actor, entry_id),
        "window": window_of(entry.series.code),
    }  # fmt: skip


def withdraw_page(actor: Actor, entry_id: UUID) -> dict[str, Any]:
    """What withdrawing an entry gives back: as it is, and for medical reasons or bereavement (R-WD-1, R-FEE-5)."""
    page = entry_page(actor, entry_id)
    entry = page["entry"]
    row = row_for(entry.series.code, entry.candidate.number, entry.entry_code, action=WITHDRAW)
    stands = entry.withdrawn_at is None
    return {
        **page, "plain": _before(actor, entry, row) if stands else None,
        "medical": _before(actor, entry, row, how="medical") if stands else None,
    }  # fmt: skip


def change_page(actor: Actor, entry_id: UUID, option_code: str | None) -> dict[str, Any]:
    """The options that an entry may have, and what the chosen one does to the invoice."""
    page = entry_page(actor, entry_id)
    entry = page["entry"]
    found = catalogue.options_for_entry(codes={entry.entry_code}).order_by("code")
    options = [(one.code, one.label) for one in found if one.pk != entry.option_id]
    chosen = option_code if option_code in {code for code, _ in options} else None
    row = row_for(
        entry.series.code, entry.candidate.number, entry.entry_code, action=AMEND, option=chosen or ""
    )
    before = _before(actor, entry, row) if chosen is not None and entry.withdrawn_at is None else None
    return {**page, "options": options, "chosen": chosen, "before": before}


def reinstate_page(actor: Actor, entry_id: UUID) -> dict[str, Any]:
    """What making a withdrawn entry again costs now."""
    page = entry_page(actor, entry_id)
    entry = page["entry"]
    row = row_for(
        entry.series.code, entry.candidate.number, entry.entry_code, action=ADD, option=entry.option.code,
        group=entry.teaching_group, details=details_of(entry.candidate),
    )  # fmt: skip
    return {**page, "before": _before(actor, entry, row) if entry.withdrawn_at else None}


def details_page(actor: Actor, candidate_id: UUID) -> dict[str, Any]:
    """A candidate's details as a form has them."""
    candidate = candidate_of(actor, candidate_id)
    held = details_of(candidate)
    return {
        "candidate": candidate, "window": window_of(candidate.series.code), "version": token_of(held),
        "held": {**held._asdict(), "born_on": f"{held.born_on:%d/%m/%Y}"},
    }  # fmt: skip
