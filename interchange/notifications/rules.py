"""Which notices there are, and when each may be mailed (section 10)."""

from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Self

from interchange.core import clock
from interchange.core.labelled import Labelled
from interchange.core.typed import in_one_line
from interchange.core.working_days import is_working_day, next_working_day


class Kind(StrEnum):
    """What a notice is about: its code, the capability whose template words it, and what people read for it.

    A `security` kind is always mailed, at once and at any hour, and cannot be switched off. An `urgent` one does not
    wait for school hours.
    """

    capability: str
    label: str
    security: bool
    urgent: bool

    def __new__(
        cls, code: str, capability: str, label: str, security: bool = False, urgent: bool = False
    ) -> Self:
        kind = str.__new__(cls, code)
        kind._value_ = code
        kind.capability, kind.label, kind.security, kind.urgent = capability, label, security, urgent
        return kind

    MARKS_OPEN = "marks-open", "assessment", "Mark sheets have opened"
    MARKS_CLOSING = "marks-closing", "assessment", "Mark sheets close soon"
    MARKS_MISSING = "marks-missing", "assessment", "Marks that have not been submitted in time"
    MARKS_SUBMITTED = "marks-submitted", "assessment", "Marks have been submitted"
    MARKS_RECEIVED = "marks-received", "assessment", "The awarding body has received marks"
    MARKS_REOPENED = "marks-reopened", "assessment", "A mark sheet has been reopened"
    SAMPLE_REQUESTED = "sample-requested", "assessment", "Moderation has begun"
    CHANGE_DECIDED = "change-decided", "assessment", "A request to change a mark has been decided"
    EXTENSION_DECIDED = "extension-decided", "assessment", "A request for more time has been decided"

    ESTIMATES_DUE = "estimates-due", "estimates", "Estimated entries are due soon"
    ESTIMATES_RECEIVED = "estimates-received", "estimates", "Estimated entries have been answered"
    ESTIMATES_EXTENDED = "estimates-extended", "estimates", "Your centre has longer for estimated entries"
    FORECASTS_DUE = "forecasts-due", "estimates", "Forecast grades are due soon"
    FORECASTS_RECEIVED = "forecasts-received", "estimates", "Forecast grades have been submitted"

    ENTRIES_RECEIVED = "entries-received", "entries", "Entries have been received"
    ENTRIES_REJECTED = "entries-rejected", "entries", "Some entries could not be taken"
    ENTRIES_CHANGED = "entries-changed", "entries", "The awarding body has changed entries"
    ENTRIES_WARNED = "entries-warned", "entries", "Entries have warnings, and the deadline is near"
    ENTRIES_DEARER = "entries-dearer", "entries", "Entries cost more soon"
    ENTRIES_REFUND = "entries-refund", "entries", "Withdrawn entries give a fee back"
    UCI_MERGED = "uci-merged", "entries", "Two UCIs of a candidate have become one"
    CORRECTION_ASKED = "correction-asked", "entries", "A centre asks for other details of a candidate"
    CORRECTION_DECIDED = "correction-decided", "entries", "A request for other details has been decided"

    ACCESS_ASKED = "access-asked", "centres", "Somebody asks for access"
    APPLICATION_STARTED = "application-started", "centres", "An application has been started", False, True
    APPLICATION_RECEIVED = "application-received", "centres", "An application has been received", False, True
    APPLICATION_REFUSED = "application-refused", "centres", "An application has been refused"
    APPLICATION_WAITS = "application-waits", "centres", "A centre has applied"
    AGREEMENT_SENT = "agreement-sent", "centres", "The Agreement is ready", False, True
    NOMINEE_ASKED = "nominee-asked", "centres", "Somebody is nominated as administrator", True
    HEAD_ASKED = "head-asked", "centres", "The head of centre is asked to confirm", True
    NOMINATION_READY = "nomination-ready", "centres", "An administrator can be appointed", False, True
    NOMINATION_ENDED = "nomination-ended", "centres", "A nomination has ended", False, True
    ADMINISTRATOR_INVITED = "administrator-invited", "centres", "You are Centre Administrator", True
    ADMINISTRATOR_APPOINTED = "administrator-appointed", "centres", "A new Centre Administrator", True
    ADMINISTRATOR_LEFT = "administrator-left", "centres", "A Centre Administrator has left", True
    HEAD_CHANGE_ASKED = "head-change-asked", "centres", "A change of the head of centre is asked for", True
    HEAD_CHANGED = "head-changed", "centres", "The head of centre has changed", True
    CENTRE_LAPSING = "centre-lapsing", "centres", "An approval will lapse"
    CENTRE_LAPSED = "centre-lapsed", "centres", "An approval has lapsed"
    CENTRE_HELD = "centre-held", "centres", "Your centre is on security hold", True
    CENTRE_RELEASED = "centre-released", "centres", "The security hold has ended", True
    CENTRE_CLOSED = "centre-closed", "centres", "Your centre has been closed", True

    INVITED = "invited", "accounts", "An account was made for you", True
    INVITATION_ENDING = "invitation-ending", "accounts", "Your invitation runs out soon"
    PASSWORD_ENDING = "password-ending", "accounts", "Your password expires soon"
    PASSWORD_EXPIRED = "password-expired", "accounts", "Your password has expired"
    PASSWORDS_EXPIRED = "passwords-expired", "accounts", "Passwords of your users have expired"
    PASSWORD_EXTENDED = "password-extended", "accounts", "Your password was extended", True
    PASSWORD_CHANGED = "password-changed", "accounts", "Your password was changed", True
    PASSWORD_LINK = "password-link", "accounts", "A link to set a new password", True
    PASSWORD_BREACHED = "password-breached", "accounts", "Your password is in a list of stolen ones", True
    SIGN_IN_LOCKED = "sign-in-locked", "accounts", "Your account was locked for a while", True
    BROWSER_CHECK = "browser-check", "accounts", "Confirm a sign-in from a new browser", True
    NEW_BROWSER = "new-browser", "accounts", "A sign-in from a new browser", True
    FACTOR_ADDED = "factor-added", "accounts", "A second factor was added", True
    FACTOR_REMOVED = "factor-removed", "accounts", "A second factor was removed", True
    FACTOR_RESET = "factor-reset", "accounts", "Your second factor was reset", True
    RECOVERY_CODE_USED = "recovery-code-used", "accounts", "A recovery code was used", True
    RECOVERY_CODES_MADE = "recovery-codes-made", "accounts", "New recovery codes were made", True
    SIGN_IN_ALARM = "sign-in-alarm", "accounts", "Far more sign-ins fail than usual", True
    APPROVAL_WAITS = "approval-waits", "accounts", "Something waits for a second person", False, True
    APPROVAL_DECIDED = "approval-decided", "accounts", "What you asked for has been decided"
    GLASS_BROKEN = "glass-broken", "accounts", "Candidate screens were opened for an hour", True
    IDENTITY_LINKED = "identity-linked", "accounts", "Another way to sign in was added", True

    FILE_ASKS = "file-asks", "exchange", "A file waits for your answer"
    BASE_DATA_ISSUED = "base-data-issued", "exchange", "Base data has been given out"

    INVOICE_MADE = "invoice-made", "invoicing", "An invoice has been made"
    WEBHOOK_STOPPED = "webhook-stopped", "webhooks", "A webhook was stopped"

    JOIN_INVITATION = "join-invitation", "accounts", "Another centre invites you", True
    ROLES_CHANGED = "roles-changed", "accounts", "Your roles have changed", True
    USER_ROLES_CHANGED = "user-roles-changed", "accounts", "Roles of a user have changed"
    EXAMS_OFFICE_CHANGED = (
        "exams-office-changed",
        "accounts",
        "Somebody of the exams office is new or has left",
        True,
    )
    ACCESS_SUSPENDED = "access-suspended", "accounts", "Your account is suspended", True
    ACCESS_RESTORED = "access-restored", "accounts", "Your account is open again", True
    ACCESS_ENDED = "access-ended", "accounts", "Your access has ended", True
    ACCESS_DORMANT = "access-dormant", "accounts", "Your account has not been used for long", True
    EMAIL_CHECK = "email-check", "accounts", "Confirm a new e-mail address", True
    EMAIL_CHANGED = "email-changed", "accounts", "An e-mail address is being changed", True
    REVIEW_OPEN = "review-open", "accounts", "The yearly review of users is open", False, True
    REVIEW_REMINDER = "review-reminder", "accounts", "The yearly review of users is not finished"
    REVIEW_OVERDUE = (
        "review-overdue",
        "accounts",
        "The yearly review of users was not done in time",
        False,
        True,
    )

    MESSAGE_RECEIVED = "message-received", "support", "A centre has written"
    MESSAGE_ASSIGNED = "message-assigned", "support", "A message of a centre is yours to answer"
    MESSAGE_ANSWERED = "message-answered", "support", "The awarding body has answered a message"
    MESSAGE_CLOSED = "message-closed", "support", "The awarding body has closed a message"
    SUSPICION_REPORTED = "suspicion-reported", "support", "Something suspicious was reported", False, True
    CASE_ASSIGNED = "case-assigned", "support", "A security case is yours", False, True
    CASE_CLOCK = "case-clock", "support", "A time limit of a security case comes near", False, True
    ACCOUNT_LOCKED = "account-locked", "support", "You locked your account", True
    SERVICE_NOTICE = "service-notice", "support", "A problem of the service, or planned work", False, True

    TRANSFER_ASKED = "transfer-asked", "transfers", "Another centre asks you to host a candidate"
    TRANSFER_ANSWERED = "transfer-answered", "transfers", "The host centre has answered about a transfer"
    TRANSFER_DECIDED = "transfer-decided", "transfers", "A transfer has been decided or cancelled"
    TRANSFER_REMINDER = "transfer-reminder", "transfers", "A transfer waits for the host centre"
    SITE_DECIDED = "site-decided", "transfers", "An alternative site has been decided"
    ARRIVAL_DECIDED = "arrival-decided", "transfers", "A very late arrival has been decided"
    ENTRIES_CASE = "entries-case", "transfers", "A transfer, other site or very late arrival waits"

    @property
    def template(self) -> str:
        """Where its words stand: the subject, an empty line, the text."""
        return f"{self.capability}/notices/{self.value}.txt"

    @property
    def at_once(self) -> bool:
        """Whether it is mailed at any hour."""
        return self.security or self.urgent


