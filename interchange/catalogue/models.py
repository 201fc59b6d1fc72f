"""What can be entered and what is marked: national data, the same for every centre."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from interchange.core import clock


class Sourced(models.Model):
    """Every fact of the catalogue says where it was read, and how far that can be trusted."""

    source_kind = models.CharField(max_length=20, blank=True, default="")
    source = models.TextField(blank=True, default="")

    class Meta:
        abstract = True


class Family(models.Model):
    """A family of qualifications as centres know it: GCSE, A Level, Cambridge Nationals."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=60, unique=True)
    position = models.PositiveIntegerField()
    """The order in which the families were first met, which is the order of the menus."""

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "families"

    def __str__(self) -> str:
        return self.name


class GradeSet(models.Model):
    """The grades of a qualification, and their order."""

    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title or self.code


class Grade(Sourced):
    """One grade of a set; position 1 is the best."""

    grade_set = models.ForeignKey(GradeSet, models.CASCADE, related_name="grades")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=40)
    edi_code = models.CharField(max_length=10, blank=True, default="")
    """The two characters that stand for it in a results file, where the grade is longer."""
    meaning = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["grade_set", "position"]
        constraints = [
            models.UniqueConstraint(fields=["grade_set", "position"], name="one_grade_per_position")
        ]

    def __str__(self) -> str:
        return self.name


class Qualification(Sourced):
    """What is awarded. Blank means not known: a component may be known before its qualification."""

    class GradingModel(models.TextChoices):
        LINEAR = "linear", "Linear"
        UMS = "ums", "Uniform marks"
        NOT_KNOWN = "", "Not known"

    board = models.CharField(max_length=20, blank=True, default="")
    entry_code = models.CharField(max_length=20)
    number = models.CharField(max_length=20, blank=True, default="")
    title = models.CharField(max_length=200, blank=True, default="")
    level = models.CharField(max_length=20, blank=True, default="")
    family = models.ForeignKey(Family, models.PROTECT, null=True, related_name="qualifications")
    grading_model = models.CharField(max_length=10, choices=GradingModel, blank=True, default="")
    grade_set = models.ForeignKey(GradeSet, models.PROTECT, null=True, related_name="qualifications")
    structure_complete = models.BooleanField(null=True)
    tiers = models.JSONField(default=list)
    rule = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["family__position", "title", "entry_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "entry_code"], name="one_qualification_per_board_and_code"
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_code} {self.title}".strip()


class ComponentQuerySet(models.QuerySet["Component"]):
    """Components, chosen by what a centre has to do with them."""

    def marked_by_centres(self) -> "ComponentQuerySet":
        """Those for which a centre enters marks or grades; never what is carried forward (R-CF-3)."""
        by_centres = Q(kind__in=[Component.Kind.NEA_INTERNAL, Component.Kind.ENDORSEMENT])
        return self.filter(by_centres).exclude(route=Component.CARRIED_FORWARD)


