"""What is not entered yet, or not any more to be looked at: rows as they were typed, rows that could not be taken, and
warnings that somebody accepted."""

from django.db import models
from django.db.models import Q

from interchange.core import clock
from interchange.core.tenancy import CentreKey, CentreOwned
from interchange.entries.models.entering import Batch, Candidate


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
