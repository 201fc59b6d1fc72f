"""Who may do what: the one table of roles and capabilities (domain-accounts-security 3.1 to 3.3, mission A6).

A person holds any number of roles; rights are the union, nothing subtracts. What no row grants is denied.
"""

from collections.abc import Iterable

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

    @property
    def scope(self) -> str:
        """The side of the centre's work that it belongs to, "GQ" or "VQ"; empty where it names neither (note 2)."""
        return self.label[-3:-1] if self.label.endswith(("(GQ)", "(VQ)")) else ""

    @property
    def is_administrator(self) -> bool:
        """Whether it is one of the two Centre Administrators."""
        return self in (Role.CAG, Role.CAV)


CENTRE_ROLES = frozenset(role for role in Role if not role.is_staff)
STAFF_ROLES = frozenset(role for role in Role if role.is_staff)


class Capability(Labelled):
    """What can be permitted; `label` says it to the person who grants a role: "may …"."""

    OPERATE = "operate", "run the operator's commands"
    OWN_ACCOUNT = "own-account", "sign in, and look after their own account"
    WELCOME = "welcome", "see the welcome page, news and reminders"
    SEARCH = "search", "search for what they may see"
    MESSAGES = "messages", "write to the awarding body"
    MESSAGES_ALL = "messages-all", "see all messages of the centre to the awarding body"

    USERS_VIEW = "users-view", "see the users of the centre"
    USERS_MANAGE = "users-manage", "add, change and remove users, their roles, passwords and access"
    KEYS_MANAGE = "keys-manage", "make and revoke keys for the centre's own systems"
    CENTRE_VIEW = "centre-view", "see the centre's approvals and agreements"
    ADMINISTRATORS_NOMINATE = "administrators-nominate", "nominate a Centre Administrator"
    ADMINISTRATORS_CONFIRM = "administrators-confirm", "confirm a Centre Administrator as head of centre"
    DECLARATIONS_SIGN = "declarations-sign", "sign declarations as head of centre"
    HISTORY = "history", "see who did what in the centre"
    INVOICES = "invoices", "see invoices"

    ENTRIES_VIEW = "entries-view", "view entries"
    ENTRIES_EXPORT = "entries-export", "export entries"
    ENTRIES_ENTER = "entries-enter", "add, amend and save entries"
    ENTRIES_SUBMIT = "entries-submit", "submit entries"
    ESTIMATES_VIEW = "estimates-view", "view estimated entries"
    ESTIMATES_ENTER = "estimates-enter", "make and submit estimated entries"

    MARKS_VIEW = "marks-view", "view internal assessment marks"
    MARKS_EXPORT = "marks-export", "export internal assessment marks"
    MARKS_ENTER = "marks-enter", "enter, save and check internal assessment marks"
    MARKS_SUBMIT = "marks-submit", "submit internal assessment marks"
    MARKS_REACH = "marks-reach", "choose who sees which marks, and whether one person may enter and submit"
    MARKS_SUBMITTED_VIEW = "marks-submitted-view", "view submitted marks and print the iMS1"
    MARKS_CHANGE_REQUEST = "marks-change-request", "ask for a submitted mark to be changed"
    EXTENSION_REQUEST = "extension-request", "ask for more time"
    EXAMINER_LABELS = "examiner-labels", "print emergency examiner labels"
    MODERATION_VIEW = "moderation-view", "see the moderator's address and the sample"
    MODERATOR_REPORTS = "moderator-reports", "read moderator reports"
    ASSESSOR_REPORTS = "assessor-reports", "read assessor reports"
    REPOSITORY = "repository", "upload candidates' work to the Repository"

    RESULTS_RESTRICTED_VIEW = "results-restricted-view", "see results from the restricted release"
    RESULTS_RESTRICTED_EXPORT = "results-restricted-export", "export results from the restricted release"
    RESULTS_VIEW = "results-view", "see results from the candidate release"
    RESULTS_EXPORT = "results-export", "export results from the candidate release"
    ACTIVE_RESULTS = "active-results", "analyse results in Active Results"
    POST_RESULTS_VIEW = "post-results-view", "view enquiries, scripts and missing results"
    POST_RESULTS_SUBMIT = "post-results-submit", "add and submit enquiries, scripts and missing results"
    LATE_CERTIFICATION_VIEW = "late-certification-view", "view late certification"
    LATE_CERTIFICATION_SUBMIT = "late-certification-submit", "ask for late certification"

    VQ_ENTRIES_VIEW = "vq-entries-view", "view vocational entries and achievements"
    VQ_ENTRIES_EXPORT = "vq-entries-export", "export vocational entries and achievements"
    VQ_ENTRIES_SUBMIT = "vq-entries-submit", "make and submit vocational entries"
    VQ_FEEDBACK_VIEW = "vq-feedback-view", "view centre feedback forms and test results"
    VQ_FEEDBACK_EXPORT = "vq-feedback-export", "export centre feedback forms and test results"
    CLAIMS_SUBMIT = "claims-submit", "make and submit certification claims"
    KEY_SKILLS_SUBMIT = "key-skills-submit", "make and submit Key Skills claims"
    CBA = "cba", "download and submit computer-based assessment"

    TUTOR_MATERIALS = "tutor-materials", "download tutor materials"
    CONTROLLED_MATERIALS = "controlled-materials", "download controlled assessment materials"
    SCIENCE_MATERIALS = "science-materials", "download science controlled materials"
    PAST_PAPERS = "past-papers", "download past papers and mark schemes"
    ACCESS_ARRANGEMENTS = "access-arrangements", "use Access arrangements online"
    REPORTS_VIEW = "reports-view", "search the awarding body's data and view reports"
    REPORTS_EXPORT = "reports-export", "export reports"

    CENTRES_FIND = "centres-find", "find centres"
    CENTRES_APPROVE = "centres-approve", "decide applications and approvals, and send agreements"
    CENTRES_HOLD = "centres-hold", "put a centre on security hold and release it"
    PEOPLE_FIND = "people-find", "find people"
    PEOPLE_HELP = "people-help", "send links, unlock and end sessions"
    PEOPLE_SUSPEND = "people-suspend", "suspend and close users' accounts"
    SHARING_WATCH = "sharing-watch", "look into accounts that may be shared"
    PEOPLE_RESET = "people-reset", "start the reset of an administrator's second factor or address"
    PEOPLE_RESET_APPROVE = "people-reset-approve", "approve such a reset as the second person"
    ADMINISTRATORS_START = "administrators-start", "start a change of Centre Administrator"
    ADMINISTRATORS_APPROVE = "administrators-approve", "approve a change of Centre Administrator"
    STAFF_VIEW = "staff-view", "see who of the awarding body's people may do what"
    STAFF_END = "staff-end", "end the access of one of the awarding body's people"
    STAFF_MANAGE = "staff-manage", "start adding or changing the awarding body's own people"
    STAFF_APPROVE = "staff-approve", "approve a change of the awarding body's own people"
    STAFF_DESK = "staff-desk", "see the awarding body's desk"
    SECOND_PERSON = "second-person", "decide what another of the awarding body's people has asked for"
    ACT_AS = "act-as", "look through a user's eyes, with a reason, without changing anything"
    BREAK_GLASS = "break-glass", "ask for access to candidate screens for an hour"
    BREAK_GLASS_APPROVE = "break-glass-approve", "approve such access as the second person"
    MESSAGES_ANSWER = "messages-answer", "answer messages of centres"
    SECURITY_CASES = "security-cases", "work on security cases"
    STATUS_POST = "status-post", "tell of service problems and planned work"
    GUIDES_PUBLISH = "guides-publish", "publish guides to download"
    NEWS_POST = "news-post", "post news"
    TRAIL_INSPECT = "trail-inspect", "search the trail of all centres"
    RETENTION_VIEW = "retention-view", "see what is kept for how long"
    LEGAL_HOLD = "legal-hold", "hold records against deletion"
    SUBJECT_ACCESS = "subject-access", "export what is held on one person"
    CONFIGURE = "configure", "see the system's configuration and jobs"

    SHEETS_INSPECT = "sheets-inspect", "see which mark sheets have been received"
    SHEETS_READ = "sheets-read", "read the marks of a mark sheet received"
    SHEETS_EXPORT = "sheets-export", "export mark sheets"
    SHEETS_REOPEN = "sheets-reopen", "reopen a submitted mark sheet, with a reason"
    CHANGES_DECIDE = "changes-decide", "decide requests to change a mark"
    EXTENSIONS_DECIDE = "extensions-decide", "decide requests for more time"
    FORMS_VERIFY = "forms-verify", "check a printed iMS1 against the record"
    SERIES_MANAGE = "series-manage", "open and close series and entry windows"
    CATALOGUE_MANAGE = "catalogue-manage", "change the catalogue: qualifications, fees, dates and timetable"
    INVOICES_RUN = (
        "invoices-run",
        "make the invoices of a series, and charge or credit a centre with a reason",
    )
    ENTRIES_AMEND = "entries-amend", "make late entries and amendments on request, with a reason"
    MODERATORS_ALLOCATE = "moderators-allocate", "allocate moderators and reissue samples"
    MODERATE = "moderate", "moderate allocated samples"
    MODERATION_REVIEW = "moderation-review", "review and sign off a team's moderation"
    ASSESS = "assess", "mark allocated scripts and report visits"
    RESULTS_LOAD = "results-load", "load and verify results"
    RESULTS_RELEASE = "results-release", "schedule, release and withdraw results, two persons"
    MATERIALS_PUBLISH = "materials-publish", "publish, embargo and revoke controlled materials"
    ENQUIRIES_DECIDE = "enquiries-decide", "decide enquiries, scripts and late certification"


