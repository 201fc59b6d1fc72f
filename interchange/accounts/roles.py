"""Who may do what: the one table of roles and capabilities (domain-accounts-security 3.1 to 3.3, mission A6).

A person holds any number of roles; rights are the union, nothing subtracts. What no row grants is denied.
"""

from collections.abc import Iterable
from enum import StrEnum

from interchange.core.labelled import Labelled


class Role(Labelled):
    """The fifteen centre roles of the founding guide, by stable code, and the three we add; `label` is their name."""

    CAG = "cag", "Centre Administrator (GQ)"
    CAV = "cav", "Centre Administrator (VQ)"
    ACM = "acm", "Add Coursework Marks (GQ)"
    ASB = "asb", "Admin Submitter (VQ)"
    CBT = "cbt", "CBA Tutor (VQ)"
    EFA = "efa", "Entries Full Access (GQ)"
    ERO = "ero", "Entries Read Only (GQ)"
    PFA = "pfa", "Post Result Full Access (GQ)"
    PRO = "pro", "Post Result Read Only (GQ)"
    ROV = "rov", "Read Only (VQ)"
    RFA = "rfa", "Results Full Access (GQ)"
    SCI = "sci", "Science Co-ordinator"
    SCM = "scm", "Submit Coursework Marks (GQ)"
    TCU = "tcu", "TCUser"
    TUT = "tut", "Tutor/Teacher"
    HEAD = "head", "Head of centre"
    FINANCE = "finance", "Finance"
    AUDITOR = "auditor", "Centre auditor"

    SUPPORT = "ab-support", "AB support agent"
    SUPPORT_LEAD = "ab-support-lead", "AB support lead"
    APPROVALS = "ab-approvals", "AB centre approvals"
    ENTRIES = "ab-entries", "AB entries officer"
    ASSESSMENT = "ab-assessment", "AB assessment officer"
    MODERATOR = "ab-moderator", "Moderator"
    PRINCIPAL = "ab-principal", "Principal moderator"
    ASSESSOR = "ab-assessor", "Assessor / examiner"
    RESULTS = "ab-results", "AB results controller"
    MATERIALS = "ab-materials", "AB materials controller"
    POST_RESULTS = "ab-post-results", "AB post-results officer"
    SECURITY = "ab-security", "AB security officer"
    REGULATOR = "ab-auditor", "AB auditor / regulator view"
    SYSTEM = "ab-system", "AB system administrator"

    @property
    def is_staff(self) -> bool:
        """Whether it is a role of the awarding body's side."""
        return self.value.startswith("ab-")


CENTRE_ROLES = frozenset(role for role in Role if not role.is_staff)
STAFF_ROLES = frozenset(role for role in Role if role.is_staff)


class Capability(StrEnum):
    """What can be permitted; the comment beside each in `WHO_MAY` names the row of the matrix it comes from."""

    OPERATE = "operate"
    OWN_ACCOUNT = "own-account"
    WELCOME = "welcome"
    SEARCH = "search"

    MARKS_VIEW = "marks-view"
    MARKS_EXPORT = "marks-export"
    MARKS_ENTER = "marks-enter"
    MARKS_SUBMIT = "marks-submit"
    MARKS_SUBMITTED_VIEW = "marks-submitted-view"
    MARKS_CHANGE_REQUEST = "marks-change-request"
    EXTENSION_REQUEST = "extension-request"
    HISTORY = "history"

    SHEETS_INSPECT = "sheets-inspect"
    SHEETS_EXPORT = "sheets-export"
    SHEETS_REOPEN = "sheets-reopen"
    CHANGES_DECIDE = "changes-decide"
    EXTENSIONS_DECIDE = "extensions-decide"
    FORMS_VERIFY = "forms-verify"
    TRAIL_INSPECT = "trail-inspect"
    NEWS_POST = "news-post"


R, C = Role, Capability

EVERYBODY = CENTRE_ROLES | STAFF_ROLES
MARKERS = frozenset({R.CAG, R.ACM, R.SCM})
SUBMITTERS = frozenset({R.CAG, R.SCM})

WHO_MAY: dict[Capability, frozenset[Role]] = {
    C.OPERATE: frozenset(),  # the operator's commands alone, which act as the system
    C.OWN_ACCOUNT: EVERYBODY,  # matrix 01
    C.WELCOME: EVERYBODY,  # matrix 02
    C.SEARCH: EVERYBODY,  # shows only what the other rows let the person see
    C.MARKS_VIEW: MARKERS,  # matrix 08
    C.MARKS_EXPORT: frozenset({R.CAG}),  # matrix 08, "V X"
    C.MARKS_ENTER: MARKERS,  # matrix 09
    C.MARKS_SUBMIT: SUBMITTERS,  # matrix 10, R-ACT-1
    C.MARKS_SUBMITTED_VIEW: MARKERS,  # matrix 11
    C.MARKS_CHANGE_REQUEST: SUBMITTERS,  # R-CHG-4: who may submit may ask to change what was submitted
    C.EXTENSION_REQUEST: SUBMITTERS,  # R-DL-2
    C.HISTORY: frozenset(
        {R.CAG, R.CAV, R.HEAD, R.AUDITOR}
    ),  # 3.2, extra roles; section 7, a centre sees its own
    C.SHEETS_INSPECT: frozenset({R.ASSESSMENT, R.SUPPORT, R.SUPPORT_LEAD, R.ENTRIES, R.REGULATOR}),  # 3.3
    C.SHEETS_EXPORT: frozenset({R.ASSESSMENT}),  # 3.3
    C.SHEETS_REOPEN: frozenset({R.ASSESSMENT}),  # 3.3, "unlock a submitted set with reason"
    C.CHANGES_DECIDE: frozenset({R.ASSESSMENT}),  # R-CHG-4, moderation operations
    C.EXTENSIONS_DECIDE: frozenset({R.ASSESSMENT}),  # R-DL-2, "mark windows"
    C.FORMS_VERIFY: frozenset({R.ASSESSMENT, R.SUPPORT, R.SUPPORT_LEAD, R.REGULATOR}),
    C.TRAIL_INSPECT: frozenset({R.SECURITY, R.REGULATOR}),  # 3.3, "audit search"
    C.NEWS_POST: frozenset({R.SUPPORT_LEAD, R.ASSESSMENT, R.ENTRIES}),
}


def capabilities_of(roles: Iterable[str]) -> frozenset[str]:
    """The union of what the roles give, as codes; unknown roles give nothing."""
    held = set(roles)
    return frozenset(capability.value for capability, holders in WHO_MAY.items() if held & holders)


def roles_with(capability: Capability, *, staff: bool) -> list[Role]:
    """The roles on one side that give `capability`, in the table's order."""
    return [role for role in Role if role in WHO_MAY[capability] and role.is_staff is staff]


def role_named(title: str) -> Role:
    """The role with this title or code, whatever its case; `KeyError` where there is none."""
    wanted = " ".join(title.split()).casefold()
    for role in Role:
        if wanted in (role.label.casefold(), role.value):
            return role
    raise KeyError(title)
