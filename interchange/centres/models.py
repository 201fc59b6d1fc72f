"""The centres that the awarding body has approved."""

from django.db import models
from django.db.models import Q

from interchange.core import clock


class Centre(models.Model):
    """A school, college or other approved place, known by its National Centre Number (R-ID-1)."""

    class Kind(models.TextChoices):
        SCHOOL = "school", "School"
        COLLEGE = "college", "College"
        TRAINING = "training", "Training provider"
        OTHER = "other", "Other"
        NOT_KNOWN = "", "Not known"

    id = models.AutoField(primary_key=True)
    number = models.CharField(max_length=5, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.NOT_KNOWN, blank=True)
    register_email = models.EmailField(blank=True, default="")
    """The one address of the national register: notices that the law asks for go there (R-ID-2)."""
    login_id = models.CharField(max_length=10, unique=True)
    """What its people sign in with: the number, unless the awarding body gave it another (2.2)."""
    state = models.CharField(max_length=20, default="live")
    admits = models.BooleanField(default=True)
    """Whether its people may be signed in: not on security hold, lapsed or closed (1.1, 1.2, 4.4)."""
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__regex=r"^[0-9]{5}$"), name="centre_number_is_five_digits"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="centre_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"