R, C = Role, Capability

EVERYBODY = CENTRE_ROLES | STAFF_ROLES
ADMINISTRATORS = frozenset({R.CAG, R.CAV})
MARKERS = frozenset({R.CAG, R.ACM, R.SCM})
SUBMITTERS = frozenset({R.CAG, R.SCM})
VQ_READERS = frozenset({R.CAV, R.ASB, R.CBT, R.ROV, R.TUT})
VQ_EXPORTERS = VQ_READERS - {R.ROV}  # note 7
VQ_SUBMITTERS = frozenset({R.CAV, R.ASB})
HELPERS = frozenset({R.SUPPORT, R.SUPPORT_LEAD})
OFFICERS = STAFF_ROLES - {R.MODERATOR, R.PRINCIPAL, R.ASSESSOR, R.SYSTEM}


def _of(*roles: Role) -> frozenset[Role]:
    return frozenset(roles)


WHO_MAY: dict[Capability, frozenset[Role]] = {
    C.OPERATE: _of(),  # the operator's commands alone, which act as the system
    C.OWN_ACCOUNT: EVERYBODY,  # matrix 01
    C.WELCOME: EVERYBODY,  # matrix 02
    C.SEARCH: EVERYBODY,  # shows only what the other rows let the person see
    C.MESSAGES: CENTRE_ROLES,  # mission B4
    C.MESSAGES_ALL: ADMINISTRATORS,  # mission B4; 3.2, "everything"
    C.USERS_VIEW: ADMINISTRATORS | {R.AUDITOR},  # matrix 03; 3.2, Centre auditor: "read-only on users"
    C.USERS_MANAGE: ADMINISTRATORS,  # matrix 03
    C.KEYS_MANAGE: ADMINISTRATORS,  # matrix 03, "access and security"
    C.CENTRE_VIEW: ADMINISTRATORS | {R.HEAD},  # 1.5 to 1.14; 3.2 gives the auditor "users and audit" alone
    C.ADMINISTRATORS_NOMINATE: ADMINISTRATORS | {R.HEAD},  # 1.4, 1.12
    C.ADMINISTRATORS_CONFIRM: _of(R.HEAD),  # 1.7
    C.DECLARATIONS_SIGN: _of(R.HEAD),  # 3.2, Head of centre
    C.HISTORY: ADMINISTRATORS | {R.HEAD, R.AUDITOR},  # 3.2, extra roles; section 7, a centre sees its own
    C.INVOICES: ADMINISTRATORS | {R.FINANCE},  # 3.2, Finance; mission A6, "everything"
    C.ENTRIES_VIEW: _of(R.CAG, R.EFA, R.ERO, R.TUT),  # matrix 04
    C.ENTRIES_EXPORT: _of(R.CAG, R.EFA, R.ERO, R.TUT),  # matrix 04
    C.ENTRIES_ENTER: _of(R.CAG, R.EFA),  # matrix 05
    C.ENTRIES_SUBMIT: _of(R.CAG, R.EFA),  # matrix 06
    C.ESTIMATES_VIEW: _of(R.CAG, R.EFA, R.ERO, R.TUT),  # matrix 07
    C.ESTIMATES_ENTER: _of(R.CAG, R.EFA),  # matrix 07
    C.MARKS_VIEW: MARKERS,  # matrix 08
    C.MARKS_EXPORT: _of(R.CAG),  # matrix 08, "V X"
    C.MARKS_ENTER: MARKERS,  # matrix 09
    C.MARKS_SUBMIT: SUBMITTERS,  # matrix 10, R-ACT-1
    C.MARKS_REACH: _of(R.CAG),  # R-ACT-3; notes 4 and 8
    C.MARKS_SUBMITTED_VIEW: MARKERS,  # matrix 11
    C.MARKS_CHANGE_REQUEST: SUBMITTERS,  # R-CHG-4: who may submit may ask to change what was submitted
    C.EXTENSION_REQUEST: SUBMITTERS,  # R-DL-2
    C.EXAMINER_LABELS: _of(R.CAG, R.EFA),  # matrix 12
    C.MODERATION_VIEW: MARKERS,  # matrix 13
    C.MODERATOR_REPORTS: _of(R.CAG, R.CAV, R.SCM, R.TUT),  # matrix 25
    C.ASSESSOR_REPORTS: _of(R.CAG, R.CAV, R.ASB, R.CBT, R.ROV, R.TUT),  # matrix 24
    C.REPOSITORY: _of(R.CAG, R.CAV, R.SCM, R.TUT),  # matrix 31
    C.RESULTS_RESTRICTED_VIEW: _of(R.CAG, R.RFA, R.HEAD),  # matrix 14, note 6; 3.2, Head of centre
    C.RESULTS_RESTRICTED_EXPORT: _of(R.CAG, R.RFA),  # matrix 14
    C.RESULTS_VIEW: _of(R.CAG, R.PFA, R.PRO, R.RFA, R.TUT, R.HEAD),  # matrix 15
    C.RESULTS_EXPORT: _of(R.CAG, R.RFA, R.TUT),  # matrix 15
    C.ACTIVE_RESULTS: _of(R.CAG, R.RFA, R.TUT),  # matrix 32
    C.POST_RESULTS_VIEW: _of(R.CAG, R.PFA, R.PRO),  # matrix 16
    C.POST_RESULTS_SUBMIT: _of(R.CAG, R.PFA),  # matrix 17
    C.LATE_CERTIFICATION_VIEW: _of(R.CAG, R.PFA, R.PRO),  # matrix 18
    C.LATE_CERTIFICATION_SUBMIT: _of(R.CAG, R.PFA),  # matrix 18
    C.VQ_ENTRIES_VIEW: VQ_READERS,  # matrix 19
    C.VQ_ENTRIES_EXPORT: VQ_EXPORTERS,  # matrix 19
    C.VQ_ENTRIES_SUBMIT: VQ_SUBMITTERS,  # matrix 21
    C.VQ_FEEDBACK_VIEW: VQ_READERS,  # matrix 20
    C.VQ_FEEDBACK_EXPORT: VQ_EXPORTERS,  # matrix 20
    C.CLAIMS_SUBMIT: VQ_SUBMITTERS,  # matrix 22
    C.KEY_SKILLS_SUBMIT: VQ_SUBMITTERS,  # matrix 23
    C.CBA: _of(R.CAV, R.CBT),  # matrix 27
    C.TUTOR_MATERIALS: _of(R.CAV, R.CBT, R.TUT),  # matrix 26
    C.CONTROLLED_MATERIALS: _of(R.CAG, R.TUT),  # matrix 28
    C.SCIENCE_MATERIALS: _of(R.SCI),  # matrix 29: not the administrators (note 1)
    C.PAST_PAPERS: _of(R.CAG, R.CAV, R.ROV, R.TUT),  # matrix 30
    C.ACCESS_ARRANGEMENTS: _of(R.TCU),  # matrix 33: not the administrators (note 1)
    C.REPORTS_VIEW: VQ_READERS | {R.CAG, R.EFA, R.ERO, R.PFA, R.PRO, R.RFA},  # matrix 34
    C.REPORTS_EXPORT: VQ_EXPORTERS | {R.CAG},  # matrix 34
    C.CENTRES_FIND: OFFICERS,  # 3.3
    C.CENTRES_APPROVE: _of(R.APPROVALS),  # 3.3
    C.CENTRES_HOLD: _of(R.APPROVALS, R.SECURITY),  # 3.3
    C.PEOPLE_FIND: HELPERS | {R.SECURITY},  # 3.3: not approvals, whose pages name the administrators
    C.PEOPLE_SUSPEND: _of(
        R.SUPPORT_LEAD, R.SECURITY
    ),  # section 4, "suspended: CA or AB"; not in the agent's row
    C.SHARING_WATCH: _of(R.SUPPORT_LEAD, R.SECURITY),  # 4.11: those who may suspend an account for it
    C.PEOPLE_HELP: HELPERS | {R.SECURITY},  # 3.3, "unlock; end sessions", "session kills, forced resets"
    C.PEOPLE_RESET: HELPERS,  # 3.3, 5.3.7
    C.PEOPLE_RESET_APPROVE: _of(R.SUPPORT_LEAD),  # 3.3, 5.3.7
    C.ADMINISTRATORS_START: HELPERS,  # 3.3
    C.ADMINISTRATORS_APPROVE: _of(R.SUPPORT_LEAD),  # 3.3
    C.STAFF_VIEW: _of(R.SYSTEM, R.SECURITY, R.SUPPORT_LEAD, R.REGULATOR),
    C.STAFF_END: _of(R.SYSTEM, R.SECURITY),  # taking away needs no second person
    C.STAFF_MANAGE: _of(R.SYSTEM),  # 3.3, "configuration"
    C.STAFF_APPROVE: _of(R.SECURITY),  # no right is given by one person alone
    C.STAFF_DESK: STAFF_ROLES,  # each sees its own queues there
    C.SECOND_PERSON: _of(R.SUPPORT_LEAD, R.SECURITY),  # whoever approves anything of the rows above and below
    C.ACT_AS: HELPERS,  # 3.3
    C.BREAK_GLASS: _of(R.SYSTEM),  # 3.3
    C.BREAK_GLASS_APPROVE: _of(R.SECURITY),  # 3.3
    C.MESSAGES_ANSWER: HELPERS,  # 3.3
    C.SECURITY_CASES: _of(R.SECURITY),  # 3.3
    C.STATUS_POST: _of(R.SUPPORT_LEAD, R.SYSTEM),  # section 10
    C.GUIDES_PUBLISH: _of(R.SUPPORT_LEAD, R.MATERIALS),  # mission B4
    C.NEWS_POST: _of(R.SUPPORT_LEAD, R.ASSESSMENT, R.ENTRIES),  # mission B1
    C.TRAIL_INSPECT: _of(R.SECURITY, R.REGULATOR),  # 3.3, "audit search"
    C.RETENTION_VIEW: _of(R.SECURITY, R.REGULATOR, R.SYSTEM),  # section 8
    C.LEGAL_HOLD: _of(R.SECURITY),  # section 8, last row
    C.SUBJECT_ACCESS: _of(R.SECURITY, R.SUPPORT_LEAD),  # section 9
    C.CONFIGURE: _of(R.SYSTEM),  # 3.3
    C.SHEETS_INSPECT: HELPERS | {R.ASSESSMENT, R.REGULATOR},  # 3.3, "see status"
    C.SHEETS_READ: _of(R.ASSESSMENT, R.REGULATOR),  # 3.3: not support, nor the entries officer
    C.SHEETS_EXPORT: _of(R.ASSESSMENT),  # 3.3
    C.SHEETS_REOPEN: _of(R.ASSESSMENT),  # 3.3, "unlock a submitted set with reason"
    C.CHANGES_DECIDE: _of(R.ASSESSMENT),  # R-CHG-4, moderation operations
    C.EXTENSIONS_DECIDE: _of(R.ASSESSMENT),  # R-DL-2, "mark windows"
    C.FORMS_VERIFY: HELPERS | {R.ASSESSMENT, R.REGULATOR},
    C.SERIES_MANAGE: _of(R.ENTRIES),  # 3.3
    C.CATALOGUE_MANAGE: _of(R.ENTRIES, R.ASSESSMENT),  # 3.3: series windows and mark windows rest on it
    C.ENTRIES_AMEND: _of(R.ENTRIES),  # 3.3
    C.INVOICES_RUN: _of(R.ENTRIES),  # 3.3 gives nobody the fees; they follow from entries and their windows
    C.MODERATORS_ALLOCATE: _of(R.ASSESSMENT),  # 3.3
    C.MODERATE: _of(R.MODERATOR, R.PRINCIPAL),  # 3.3
    C.MODERATION_REVIEW: _of(R.PRINCIPAL),  # 3.3
    C.ASSESS: _of(R.ASSESSOR),  # 3.3
    C.RESULTS_LOAD: _of(R.RESULTS),  # 3.3
    C.RESULTS_RELEASE: _of(R.RESULTS),  # 3.3
    C.MATERIALS_PUBLISH: _of(R.MATERIALS),  # 3.3
    C.ENQUIRIES_DECIDE: _of(R.POST_RESULTS),  # 3.3
}

