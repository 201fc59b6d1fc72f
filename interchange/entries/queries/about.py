"""What is held on one candidate here, for a copy of it (section 9 of the rules of accounts)."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from interchange.core.about import About, rows
from interchange.core.actor import Actor
from interchange.entries.models import (
    AcceptedWarning,
    Candidate,
    Correction,
    Draft,
    Entry,
    Rejection,
    Version,
)

EVERY = Actor.system("subject access")
WHO = ("number", "uci", "uln", "surname", "forenames", "born_on", "sex", "status")


def candidates_who(
    actor: Actor, *, uci: str = "", uln: str = "", surname: str = "", born_on: date | None = None
) -> QuerySet[Candidate]:
    """Who has this UCI, or this ULN, or was born under this surname on this day, at any centre the actor sees."""
    wanted = Q(pk=None)
    if uci:
        wanted |= Q(uci=uci)
    if uln:
        wanted |= Q(uln=uln)
    if surname and born_on:
        wanted |= Q(surname__iexact=surname, born_on=born_on)
    found = Candidate.objects.visible_to(actor).filter(wanted).select_related("series")
    return found.order_by("surname", "forenames", "born_on", "uci", "series__code", "centre_id")


def candidates_of_keys(actor: Actor, keys: Collection[UUID]) -> QuerySet[Candidate]:
    """The candidates of these keys that the actor sees."""
    return Candidate.objects.visible_to(actor).filter(pk__in=set(keys)).order_by("surname", "forenames")


def about_candidates(keys: Collection[UUID]) -> About:
    """What is held under these candidates, each of one series at one centre: who they are, what they were entered for,
    what was changed, what was refused, and what waits in the grid. The open transaction must see every centre."""
    people = Candidate.objects.visible_to(EVERY).filter(pk__in=keys)
    same = people.filter(
        centre_id=OuterRef("centre_id"), series=OuterRef("series"), number=OuterRef("candidate_number")
    )
    entries = Entry.objects.visible_to(EVERY).filter(candidate__in=keys).order_by("entered_at", "id")
    versions = Version.objects.visible_to(EVERY).filter(entry__candidate__in=keys).order_by("at", "id")
    refused = Rejection.objects.visible_to(EVERY).filter(Exists(same)).order_by("at", "line")
    drafts = Draft.objects.visible_to(EVERY).filter(candidate__in=keys).order_by("changed_at")
    warned = AcceptedWarning.objects.visible_to(EVERY).filter(candidate__in=keys).order_by("at", "id")
    asked = Correction.objects.visible_to(EVERY).filter(candidate__in=keys).order_by("asked_at")
    return {
        "Candidate": rows(people.order_by("series__code"), "series__code", *WHO),
        "Entries": rows(
            entries, "series__code", "entry_code", "teaching_group", "route", "band", "entered_at", "withdrawn_at",
            "withdrawn_how", "option__code",
        ),
        "Changes of entries": rows(
            versions, "entry__entry_code", "action", "route", "band", "pence", "told", "at", "reason"
        ),
        "Rows that were not taken": rows(
            refused, "series__code", "candidate_number", "name", "entry_code", "option_code", "sentence", "at"
        ),
        "Warnings accepted": rows(warned, "series__code", "sentence", "at"),
        "Corrections asked for": rows(
            asked, "series__code", "reference", "state", "changes", "reason", "proof", "asked_at",
            "decided_at", "decision",
        ),
        "Typed and not submitted": rows(drafts, "series__code", "details", "codes", "changed_at"),
    }  # fmt: skip
