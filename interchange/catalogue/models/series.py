"""The series, and what holds in them: windows, timetable, fees, combinations, terminal rules, boundaries and dates."""

from django.db import models
from django.db.models import F, Q

from interchange.catalogue.models.qualifications import Component, Qualification
from interchange.catalogue.models.sourced import Sourced


class Series(models.Model):
    """An exam session."""

    code = models.CharField(max_length=7, unique=True)
    """Year and month, `2027-06`."""
    name = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    is_open = models.BooleanField(default=True)
    profile = models.JSONField(default=dict)
    """What differs from the defaults of `rules.profile.Profile` (section 13)."""

    class Meta:
        ordering = ["-year", "-month"]
        verbose_name_plural = "series"
        constraints = [
            models.CheckConstraint(condition=Q(month__range=(1, 12)), name="series_month_is_a_month"),
        ]

    def __str__(self) -> str:
        return self.name


class MarkWindow(models.Model):
    """The days on which centres may enter and submit marks for one component in one series."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="mark_windows")
    component = models.ForeignKey(Component, models.CASCADE, related_name="mark_windows")
    opens_on = models.DateField()
    closes_on = models.DateField()
    """The last permitted day, to its last second in London (R-FEE-7)."""
    closes_why = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["series", "component"]
        constraints = [
            models.UniqueConstraint(fields=["series", "component"], name="one_mark_window_per_component"),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="mark_window_closes_after_it_opens"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opens_on} to {self.closes_on}"


class Sitting(Sourced):
    """When a component is sat in one series: the timetable. Blank means not known."""

    class Session(models.TextChoices):
        MORNING = "A", "Morning"
        AFTERNOON = "P", "Afternoon"
        NOT_KNOWN = "", "Not known"

    series = models.ForeignKey(Series, models.CASCADE, related_name="sittings")
    component = models.ForeignKey(Component, models.CASCADE, related_name="sittings")
    on = models.DateField()
    session = models.CharField(max_length=1, choices=Session, blank=True, default="")
    starts_at = models.TimeField(null=True)
    """As the clocks of London show it, where it is printed."""
    minutes = models.PositiveIntegerField(null=True)
    """The time allowed; the component's own where a series does not say."""

    class Meta:
        ordering = ["on", "session", "starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["series", "component"], name="one_sitting_per_component"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.session}".strip()


class Tariff(Sourced):
    """What one entry costs in one series, in pence. Without an option it holds for every option of the code."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="tariffs")
    entry_code = models.CharField(max_length=20)
    option_code = models.CharField(max_length=10, blank=True, default="")
    pence = models.PositiveIntegerField()

    class Meta:
        ordering = ["series", "entry_code", "option_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "entry_code", "option_code"], name="one_fee_per_option"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_code}{self.option_code} {self.pence}"


class Disallowed(Sourced):
    """Two codes that one candidate may not hold together in one series (R-ENT-9); in every series without one.

    A code is an entry code, or an entry code with its option where only that option is meant.
    """

    class Severity(models.TextChoices):
        BLOCK = "block", "Refused"
        WARN = "warn", "Warned about"

    series = models.ForeignKey(Series, models.CASCADE, null=True, related_name="disallowed")
    first = models.CharField(max_length=30)
    second = models.CharField(max_length=30)
    severity = models.CharField(max_length=5, choices=Severity, default=Severity.BLOCK)
    why = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["first", "second"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "first", "second"], nulls_distinct=False, name="one_row_per_disallowed_pair"
            ),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="disallowed_pair_is_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} and {self.second}"


class TerminalRule(Sourced):
    """What must be taken in the series of certification: a unit, or a share of the award (R-WD-3, R-CERT-2)."""

    qualification = models.ForeignKey(Qualification, models.CASCADE, related_name="terminal_rules")
    unit_code = models.CharField(max_length=20, blank=True, default="")
    """The unit that has to be taken then; blank where any units may make up the share."""
    percent = models.PositiveSmallIntegerField(null=True)
    """The share of the award that has to be taken then."""
    from_year = models.PositiveSmallIntegerField(null=True)
    """The year of the first series for which it holds; none for all."""

    class Meta:
        ordering = ["qualification", "unit_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["qualification", "unit_code", "percent"],
                nulls_distinct=False,
                name="one_terminal_rule",
            ),
            models.CheckConstraint(
                condition=~Q(unit_code="") | Q(percent__isnull=False), name="terminal_rule_says_what"
            ),
        ]

    def __str__(self) -> str:
        return self.unit_code or f"{self.percent} %"


class Boundary(Sourced):
    """The published marks for each grade of one thing in one series, which may be of a past or foreign catalogue."""

    class Scale(models.TextChoices):
        RAW = "raw", "Raw marks"
        UMS = "ums", "Uniform marks"
        WEIGHTED = "weighted", "Weighted marks"

    board = models.CharField(max_length=20, blank=True, default="")
    series = models.CharField(max_length=60)
    """As printed: June 2024."""
    family = models.CharField(max_length=60, blank=True, default="")
    code = models.CharField(max_length=20, blank=True, default="")
    """The unit or the qualification, where the published table gives its code."""
    title = models.CharField(max_length=200, blank=True, default="")
    tier = models.CharField(max_length=10, blank=True, default="")
    scale = models.CharField(max_length=10, choices=Scale)
    max_mark = models.PositiveIntegerField(null=True)
    marks = models.JSONField(default=list)
    """Grade and lowest mark, `["A", 68]` each, the best grade first."""

    class Meta:
        ordering = ["series", "family", "title", "code", "tier", "scale"]
        verbose_name_plural = "boundaries"
        constraints = [
            models.UniqueConstraint(
                fields=["board", "series", "family", "code", "title", "tier", "scale"],
                name="one_row_of_boundaries",
            )
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.code or self.title} {self.scale}"


class KeyDate(Sourced):
    """One printed date or deadline. `on` is known only where the year is."""

    board = models.CharField(max_length=20, blank=True, default="")
    series = models.CharField(max_length=60)
    """As printed: June 2025, June (every year), any."""
    applies_to = models.CharField(max_length=200, blank=True, default="")
    event = models.CharField(max_length=60)
    on = models.DateField(null=True)
    at = models.TimeField(null=True)
    printed = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["series", "event", "on"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "series", "applies_to", "event", "on", "printed"],
                nulls_distinct=False,
                name="one_row_per_key_date",
            )
        ]

    def __str__(self) -> str:
        return f"{self.series}: {self.event} {self.on or self.printed}"
