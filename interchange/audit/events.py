"""What can happen, by name: `<capability>:<subject>:<past tense>`. The sentence is made when it is shown."""

from interchange.core.labelled import Labelled


class Event(Labelled):
    """Every kind of event; its `label` is what the trail shows."""

    SIGNED_IN = "accounts:person:signed-in", "Signed in"
    SIGN_IN_REFUSED = "accounts:person:sign-in-refused", "Sign-in refused"
    SIGN_IN_LOCKED = "accounts:person:locked", "Locked after too many wrong tries"
    SIGNED_OUT = "accounts:person:signed-out", "Signed out"
    PASSWORD_CHANGED = "accounts:person:password-changed", "Changed own password"
    PERSON_ADDED = "accounts:person:added", "Added a person"
    PERSON_ACTIVATED = "accounts:person:activated", "Activated own account"
    DENIED = "accounts:permission:denied", "Was refused: no role for it"

    CENTRE_ADDED = "centres:centre:added", "Added a centre"

    CATALOGUE_LOADED = "catalogue:folder:loaded", "Loaded the catalogue"
    SERIES_OPENED = "catalogue:series:opened", "Opened a series"

    ENTRIES_LOADED = "entries:file:loaded", "Loaded entries from a file"
    ENTRY_WITHDRAWN = "entries:entry:withdrawn", "Withdrew an entry"

    MARKS_SAVED = "assessment:marks:saved", "Saved marks"
    MARKS_IMPORTED = "assessment:marks:imported", "Saved marks from a file or a paste"
    SECOND_MARKS_SAVED = "assessment:second-marks:saved", "Keyed marks a second time"
    DECLARED = "assessment:declarations:saved", "Made declarations"
    SHEET_SUBMITTED = "assessment:sheet:submitted", "Submitted marks"
    SHEET_RECEIVED = "assessment:sheet:received", "The awarding body received the marks"
    SHEET_REOPENED = "assessment:sheet:reopened", "The awarding body reopened the mark sheet"
    MODERATION_BEGAN = "assessment:moderation:began", "Noted that moderation has begun"
    SHEET_SEEN = "assessment:sheet:seen", "The awarding body's staff looked at a mark sheet"
    SHEETS_EXPORTED = "assessment:sheets:exported", "Exported mark sheets"
    FORM_PRINTED = "assessment:form:printed", "Printed the iMS1"
    CHANGE_REQUESTED = "assessment:change:requested", "Asked for a submitted mark to be changed"
    CHANGE_DECIDED = "assessment:change:decided", "Decided a request to change a mark"
    EXTENSION_REQUESTED = "assessment:extension:requested", "Asked for more time"
    EXTENSION_DECIDED = "assessment:extension:decided", "Decided a request for more time"
    FORM_VERIFIED = "assessment:form:verified", "Checked a printed iMS1 against the record"

    NEWS_POSTED = "site:news:posted", "Posted news"
    NEWS_WITHDRAWN = "site:news:withdrawn", "Took news down"
    TRAIL_SEEN = "audit:trail:seen", "Looked at the trail of centres"
    TRAIL_VERIFIED = "audit:trail:verified", "Verified the trail"
    TRAIL_EXPORTED = "audit:trail:exported", "Exported the trail"
