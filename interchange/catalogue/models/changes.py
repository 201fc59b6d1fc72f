"""What staff change: each change of a row, and each load of files."""

from django.db import models
from django.db.models import Q

from interchange.core import clock
from interchange.core.identifiers import new_id


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
    problem = models.TextField(blank=True, default="")
    """Why it could not be applied on its day; it waits until it fits or is withdrawn."""

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


class Load(models.Model):
    """Files that somebody sent to be compared with the catalogue; applied, or let go of after a few days."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    files = models.JSONField(default=list)
    """Each file: its `name`, the file of ours whose shape it has (`shape`), and where it is kept (`stored`)."""
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.CharField(max_length=200)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.made_by} {self.made_at:%Y-%m-%d}"
