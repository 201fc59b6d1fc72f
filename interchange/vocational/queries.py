"""What pages show of vocational entries."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from interchange.catalogue import queries as catalogue
from interchange.centres import queries as centres
from interchange.core.about import About, rows
from interchange.core.actor import Actor
from interchange.core.paging import Listed, listed
from interchange.core.tenancy import Sees
from interchange.vocational.models import Learner, SchemeEntry
from interchange.vocational.rules import entering
from interchange.vocational.rules.entering import Held, Person, Scheme, Unit, approval_names
from interchange.vocational.rules.learners import LEARNERS

VQ = "VQ"


@dataclass(frozen=True)
class SchemeLine:
    """A scheme as a list shows it: whether the centre is approved for it, and how many stand entered."""

    id: int
    key: str
    title: str
    code: str
    number: str
    approved: str
    """What the approval is called by; empty without one."""
    learners: int


def schemes_of(actor: Actor) -> list[SchemeLine]:
    """Every scheme that the centre is approved for or has entries in, by title; four statements."""
    approved = {name for scope, name in centres.standing_approvals(actor.chain) if scope == VQ}
    counted: defaultdict[int, set[UUID]] = defaultdict(set)
    live = SchemeEntry.objects.visible_to(actor).filter(withdrawn_at=None)
    for scheme, learner in live.order_by().values_list("scheme_id", "learner_id").distinct():
        counted[scheme].add(learner)
    lines = [
        SchemeLine(
            one.pk, one.key, one.title or one.key, one.code, one.number,
            next(iter(approved & approval_names(one.number, one.code)), ""), len(counted[one.pk]),
        )
        for one in catalogue.vocational_qualifications()
    ]  # fmt: skip
    return sorted((one for one in lines if one.approved or one.learners), key=lambda one: one.title)


def scheme_line(actor: Actor, key: str) -> SchemeLine:
    """One of them; `Http404` where the centre is neither approved for it nor has entries in it."""
    found = next((one for one in schemes_of(actor) if one.key == key), None)
    if found is None:
        raise Http404
    return found


def scheme(line: SchemeLine) -> Scheme:
    """A scheme with its units, as the rules take it."""
    one = catalogue.vocational_qualifications().get(pk=line.id)
    units = [Unit(unit.pk, unit.number, unit.reference, unit.title) for unit in one.units.all()]
    return Scheme(one.key, line.title, units)


def held(actor: Sees, scheme_id: int) -> Held:
    """Every learner of the centre, and what of one scheme each stands entered for."""
    learners = [entering.Learner(one.pk, person_of(one)) for one in Learner.objects.visible_to(actor)]
    entries: defaultdict[UUID, set[int | None]] = defaultdict(set)
    live = SchemeEntry.objects.visible_to(actor).filter(scheme_id=scheme_id, withdrawn_at=None)
    for learner, unit in live.order_by().values_list("learner_id", "unit_id"):
        entries[learner].add(unit)
    return Held(learners, {learner: frozenset(units) for learner, units in entries.items()})


def person_of(one: Learner) -> Person:
    """A stored learner as the rules take it."""
    return Person(one.uln, one.surname, one.forenames, one.born_on, one.sex, one.reference)


def as_cells(one: Learner) -> list[str]:
    """A stored learner as a form shows it: the columns of a file without the last."""
    held = {**person_of(one)._asdict(), "date_of_birth": one.born_on, "wanted": ()}
    return LEARNERS.write(held)[:-1]


# ---------------------------------------------------------------- lists

STATES = {"": "Entered", "withdrawn": "Withdrawn", "all": "All"}


def entries_matching(actor: Actor, query: Mapping[str, str]) -> tuple[QuerySet[SchemeEntry], dict[str, str]]:
    """The entries that fit a filter, and the filter as it was understood."""
    asked = {
        name: query.get(name, "").replace("\x00", "").strip()[:100]
        for name in ("scheme", "state", "q", "centre")
    }
    asked["state"] = asked["state"] if asked["state"] in STATES else ""
    found = SchemeEntry.objects.visible_to(actor).select_related("learner", "scheme", "unit")
    if asked["state"] != "all":
        found = found.filter(withdrawn_at__isnull=asked["state"] == "")
    if asked["scheme"]:
        found = found.filter(scheme__key=asked["scheme"])
    if asked["centre"] and actor.is_staff:
        found = found.filter(centre_id=centres.centre_ids([asked["centre"]]).get(asked["centre"], 0))
    for word in asked["q"].split()[:6]:
        by_name = Q(learner__surname__istartswith=word) | Q(learner__forenames__istartswith=word)
        found = found.filter(by_name | Q(learner__uln=word) | Q(learner__reference__iexact=word))
    return found.order_by(
        "learner__surname", "learner__forenames", "learner_id", "scheme__title", "unit__number", "pk"
    ), asked


@dataclass(frozen=True)
class EntryLine:
    """One entry as a list shows it."""

    entry: SchemeEntry
    centre: str
    centre_name: str

    @property
    def of(self) -> str:
        """The award, or the unit."""
        unit = self.entry.unit
        return f"{unit.number or unit.reference} {unit.title}".strip() if unit else "The full award"


def page_of_entries(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """A page of the list, for a centre or for staff; the number of statements does not grow with the rows."""
    found, asked = entries_matching(actor, query)
    page: Listed = listed(found, asked, query.get("page", ""))
    names = centres.names_of({one.centre_id for one in page.rows}) if actor.is_staff else {}
    lines = [EntryLine(one, *names.get(one.centre_id, ("", ""))) for one in page.rows]
    schemes = [
        ("", "All schemes"),
        *((one.key, one.title or one.key) for one in catalogue.vocational_qualifications()),
    ]
    return {
        "list": page, "filter": asked, "lines": lines, "schemes": schemes, "states": list(STATES.items()),
    }  # fmt: skip


HEADINGS = (
    "ULN", "Surname", "Forenames", "Date of birth", "Sex", "Your reference", "Scheme", "Entered for", "Entered",
    "Withdrawn",
)  # fmt: skip


def rows_for_file(
    actor: Actor, query: Mapping[str, str]
) -> tuple[list[str], Iterator[list[Any]], dict[str, str]]:
    """Headings, rows and filter of the list as a file; for staff with the centre in front."""
    found, asked = entries_matching(actor, query)
    names = (
        centres.names_of(found.order_by().values_list("centre_id", flat=True).distinct())
        if actor.is_staff
        else {}
    )
    headings = (["Centre"] if actor.is_staff else []) + list(HEADINGS)
    told = {"Filter": ", ".join(f"{name} {value}" for name, value in asked.items() if value) or "none"}
    return headings, (_file_row(one, names) for one in found.iterator(chunk_size=2_000)), told


def _file_row(one: SchemeEntry, names: Mapping[int, tuple[str, str]]) -> list[Any]:
    learner = one.learner
    row = [
        learner.uln, learner.surname, learner.forenames, learner.born_on, learner.sex, learner.reference,
        one.scheme.title or one.scheme.key, EntryLine(one, "", "").of, one.entered_at, one.withdrawn_at,
    ]  # fmt: skip
    return [names[one.centre_id][0], *row] if names else row


def learner_page(actor: Actor, learner_id: UUID) -> dict[str, Any]:
    """One learner with every entry, those that stand first; `Http404` where it is another centre's."""
    learner = get_object_or_404(Learner.objects.visible_to(actor), pk=learner_id)
    found = SchemeEntry.objects.visible_to(actor).filter(learner=learner).select_related("scheme", "unit")
    lines = [EntryLine(one, "", "") for one in found.order_by("scheme__title", "unit__number", "-entered_at")]
    lines.sort(key=lambda line: line.entry.withdrawn_at is not None)
    return {"learner": learner, "lines": lines}