STILL_TO_COME: dict[Capability, str] = {
    **dict.fromkeys(
        [C.EXAMINER_LABELS, C.MODERATION_VIEW, C.MODERATOR_REPORTS, C.ASSESSOR_REPORTS, C.MODERATORS_ALLOCATE,
         C.MODERATE, C.MODERATION_REVIEW, C.ASSESS, C.DECLARATIONS_SIGN], "moderation",
    ),
    **dict.fromkeys(
        [C.REPOSITORY, C.TUTOR_MATERIALS, C.CONTROLLED_MATERIALS, C.SCIENCE_MATERIALS, C.PAST_PAPERS,
         C.ACCESS_ARRANGEMENTS, C.MATERIALS_PUBLISH], "materials, the Repository and access arrangements",
    ),
    **dict.fromkeys(
        [C.RESULTS_RESTRICTED_VIEW, C.RESULTS_RESTRICTED_EXPORT, C.RESULTS_VIEW, C.RESULTS_EXPORT, C.ACTIVE_RESULTS,
         C.POST_RESULTS_VIEW, C.POST_RESULTS_SUBMIT, C.LATE_CERTIFICATION_VIEW, C.LATE_CERTIFICATION_SUBMIT,
         C.RESULTS_LOAD, C.RESULTS_RELEASE, C.ENQUIRIES_DECIDE], "results and after",
    ),
    **dict.fromkeys(
        [C.VQ_FEEDBACK_VIEW, C.VQ_FEEDBACK_EXPORT, C.CLAIMS_SUBMIT, C.KEY_SKILLS_SUBMIT, C.CBA, C.REPORTS_VIEW,
         C.REPORTS_EXPORT], "vocational services",
    ),
}  # fmt: skip
"""The capabilities of services that are not built yet, and which: they are given with their roles from the start."""

READS = frozenset({
    C.WELCOME, C.SEARCH, C.USERS_VIEW, C.CENTRE_VIEW, C.HISTORY, C.INVOICES, C.ENTRIES_VIEW, C.ESTIMATES_VIEW,
    C.MARKS_VIEW, C.MARKS_SUBMITTED_VIEW, C.MODERATION_VIEW, C.MODERATOR_REPORTS, C.ASSESSOR_REPORTS, C.RESULTS_VIEW,
    C.POST_RESULTS_VIEW, C.LATE_CERTIFICATION_VIEW, C.VQ_ENTRIES_VIEW, C.VQ_FEEDBACK_VIEW, C.REPORTS_VIEW,
})  # fmt: skip
"""All that is left of a centre role's powers when staff look through somebody's eyes: no restricted results, no
materials, no export, and nothing that changes anything (3.3)."""


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
