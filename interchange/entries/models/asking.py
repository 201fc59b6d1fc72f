"""What a centre asks the awarding body to do with its candidates."""

from django.db import models
from django.db.models import Q

from interchange.core import clock
from interchange.core.tenancy import CentreKey, CentreOwned
from interchange.entries.models.entering import Candidate
from interchange.entries.rules import corrections


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
