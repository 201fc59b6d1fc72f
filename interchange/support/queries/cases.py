"""Security cases as the security officers see them, and the whole file of one (section 9)."""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from interchange.accounts.roles import Capability
from interchange.audit.queries import Line as Event
from interchange.audit.queries import events_of, line
from interchange.core import clock
from interchange.core.actor import AWARDING_BODY, Actor
from interchange.core.paging import listed
from interchange.core.spreadsheets import write_csv
from interchange.documents.case_file import CaseClock, CaseFile, CaseLine, render_case_file
from interchange.support.models import CaseNote, SecurityCase
from interchange.support.queries.showing import Shown, age, chosen, paragraphs, staff_choices
from interchange.support.rules import cases as rules

STATES = frozenset(rules.SECURITY_CASE.states)
SEVERITIES = frozenset(one.value for one in rules.Severity) - {""}
LIVE = "live"
WHOSE = frozenset({"mine", "nobody"})


@dataclass(frozen=True)
class Line:
    """One case in a list."""

    id: UUID
    reference: str
    what: str
    by: str
    centre: str
    at: datetime
    state: Shown
    severity: str
    age: str
    clocks: list[rules.Reading]
    assigned: str


def link_to(case: SecurityCase) -> str:
    """The page of a case, for notices."""
    return reverse("support:security-case", args=[case.pk])


def with_running_clocks() -> QuerySet[SecurityCase]:
    """The cases of which somebody has still to decide whether Ofqual or the ICO is told, the oldest first."""
    undecided = Q(ofqual=rules.Outcome.RUNNING.value) | Q(ico=rules.Outcome.RUNNING.value)
    return SecurityCase.objects.filter(undecided).exclude(state=rules.CLOSED).order_by("aware_at", "pk")


def clocks_of(case: SecurityCase) -> list[rules.Reading]:
    """Both clocks as they stand."""
    return [
        rules.read_clock(
            which, getattr(case, which.value), aware_at=case.aware_at, decided_at=getattr(case, f"{which.value}_at"),
            why=getattr(case, f"{which.value}_why"), at=clock.now(),
        )
        for which in rules.Clock
    ]  # fmt: skip


def matching(actor: Actor, query: Mapping[str, str]) -> tuple[QuerySet[SecurityCase], dict[str, str]]:
    """The cases that fit a filter, the newest first, and the filter as it was understood."""
    asked = chosen(
        {"state": LIVE} | dict(query),
        state=STATES | {LIVE},
        severity=SEVERITIES,
        centre=None,
        whose=WHOSE,
        q=None,
    )
    found = SecurityCase.objects.order_by("-reported_at", "-pk")
    if asked["state"] == LIVE:
        found = found.exclude(state=rules.CLOSED)
    elif asked["state"]:
        found = found.filter(state=asked["state"])
    for name in ("severity", "centre"):
        if asked[name]:
            found = found.filter(**{"centre_number" if name == "centre" else name: asked[name]})
    if asked["whose"]:
        found = found.filter(assigned_to_id=actor.person_id if asked["whose"] == "mine" else None)
    for word in asked["q"].split():
        named = Q(reference__icontains=word) | Q(what__icontains=word) | Q(reported_by__icontains=word)
        found = found.filter(named | Q(page__icontains=word))
    return found, asked


