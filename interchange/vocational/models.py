"""Vocational entries: by scheme, at any time, without a series (C3)."""

from django.db import models
from django.db.models import Q

from interchange.core import clock
from interchange.core.tenancy import CentreKey, CentreOwned


class Learner(CentreOwned):
    """Somebody whom a centre enters for vocational schemes, for as long as the centre teaches them."""

    uln = models.CharField(max_length=10, blank=True, default="")
    surname = models.CharField(max_length=100)
    forenames = models.CharField(max_length=100, blank=True, default="")
    born_on = models.DateField()
    sex = models.CharField(max_length=1)
    reference = models.CharField(max_length=20, blank=True, default="")
    """What the centre calls them by."""
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["surname", "forenames", "born_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre_id", "uln"], condition=~Q(uln=""), name="one_learner_per_uln"
            ),
            models.CheckConstraint(condition=Q(sex__in=["M", "F"]), name="learner_sex_is_known"),
        ]
        indexes = [models.Index(fields=["centre_id", "surname", "forenames"], name="learner_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """As a list shows it: surname, then forenames."""
        return f"{self.surname}, {self.forenames}" if self.forenames else self.surname


class SchemeEntry(CentreOwned):
    """A learner is entered for a scheme: for the whole award, or for one of its units."""

    learner = CentreKey(Learner, related_name="entries")
    scheme = models.ForeignKey("catalogue.VocationalQualification", models.PROTECT, related_name="+")
    unit = models.ForeignKey("catalogue.VocationalUnit", models.PROTECT, null=True, related_name="+")
    """None for the whole award."""
    entered_at = models.DateTimeField(default=clock.now)
    entered_by = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=200, blank=True, default="")
    withdrawn_why = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["scheme", "unit"]
        verbose_name_plural = "scheme entries"
        constraints = [
            models.UniqueConstraint(
                fields=["centre_id", "learner", "scheme", "unit"], condition=Q(withdrawn_at=None),
                nulls_distinct=False, name="one_live_scheme_entry",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["centre_id", "scheme"], condition=Q(withdrawn_at=None), name="scheme_entry_live"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scheme_id} {self.unit_id or 'award'}"
