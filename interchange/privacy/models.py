"""What may not be let go of."""

from django.db import models
from django.db.models import Q

from interchange.core.identifiers import new_id


class LegalHold(models.Model):
    """A legal or malpractice hold: what it names is kept whatever the schedule says, until somebody ends it (8)."""

    class Kind(models.TextChoices):
        PERSON = "person", "A person"
        CENTRE = "centre", "A centre"
        OBJECT = "object", "An object of the trail, such as a mark sheet"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    key = models.CharField(max_length=80)
    """A person's or centre's key, or an object as the trail names it."""
    title = models.CharField(max_length=200)
    owner = models.CharField(max_length=200)
    reason = models.TextField()
    placed_by = models.CharField(max_length=200)
    placed_at = models.DateTimeField()
    review_on = models.DateField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)
    ended_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"], condition=Q(ended_at=None), name="privacy_one_hold"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_why="") | Q(ended_at__isnull=False) & ~Q(ended_why=""),
                name="privacy_ended_with_a_reason",
            ),
        ]
