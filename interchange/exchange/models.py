"""What an awarding body fills in about files, and the files that were made for centres."""

from django.db import models
from django.db.models import Q

from interchange.core import clock
from interchange.core.tenancy import CentreOwned


class LayoutColumn(models.Model):
    """The place of a field that the published page of formats does not give: filled in from the booklet."""

    letter = models.CharField(max_length=1)
    """Of the kind of file."""
    field = models.CharField(max_length=40)
    start = models.PositiveSmallIntegerField()
    width = models.PositiveSmallIntegerField()
    times = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["letter", "start"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "field"], name="one_place_per_field"),
            models.CheckConstraint(
                condition=Q(start__gt=2, width__gt=0, times__gt=0), name="column_has_a_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter} {self.field}"


class Convention(models.Model):
    """How files name this awarding body and its series, and how they are written: one row."""

    bodies = models.JSONField(default=list)
    """The two digits by which files know the awarding body; the first is written, all are read."""
    character = models.CharField(max_length=1, default="A")
    """The second character of a series' code, of the awarding body's choice."""
    width = models.PositiveSmallIntegerField(default=193)
    line_feed_alone = models.BooleanField(default=False)
    """Whether lines end with LF and not with CR LF."""
    counts_all = models.BooleanField(default=False)
    """Whether trailers count headers and trailers too."""

    def __str__(self) -> str:
        return "conventions of files"


class BaseDataIssue(models.Model):
    """The base data of a series as it was given out under one number, and as centres fetch it (section 7)."""

    series = models.ForeignKey("catalogue.Series", models.PROTECT, db_index=False, related_name="+")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=100)
    """Of the bundle."""
    kept = models.CharField(max_length=200)
    """Where the storage has the bytes."""
    size = models.PositiveBigIntegerField()
    note = models.CharField(max_length=500, blank=True, default="")
    """What centres are told of it."""
    issued_at = models.DateTimeField(default=clock.now)
    issued_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="one_issue_of_a_number"),
            models.CheckConstraint(condition=Q(number__gt=0, number__lte=99), name="issue_has_two_digits"),
        ]

    def __str__(self) -> str:
        return f"{self.series_id} issue {self.number:02}"


class Outgoing(CentreOwned):
    """A file that was made for a centre, kept as it went out."""

    series = models.ForeignKey("catalogue.Series", models.PROTECT, db_index=False, related_name="+")
    name = models.CharField(max_length=100)
    sequence = models.PositiveIntegerField(null=True)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    kept = models.CharField(max_length=200)
    """Where the storage has the bytes."""
    candidates = models.PositiveIntegerField()
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=200)
    by_id = models.UUIDField(null=True)

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["centre_id", "-at"], name="outgoing_newest")]

    def __str__(self) -> str:
        return self.name
