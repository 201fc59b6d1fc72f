"""Estimated entries and forecast grades. Every row belongs to one centre."""

from django.db import models
from django.db.models import Q

from interchange.core.tenancy import CentreKey, CentreOwned
from interchange.estimates.rules import estimates, forecasts


class Return(CentreOwned):
    """What one centre says of its estimated entries in one series as a whole."""

    series = models.ForeignKey("catalogue.Series", models.PROTECT, db_index=False, related_name="+")
    prefilled_at = models.DateTimeField(null=True)
    nil = models.BooleanField(default=False)
    """Whether the centre said that it will enter nobody at all."""
    answered_at = models.DateTimeField(null=True)
    """When no line was left without an answer for the first time."""
    answered_by = models.CharField(max_length=200, blank=True, default="")
    extended_until = models.DateField(null=True)
    extended_why = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre_id", "series"], name="estimates_one_return")]
        indexes = [models.Index(fields=["series", "answered_at"], name="estimates_returns_of_board")]

    def __str__(self) -> str:
        return f"return of {self.centre_id}"


class Estimate(CentreOwned):
    """How many candidates a centre expects for one option, or for one component where that is asked (R-EST-1)."""

    head = CentreKey(Return, db_index=False, related_name="estimates")
    series = models.ForeignKey("catalogue.Series", models.PROTECT, db_index=False, related_name="+")
    option = models.ForeignKey(
        "catalogue.Option", models.PROTECT, null=True, db_index=False, related_name="+"
    )
    component = models.ForeignKey(
        "catalogue.Component", models.PROTECT, null=True, db_index=False, related_name="+"
    )
    last_year = models.PositiveIntegerField(default=0)
    """Final entries in the series of the same month a year before (R-EST-3)."""
    number = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, default=estimates.PREFILLED)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(null=True)
    """None until the centre has answered."""
    changed_by = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre_id", "series", "option"], name="estimates_one_per_option"),
            models.UniqueConstraint(
                fields=["centre_id", "series", "component"], name="estimates_one_per_component"
            ),
            models.CheckConstraint(
                condition=Q(option=None, component__isnull=False) | Q(option__isnull=False, component=None),
                name="estimates_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(number__lte=estimates.MOST), name="estimates_number_of_four_digits"),
            models.CheckConstraint(
                condition=Q(state__in=estimates.ESTIMATE.states), name="estimates_state_is_known"
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["centre_id", "head"], name="estimates_of_return")]

    def __str__(self) -> str:
        return f"{self.option_id or self.component_id}: {self.number}"


class ForecastSheet(CentreOwned):
    """The forecast grades of one award at one centre in one series."""

    series = models.ForeignKey("catalogue.Series", models.PROTECT, db_index=False, related_name="+")
    entry_code = models.CharField(max_length=20)
    """The code by which the award is entered."""
    state = models.CharField(max_length=12, default=forecasts.OPEN)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.CharField(max_length=200, blank=True, default="")
    amended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre_id", "series", "entry_code"], name="estimates_one_forecast_sheet"
            ),
            models.CheckConstraint(
                condition=Q(state__in=forecasts.FORECASTS.states), name="estimates_forecast_state_is_known"
            ),
        ]
        indexes = [models.Index(fields=["series", "entry_code"], name="estimates_forecasts_of_board")]

    def __str__(self) -> str:
        return f"forecasts for {self.entry_code}"


class ForecastSubmission(CentreOwned):
    """The forecast grades of one award as they were sent: a copy that the centre keeps, whatever happens later.

    The first is made when the grades are submitted, and another by each change after that. Never changed.
    """

    sheet = CentreKey(ForecastSheet, db_index=False, related_name="submissions")
    version = models.PositiveIntegerField()
    """1 for what was submitted, and one more for each change since."""
    title = models.CharField(max_length=300)
    """What the award was called."""
    grades = models.JSONField()
    """Each candidate as called then: number, name, UCI, teaching group, option, grade."""
    changed = models.PositiveIntegerField()
    """How many of the grades are others than in the version before."""
    sent_at = models.DateTimeField()
    sent_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre_id", "sheet", "version"], name="estimates_one_forecast_version"
            )
        ]

    def __str__(self) -> str:
        return f"version {self.version}"


class Forecast(CentreOwned):
    """The grade that is expected of one candidate, or X where none can be forecast (R-EG-1)."""

    sheet = CentreKey(ForecastSheet, db_index=False, related_name="forecasts")
    candidate = CentreKey("entries.Candidate", db_index=False, related_name="+")
    grade = models.CharField(max_length=40, blank=True, default="")
    """Empty where one was given and taken away again."""
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre_id", "sheet", "candidate"], name="estimates_one_forecast")
        ]

    def __str__(self) -> str:
        return self.grade
