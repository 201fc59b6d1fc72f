"""What can happen, by name: `<capability>:<subject>:<past tense>`. The sentence is made when it is shown."""

from enum import StrEnum
from typing import Self

from interchange.core.labelled import Labelled


class Group(Labelled):
    """The kinds of happenings: how long they are kept and how they are searched for goes by them (7, 8)."""

    SIGN_IN = "sign-in", "Signing in"
    CREDENTIAL = "credential", "Passwords and second factors"
    USER = "user", "People and roles"
    CENTRE = "centre", "Centres and agreements"
    DATA = "data", "Entries and marks"
    DISCLOSURE = "disclosure", "What was looked at and taken away"
    SYSTEM = "system", "The system"


class Event(StrEnum):
    """Every kind of event: its `label` is what the trail shows, its `rule` what section 7 of the rules calls it."""

    label: str
    group: Group
    rule: str

    def __new__(cls, value: str, label: str, group: Group, rule: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.group, member.rule = label, group, rule
        return member

    # ------------------------------------------------------------ signing in
    SIGNED_IN = "accounts:person:signed-in", "Signed in", Group.SIGN_IN, "login.ok"
    SIGN_IN_REFUSED = "accounts:person:sign-in-refused", "Sign-in refused", Group.SIGN_IN, "login.fail"
    SIGN_IN_LOCKED = (
        "accounts:person:locked", "Locked after too many wrong tries", Group.SIGN_IN, "login.locked",
    )  # fmt: skip
    PERSON_UNLOCKED = "accounts:person:unlocked", "Unlocked a person", Group.SIGN_IN
    LOCKED_OWN_ACCOUNT = "accounts:person:locked-by-owner", "Locked own account", Group.SIGN_IN
    FACTOR_ACCEPTED = "accounts:factor:accepted", "Gave the second factor", Group.SIGN_IN
    BROWSER_CHALLENGED = (
        "accounts:browser:challenged", "Signed in from a new browser", Group.SIGN_IN, "login.new_device",
    )  # fmt: skip
    BROWSER_CONFIRMED = "accounts:browser:confirmed", "Confirmed a new browser by e-mail", Group.SIGN_IN
    BROWSER_REMEMBERED = "accounts:browser:remembered", "Had a browser remembered", Group.SIGN_IN
    BROWSER_FORGOTTEN = "accounts:browser:forgotten", "Had a browser forgotten", Group.SIGN_IN
    MEMBERSHIP_CHOSEN = "accounts:membership:chosen", "Chose a centre to work for", Group.SIGN_IN
    SIGNED_OUT = "accounts:person:signed-out", "Signed out", Group.SIGN_IN, "logout"
    SESSION_EXPIRED = "accounts:session:expired", "A session ran out", Group.SIGN_IN, "session.expired"
    SESSION_ENDED = "accounts:session:ended", "Ended a session", Group.SIGN_IN, "session.ended_by"
    STEPPED_UP = "accounts:step-up:passed", "Gave the second factor again", Group.SIGN_IN, "stepup.ok"
    STEP_UP_REFUSED = (
        "accounts:step-up:refused", "Second factor refused when asked again", Group.SIGN_IN, "stepup.fail",
    )  # fmt: skip
    SHARING_SUSPECTED = "accounts:sharing:suspected", "Account may be shared", Group.SIGN_IN
    SHARING_LOOKED_INTO = "accounts:sharing:looked-into", "Looked into a shared account", Group.SIGN_IN

    # ------------------------------------------------------------ passwords and second factors
    PASSWORD_CHANGED = (
        "accounts:person:password-changed", "Changed own password", Group.CREDENTIAL, "password.change",
    )  # fmt: skip
    PASSWORD_RESET_REQUESTED = (
        "accounts:password:reset-requested", "Asked for a new password", Group.CREDENTIAL, "password.reset_requested",
    )  # fmt: skip
    PASSWORD_RESET_REQUIRED = "accounts:password:reset-required", "Reset a password", Group.CREDENTIAL
    PASSWORD_RESET_USED = (
        "accounts:password:reset-used", "Chose a new password by a link", Group.CREDENTIAL, "password.reset_used",
    )  # fmt: skip
    PASSWORD_EXPIRED = (
        "accounts:password:expired", "A password expired", Group.CREDENTIAL, "password.expired",
    )  # fmt: skip
    PASSWORD_EXTENDED = (
        "accounts:password:extended", "Extended a password", Group.CREDENTIAL, "password.extended",
    )  # fmt: skip
    PASSWORD_REFUSED = (
        "accounts:password:refused", "A known password was refused", Group.CREDENTIAL, "password.breached_refused",
    )  # fmt: skip
    FACTOR_ADDED = "accounts:factor:added", "Added a second factor", Group.CREDENTIAL, "factor.add"
    FACTOR_REMOVED = "accounts:factor:removed", "Removed a second factor", Group.CREDENTIAL, "factor.remove"
    FACTOR_NAMED = "accounts:factor:named", "Named a second factor", Group.CREDENTIAL
    FACTOR_RESET = "accounts:factor:reset", "Reset a second factor", Group.CREDENTIAL, "factor.reset_by"
    RECOVERY_CODE_USED = (
        "accounts:recovery-code:used", "Signed in with a recovery code", Group.CREDENTIAL, "recovery.used",
    )  # fmt: skip
    RECOVERY_CODES_MADE = "accounts:recovery-codes:made", "Made new recovery codes", Group.CREDENTIAL
    EMAIL_CHANGE_REQUESTED = (
        "accounts:email:change-requested", "Asked to change an e-mail address", Group.CREDENTIAL,
        "email.change_requested",
    )  # fmt: skip
    EMAIL_CHANGED = "accounts:email:changed", "Changed an e-mail address", Group.CREDENTIAL, "email.changed"
    IDENTITY_LINKED = "accounts:identity:linked", "Linked a sign-in from elsewhere", Group.CREDENTIAL
    IDENTITY_ENDED = "accounts:identity:ended", "Ended a sign-in from elsewhere", Group.CREDENTIAL
    IDENTITY_REFUSED = "accounts:identity:refused", "Refused a sign-in from elsewhere", Group.CREDENTIAL
    CALENDAR_KEY_MADE = "notifications:calendar-key:made", "Made a calendar address", Group.CREDENTIAL
    CALENDAR_KEY_ENDED = "notifications:calendar-key:ended", "Ended a calendar address", Group.CREDENTIAL
    API_KEY_MADE = "api:key:made", "Made an API key", Group.CREDENTIAL
    API_KEY_REVOKED = "api:key:revoked", "Revoked an API key", Group.CREDENTIAL
    WEBHOOK_MADE = "webhooks:hook:made", "Made a webhook", Group.CREDENTIAL
    WEBHOOK_SECRET_REPLACED = "webhooks:secret:replaced", "Replaced the secret of a webhook", Group.CREDENTIAL
    WEBHOOK_STARTED = "webhooks:hook:started", "Started a webhook again", Group.CREDENTIAL
    WEBHOOK_REMOVED = "webhooks:hook:removed", "Removed a webhook", Group.CREDENTIAL
    WEBHOOK_TESTED = "webhooks:message:sent-by-hand", "Sent a message to a webhook by hand", Group.CREDENTIAL

    # ------------------------------------------------------------ people and roles
    PERSON_ADDED = "accounts:person:added", "Added a person", Group.USER
    PERSON_INVITED = "accounts:person:invited", "Invited a person", Group.USER, "user.invite"
    PERSON_ACTIVATED = "accounts:person:activated", "Activated own account", Group.USER, "user.activate"
    INVITATION_EXPIRED = (
        "accounts:invitation:expired", "An invitation ran out", Group.USER, "user.invite_expire",
    )  # fmt: skip
    FILTER_SAVED = "accounts:filter:saved", "Saved a filter of the list of users", Group.USER
    FILTER_REMOVED = "accounts:filter:removed", "Removed a filter of the list of users", Group.USER
    PERSON_CHANGED = "accounts:person:changed", "Changed a person's details", Group.USER
    END_DATE_CHANGED = "accounts:membership:end-date-changed", "Changed the day access ends", Group.USER
    PERSON_SUSPENDED = "accounts:person:suspended", "Suspended a person", Group.USER, "user.suspend"
    PERSON_RESTORED = "accounts:person:restored", "Restored a person", Group.USER, "user.restore"
    PERSON_DORMANT = "accounts:person:rested", "An account became dormant", Group.USER, "user.dormant"
    PERSON_LEFT = "accounts:person:left", "Removed a person", Group.USER, "user.leave"
    PERSON_ANONYMISED = "accounts:person:anonymised", "Anonymised a person", Group.USER, "user.anonymise"
    TERMS_ACCEPTED = "accounts:terms:accepted", "Accepted the terms", Group.USER
    ROLE_GRANTED = "accounts:role:granted", "Gave a role", Group.USER, "role.grant"
    ROLE_REVOKED = "accounts:role:revoked", "Took a role away", Group.USER, "role.revoke"
    ROLE_SELF_ADDED = (
        "accounts:role:self-added", "Added a role to own account", Group.USER, "role.self_added",
    )  # fmt: skip
    SCOPE_CHANGED = "accounts:scope:changed", "Changed what a role reaches", Group.USER, "scope.change"
    TRAINING_NOTED = "accounts:training:noted", "Noted a day of training", Group.USER
    USERS_PREVIEWED = (
        "accounts:import:previewed",
        "Looked at a file of people first",
        Group.USER,
        "import.preview",
    )
    USERS_IMPORTED = "accounts:import:committed", "Took people in from a file", Group.USER, "import.commit"
    NOTICE_CHOICE_CHANGED = "notifications:choice:changed", "Chose which notices to have", Group.USER

    # ------------------------------------------------------------ centres and agreements
    CENTRE_ADDED = "centres:centre:added", "Added a centre", Group.CENTRE
    ACCESS_ASKED = "centres:access:asked", "Somebody asked how to get access", Group.CENTRE
    APPLICATION_SAVED = "centres:application:saved", "Saved a part of an application", Group.CENTRE
    APPLICATIONS_DROPPED = "centres:application:dropped", "Dropped applications never sent", Group.CENTRE
    CENTRE_APPLIED = "centres:application:received", "A centre applied", Group.CENTRE, "centre.apply"
    APPLICATION_REFUSED = "centres:application:refused", "Refused a centre's application", Group.CENTRE
    CENTRE_APPROVED = "centres:centre:approved", "Approved a centre", Group.CENTRE, "centre.approve"
    APPROVAL_GRANTED = "centres:approval:granted", "Approved a qualification at a centre", Group.CENTRE
    APPROVAL_WITHDRAWN = "centres:approval:withdrawn", "Withdrew an approval", Group.CENTRE
    CENTRE_LAPSING = "centres:approval:warned", "Warned that an approval will lapse", Group.CENTRE
    CENTRE_LAPSED = "centres:centre:lapsed", "An approval lapsed", Group.CENTRE, "centre.lapse"
    CENTRE_WENT_LIVE = "centres:centre:opened", "A centre went live", Group.CENTRE
    CENTRE_HELD = "centres:centre:held", "Put a centre on hold", Group.CENTRE, "centre.hold"
    CENTRE_RELEASED = (
        "centres:centre:released", "Released a centre from its hold", Group.CENTRE, "centre.release_hold",
    )  # fmt: skip
    CENTRE_CLOSED = "centres:centre:closed", "Closed a centre", Group.CENTRE
    CENTRE_SETTING_CHANGED = "centres:setting:changed", "Changed a setting of the centre", Group.CENTRE
    AGREEMENT_PUBLISHED = (
        "centres:agreement-text:published",
        "Published a text of the agreement",
        Group.CENTRE,
    )
    AGREEMENT_ENDED = "centres:agreement:ended", "An agreement came to nothing", Group.CENTRE
    AGREEMENT_SENT = "centres:agreement:sent", "Sent the agreement", Group.CENTRE, "agreement.sent"
    AGREEMENT_RETURNED = (
        "centres:agreement:returned", "Returned the agreement", Group.CENTRE, "agreement.returned",
    )  # fmt: skip
    AGREEMENT_ACCEPTED = (
        "centres:agreement:accepted", "Accepted the agreement", Group.CENTRE, "agreement.accepted",
    )  # fmt: skip
    ADMINISTRATOR_NOMINATED = (
        "centres:administrator:nominated", "Nominated an administrator", Group.CENTRE, "ca.nominate",
    )  # fmt: skip
    HEAD_CONFIRMED = (
        "centres:administrator:confirmed", "The head of centre confirmed", Group.CENTRE, "ca.hoc_confirm",
    )  # fmt: skip
    HEAD_REFUSED = "centres:administrator:refused", "The head of centre refused", Group.CENTRE
    ADMINISTRATOR_APPOINTED = (
        "centres:administrator:appointed", "Appointed an administrator", Group.CENTRE, "ca.appoint",
    )  # fmt: skip
    ADMINISTRATOR_LEFT = "centres:administrator:left", "An administrator left", Group.CENTRE, "ca.leave"
    NOMINEE_AGREED = "centres:administrator:agreed", "Agreed to be administrator", Group.CENTRE
    NOMINATION_ENDED = "centres:administrator:not-appointed", "A nomination ended", Group.CENTRE
    LINK_SENT_AGAIN = "centres:link:sent-again", "Sent a link again", Group.CENTRE
    CALLED_BACK = "centres:head:called-back", "Called the head of centre back", Group.CENTRE
    HEAD_CHANGE_ASKED = "centres:head:change-asked", "Asked to change the head of centre", Group.CENTRE
    HEAD_CHANGE_REFUSED = "centres:head:change-refused", "Refused to change the head of centre", Group.CENTRE
    HEAD_CHANGED = "centres:head:changed", "Changed the head of centre", Group.CENTRE
    RULE_WAIVED = "centres:rule:waived", "Waived a rule with a reason", Group.CENTRE
    REVIEW_OPENED = "accounts:review:opened", "The annual review opened", Group.CENTRE, "review.open"
    REVIEW_LINE_DECIDED = (
        "accounts:review:line-decided", "Decided a line of the review", Group.CENTRE, "review.line",
    )  # fmt: skip
    REVIEW_REMINDED = "accounts:review:reminded", "Reminded of the annual review", Group.CENTRE
    REVIEW_COMPLETED = (
        "accounts:review:completed", "Completed the annual review", Group.CENTRE, "review.complete",
    )  # fmt: skip
    REVIEW_OVERDUE = (
        "accounts:review:missed", "The annual review was not done in time", Group.CENTRE, "review.overdue",
    )  # fmt: skip

    # ------------------------------------------------------------ entries and marks
    ENTRIES_LOADED = "entries:file:loaded", "Loaded entries from a file", Group.DATA, "entry.save"
    INVOICES_ASKED = "invoicing:run:asked", "Asked for the invoices of a series", Group.DATA
    INVOICE_MADE = "invoicing:invoice:made", "Made an invoice", Group.DATA
    CHARGED = "invoicing:charge:made", "Charged or credited a centre by hand", Group.DATA
    VOCATIONAL_ENTERED = (
        "vocational:learners:entered", "Entered learners for a vocational scheme", Group.DATA, "entry.submit",
    )  # fmt: skip
    VOCATIONAL_WITHDRAWN = (
        "vocational:entry:withdrawn", "Withdrew a vocational entry", Group.DATA, "entry.withdraw",
    )  # fmt: skip
    LEARNER_CHANGED = "vocational:learner:changed", "Changed a learner's details", Group.DATA, "entry.save"
    ENTRIES_SENT = "entries:entries:sent", "Sent entries", Group.DATA, "entry.submit"
    ENTRIES_MADE_FOR = "entries:entries:made-for-centre", "Changed entries for a centre", Group.DATA
    ENTRY_WITHDRAWN = "entries:entry:withdrawn", "Withdrew an entry", Group.DATA, "entry.withdraw"
    ENTRY_AMENDED = "entries:entry:amended", "Changed the option of an entry", Group.DATA, "entry.save"
    ENTRY_REINSTATED = "entries:entry:reinstated", "Made a withdrawn entry again", Group.DATA, "entry.save"
    CANDIDATE_CHANGED = "entries:candidate:changed", "Changed a candidate's details", Group.DATA, "entry.save"
    CORRECTION_ASKED = "entries:correction:asked", "Asked for other details of a candidate", Group.DATA
    CORRECTION_TAKEN_BACK = (
        "entries:correction:cancelled",
        "Took back a request for other details",
        Group.DATA,
    )
    CORRECTION_DECIDED = "entries:correction:decided", "Decided a request for other details", Group.DATA
    WARNINGS_ACCEPTED = "entries:warning:accepted", "Accepted warnings about entries", Group.DATA
    WARNINGS_TOLD_AGAIN = "entries:warning:reopened", "Took back that warnings were accepted", Group.DATA
    REJECTIONS_SET_ASIDE = "entries:rejection:set-aside", "Set aside rows that could not be taken", Group.DATA
    UCIS_MERGED = "entries:uci:merged", "Merged two UCIs of one candidate", Group.DATA
    DRAFTS_SAVED = "entries:draft:saved", "Saved entries not submitted yet", Group.DATA
    DRAFTS_DISCARDED = "entries:draft:discarded", "Took out entries not submitted yet", Group.DATA
    UCIS_MADE = "entries:uci:made", "Made UCIs for new candidates", Group.DATA
    CANDIDATES_COPIED = "entries:draft:copied", "Copied candidates from an earlier series", Group.DATA
    TRANSFER_STARTED = "transfers:transfer:started", "Started a transfer of a candidate", Group.DATA
    TRANSFER_CHANGED = "transfers:transfer:changed", "Changed a transfer of a candidate", Group.DATA
    TRANSFER_SENT = "transfers:transfer:sent", "Sent a transfer to its host centre", Group.DATA
    TRANSFER_ASKED = "transfers:request:received", "Another centre asked to host a candidate", Group.DATA
    TRANSFER_ANSWERED = "transfers:request:answered", "Answered a request to host a candidate", Group.DATA
    TRANSFER_MOVED = "transfers:transfer:moved", "The other centre of a transfer has acted", Group.DATA
    TRANSFER_DECIDED = "transfers:transfer:decided", "Decided a transfer of a candidate", Group.DATA
    TRANSFER_CANCELLED = "transfers:transfer:cancelled", "Cancelled a transfer of a candidate", Group.DATA
    SITE_APPLIED = "transfers:site:applied", "Applied for an alternative site", Group.DATA
    SITE_DECIDED = "transfers:site:decided", "Decided an alternative site", Group.DATA
    SITE_CANCELLED = "transfers:site:cancelled", "Cancelled an alternative site", Group.DATA
    ARRIVAL_REPORTED = "transfers:arrival:reported", "Reported a very late arrival", Group.DATA
    ARRIVAL_DECIDED = "transfers:arrival:decided", "Decided a very late arrival", Group.DATA
    ARRIVAL_CANCELLED = "transfers:arrival:cancelled", "Took back a very late arrival", Group.DATA
    FILE_RECEIVED = "exchange:file:received", "Sent a file of entries", Group.DATA, "entry.save"
    FILE_LOADED = "exchange:file:loaded", "A file of entries was loaded", Group.DATA, "entry.save"
    FILE_ASKED = "exchange:file:asked", "A file asks before it takes entries away", Group.DATA
    FILE_REJECTED = "exchange:file:rejected", "A file of entries was rejected", Group.DATA
    BASE_DATA_ISSUED = (
        "exchange:base-data:issued",
        "Gave out base data of a series",
        Group.SYSTEM,
        "config.change",
    )
    FILE_MADE = "exchange:file:made", "Made a file of the entries held", Group.DATA
    ESTIMATES_PREFILLED = (
        "estimates:list:prefilled", "Filled in estimated entries from last year's", Group.DATA,
    )  # fmt: skip
    ESTIMATES_SAVED = "estimates:list:saved", "Saved estimated entries", Group.DATA
    ESTIMATES_NIL = "estimates:nil-return:given", "Gave a nil return of estimated entries", Group.DATA
    ESTIMATES_LOCKED = "estimates:list:locked", "Estimated entries or forecast grades were locked", Group.DATA
    ESTIMATES_EXTENDED = "estimates:deadline:extended", "Gave longer for estimated entries", Group.DATA
    ESTIMATES_REMINDED = "estimates:centres:reminded", "Reminded centres that had not answered", Group.DATA
    FORECASTS_SAVED = "estimates:forecasts:saved", "Saved forecast grades", Group.DATA
    FORECASTS_SUBMITTED = "estimates:forecasts:submitted", "Submitted forecast grades", Group.DATA
    MARKS_SAVED = "assessment:marks:saved", "Saved marks", Group.DATA, "mark.save mark.check mark.uncheck"
    MARKS_IMPORTED = (
        "assessment:marks:imported", "Saved marks from a file or a paste", Group.DATA, "mark.save",
    )  # fmt: skip
    SECOND_MARKS_SAVED = "assessment:second-marks:saved", "Keyed marks a second time", Group.DATA
    DECLARED = "assessment:declarations:saved", "Made declarations", Group.DATA
    SHEET_SUBMITTED = "assessment:sheet:submitted", "Submitted marks", Group.DATA, "mark.submit"
    SHEET_RECEIVED = "assessment:sheet:received", "The awarding body received the marks", Group.DATA
    SHEET_REOPENED = (
        "assessment:sheet:reopened", "The awarding body reopened the mark sheet", Group.DATA, "mark.unlock",
    )  # fmt: skip
    MODERATION_BEGAN = "assessment:moderation:began", "Noted that moderation has begun", Group.DATA
    CHANGE_REQUESTED = (
        "assessment:change:requested", "Asked for a submitted mark to be changed", Group.DATA,
    )  # fmt: skip
    CHANGE_DECIDED = "assessment:change:decided", "Decided a request to change a mark", Group.DATA
    EXTENSION_REQUESTED = "assessment:extension:requested", "Asked for more time", Group.DATA
    EXTENSION_DECIDED = "assessment:extension:decided", "Decided a request for more time", Group.DATA
    CASE_OPENED = "support:case:opened", "Wrote to the awarding body", Group.DATA
    CASE_ANSWERED = "support:case:answered", "Answered a message", Group.DATA
    CASE_MOVED = "support:case:moved", "Changed the state of a message", Group.DATA
    CASE_CLOSED = "support:case:closed", "Closed a message", Group.DATA
    CASE_NOTED = "support:case:noted", "Left a note on a message", Group.DATA
    FILES_UPLOADED = "support:files:uploaded", "Uploaded files for a message", Group.DATA
    SECURITY_CASE_CHANGED = "support:security-case:changed", "Worked on a security case", Group.DATA
    SUSPICION_REPORTED = "support:suspicion:reported", "Reported something suspicious", Group.DATA

    # ------------------------------------------------------------ what was looked at and taken away
    SHEET_SEEN = (
        "assessment:sheet:seen", "The awarding body's staff looked at a mark sheet", Group.DISCLOSURE,
        "candidate.view_by_ab",
    )  # fmt: skip
    PERSON_SEEN = "accounts:person:seen", "The awarding body's staff looked at a person", Group.DISCLOSURE
    CENTRE_SEEN = "centres:centre:seen", "The awarding body's staff looked at a centre", Group.DISCLOSURE
    SHEETS_EXPORTED = (
        "assessment:sheets:exported", "Exported mark sheets", Group.DISCLOSURE, "report.export",
    )  # fmt: skip
    CANDIDATE_SEEN = (
        "entries:candidate:seen", "The awarding body's staff looked at a candidate", Group.DISCLOSURE,
        "candidate.view_by_ab",
    )  # fmt: skip
    VOCATIONAL_EXPORTED = (
        "vocational:entries:exported", "Exported vocational entries", Group.DISCLOSURE, "report.export",
    )  # fmt: skip
    ESTIMATES_EXPORTED = (
        "estimates:list:exported", "Exported estimated entries of all centres", Group.DISCLOSURE, "report.export",
    )  # fmt: skip
    FORECASTS_EXPORTED = (
        "estimates:forecasts:exported", "Exported forecast grades", Group.DISCLOSURE, "report.export",
    )  # fmt: skip
    FLAGS_EXPORTED = "accounts:flags:exported", "Exported the accounts that may be shared", Group.DISCLOSURE
    USERS_EXPORTED = (
        "accounts:register:exported",
        "Exported the account register",
        Group.DISCLOSURE,
        "report.export",
    )
    CENTRES_EXPORTED = (
        "centres:centres:exported",
        "Exported a list of centres",
        Group.DISCLOSURE,
        "report.export",
    )
    CASES_EXPORTED = (
        "support:cases:exported",
        "Exported a list of messages",
        Group.DISCLOSURE,
        "report.export",
    )
    ENTRIES_EXPORTED = (
        "entries:list:exported", "Exported entries, statements or a report on entries", Group.DISCLOSURE,
        "report.export",
    )  # fmt: skip
    INVOICES_EXPORTED = (
        "invoicing:invoices:exported", "Exported invoices, or what waits to be invoiced", Group.DISCLOSURE,
        "report.export",
    )  # fmt: skip
    TRANSFERS_EXPORTED = (
        "transfers:cases:exported", "Exported transfers, other sites or very late arrivals", Group.DISCLOSURE,
        "report.export",
    )  # fmt: skip
    TRANSFER_SEEN = (
        "transfers:transfer:seen", "The awarding body's staff looked at a transfer", Group.DISCLOSURE,
        "candidate.view_by_ab",
    )  # fmt: skip
    ARRIVAL_SEEN = (
        "transfers:arrival:seen", "The awarding body's staff looked at a very late arrival", Group.DISCLOSURE,
        "candidate.view_by_ab",
    )  # fmt: skip
    API_READ = "api:data:fetched", "A program fetched data", Group.DISCLOSURE
    FORM_PRINTED = "assessment:form:printed", "Printed the iMS1", Group.DISCLOSURE, "print.form"
    FORM_VERIFIED = (
        "assessment:form:verified", "Checked a printed iMS1 against the record", Group.DISCLOSURE,
    )  # fmt: skip
    SECURITY_CASE_EXPORTED = (
        "support:security-case:exported", "Exported a security case", Group.DISCLOSURE, "report.export",
    )  # fmt: skip
    ATTACHMENT_DOWNLOADED = "support:attachment:downloaded", "Downloaded an attachment", Group.DISCLOSURE
    ACT_AS_STARTED = (
        "support:act-as:started", "The awarding body's staff began to look as a person", Group.DISCLOSURE,
        "actas.start",
    )  # fmt: skip
    ACT_AS_ENDED = (
        "support:act-as:ended", "The awarding body's staff stopped looking as a person", Group.DISCLOSURE, "actas.end",
    )  # fmt: skip
    ACTING_LOOKED = (
        "accounts:acting:looked", "The awarding body's staff looked at a page as a person", Group.DISCLOSURE,
    )  # fmt: skip
    BREAK_GLASS_STARTED = (
        "support:break-glass:started", "Broke the glass", Group.DISCLOSURE, "breakglass.start",
    )  # fmt: skip
    BREAK_GLASS_ENDED = (
        "support:break-glass:ended", "Closed the broken glass", Group.DISCLOSURE, "breakglass.end",
    )  # fmt: skip
    SUBJECT_ACCESS_GIVEN = (
        "privacy:subject-access:given", "Made a copy of what is held on a person", Group.DISCLOSURE,
    )  # fmt: skip
    FILE_DOWNLOADED = "exchange:file:downloaded", "Downloaded a file of entries", Group.DISCLOSURE
    OWN_DATA_DOWNLOADED = (
        "privacy:own-data:downloaded", "Downloaded what is held on oneself", Group.DISCLOSURE,
    )  # fmt: skip
    TRAIL_SEEN = "audit:trail:seen", "Looked at the trail of centres", Group.DISCLOSURE
    TRAIL_EXPORTED = "audit:trail:exported", "Exported the trail", Group.DISCLOSURE, "report.export"

    # ------------------------------------------------------------ the system
    DENIED = "accounts:permission:denied", "Was refused: no role for it", Group.SYSTEM, "authz.denied"
    LIMIT_REACHED = "accounts:limit:reached", "Tried too often", Group.SYSTEM, "ratelimit.hit"
    SIGN_IN_ALARM = "accounts:sign-ins:alarmed", "Far more sign-ins failed than usual", Group.SYSTEM
    FORGERY_REFUSED = "site:form:refused", "Refused a form from elsewhere", Group.SYSTEM, "csrf.fail"
    APPROVAL_REQUESTED = "support:approval:requested", "Asked for a second person's approval", Group.SYSTEM
    APPROVAL_GIVEN = "support:approval:given", "Approved what another had asked for", Group.SYSTEM
    APPROVAL_REFUSED = "support:approval:refused", "Refused what another had asked for", Group.SYSTEM
    FORMATS_CHANGED = (
        "exchange:formats:changed",
        "Changed what is known of the formats of files",
        Group.SYSTEM,
        "config.change",
    )
    CATALOGUE_LOADED = "catalogue:folder:loaded", "Loaded the catalogue", Group.SYSTEM, "config.change"
    CATALOGUE_COMPARED = "catalogue:file:compared", "Compared files with the catalogue", Group.SYSTEM
    CATALOGUE_CHANGED = "catalogue:row:changed", "Changed the catalogue", Group.SYSTEM, "config.change"
    CATALOGUE_CHANGE_PLANNED = (
        "catalogue:row:planned", "Planned a change of the catalogue", Group.SYSTEM, "config.change",
    )  # fmt: skip
    CATALOGUE_CHANGE_WITHDRAWN = (
        "catalogue:row:withdrawn", "Withdrew a planned change of the catalogue", Group.SYSTEM, "config.change",
    )  # fmt: skip
    CATALOGUE_CHANGE_UNFIT = (
        "catalogue:row:left", "A planned change of the catalogue no longer fits", Group.SYSTEM,
    )  # fmt: skip
    SERIES_OPENED = "catalogue:series:opened", "Opened a series", Group.SYSTEM, "config.change"
    SERIES_CLOSED = "catalogue:series:closed", "Closed a series", Group.SYSTEM, "config.change"
    NEWS_POSTED = "site:news:posted", "Posted news", Group.SYSTEM
    NEWS_WITHDRAWN = "site:news:withdrawn", "Took news down", Group.SYSTEM
    REMINDER_POSTED = "site:reminder:posted", "Posted a reminder", Group.SYSTEM
    REMINDER_WITHDRAWN = "site:reminder:withdrawn", "Took a reminder down", Group.SYSTEM
    GUIDE_ADDED = "site:guide:added", "Added a guide to download", Group.SYSTEM
    GUIDE_REMOVED = "site:guide:removed", "Took a guide down", Group.SYSTEM
    STATUS_POSTED = "site:status:posted", "Posted on the status page", Group.SYSTEM
    JOB_TRIED_AGAIN = "site:job:tried-again", "Tried a failed job again", Group.SYSTEM
    TRAIL_VERIFIED = "audit:trail:verified", "Verified the trail", Group.SYSTEM, "audit.verify"
    ROOT_SIGNED = "audit:root:signed", "Signed the ends of all chains", Group.SYSTEM
    RETENTION_APPLIED = "privacy:retention:applied", "Let go of what is no longer kept", Group.SYSTEM
    HOLD_PLACED = "privacy:hold:placed", "Placed a legal hold", Group.SYSTEM
    HOLD_REVIEWED = "privacy:hold:reviewed", "Reviewed a legal hold", Group.SYSTEM
    HOLD_ENDED = "privacy:hold:ended", "Ended a legal hold", Group.SYSTEM


PASSING = frozenset(
    {
        Event.SIGNED_IN,
        Event.FACTOR_ACCEPTED,
        Event.SIGNED_OUT,
        Event.SESSION_EXPIRED,
        Event.STEPPED_UP,
        Event.MEMBERSHIP_CHOSEN,
    }
)
"""Sign-ins that went well and what belongs to them: kept for 24 months, where all else is kept for 7 years (8)."""

TRIED = frozenset(
    {Event.SIGN_IN_REFUSED, Event.SIGN_IN_LOCKED, Event.STEP_UP_REFUSED, Event.PASSWORD_REFUSED, Event.DENIED,
     Event.LIMIT_REACHED, Event.FORGERY_REFUSED}
)  # fmt: skip
"""What was tried and not done."""

STILL_TO_COME = {
    "claim.submit": "certification claims",
    "postresult.submit": "post-results services",
    "postresult.decide": "post-results services",
    "work.upload": "the repository of candidates' work",
    "work.download": "the repository of candidates' work",
    "result.view_restricted": "results",
    "result.export": "results",
    "material.download": "controlled materials",
    "release.schedule": "results",
    "release.approve": "results",
    "release.fire": "results",
    "release.withdraw": "results",
    "gate.denied": "results",
    "backup.done": "backups, made outside the application until it runs them",
    "restore.done": "backups, made outside the application until it runs them",
}
"""The events of section 7 that nothing here can cause yet, and what will."""
