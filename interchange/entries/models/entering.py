"""Candidates and their entries, with every change and the way by which it came."""

from django.db import models
from django.db.models import Q

from interchange.catalogue.rules.profile import Band
from interchange.core import clock
from interchange.core.tenancy import CentreKey, CentreOwned
from interchange.entries.rules import batches


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


FILES = (Route.CSV, Route.EDI, Route.XML, Route.JSON)
"""The ways on which a file came."""


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
