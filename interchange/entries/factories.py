"""Candidates and entries for tests. Each enters its centre's own turn, so that row-level security is on as in life."""

from datetime import date
from typing import TYPE_CHECKING, Any

from interchange.catalogue.factories import make_component, make_option, make_series
from interchange.catalogue.queries import options_for_entry
from interchange.core import tenancy
from interchange.core.identifiers import new_id
from interchange.entries.models import (
    AcceptedWarning,
    Batch,
    Candidate,
    Correction,
    Draft,
    Entry,
    Rejection,
    Route,
    Version,
)
from interchange.entries.rules.identifiers import make_uci
from interchange.entries.rules.standing import digest_of
from interchange.support.rules.threads import reference_of

if TYPE_CHECKING:
    from interchange.catalogue.models import Component, Option, Series
    from interchange.centres.models import Centre

SURNAMES = (
    "Adeyemi",
    "Brown",
    "Chaudhry",
    "Davies",
    "Évariste",
    "Fox",
    "García",
    "Hughes",
    "Ibrahim",
    "Jones",
)
FORENAMES = ("Ada", "Ben", "Chloé", "Dev", "Ella", "Finn", "Grace", "Hamza", "Isla", "Jack")


def make_candidate(
    centre: "Centre", number: str = "", *, series: "Series | None" = None, **values: Any
) -> Candidate:
    """A candidate of a centre; without a number the next free one from 0001 on."""
    series = series or make_series()
    with tenancy.for_centre(centre.id):
        candidate = _candidate(centre, series, _made(centre, series), number=number, **values)
        candidate.save(force_insert=True)
        return candidate


def _made(centre: "Centre", series: "Series") -> int:
    return Candidate.unscoped.filter(centre_id=centre.id, series=series).count()


def _candidate(
    centre: "Centre", series: "Series", made: int, *, number: str = "", **values: Any
) -> Candidate:
    number = number or f"{made + 1:04d}"
    defaults = {
        "uci": make_uci(centre.number, series.year, number), "surname": SURNAMES[made % 10],
        "forenames": FORENAMES[made * 7 // 10 % 10], "sex": "FM"[made % 2],
        "born_on": date(series.year - 16, made % 12 + 1, made % 28 + 1),
    }  # fmt: skip
    return Candidate(centre_id=centre.id, series=series, number=number, **defaults | values)


def make_entry(
    candidate: Candidate | None = None,
    option: "Option | None" = None,
    *,
    centre: "Centre | None" = None,
    **values: Any,
) -> Entry:
    """A live entry of a candidate, or of a new one of `centre`; J277/03 without an option."""
    if candidate is None:
        if centre is None:
            raise ValueError("make_entry() needs a candidate or a centre")
        candidate = make_candidate(centre)
    option = option or options_for_entry(codes={"J277"}).first() or make_option(make_component())
    with tenancy.for_centre(candidate.centre_id):
        return Entry.unscoped.create(
            centre_id=candidate.centre_id, candidate=candidate, series_id=candidate.series_id, option=option,
            entry_code=option.entry_code, **values,
        )  # fmt: skip


def make_cohort(
    centre: "Centre", component: "Component", count: int, *, series: "Series | None" = None, group: str = ""
) -> list[Entry]:
    """So many new candidates of a centre, all entered by one option that has the component."""
    option = component.options.first() or make_option(component)
    series = series or make_series()
    with tenancy.for_centre(centre.id):
        first = _made(centre, series)
        candidates = [_candidate(centre, series, made) for made in range(first, first + count)]
        return Entry.unscoped.bulk_create(
            Entry(
                centre_id=centre.id, candidate=candidate, series=series, option=option,
                entry_code=option.entry_code, teaching_group=group,
            )
            for candidate in Candidate.unscoped.bulk_create(candidates)
        )  # fmt: skip


def make_batch(centre: "Centre", *, name: str = "entries.csv", said: str = "", **values: Any) -> Batch:
    """A file of a centre, with the rejection of one of its rows and a version of each live entry."""
    with tenancy.for_centre(centre.id):
        defaults = {"route": Route.CSV, "name": name, "by": "Ann Lee"}
        batch = Batch.unscoped.create(centre_id=centre.id, **defaults | values)
        Rejection.unscoped.create(
            centre_id=centre.id, batch=batch, series_id=batch.series_id, line=2, candidate_number="0099",
            entry_code="J277", action="add", sentence=said or "There is no option “Z”.",
        )  # fmt: skip
        Version.unscoped.bulk_create(
            Version(
                centre_id=centre.id, entry=entry, batch=batch, action="add", after_id=entry.option_id,
                route=batch.route, band=entry.band, by=batch.by,
            )
            for entry in Entry.unscoped.filter(centre_id=centre.id, withdrawn_at=None)
        )  # fmt: skip
        return batch


def make_draft(centre: "Centre", series: "Series", *, by: str = "Ann Lee", **values: Any) -> Draft:
    """A row of the entries grid that has not been sent."""
    with tenancy.for_centre(centre.id):
        return Draft.unscoped.create(centre_id=centre.id, series=series, changed_by=by, **values)


def make_correction(candidate: Candidate, *, by: str = "Ann Lee", **values: Any) -> Correction:
    """A request for another surname that waits for the awarding body, and a warning that somebody accepted."""
    made = new_id()
    shared = {"centre_id": candidate.centre_id, "series_id": candidate.series_id, "candidate": candidate}
    defaults = {
        "changes": {"surname": [candidate.surname, "Moss"]}, "reason": "Spelt wrong", "asked_by": by,
        "request_key": made, "reference": reference_of(made.int, letter="D"),
    }  # fmt: skip
    with tenancy.for_centre(candidate.centre_id):
        AcceptedWarning.unscoped.create(**shared, sentence=by, digest=digest_of(by), by=by)
        return Correction.unscoped.create(id=made, **shared, **defaults | values)
