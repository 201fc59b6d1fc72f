"""What is still to be done between the password and the welcome page, and in which order (2.7)."""

from dataclasses import dataclass
from datetime import timedelta

from interchange.core.labelled import Labelled

STAGE_LASTS, SLOW_STAGE_LASTS, ALL_STAGES_LAST = (
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=1),
)
"""How long a stage may take; one that waits for a mail or for an app to be installed; and all of them together."""
MOST_SESSIONS = 3
REMEMBERED_FOR = timedelta(days=7)


class Stage(Labelled):
    """One step of signing in after the password."""

    PASSWORD = "password", "Choose a new password"
    BROWSER = "browser", "Confirm this browser"
    FACTOR = "factor", "Give the second factor"
    ENROL = "enrol", "Set up a second factor"
    CODES = "codes", "Keep the recovery codes"
    TERMS = "terms", "Accept the terms"
    CENTRE = "centre", "Choose a centre"
    SESSIONS = "sessions", "End another session"
    DONE = "done", "Signed in"


@dataclass(frozen=True)
class Standing:
    """How far a sign-in has come, and what it has to pass."""

    password_due: bool = False
    """It has expired, or has to be set anew after a reset (5.1.1, 5.1.11)."""
    enrolled: bool = True
    """There is an authenticator app or a passkey, and it has not been reported lost."""
    proved: str = ""
    """With which kind of factor; empty until then."""
    browser_unconfirmed: bool = False
    """An unknown browser, whose link has been mailed or has to be (5.3.8)."""
    codes_to_keep: bool = False
    """Recovery codes were made and have not been put away yet."""
    terms_due: bool = False
    centres: int = 1
    """With how many memberships they may sign in."""
    centre_chosen: bool = False
    sessions: int = 0
    """How many are open elsewhere."""


def next_stage(standing: Standing) -> Stage:
    """The first stage that is not passed yet.

    Who has no second factor confirms an unknown browser before setting one up: else whoever guessed a password could
    make the account their own. Passkeys resist phishing and need no link (5.3.8). A new password is asked for only
    then: an old one, which may be known to others, is not enough to set another.
    """
    unconfirmed = standing.browser_unconfirmed and standing.proved != "passkey"
    passed = {
        Stage.FACTOR: bool(standing.proved) or not standing.enrolled,
        Stage.BROWSER: not unconfirmed,
        Stage.ENROL: standing.enrolled and bool(standing.proved),
        Stage.PASSWORD: not standing.password_due,
        Stage.CODES: not standing.codes_to_keep,
        Stage.TERMS: not standing.terms_due,
        Stage.CENTRE: standing.centres == 1 or standing.centre_chosen,
        Stage.SESSIONS: standing.sessions < MOST_SESSIONS,
    }
    return next((stage for stage, done in passed.items() if not done), Stage.DONE)
