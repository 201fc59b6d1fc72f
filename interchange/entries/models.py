"""Who is entered for what. Every row belongs to one centre."""

from django.db import models
from django.db.models import Q

from interchange.catalogue.rules.profile import Band
from interchange.core import clock
from interchange.core.tenancy import CentreKey, CentreOwned
from interchange.entries.rules import batches, corrections


class Candidate(CentreOwned):
    """A person entered by one centre in one series; names are kept exactly as given (R-ID-15)."""

    class Status(models.TextChoices):
        SCHOOL = "S", "School candidate"
        PRIVATE = "P", "Private candidate"

    class Sex(models.TextChoices):
        MALE = "M", "Male"
        FEMALE = "F", "Female"

    series = models.ForeignKey("catalogue.Series", models.PROTECT, db_index=False, related_name="+")
    number = models.CharField(max_length=4)
    uci = models.CharField(max_length=13)
    uln = models.CharField(max_length=10, blank=True, default="")
    surname = models.CharField(max_length=100)
    forenames = models.CharField(max_length=100, blank=True, default="")
    born_on = models.DateField()
    sex = models.CharField(max_length=1, choices=Sex)
    status = models.CharField(max_length=1, choices=Status, default=Status.SCHOOL)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre_id", "series", "number"], name="one_candidate_per_number"
            ),
            models.UniqueConstraint(fields=["centre_id", "series", "uci"], name="one_candidate_per_uci"),
            models.CheckConstraint(
                condition=Q(number__regex=r"^[0-9]{4}$"), name="candidate_number_is_four_digits"
            ),
            models.CheckConstraint(condition=Q(sex__in=["M", "F"]), name="candidate_sex_is_known"),
            models.CheckConstraint(condition=Q(status__in=["S", "P"]), name="candidate_status_is_known"),
        ]
        indexes = [
            models.Index(fields=["born_on", "surname"], name="candidate_same_person"),
            models.Index(fields=["uci"], name="candidate_at_any_centre"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def name(self) -> str:
        """As a list shows it, in the order of the register: surname, then forenames."""
        return f"{self.surname}, {self.forenames}" if self.forenames else self.surname


class Route(models.TextChoices):
    """By which way something came to us (R-WAY-1)."""

    FORM = "form", "the website"
    CSV = "csv", "a spreadsheet file"
    EDI = "edi", "a common-format file"
    XML = "xml", "an XML file"
    JSON = "json", "a JSON file"
    API = "api", "the API"
    BOARD = "board", "the awarding body"
    OPERATOR = "operator", "an operator's command"


class Batch(CentreOwned):
    """Entries that came together: by one press of Submit, one file, one call; kept as they came (R-WAY-7)."""

    series = models.ForeignKey("catalogue.Series", models.PROTECT, null=True, related_name="+")
    """None until the file has been read so far."""
    route = models.CharField(max_length=8, choices=Route)
    name = models.CharField(max_length=200, blank=True, default="")
    """As the file was called by who sent it."""
    letter = models.CharField(max_length=1, blank=True, default="")
    sequence = models.PositiveIntegerField(null=True)
    """Of a common-format file: its type and number."""
    size = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True, default="")
    """SHA-256 of the bytes: the same file again is known by it."""
    kept = models.CharField(max_length=200, blank=True, default="")
    """Where the storage has the bytes."""
    state = models.CharField(max_length=10, default=batches.RECEIVED)
    counts = models.JSONField(default=dict)
    """Rows, candidates, added, changed, withdrawn, unchanged, bad; pence of what it adds to the invoice."""
    problems = models.JSONField(default=list)
    """What is wrong, `[line, column, sentence]` each."""
    warnings = models.JSONField(default=list)
    asks = models.JSONField(null=True)
    """What would go that another route made, until somebody answers (R-WAY-3)."""
    answer = models.CharField(max_length=10, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    """Why the awarding body acts for the centre (R-ACT-4)."""
    received_at = models.DateTimeField(default=clock.now)
    parsed_at = models.DateTimeField(null=True)
    validated_at = models.DateTimeField(null=True)
    loaded_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=200)
    by_id = models.UUIDField(null=True)

    class Meta:
        ordering = ["-received_at"]
        verbose_name_plural = "batches"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=batches.BATCH.states), name="batch_state_is_known"),
            models.CheckConstraint(
                condition=Q(route__in=[route.value for route in Route]), name="batch_route_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["centre_id", "series", "letter", "sequence"], name="batch_sequence"),
            models.Index(fields=["centre_id", "digest"], name="batch_digest"),
            models.Index(fields=["centre_id", "-received_at"], name="batch_newest"),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.route} {self.received_at:%Y-%m-%d %H:%M}"