class Component(Sourced):
    """One marked part of a qualification, with the profile that says how it is marked (section 6.2)."""

    class Kind(models.TextChoices):
        EXAM = "exam", "Exam"
        NEA_INTERNAL = "nea_internal", "Marked by the centre"
        NEA_EXTERNAL = "nea_external", "Marked by an examiner"
        ENDORSEMENT = "endorsement", "Endorsement"

    CARRIED_FORWARD = "carried forward"

    qualification = models.ForeignKey(Qualification, models.PROTECT, related_name="components")
    unit_code = models.CharField(max_length=20, blank=True, default="")
    component_code = models.CharField(max_length=20, blank=True, default="")
    assessment_code = models.CharField(max_length=40, blank=True, default="")
    slug = models.CharField(max_length=120, unique=True)
    title = models.CharField(max_length=200, blank=True, default="")
    kind = models.CharField(max_length=20, choices=Kind)
    tier = models.CharField(max_length=10, blank=True, default="")
    route = models.CharField(max_length=40, blank=True, default="")
    mandatory = models.CharField(max_length=60, blank=True, default="")

    max_mark = models.PositiveIntegerField(null=True)
    grade_list = models.JSONField(default=list)
    """The grades of an endorsement, best first; empty where a mark is given."""
    half_marks = models.BooleanField(default=False)
    parts = models.JSONField(default=list)
    """Sub-marks that add up to the mark, `{"name": ..., "max": ...}` each; empty for one number."""
    absent_allowed = models.BooleanField(default=True)
    group_required = models.BooleanField(default=False)
    sample_scheme = models.CharField(max_length=40, default="standard")
    marks_due_printed = models.CharField(max_length=60, blank=True, default="")
    marks_due_basis = models.CharField(max_length=20, blank=True, default="")

    weight_percent = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    scaled_max = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    ums_max = models.PositiveIntegerField(null=True)
    duration_minutes = models.PositiveIntegerField(null=True)
    guided_learning_hours = models.PositiveIntegerField(null=True)

    objects = ComponentQuerySet.as_manager()

    class Meta:
        ordering = ["qualification", "unit_code", "component_code", "id"]
        constraints = [
            models.UniqueConstraint(Lower("slug"), name="component_slug_unique_in_any_case"),
            models.CheckConstraint(
                condition=Q(kind__in=["exam", "nea_internal", "nea_external", "endorsement"]),
                name="component_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}".strip()

    @property
    def entry_code(self) -> str:
        """What an entry for it names: the unit where there are units, else the qualification."""
        return self.unit_code or self.qualification.entry_code

    @property
    def code(self) -> str:
        """What a user types to find it; where none is printed, the code of the entry."""
        return self.assessment_code or self.entry_code

    @property
    def is_graded(self) -> bool:
        """Whether a grade is given instead of a mark, even where the list of grades is not known."""
        return self.kind == self.Kind.ENDORSEMENT or bool(self.grade_list)


class Option(Sourced):
    """A route through the components of one entry code: tier, moderation route, carry forward.

    `assigned` says that no code was printed and the one here is ours. An entry code without any
    printed option has a single one, with the code "".
    """

    qualification = models.ForeignKey(Qualification, models.PROTECT, related_name="options")
    entry_code = models.CharField(max_length=20)
    """What an entry names: the code of the unit, or of the qualification where there are no units."""
    unit_code = models.CharField(max_length=20, blank=True, default="")
    code = models.CharField(max_length=10, blank=True, default="")
    assigned = models.BooleanField(default=False)
    label = models.CharField(max_length=200, blank=True, default="")
    route = models.CharField(max_length=40, blank=True, default="")
    tier = models.CharField(max_length=10, blank=True, default="")
    carried_forward = models.BooleanField(default=False)
    certification = models.BooleanField(default=False)
    """Whether it asks for the award of a unitised qualification, and brings no component with it (R-CERT-1)."""
    component_codes = models.JSONField(default=list)
    """As printed; empty for all components of the entry code."""
    components = models.ManyToManyField(Component, related_name="options")

    class Meta:
        ordering = ["entry_code", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["qualification", "entry_code", "code"], name="one_option_per_code"
            )
        ]
        indexes = [models.Index(fields=["entry_code"])]

    def __str__(self) -> str:
        return f"{self.entry_code}{self.code}"


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


class Revision(models.Model):
    """One change of one row of the catalogue by staff: what it was, what it becomes, from which day, and why."""

    kind = models.CharField(max_length=30)
    """What is changed, by the name of its form: `qualification`, `tariff`, `profile` ..."""
    key = models.CharField(max_length=120)
    """Which one, as people know it: `J277`, `2027-06 J277 A`."""
    row_id = models.BigIntegerField(null=True)
    """The row in its table; none while it is still to be added."""
    before = models.JSONField(default=dict)
    after = models.JSONField(null=True)
    """None where the row is taken out."""
    effective_on = models.DateField()
    why = models.TextField(blank=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.CharField(max_length=200)
    applied_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [
            models.Index(fields=["kind", "key"], name="revisions_of_one"),
            models.Index(
                fields=["effective_on"], condition=Q(applied_at=None, withdrawn_at=None), name="revisions_due"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(applied_at=None) | Q(withdrawn_at=None), name="revision_applied_or_withdrawn"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} from {self.effective_on}"


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


class VocationalQualification(models.Model):
    """A qualification made of units by a rule of combination; `key` is stable across the files."""

    key = models.CharField(max_length=40, unique=True)
    board = models.CharField(max_length=20, blank=True, default="")
    code = models.CharField(max_length=20, blank=True, default="")
    number = models.CharField(max_length=20, blank=True, default="")
    title = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.title or self.key


class VocationalUnit(Sourced):
    """A unit of a vocational qualification."""

    qualification = models.ForeignKey(VocationalQualification, models.CASCADE, related_name="units")
    number = models.CharField(max_length=20, blank=True, default="")
    reference = models.CharField(max_length=20, blank=True, default="")
    title = models.CharField(max_length=300, blank=True, default="")
    level = models.CharField(max_length=20, blank=True, default="")
    credits = models.PositiveIntegerField(null=True)
    guided_learning_hours = models.PositiveIntegerField(null=True)
    group = models.CharField(max_length=40, blank=True, default="")
    mandatory = models.BooleanField(null=True)
    grade_list = models.JSONField(default=list)

    class Meta:
        ordering = ["qualification", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["qualification", "number", "reference", "title"], name="one_row_per_vocational_unit"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number or self.reference} {self.title}".strip()


class VocationalRule(Sourced):
    """One clause of a rule of combination, or a printed size."""

    qualification = models.ForeignKey(VocationalQualification, models.CASCADE, related_name="rules")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    level = models.CharField(max_length=20, blank=True, default="")
    group = models.CharField(max_length=120, blank=True, default="")
    minimum = models.PositiveIntegerField(null=True)
    maximum = models.PositiveIntegerField(null=True)
    measure = models.CharField(max_length=20, blank=True, default="")
    printed = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["qualification", "position"]
        constraints = [
            models.UniqueConstraint(fields=["qualification", "position"], name="one_clause_per_position")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.minimum or ''}".strip()
