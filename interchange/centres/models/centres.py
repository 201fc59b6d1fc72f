"""The centres that the awarding body has approved, and what it holds of each."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from interchange.accounts.rules.calls import Outcome
from interchange.centres.rules import states
from interchange.core import clock
from interchange.core.tenancy import CentreOwned


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
    state = models.CharField(max_length=20, default=states.LIVE)
    admits = models.BooleanField(default=True)
    """Whether its people may be signed in, which its state alone decides (1.1, 1.2, 4.4)."""
    state_since = models.DateTimeField(default=clock.now)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__regex=r"^[0-9]{5}$"), name="centre_number_is_five_digits"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="centre_has_a_name"),
            models.CheckConstraint(condition=Q(state__in=states.OF_CENTRES), name="centre_state"),
            models.CheckConstraint(
                condition=Q(admits=True, state__in=states.ADMITTING)
                | Q(admits=False) & ~Q(state__in=states.ADMITTING),
                name="centre_admits_by_its_state",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state"], condition=~Q(state=states.LIVE), name="centre_not_live")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class CentreApproval(CentreOwned):
    """What a centre is approved for: GQ as a whole, or one vocational qualification (1.1); it lapses unused (1.2)."""

    scope = models.CharField(max_length=2)
    qualification_number = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=20, default=states.GRANTED)
    granted_on = models.DateField()
    granted_by = models.CharField(max_length=200)
    last_used_on = models.DateField(null=True)
    """The day of the last entry or claim under it."""
    notice_months = models.IntegerField(default=0)
    """The latest of the notices at 18, 21 and 23 months that has gone out."""
    ended_on = models.DateField(null=True)
    ended_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(scope="GQ", qualification_number="") | Q(scope="VQ") & ~Q(qualification_number=""),
                name="centres_approval_scope",
            ),
            models.CheckConstraint(
                condition=Q(state__in=states.STANDING, ended_on=None)
                | Q(state__in=(states.LAPSED, states.WITHDRAWN), ended_on__isnull=False),
                name="centres_approval_state",
            ),
            models.UniqueConstraint(
                fields=["centre_id", "scope", "qualification_number"], condition=Q(ended_on=None),
                name="centres_approval_once",
            ),
        ]  # fmt: skip


class HeadOfCentre(CentreOwned):
    """Who heads a centre, and how the awarding body reaches them by itself: never as typed on a form (1.7, 1.16)."""

    name = models.CharField(max_length=200)
    email = models.EmailField()
    phone = models.CharField(max_length=40)
    source = models.TextField()
    """Where the awarding body has this from."""
    from_at = models.DateTimeField(default=clock.now)
    until_at = models.DateTimeField(null=True)
    noted_by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre_id"], condition=Q(until_at=None), name="centres_one_head_at_a_time"
            )
        ]


class HeadChange(CentreOwned):
    """A change of the head of centre, or of the head's address or telephone, as the centre asks for it (1.16)."""

    name = models.CharField(max_length=200)
    email = models.EmailField()
    phone = models.CharField(max_length=40)
    why = models.TextField()
    state = models.CharField(max_length=20, default=states.REQUESTED)
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.CharField(max_length=200)
    asked_by_id = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decision = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=states.HEAD_CHANGE.states), name="centres_head_change_state"
            ),
            models.UniqueConstraint(
                fields=["centre_id"], condition=Q(state=states.REQUESTED), name="centres_one_head_change"
            ),
        ]


class CallBack(CentreOwned):
    """A call to the number that the awarding body held already, before it acted on a request (1.16)."""

    phone = models.CharField(max_length=40)
    spoke_to = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=12, choices=[(one.value, one.label) for one in Outcome])
    note = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=200)
    by_id = models.UUIDField(null=True)


class Waiver(CentreOwned):
    """A rule that the awarding body does not apply to a centre, with the reason (1.9, 1.11)."""

    class Rule(models.TextChoices):
        ADDRESS = "1.9", "An administrator's address is accepted"
        HEAD = "1.11", "The head of centre may be an administrator"

    rule = models.CharField(max_length=4, choices=Rule)
    about = models.CharField(max_length=254, blank=True)
    """Of 1.9 the address; of 1.11 nothing."""
    reason = models.TextField()
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre_id", "rule", "about"], condition=Q(ended_at=None), name="centres_waiver_once"
            )
        ]