def entry_page(actor: Actor, entry_id: UUID) -> EntryLine:
    """One entry that stands; `Http404` where there is none such, or it is another centre's."""
    live = (
        SchemeEntry.objects.visible_to(actor)
        .filter(withdrawn_at=None)
        .select_related("learner", "scheme", "unit")
    )
    return EntryLine(get_object_or_404(live, pk=entry_id), "", "")


# ---------------------------------------------------------------- one person's data

EVERY = Actor.system("subject access")


def learners_who(
    actor: Actor, *, uln: str = "", surname: str = "", born_on: date | None = None
) -> QuerySet[Learner]:
    """Who has this ULN, or was born under this surname on this day, at any centre the actor sees."""
    wanted = Q(pk=None)
    if uln:
        wanted |= Q(uln=uln)
    if surname and born_on:
        wanted |= Q(surname__iexact=surname, born_on=born_on)
    return (
        Learner.objects.visible_to(actor)
        .filter(wanted)
        .order_by("surname", "forenames", "born_on", "centre_id")
    )


def learners_of_keys(actor: Actor, keys: Collection[UUID]) -> QuerySet[Learner]:
    """The learners of these keys that the actor sees."""
    return Learner.objects.visible_to(actor).filter(pk__in=set(keys)).order_by("surname", "forenames")


def about_learners(keys: Collection[UUID]) -> About:
    """What is held on these learners and their entries, for a copy of it (section 9 of the rules of accounts). The open
    transaction must be one that sees every centre."""
    entered = SchemeEntry.objects.visible_to(EVERY).filter(learner__in=keys).order_by("entered_at")
    return {
        "Learner": rows(
            learners_of_keys(EVERY, keys), "uln", "surname", "forenames", "born_on", "sex", "reference", "added_at"
        ),
        "Vocational entries": rows(
            entered, "scheme__title", "unit__title", "entered_at", "withdrawn_at", "withdrawn_why"
        ),
    }  # fmt: skip
