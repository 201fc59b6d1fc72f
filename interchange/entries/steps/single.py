"""One entry or one candidate, changed by the same step as whole files (R-WAY-3)."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.shortcuts import get_object_or_404

from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.catalogue import queries as catalogue
from interchange.catalogue.rules.profile import Band, band_at
from interchange.centres import steps as centres
from interchange.centres.queries import kind_of
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.entries.models import Candidate, Entry, Route
from interchange.entries.queries.history import details_of, last_change
from interchange.entries.rules import people, single, windows
from interchange.entries.rules.holdings import ADD, AMEND, WITHDRAW, Details, EntryRow, HeldCandidate, Merge
from interchange.entries.rules.single import NOT_SEEN, Seen
from interchange.entries.rules.windows import Deed
from interchange.entries.steps import writing
from interchange.entries.steps.informing import tell_of_changes
from interchange.entries.steps.taking import FREE, take


def found(entry_id: UUID, *, by: Actor, seen: Seen = NOT_SEEN) -> Entry:
    """The entry with all it belongs to; `Http404` where it is another centre's.

    Refused where somebody has changed it since it was seen: the centre is held first, so that of two who press at once
    the second is told.
    """
    entries = Entry.objects.visible_to(by).select_related("candidate", "series", "option")
    entry = get_object_or_404(entries, pk=entry_id)
    if seen.version:
        centres.hold(entry.centre_id)
        single.check_seen(seen.version, last_change(by, entry_id))
        entry.refresh_from_db()
    return entry


def route_of(by: Actor) -> Route:
    """The way by which somebody changes one thing on a page."""
    if "system" in by.roles:
        return Route.OPERATOR
    return Route.BOARD if by.is_staff else Route.API if by.key_id else Route.FORM


def withdraw(
    entry: Entry, *, medical: bool, evidence: str, by: Actor, seen: Seen = NOT_SEEN
) -> Merge:  # fmt: skip
    """Withdraw it (R-WD-1); for medical reasons or bereavement with what is held as evidence (R-FEE-5)."""
    if entry.withdrawn_at is not None:
        raise Refused(
            "withdrawn",
            f"This entry was withdrawn on {clock.day_in_words(clock.london(entry.withdrawn_at))}.",
        )
    row = _row(entry, WITHDRAW)
    return _take(
        row, entry, Event.ENTRY_WITHDRAWN, how="medical" if medical else "", reason=evidence, by=by, seen=seen
    )


def change(
    entry: Entry, option_code: str, *, reason: str, by: Actor, seen: Seen = NOT_SEEN
) -> Merge:  # fmt: skip
    """Another option or tier; refused where there is none such, or where it has that one already."""
    _check_stands(entry)
    if option_code == entry.option.code:
        raise Refused("option_code", "The entry has this option already. Choose another.")
    row = _row(entry, AMEND)._replace(option_code=option_code)
    return _take(row, entry, Event.ENTRY_AMENDED, reason=reason, by=by, seen=seen)


def reinstate(entry: Entry, *, reason: str, by: Actor, seen: Seen = NOT_SEEN) -> Merge:
    """Make an entry again that was withdrawn: another entry, at what an entry costs now (R-ENT-7)."""
    if entry.withdrawn_at is None:
        raise Refused("stands", "This entry has not been withdrawn.")
    held = entry.candidate
    row = single.row_for(
        entry.series.code, held.number, entry.entry_code, action=ADD, option=entry.option.code,
        group=entry.teaching_group, details=details_of(held),
    )  # fmt: skip
    merge = _take(row, entry, Event.ENTRY_REINSTATED, reason=reason, by=by, seen=seen)
    if not merge.added:
        raise Refused("stands", f"{held.number} {held.name} is entered for {entry.entry_code} again already.")
    return merge


def change_details(
    candidate_id: UUID, typed: Mapping[str, str], *, born_on: date | None, proof: str, reason: str, by: Actor,
    seen: Seen = NOT_SEEN,
) -> Candidate:  # fmt: skip
    """Other details of a candidate (R-ID-15 to R-ID-17); never the number, which stays for the series (R-ID-4)."""
    candidates = Candidate.objects.visible_to(by).select_related("series")
    centre_id = get_object_or_404(candidates, pk=candidate_id).centre_id
    centres.hold(centre_id)
    held = candidates.get(pk=candidate_id)
    before = details_of(held)
    single.check_seen(seen.version, single.token_of(before))
    after = single.read_details(typed, before, born_on)
    if after == before:
        raise Refused("unchanged", "These are the details that are held already.")
    route = route_of(by)
    _check_moment(held, route)
    _check_uln(held, before, after, route)
    proof = reason or single.read_proof(proof, before, after)
    put_details(held, before, after, reason=proof)
    if by.is_staff:
        tell_of_changes(centre_id, held.series, 1, reason)
    return held


def put_details(held: Candidate, before: Details, after: Details, *, reason: str) -> None:
    """Write other details of a candidate, with one event; refused where the UCI is another candidate's."""
    check_uci(held, after)
    changed = HeldCandidate(held.pk, held.series.code, held.number, after)
    writing.write_candidates([changed], centre_id=held.centre_id, series={held.series.code: held.series_id})
    audit.record(
        Event.CANDIDATE_CHANGED, subject=f"candidate:{held.pk}", centre_id=held.centre_id, reason=reason,
        data={"candidate_number": held.number, "series": held.series.code, **before.old(after)},
    )  # fmt: skip
    held.refresh_from_db()


def _check_moment(candidate: Candidate, route: Route) -> None:
    if route in FREE:
        return
    profile, series = catalogue.profile_of(candidate.series), candidate.series
    band = band_at(profile, clock.now())
    fault = windows.fault(Deed.DETAILS, band if series.is_open else Band.CLOSED, profile, series.name)
    if fault:
        raise Refused("by-request", fault)


def _check_uln(candidate: Candidate, before: Details, after: Details, route: Route) -> None:
    """A ULN is not taken away where entries need one (R-ID-13)."""
    if after.uln or not before.uln or route in FREE:
        return
    profile = catalogue.profile_of(candidate.series)
    if profile.needs_uln(kind_of(candidate.centre_id)):
        raise Refused("uln", people.uln_needed(f"{candidate.number} {after.name}", candidate.series.name))


def check_uci(candidate: Candidate, after: Details) -> None:
    """Refused where another candidate of the centre has the UCI in this series."""
    others = Candidate.unscoped.filter(
        centre_id=candidate.centre_id, series_id=candidate.series_id, uci=after.uci
    ).exclude(pk=candidate.pk)
    if other := others.first():
        raise Refused("uci", f"UCI {after.uci} is candidate {other.number} {other.name} in this series.")


def _check_stands(entry: Entry) -> None:
    if entry.withdrawn_at is not None:
        raise Refused("withdrawn", "This entry has been withdrawn. Make it again instead.")


def _row(entry: Entry, action: str) -> EntryRow:
    return single.row_for(entry.series.code, entry.candidate.number, entry.entry_code, action=action)


def _take(
    row: EntryRow, entry: Entry, event: Event, *, by: Actor, how: str = "", reason: str = "", seen: Seen = NOT_SEEN
) -> Merge:  # fmt: skip
    """Take one row; what is wrong with it is refused, with the column as its code; so is another cost than was seen."""
    merge = take(
        [row], centre_id=entry.centre_id, route=route_of(by), by=by, how=how, reason=reason, event=event,
        subject=f"entry:{entry.pk}",
    )  # fmt: skip
    if merge.problems:
        raise Refused(merge.problems[0].column, merge.problems[0].sentence)
    single.check_cost(seen, merge.pence)
    return merge
