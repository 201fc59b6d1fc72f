"""Who is entered for what. Every row belongs to one centre."""

from django.db import models
from django.db.models import Q

from interchange.core import clock
from interchange.core.tenancy import CentreKey, CentreOwned


class Candidate(CentreOwned):
    """A person entered by one centre in one series; names are kept exactly as given (R-ID-15)."""

    class Status(models.TextChoices):
        SCHOOL = "S", "School candidate"
        PRIVATE = "P", "Private candidate"

    class Sex(models.TextChoices):
        MALE = "M", "Male"
        FEMALE = "F", "Female"

    series = models.ForeignKey("catalogue.Series", models.PROTECT, db_index=False, related_name="+")
    number = models.CharField(max_length=4)
    uci = models.CharField(max_length=13)
    uln = models.CharField(max_length=10, blank=True, default="")
    surname = models.CharField(max_length=100)
    forenames = models.CharField(max_length=100, blank=True, default="")
    born_on = models.DateField()
    sex = models.CharField(max_length=1, choices=Sex)
    status = models.CharField(max_length=1, choices=Status, default=Status.SCHOOL)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre_id", "series", "number"], name="one_candidate_per_number"
            ),
            models.UniqueConstraint(fields=["centre_id", "series", "uci"], name="one_candidate_per_uci"),
            models.CheckConstraint(
                condition=Q(number__regex=r"^[0-9]{4}$"), name="candidate_number_is_four_digits"
            ),
            models.CheckConstraint(condition=Q(sex__in=["M", "F"]), name="candidate_sex_is_known"),
            models.CheckConstraint(condition=Q(status__in=["S", "P"]), name="candidate_status_is_known"),
        ]
        indexes = [models.Index(fields=["born_on", "surname"], name="candidate_same_person")]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def name(self) -> str:
        """As a list shows it, in the order of the register: surname, then forenames."""
        return f"{self.surname}, {self.forenames}" if self.forenames else self.surname


class Entry(CentreOwned):
    """A candidate will take this code, by this option, in this series."""

    candidate = CentreKey(Candidate, db_index=False, related_name="entries")
    series = models.ForeignKey("catalogue.Series", models.PROTECT, db_index=False, related_name="+")
    option = models.ForeignKey("catalogue.Option", models.PROTECT, db_index=False, related_name="+")
    entry_code = models.CharField(max_length=20)
    """The option's, kept here too: a candidate has one live entry for a code, whatever the option."""
    teaching_group = models.CharField(max_length=20, blank=True, default="")
    entered_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["entry_code"]
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(
                fields=["centre_id", "candidate", "entry_code"],
                condition=Q(withdrawn_at=None),
                name="one_live_entry_per_code",
            ),
        ]
        indexes = [
            models.Index(
                fields=["centre_id", "series", "option"],
                condition=Q(withdrawn_at=None),
                name="entry_live_by_option",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_code} for {self.candidate_id}"