class Entry(CentreOwned):
    """A candidate will take this code, by this option, in this series."""

    candidate = CentreKey(Candidate, db_index=False, related_name="entries")
    series = models.ForeignKey("catalogue.Series", models.PROTECT, db_index=False, related_name="+")
    option = models.ForeignKey("catalogue.Option", models.PROTECT, db_index=False, related_name="+")
    entry_code = models.CharField(max_length=20)
    """The option's, kept here too: a candidate has one live entry for a code, whatever the option."""
    teaching_group = models.CharField(max_length=20, blank=True, default="")
    route = models.CharField(max_length=8, choices=Route, default=Route.OPERATOR, db_default=Route.OPERATOR)
    """The way by which it was made; what changed it since stands in its versions."""
    band = models.CharField(max_length=10, default=Band.ON_TIME, db_default=Band.ON_TIME)
    """In which band of the series it was made: a late one is `late_accepted` (4.5)."""
    entered_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_how = models.CharField(max_length=10, blank=True, default="", db_default="")
    """Refunded, not refunded, or on medical grounds (R-WD-1, R-FEE-5)."""

    class Meta:
        ordering = ["entry_code"]
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(
                fields=["centre_id", "candidate", "entry_code"],
                condition=Q(withdrawn_at=None),
                name="one_live_entry_per_code",
            ),
        ]
        indexes = [
            models.Index(
                fields=["centre_id", "series", "option"],
                condition=Q(withdrawn_at=None),
                name="entry_live_by_option",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_code} for {self.candidate_id}"


class Version(CentreOwned):
    """One change of one entry: who, when, by which way, and what it did to the invoice (R-ENT-12). Never changed."""

    entry = CentreKey(Entry, db_index=False, related_name="versions")
    batch = CentreKey(Batch, null=True, db_index=False, related_name="versions")
    action = models.CharField(max_length=8)
    """add, amend or withdraw."""
    before_id = models.BigIntegerField(null=True)
    after_id = models.BigIntegerField(null=True)
    """The options; none before it was made and after it was withdrawn."""
    route = models.CharField(max_length=8, choices=Route)
    band = models.CharField(max_length=10)
    pence = models.IntegerField(null=True)
    """What it adds to the invoice, less than nothing for a credit; none where no fee is held."""
    told = models.CharField(max_length=200, blank=True, default="")
    """How the amount comes about, in words."""
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=200)
    by_id = models.UUIDField(null=True)
    reason = models.TextField(blank=True, default="")
    invoiced = models.UUIDField(null=True)
    """The invoice that carries the amount."""

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["centre_id", "entry"], name="version_of_entry"),
            models.Index(fields=["centre_id"], condition=Q(invoiced=None), name="version_not_invoiced"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.at:%Y-%m-%d %H:%M}"