OF_STAFF = frozenset({
    Kind.APPLICATION_WAITS, Kind.NOMINATION_READY, Kind.SIGN_IN_ALARM, Kind.APPROVAL_WAITS, Kind.APPROVAL_DECIDED,
    Kind.GLASS_BROKEN, Kind.MESSAGE_RECEIVED, Kind.MESSAGE_ASSIGNED, Kind.SUSPICION_REPORTED,
    Kind.CASE_ASSIGNED, Kind.CASE_CLOCK, Kind.ENTRIES_CASE, Kind.CORRECTION_ASKED,
})  # fmt: skip
"""What the awarding body's staff alone are told."""
OF_CENTRES = frozenset({
    *(kind for kind in Kind if kind.capability in ("assessment", "estimates")), Kind.ACCESS_ASKED, Kind.CENTRE_LAPSING,
    Kind.CENTRE_LAPSED, Kind.CENTRE_HELD, Kind.CENTRE_RELEASED, Kind.CENTRE_CLOSED, Kind.ADMINISTRATOR_APPOINTED,
    Kind.PASSWORDS_EXPIRED, Kind.USER_ROLES_CHANGED, Kind.EXAMS_OFFICE_CHANGED, Kind.JOIN_INVITATION,
    Kind.REVIEW_OPEN, Kind.REVIEW_REMINDER, Kind.MESSAGE_ANSWERED, Kind.MESSAGE_CLOSED, Kind.WEBHOOK_STOPPED,
    Kind.INVOICE_MADE, Kind.FILE_ASKS, Kind.BASE_DATA_ISSUED, Kind.CORRECTION_DECIDED,
})  # fmt: skip
"""What people of centres alone are told."""
OF_NOBODY_YET = frozenset({
    Kind.APPLICATION_STARTED, Kind.APPLICATION_RECEIVED, Kind.APPLICATION_REFUSED, Kind.AGREEMENT_SENT,
    Kind.NOMINEE_ASKED, Kind.HEAD_ASKED, Kind.INVITED, Kind.INVITATION_ENDING,
})  # fmt: skip
"""What is written to people who cannot sign in yet."""


