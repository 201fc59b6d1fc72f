"""What the awarding body's people do to a user's account, and what each needs (3.3, 5.1.5, 5.3.7)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Help:
    """One thing that can be done: what its button says, what follows, and whether it cannot be taken back easily."""

    code: str
    label: str
    effect: str
    reason: bool = True
    dangerous: bool = False
    address: bool = False
    serious: bool = False
    """Whether it takes more than an agent may do alone: suspending, restoring, closing."""


HELPS = {
    one.code: one
    for one in (
        Help("send-link", "Send a link", "A link to set a password is mailed: the invitation again where it was not "
             "used yet, else a reset. The old password no longer works and every session ends.", reason=False),
        Help("unlock", "Unlock", "The person can try to sign in again.", reason=False),
        Help("end-sessions", "End all sessions", "The person is signed out everywhere.", reason=False),
        Help("suspend", "Suspend", "Nobody can sign in with the account until it is restored. All sessions, links and "
             "keys end at once.", dangerous=True, serious=True),
        Help("restore", "Restore", "The suspension ends.", reason=False, serious=True),
        Help("close", "Close the account", "The person leaves this centre for good. All sessions, links and keys end "
             "at once; the name stays against what they did.", dangerous=True, serious=True),
    )
}  # fmt: skip
"""What one person may do alone."""


def helps_for(*, may_suspend: bool, suspended: bool) -> list[Help]:
    """What is offered with an account: what is serious to those who may, and of suspending and restoring the other."""
    idle = "suspend" if suspended else "restore"
    return [one for one in HELPS.values() if one.code != idle and (may_suspend or not one.serious)]


ASKED = {
    one.code: one
    for one in (
        Help("reset-factor", "Ask for a reset of the second factor", "A second person approves; then the person sets "
             "up a new second factor at the next sign-in."),
        Help("change-address", "Ask for a change of e-mail address", "A second person approves; then a link is mailed "
             "to the new address and the old one is told.", address=True),
    )
}  # fmt: skip
"""What a second person has to approve, and a call to the head of centre to confirm (1.16, 5.3.7)."""