class Draft(CentreOwned):
    """One row of the entries grid as somebody left it: nothing is checked by keeping it, so nothing typed is lost.

    `candidate` is the one it changes; without one the row is a new candidate's.
    """

    series = models.ForeignKey("catalogue.Series", models.PROTECT, db_index=False, related_name="+")
    candidate = CentreKey(Candidate, null=True, db_index=False, related_name="drafts")
    place = models.PositiveIntegerField(default=0)
    """Where the row stands among the new ones."""
    details = models.JSONField(default=dict)
    """What was typed of the candidate, by the columns of R-WAY-8; of a held candidate only what differs."""
    codes = models.JSONField(default=dict)
    """By entry code the option typed; "" withdraws the entry that is held."""
    problems = models.JSONField(default=dict)
    """By column what the last check or the awarding body found wrong."""
    number = models.PositiveIntegerField(default=1)
    """Counts the changes of the row: who saves names the one they saw."""
    changed_at = models.DateTimeField(default=clock.now)
    changed_by = models.CharField(max_length=200)
    changed_by_id = models.UUIDField(null=True)

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre_id", "series", "candidate"], condition=Q(candidate__isnull=False),
                name="one_draft_per_candidate",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["centre_id", "series", "place"], name="draft_of_series")]

    def __str__(self) -> str:
        return f"draft {self.place}"


class Rejection(CentreOwned):
    """A row that was sent and could not be taken, with why: it stays until it is sent well or set aside (4.5)."""

    batch = CentreKey(Batch, related_name="rejections")
    series = models.ForeignKey(
        "catalogue.Series", models.PROTECT, null=True, db_index=False, related_name="+"
    )
    line = models.PositiveIntegerField(default=0)
    candidate_number = models.CharField(max_length=20, blank=True, default="")
    name = models.CharField(max_length=201, blank=True, default="")
    entry_code = models.CharField(max_length=20, blank=True, default="")
    option_code = models.CharField(max_length=10, blank=True, default="")
    action = models.CharField(max_length=8, blank=True, default="")
    column = models.CharField(max_length=30, blank=True, default="")
    sentence = models.TextField()
    at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "line"]
        indexes = [
            models.Index(
                fields=["centre_id", "series", "candidate_number"], condition=Q(settled_at=None),
                name="rejection_open",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.sentence


class AcceptedWarning(CentreOwned):
    """Somebody of the centre has said of a warning that it is meant so (R-ENT-10): as long as it reads the same, nobody
    is told of it again."""

    series = models.ForeignKey("catalogue.Series", models.PROTECT, db_index=False, related_name="+")
    candidate = CentreKey(Candidate, db_index=False, related_name="accepted_warnings")
    sentence = models.TextField()
    """What it says, without the candidate."""
    digest = models.CharField(max_length=32)
    """Stands for the sentence."""
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=200)
    by_id = models.UUIDField(null=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre_id", "candidate", "digest"], name="warning_accepted_once"
            ),
        ]
        indexes = [models.Index(fields=["centre_id", "series"], name="warnings_accepted_of_series")]

    def __str__(self) -> str:
        return self.sentence


class Correction(CentreOwned):
    """The centre asks for other details of a candidate, when it can no longer change them itself (R-ID-17)."""

    series = models.ForeignKey("catalogue.Series", models.PROTECT, db_index=False, related_name="+")
    candidate = CentreKey(Candidate, db_index=False, related_name="corrections")
    reference = models.CharField(max_length=12)
    state = models.CharField(max_length=10, default=corrections.ASKED)
    changes = models.JSONField(default=dict)
    """By detail what was held when it was asked, and what should stand instead."""
    reason = models.TextField()
    proof = models.TextField(blank=True, default="")
    request_key = models.UUIDField()
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.CharField(max_length=200)
    asked_by_id = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True, default="")
    decision = models.TextField(blank=True, default="")
    """What the awarding body said; the centre reads it."""
    touched_at = models.DateTimeField(default=clock.now)
    """When anything last happened to it."""

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=corrections.CORRECTION.states), name="correction_state_is_known"
            ),
            models.UniqueConstraint(fields=["centre_id", "request_key"], name="correction_once"),
            models.UniqueConstraint(fields=["centre_id", "reference"], name="correction_reference"),
            models.UniqueConstraint(
                fields=["centre_id", "candidate"], condition=Q(state=corrections.ASKED),
                name="one_correction_waits_per_candidate",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["centre_id", "candidate"], name="correction_of_candidate"),
            models.Index(fields=["state", "asked_at"], name="correction_waiting"),
            models.Index(fields=["touched_at"], name="correction_last_touched"),
        ]

    def __str__(self) -> str:
        return self.reference
