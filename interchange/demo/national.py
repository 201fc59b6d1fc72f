"""Writing an invented nation: by COPY, in one transaction, with people who can sign in at some of its centres."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from random import Random
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import make_password
from psycopg.types.json import Jsonb

from interchange.accounts.roles import Role
from interchange.assessment.queries.places import profile_of
from interchange.assessment.queries.submissions import digest_lines
from interchange.assessment.rules import receipts
from interchange.catalogue.queries import (
    components_marked_by_centres,
    latest_series,
    mark_windows,
    options_for_entry,
)
from interchange.centres.queries import centres
from interchange.core import clock, tenancy
from interchange.demo import rules, windows
from interchange.demo.cast import PASSWORD
from interchange.demo.company import equip
from interchange.demo.copying import copy_in
from interchange.demo.nation import Line, Marked, Nation, Offered, Sheet, centre_rows, fill, sizes
from interchange.demo.world import prepare_catalogue

WITH_PEOPLE = 50
PEOPLE = (("officer", "Exams", "Officer", Role.CAG), ("teacher", "A", "Teacher", Role.ACM))
VALUES = ("mark", "absent", "grade", "reason", "parts")
TABLES: dict[str, tuple[str, ...]] = {
    "centres_centre": (
        "number", "login_id", "name", "kind", "register_email", "created_at", "state", "admits", "state_since",
    ),
    "centres_centreapproval": (
        "id", "centre_id", "scope", "qualification_number", "title", "state", "granted_on", "granted_by",
        "last_used_on", "notice_months", "ended_why",
    ),
    "entries_candidate": (
        "id", "centre_id", "series_id", "number", "uci", "uln", "surname", "forenames", "born_on", "sex", "status",
    ),
    "entries_entry": (
        "id", "centre_id", "candidate_id", "series_id", "option_id", "entry_code", "teaching_group", "entered_at",
    ),
    "assessment_marksheet": (
        "id", "centre_id", "series_id", "component_id", "state", "version", "reopened_reason",
    ),
    "assessment_mark": (
        "id", "centre_id", "sheet_id", "entry_id", *VALUES, "checked", "checked_by", "version", "saved_at", "saved_by",
    ),
    "assessment_submission": (
        "id", "centre_id", "sheet_id", "version", "request_key", "receipt", "check_code", "digest", "heading", "totals",
        "why", "submitted_at", "submitted_by", "received_at",
    ),
    "assessment_submittedmark": (
        "id", "centre_id", "submission_id", "position", "entry_id", "number", "name", "uci", "teaching_group", *VALUES,
        "late_added_on", "carried_forward", "previous",
    ),
    "accounts_person": (
        "id", "login_id", "username", "first_name", "last_name", "email", "password",
        "password_changed_at", "is_active", "added_at", "password_extensions", "terms_version",
    ),
    "accounts_membership": (
        "id", "person_id", "centre_id", "roles", "added_at", "activated_at", "purpose", "suspended_why", "ended_why",
        "glass_roles", "reach_components", "reach_groups",
    ),
}  # fmt: skip
"""The columns that are given, in the order of the rows."""


def make_world(wanted: int, candidates: int) -> dict[str, int]:
    """So many new centres with so many candidates between them; how many rows each table got."""
    series = _series()
    taken = set(centres().values_list("number", flat=True))
    random = Random(f"world {len(taken)}")  # noqa: S311  (a nation, not secrets)
    rows = centre_rows(wanted, taken=taken, random=random)
    now = clock.now()
    nation = Nation(series.pk, series.year, now, random)
    added: dict[str, int] = {}
    with tenancy.for_staff():
        add(
            added,
            "centres_centre",
            ((number, number, name, kind, "", now, "live", True, now) for number, name, kind in rows),
        )
        ids = dict(centres().values_list("number", "id"))
        _approve(nation, [ids[number] for number, *_ in rows], added)
        offer = _offer()
        for (number, *_), size in zip(rows, sizes(wanted, candidates, random=random), strict=True):
            fill(nation, ids[number], number, size, offer)
        _write(nation, {ids[number]: (number, name) for number, name, _ in rows}, added)
        _write_people(nation, [(number, ids[number]) for number, *_ in rows[:WITH_PEOPLE]], added)
    return added


def _series() -> Any:
    """The newest series that is open; with the catalogue and a series of its own where there is none."""
    found = latest_series()
    if found is None:
        prepare_catalogue()
        today = clock.today()
        windows.open_this_year(f"{rules.june_of(today)}-06", today=today)
        found = latest_series()
    return found


def add(added: dict[str, int], table: str, rows: Iterable[Sequence[Any]]) -> None:
    """Rows for a table, counted."""
    added[table] = added.get(table, 0) + copy_in(table, TABLES[table], rows)


def _approve(nation: Nation, ids: Iterable[int], added: dict[str, int]) -> None:
    """Every one of these centres for all general qualifications, as of today."""
    today = clock.london(nation.at).date()
    approvals = (
        (nation.new_id(), one, "GQ", "", "", "granted", today, "Interchange", today, 0, "") for one in ids
    )
    add(added, "centres_centreapproval", approvals)


def _offer() -> list[Offered]:
    """One option of each code that centres mark something of."""
    marked = {
        component.pk: Marked(component.pk, component.max_mark or 100, tuple(component.grade_list))
        for component in components_marked_by_centres()
    }
    offer: dict[str, Offered] = {}
    for option in options_for_entry().prefetch_related("components"):
        parts = tuple(marked[one.pk] for one in option.components.all() if one.pk in marked)
        if parts and not option.carried_forward:
            offer.setdefault(option.entry_code, Offered(option.entry_code, option.pk, parts))
    return sorted(offer.values())


def _write(nation: Nation, names: dict[int, tuple[str, str]], added: dict[str, int]) -> None:
    add(added, "entries_candidate", nation.candidates)
    add(added, "entries_entry", nation.entries)
    add(added, "assessment_marksheet", (_sheet(nation, sheet) for sheet in nation.sheets))
    add(added, "assessment_mark", nation.marks)
    headings = _headings(nation)
    sent = [
        (nation.new_id(), sheet, nation.sent[sheet.id]) for sheet in nation.sheets if sheet.id in nation.sent
    ]
    add(
        added,
        "assessment_submission",
        (_submission(nation, key, sheet, lines, headings, names) for key, sheet, lines in sent),
    )
    add(
        added,
        "assessment_submittedmark",
        (
            (
                nation.new_id(),
                sheet.centre,
                key,
                place,
                *line,
            )
            for key, sheet, lines in sent
            for place, line in enumerate(lines, 1)
        ),
    )


def _sheet(nation: Nation, sheet: Sheet) -> tuple[Any, ...]:
    version = int(sheet.id in nation.sent)
    return sheet.id, sheet.centre, nation.series_id, sheet.component.pk, sheet.state, version, ""


def _headings(nation: Nation) -> dict[int, dict[str, Any]]:
    """The head of a submission of each component, but for the centre."""
    found = {}
    for window in mark_windows(latest_series()):  # type: ignore[arg-type]
        component, profile = window.component, profile_of(window.component)
        found[component.pk] = {
            "board": settings.AWARDING_BODY, "series": window.series.name, "series_code": window.series.code,
            "code": profile.code, "title": profile.title, "slug": component.slug, "maximum": profile.maximum,
            "qualification": component.qualification.title or component.qualification.entry_code,
            "grades": list(profile.grades), "route": component.route,
            "parts": [asdict(part) for part in profile.parts], "declarations": [],
        }  # fmt: skip
    return found


def _submission(
    nation: Nation, key: UUID, sheet: Sheet, lines: list[Line], headings: dict[int, dict[str, Any]],
    names: dict[int, tuple[str, str]],
) -> tuple[Any, ...]:  # fmt: skip
    number, name = names[sheet.centre]
    heading = {"centre_number": number, "centre_name": name, **headings[sheet.component.pk]}
    digest = receipts.digest_of(heading, digest_lines(lines))  # type: ignore[arg-type]
    receipt = receipts.receipt_number(number, nation.random.getrandbits(receipts.CODE_BITS))
    code = receipts.check_code(settings.SECRET_KEY, receipt, 1, digest)
    totals = {"entered": len(lines), "marked": len(lines), "absent": 0, "zero": 0}
    return (
        key, sheet.centre, sheet.id, 1, nation.new_id(), receipt, code, digest, Jsonb(heading), Jsonb(totals), "",
        nation.at, "Exams Officer", nation.at,
    )  # fmt: skip


def _write_people(nation: Nation, where: list[tuple[str, int]], added: dict[str, int]) -> None:
    """An officer and a teacher for each of these centres, with the demo's password."""
    password = make_password(PASSWORD)
    people: list[tuple[Any, ...]] = []
    memberships: list[tuple[Any, ...]] = []
    for number, centre_id in where:
        for username, first, last, role in PEOPLE:
            key = nation.new_id()
            people.append(
                (key, number, username, first, last, "", password, nation.at, True, nation.at, 0, "")
            )
            memberships.append(
                (nation.new_id(), key, centre_id, [role.value], nation.at, nation.at, "", "", "", [], [], [])
            )
    add(added, "accounts_person", people)
    add(added, "accounts_membership", memberships)
    equip(apps.get_model("accounts", "Person").objects.filter(pk__in=[one[0] for one in people]))
