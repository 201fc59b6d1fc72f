"""What is kept of people, their memberships, what they prove themselves with, and their sessions."""

from interchange.accounts.models.credentials import (
    ApiKey,
    CalendarKey,
    Factor,
    Identity,
    KnownBrowser,
    OldPassword,
    OneUseLink,
    SignInHour,
    SignInTries,
)
from interchange.accounts.models.desk import AccountCall, SharingFlag
from interchange.accounts.models.filters import SavedFilter
from interchange.accounts.models.people import Approval, Membership, Person, Review, ReviewLine, RoleUse
from interchange.accounts.models.sessions import ActingAs, SignedIn

__all__ = [
    "AccountCall",
    "ActingAs",
    "ApiKey",
    "Approval",
    "CalendarKey",
    "Factor",
    "Identity",
    "KnownBrowser",
    "Membership",
    "OldPassword",
    "OneUseLink",
    "Person",
    "Review",
    "ReviewLine",
    "RoleUse",
    "SavedFilter",
    "SharingFlag",
    "SignInHour",
    "SignInTries",
    "SignedIn",
]
