"""What can be entered and what is marked: qualifications, components, options and grades."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from interchange.catalogue.models.sourced import Sourced


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
    subject = models.CharField(max_length=100, blank=True, default="", db_default="")
    """What it is a qualification in, whatever its level: two levels of one subject share it (4.4)."""
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
    speaking = models.BooleanField(default=False, db_default=False)
    """A speaking test: an exam that is not written, so that it is sat at no other centre or site (R-TRF-4, R-ALT-1)."""
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
