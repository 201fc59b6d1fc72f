"""What is held on one person here, for a copy of it; what people prove themselves with stays where it is."""

from typing import Any
from uuid import UUID

from django.db.models import F, Model, Q, QuerySet

from interchange.accounts.models import (
    AccountCall,
    ActingAs,
    ApiKey,
    Approval,
    CalendarKey,
    Factor,
    Identity,
    KnownBrowser,
    Membership,
    OneUseLink,
    Person,
    ReviewLine,
    RoleUse,
    SavedFilter,
    SharingFlag,
    SignedIn,
)

ACCOUNT = (
    "login_id", "username", "first_name", "last_name", "email", "is_active", "added_at", "last_login",
    "password_changed_at", "password_extended_to", "password_extensions", "reset_required_at", "factor_lost_at",
    "terms_version", "terms_accepted_at", "trained_on", "anonymised_at",
)  # fmt: skip
MEMBERSHIP = (
    "roles", "added_at", "activated_at", "ends_on", "purpose", "suspended_at", "suspended_until", "suspended_why",
    "dormant_at", "last_signed_in_at", "glass_roles", "glass_until", "ended_at", "ended_why",
)  # fmt: skip
AT = F("membership__centre__number")


def about_person(person_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """The account, what the person is where, how they came in, and what was decided about them."""
    own = Q(membership__person_id=person_id)
    return {
        "Account": _rows(Person.objects.filter(pk=person_id), *ACCOUNT),
        "Memberships": _rows(
            Membership.objects.filter(person_id=person_id).order_by("added_at"), *MEMBERSHIP,
            centre_number=F("centre__number"),
        ),
        "Last use of each role": _rows(
            RoleUse.objects.filter(own).order_by("role"), "role", "last_on", centre_number=AT
        ),
        "Second factors": _rows(
            _of(Factor, person_id), "kind", "label", "added_at", "confirmed_at", "last_used_at", "ended_at"
        ),
        "Sessions": _rows(
            _of(SignedIn, person_id), "began_at", "seen_at", "until", "factor", "address", "browser", "country",
            "ended_at", "ended_why", centre_number=AT,
        ),
        "Browsers": _rows(
            _of(KnownBrowser, person_id), "browser", "first_seen_at", "last_seen_at", "remembered_until", "ended_at"
        ),
        "Sign-ins from elsewhere": _rows(_of(Identity, person_id), "issuer", "subject", "linked_at", "ended_at"),
        "One-use links": _rows(
            OneUseLink.objects.filter(Q(person_id=person_id) | own).order_by("made_at"), "purpose", "address",
            "made_at", "until", "used_at", "ended_at",
        ),
        "Calendar addresses": _rows(
            CalendarKey.objects.filter(own).order_by("made_at"), "made_at", "last_used_at", "ended_at", centre_number=AT
        ),
        "Saved filters": _rows(
            SavedFilter.objects.filter(own).order_by("made_at"), "name", "query", "shared", "made_at", centre_number=AT
        ),
        "API keys": _rows(
            ApiKey.objects.filter(own).order_by("made_at"), "name", "prefix", "capabilities", "made_at", "expires_at",
            "last_used_at", "ended_at", centre_number=AT,
        ),
        "Annual reviews": _rows(
            ReviewLine.objects.filter(own).order_by("at"), "decision", "at", "by", year=F("review__year"),
            centre_number=AT,
        ),
        "Approvals asked for or decided": _rows(
            Approval.objects.filter(
                Q(started_by=person_id) | Q(decided_by=person_id) | Q(subject=f"person:{person_id}")
            ).order_by("started_at"),
            "kind", "title", "reason", "started_at", "decided_at", "outcome", "note",
        ),
        "Calls to the head of centre about the account": _rows(
            AccountCall.objects.filter(own).order_by("at"), "at", "about", "outcome", "reference", "note",
        ),
        "Signs that the account is shared": _rows(
            SharingFlag.objects.filter(own).order_by("at"), "at", "signs", "looked_at", "finding", centre_number=AT
        ),
        "Looked at by the awarding body's staff": _rows(
            ActingAs.objects.filter(own).order_by("began_at"), "reason", "began_at", "until", "ended_at",
            centre_number=AT,
        ),
    }  # fmt: skip


def _of(model: type[Model], person_id: UUID) -> QuerySet[Any]:
    return QuerySet(model).filter(person_id=person_id).order_by("pk")


def _rows(found: QuerySet[Any], *names: str, **more: F) -> list[dict[str, Any]]:
    return list(found.values(*names, **more))
