"""What several services do inside their own transaction: passwords put in place, links made, access ended."""

from interchange.accounts.steps.ending import end_access, end_access_of, end_everything_of, end_sessions
from interchange.accounts.steps.factors import reset_factors
from interchange.accounts.steps.links import (
    hash_of,
    invite,
    link_ended,
    make_link,
    open_link,
    use_link,
)
from interchange.accounts.steps.locking import lock
from interchange.accounts.steps.passwords import (
    as_hashed,
    check_new_password,
    password_due,
    password_ends,
    put_password,
    tell_of_change,
)

__all__ = [
    "as_hashed",
    "check_new_password",
    "end_access",
    "end_access_of",
    "end_everything_of",
    "end_sessions",
    "hash_of",
    "invite",
    "link_ended",
    "lock",
    "make_link",
    "open_link",
    "password_due",
    "password_ends",
    "put_password",
    "reset_factors",
    "tell_of_change",
    "use_link",
]
