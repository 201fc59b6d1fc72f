"""Vocational qualifications: units, and the rules by which they combine."""

from django.db import models

from interchange.catalogue.models.sourced import Sourced


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