def kinds_for(*, staff: bool) -> list[Kind]:
    """The kinds that somebody who signs in may be told, on either side."""
    others = OF_NOBODY_YET | (OF_CENTRES if staff else OF_STAFF)
    return [kind for kind in Kind if kind not in others]


class How(Labelled):
    """How somebody wants to be told of one kind, besides the page Notices."""

    NOW = "now", "Mail now"
    DIGEST = "digest", "Daily digest"
    OFF = "off", "No mail"


OPENS, CLOSES = time(7), time(18)


def is_quiet(at: datetime) -> bool:
    """Whether nobody at a centre is to be written to without need: outside 07:00 to 18:00 on working days.

    We hold of no centre in which nation it lies: a bank holiday in any of them is quiet for all (ours).
    """
    local = clock.london(at)
    return not is_working_day(local.date()) or not OPENS <= local.time() < CLOSES


def mail_due(at: datetime) -> datetime:
    """When what is not urgent may be mailed: now, or when the quiet hours are over."""
    return _next_opening(at) if is_quiet(at) else at


def digest_due(at: datetime) -> datetime:
    """When the digest that carries it is mailed: 07:00 of the next working day."""
    return _next_opening(at)


def _next_opening(at: datetime) -> datetime:
    """The first 07:00 in London, on a working day, after `at`."""
    on = clock.london(at).date()
    if not is_working_day(on) or clock.at_time(on, OPENS) <= at:
        on = next_working_day(on)
    return clock.at_time(on, OPENS)


FIRST_DELAY, LONGEST_DELAY = timedelta(minutes=1), timedelta(hours=4)


def retry_due(tries: int, *, at: datetime, at_once: bool) -> datetime:
    """When to try again after so many failures: after 1, 4, 16, 64 minutes, then every 4 hours, for ever."""
    wait = min(FIRST_DELAY * 4 ** min(tries - 1, 9), LONGEST_DELAY)
    return at + wait if at_once else mail_due(at + wait)


LONGEST_WORD, LONGEST_TITLE = 500, 180


def one_line(text: str, *, longest: int = LONGEST_WORD) -> str:
    """Text as one line without anything unprintable, so that no word of it can become a line or a header of a mail."""
    plain = in_one_line(text)
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"
