"""What can be done to somebody's account, one module for each theme."""

from interchange.accounts.steps.users.access import (
    Confirm,
    EndOn,
    EndSessions,
    Remove,
    Restore,
    Suspend,
    close_all,
    restore_all,
    suspend_all,
)
from interchange.accounts.steps.users.credentials import (
    Extend,
    Reset,
    ResetFactor,
    Unlock,
)
from interchange.accounts.steps.users.details import (
    NoteTraining,
    Rename,
)
from interchange.accounts.steps.users.inviting import (
    InviteAgain,
    has_account_elsewhere,
    path,
    send_invitation,
    take_over,
)
from interchange.accounts.steps.users.roles import (
    SetRoles,
    exactly,
    like,
    with_role,
    without_role,
)
from interchange.accounts.steps.users.verbs import (
    CHANGED,
    Verb,
    check_here,
    subject_of,
    words_of,
)

__all__ = [
    "CHANGED",
    "Confirm",
    "EndOn",
    "EndSessions",
    "Extend",
    "InviteAgain",
    "NoteTraining",
    "Remove",
    "Rename",
    "Reset",
    "ResetFactor",
    "Restore",
    "SetRoles",
    "Suspend",
    "Unlock",
    "Verb",
    "check_here",
    "close_all",
    "exactly",
    "has_account_elsewhere",
    "like",
    "path",
    "restore_all",
    "send_invitation",
    "subject_of",
    "suspend_all",
    "take_over",
    "with_role",
    "without_role",
    "words_of",
]