def cases_page(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """One page of the list."""
    found, asked = matching(actor, query)
    page = listed(found, asked, query.get("page", ""))
    return {
        "list": page, "filter": asked, "lines": [_line(one) for one in page.rows],
        "states": [("", "All states"), (LIVE, "All but closed"),
                   *((state, rules.SAID[state][2]) for state in rules.SECURITY_CASE.states)],
        "severities": [("", "However bad"), *((one.value, one.label) for one in rules.Severity if one.value)],
    }  # fmt: skip


def open_cases() -> QuerySet[SecurityCase]:
    """Those that are not closed."""
    return SecurityCase.objects.exclude(state=rules.CLOSED)


def _line(one: SecurityCase) -> Line:
    return Line(
        one.pk, one.reference, one.what, one.reported_by, one.centre_number, one.reported_at,
        Shown(*rules.SAID[one.state]), rules.Severity.of(one.severity).label, age(one.reported_at), clocks_of(one),
        one.assigned_to,
    )  # fmt: skip


def case_page(case_id: UUID) -> dict[str, Any]:
    """One case with its log and its clocks."""
    case = get_object_or_404(SecurityCase, pk=case_id)
    return {
        "case": case, "state": Shown(*rules.SAID[case.state]), "clocks": clocks_of(case), "what": paragraphs(case.what),
        "notes": list(case.notes.order_by("-at", "-pk")), "severity": rules.Severity.of(case.severity).label,
        "severities": [(one.value, one.label) for one in rules.Severity],
        "officers": staff_choices(Capability.SECURITY_CASES),
        "verbs": [(verb, rules.VERBS[verb]) for verb in rules.SECURITY_CASE.offered(case.state)],
    }  # fmt: skip


EXPORT_HEADINGS = [
    "Reference", "Reported at", "Reported by", "Centre", "State", "Severity", "Page", "What", "Ofqual by", "Ofqual",
    "ICO by", "ICO", "Closed at", "With",
]  # fmt: skip


def export_rows(actor: Actor, query: Mapping[str, str]) -> tuple[list[list[Any]], dict[str, str]]:
    """The list as rows of a file, with what to tell about it."""
    found, asked = matching(actor, query)
    rows = []
    for one in found:
        ofqual, ico = clocks_of(one)
        rows.append([
            one.reference, one.reported_at, one.reported_by, one.centre_number, rules.SAID[one.state][2],
            rules.Severity.of(one.severity).label, one.page, one.what, ofqual.due_at, ofqual.outcome.label, ico.due_at,
            ico.outcome.label, one.closed_at, one.assigned_to,
        ])  # fmt: skip
    told = ", ".join(f"{name} {value}" for name, value in asked.items() if value)
    return rows, {"Filter": told or "everything"}


# ---------------------------------------------------------------- the whole file of one case

FIELDS = (
    "reference", "state", "severity", "what", "page", "reported_at", "reported_by", "contact", "centre_number",
    "browser", "network", "aware_at", "ofqual", "ofqual_at", "ofqual_why", "ico", "ico_at", "ico_why", "locked_at",
    "closed_at", "assigned_to",
)  # fmt: skip


def _held_on(actor: Actor, case_id: UUID) -> tuple[SecurityCase, list[CaseNote], list[Event]]:
    """A case with its log and what the trail holds about it, both in the order in which it happened."""
    case = get_object_or_404(SecurityCase, pk=case_id)
    events = events_of(actor, subject=f"case:{case.pk}", centre_id=AWARDING_BODY).order_by(
        "link_number", "position"
    )
    return case, list(case.notes.order_by("at", "pk")), [line(one) for one in events]


def case_pdf(actor: Actor, case_id: UUID) -> tuple[str, bytes]:
    """Everything on one case as a tagged PDF (PDF/UA-1), to hand on; its reference and the file."""
    case, notes, events = _held_on(actor, case_id)
    file = CaseFile(
        board_name=settings.AWARDING_BODY, reference=case.reference, state=rules.SAID[case.state][2],
        facts=_facts(case), what=case.what, clocks=tuple(_clock(one) for one in clocks_of(case)),
        log=tuple(CaseLine(one.at, one.by, one.text) for one in notes),
        trail=tuple(CaseLine(one.at, one.who, one.sentence) for one in events),
        made_by=actor.name, made_at=clock.now(),
    )  # fmt: skip
    return case.reference, render_case_file(file)


def _clock(one: rules.Reading) -> CaseClock:
    return CaseClock(one.which.label, one.due_at, one.outcome.label, one.at, one.why, late=one.late)


def _facts(case: SecurityCase) -> dict[str, str]:
    when = clock.time_in_words
    return {
        "State": rules.SAID[case.state][2], "Severity": rules.Severity.of(case.severity).label,
        "Reported": f"{when(case.reported_at)}, by {case.reported_by or 'somebody not signed in'}",
        "Known since": when(case.aware_at), "Centre": case.centre_number or "–", "Page": case.page or "–",
        "Contact": case.contact or "–", "Network": case.network or "–", "Browser": case.browser or "–",
        "Own account locked": when(case.locked_at) if case.locked_at else "no", "With": case.assigned_to or "nobody",
        "Closed": when(case.closed_at) if case.closed_at else "no",
    }  # fmt: skip


def case_file(actor: Actor, case_id: UUID) -> tuple[str, bytes]:
    """The same as a ZIP: to read, as data, its log, and what the trail holds about it."""
    case, notes, events = _held_on(actor, case_id)
    about = {
        "Case": case.reference,
        "Time": f"{clock.time_in_words(clock.now())} UK time",
        "Person": actor.name,
    }
    facts = {name: getattr(case, name) for name in FIELDS}
    parts = {
        "case.txt": _to_read(case, notes, about),
        "case.json": json.dumps(facts, default=_as_text, indent=1, ensure_ascii=False).encode(),
        "log.csv": write_csv(["At", "By", "Text"], [[one.at, one.by, one.text] for one in notes], about),
        "trail.csv": write_csv(
            ["At", "By", "What"], [[one.at, one.who, one.sentence] for one in events], about
        ),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return case.reference, made.getvalue()


def _as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _to_read(case: SecurityCase, notes: list[CaseNote], about: Mapping[str, str]) -> bytes:
    when = clock.time_in_words
    lines = [
        f"Security case {case.reference}",
        "",
        *(f"{name}: {value}" for name, value in about.items()),
        "",
    ]
    lines += [*(f"{name}: {value}" for name, value in _facts(case).items()), ""]
    for one in clocks_of(case):
        decided = f", {when(one.at)}: {one.why}" if one.at else ""
        lines.append(
            f"{one.which.label}: by {when(one.due_at)}. {one.outcome.label}{decided}{' (late)' if one.late else ''}"
        )
    lines += ["", "What was reported", "", case.what, "", "Log", ""]
    lines += [f"{when(one.at)}, {one.by}\n{one.text}\n" for one in notes]
    return "\n".join(lines).encode()
