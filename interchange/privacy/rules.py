"""What is kept, for how long and why: the schedule of section 8. The page for staff and docs/privacy/retention.md are
made from it."""

from dataclasses import dataclass

from interchange.core.labelled import Labelled


class Doing(Labelled):
    """What happens when the time has come."""

    NIGHTLY = "nightly", "Let go of every night"
    OUTSIDE = "outside", "Outside the application"
    FOR_EVER = "for-ever", "Never let go of"
    NOT_YET = "not-yet", "Nothing kept of this kind yet"
    NOT_DUE = "not-due", "Kept; none has come to its end yet, and no job lets go of it"


@dataclass(frozen=True)
class Record:
    """One kind of record: how long it is kept, counted from when, why, and who says so (S a source, C our choice)."""

    key: str
    what: str
    keep: str
    counted: str
    why: str
    mark: str
    doing: Doing


N, F, LATER, STANDS, OUT = Doing.NIGHTLY, Doing.FOR_EVER, Doing.NOT_YET, Doing.NOT_DUE, Doing.OUTSIDE
SCHEDULE = (
    Record("awards", "Awards and issued results: candidate, qualification, grade, dates", "permanently", "–",
           "Certificates and their replacement; that a long minimum exists is stated by the candidates' notice",
           "S", LATER),
    Record("marks", "Component marks, adjustments, moderation outcome", "7 years", "from the series",
           "Appeals, review of standards", "C", STANDS),
    Record("forms", "Submitted sets of internal assessment, printed forms", "7 years", "from the series",
           "Appeals, review of standards", "C", STANDS),
    Record("work", "Candidates' work in the repository", "90 days", "after the post-results window closes",
           "Minimise", "C", LATER),
    Record("post-results", "Post-results requests and outcomes", "7 years", "from the outcome", "Appeals", "C",
           LATER),
    Record("health", "Health evidence for access arrangements", "12 months", "after the end of the series",
           "Special category of personal data", "C", LATER),
    Record("entries", "Entries that did not lead to results", "3 years", "from the series",
           "Questions about entries", "C", STANDS),
    Record("entry-batches", "Entries as they came: files, submissions, what was wrong, rejections, warnings accepted",
           "3 years", "from the series", "Questions about entries", "C", N),
    Record("files-made", "Files of entries that were made for a centre, as they went out", "3 years",
           "from the series", "Questions about entries", "C", N),
    Record("entry-versions", "Versions of entries: who changed what, and what it did to the invoice", "7 years",
           "from the series", "Invoices, and questions about them", "C", N),
    Record("estimates", "Estimated entries: numbers by code, of nobody in particular", "3 years", "from the series",
           "Planning; questions about what was sent early", "C", N),
    Record("forecasts", "Forecast grades, and the copies of what was submitted", "1 year", "from the series",
           "Check of grading, lost scripts, special consideration, and appeals", "C", N),
    Record("invoices", "Invoices, their lines, and charges by hand", "7 years", "from the invoice", "Accounts", "C",
           N),
    Record("learners", "Learners entered for vocational schemes, and their entries", "7 years", "from the last entry",
           "Certificates and questions about them", "C", N),
    Record("entry-cases", "Transfers, alternative sites, very late arrivals, requests to correct details", "12 months",
           "from when anything last happened to the case",
           "Results, reviews and appeals are over; reasons may tell of health or family", "C", N),
    Record("agreements", "Agreement, nominations, confirmations of the head of centre",
           "life of the centre and 7 years", "from the closing of the centre", "Contract", "C", STANDS),
    Record("people", "A user's account after leaving; then the person is anonymised and the identifier kept",
           "7 years", "from leaving the last centre",
           "Accountability; 7 years is the maximum for comparable records", "S", N),
    Record("audit-events", "Audit events: sign-ins that went well 24 months, all others 7 years",
           "24 months or 7 years", "from the event", "Investigations; minimise", "C", N),
    Record("audit-addresses", "Network addresses of audit events, then cut to the network", "90 days",
           "from the event", "Minimise", "C", N),
    Record("drafts", "Drafts that were never submitted", "90 days", "after the window closes", "Minimise", "C",
           N),
    Record("exports", "Exports made on the server", "24 hours", "from the making",
           "Minimise: exports are sent and not kept", "C", LATER),
    Record("cases", "Support cases", "3 years", "from the closing of the case", "Questions and complaints", "C",
           N),
    Record("uploads", "Files that were uploaded for a message and never sent", "1 day", "from the upload", "Minimise",
           "C", N),
    Record("backups", "Backups: 35 days rolling and 12 monthly ones", "35 days or 12 months", "from the making",
           "Restoring; what was let go of is let go of again after a restore, by the next night's run", "C",
           OUT),
    Record("links", "One-use links: the hash of their token, the purpose, the person", "30 days",
           "after they ran out", "Questions about a link that did not work", "C", N),
    Record("sessions", "Sessions: browser, address, times", "90 days", "after their end",
           "The page of one's sessions", "C", N),
    Record("tries", "Counts of wrong tries to sign in", "30 days", "from the first of them", "Throttling", "C",
           N),
    Record("tries-by-hour", "Counts of sign-ins by the hour, of nobody in particular", "90 days",
           "from the hour", "The alarm when guessing begins", "C", N),
    Record("browsers", "Browsers somebody has signed in from", "12 months", "from the last use",
           "To know a new one by", "C", N),
    Record("calls", "Calls to heads of centres before an account was reset or its address changed", "7 years",
           "from the call", "Investigations", "C", N),
    Record("sharing-flags", "Accounts that were flagged as shared, and what was found", "24 months",
           "from the flag", "Investigations", "C", N),
    Record("calendar-keys", "Ended calendar addresses", "30 days", "from their end",
           "Questions about a calendar", "C", N),
    Record("api-keys", "Ended API keys: name, maker, what they were good for", "24 months", "from their end",
           "Investigations", "C", N),
    Record("webhook-messages", "Messages to a centre's own systems: codes and numbers, and how sending them went",
           "30 days", "from the making", "To send again what was missed", "C", N),
    Record("webhooks", "Removed webhooks: name, address, maker", "24 months", "from their end", "Investigations", "C",
           N),
    Record("notices", "Notices in the inbox", "12 months", "from the telling",
           "To read again what one was told", "C", N),
    Record("web-sessions", "What browsers hold a key to: the server's part", "none", "after their end",
           "Minimise", "C", N),
    Record("jobs", "Background jobs: which task, about what, how it went; those that failed 90 days",
           "14 or 90 days", "from their end", "To find out what went wrong", "C", N),
    Record("holds", "Anything on a legal or malpractice hold", "until the hold ends", "–",
           "Overrides all, with owner and review date (A8)", "C", F),
)  # fmt: skip
BY_KEY = {record.key: record for record in SCHEDULE}
