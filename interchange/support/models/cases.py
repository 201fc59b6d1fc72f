"""Security cases. National: whoever reports something may not be signed in, and a case may concern many centres."""

from django.db import models
from django.db.models import Q

from interchange.core import clock
from interchange.core.identifiers import new_id
from interchange.support.rules import cases as rules


class SecurityCase(models.Model):
    """Something suspicious that somebody reported, and what the awarding body did about it (section 9)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    state = models.CharField(max_length=12, default=rules.REPORTED)
    severity = models.CharField(max_length=10, blank=True)
    what = models.TextField()
    page = models.CharField(max_length=300, blank=True)
    reported_at = models.DateTimeField(default=clock.now)
    reported_by = models.CharField(max_length=200, blank=True)
    reporter_id = models.UUIDField(null=True)
    contact = models.CharField(max_length=254, blank=True)
    """How to reach somebody who was not signed in."""
    centre_number = models.CharField(max_length=5, blank=True)
    browser = models.CharField(max_length=60, blank=True)
    network = models.CharField(max_length=60, blank=True)
    aware_at = models.DateTimeField(default=clock.now)
    """From when the clocks run: when the awarding body knew of it."""
    ofqual = models.CharField(max_length=10, blank=True)
    ofqual_at = models.DateTimeField(null=True)
    ofqual_why = models.TextField(blank=True)
    ico = models.CharField(max_length=10, blank=True)
    ico_at = models.DateTimeField(null=True)
    ico_why = models.TextField(blank=True)
    assigned_to = models.CharField(max_length=200, blank=True, db_default="")
    assigned_to_id = models.UUIDField(null=True)
    """The security officer who has it, and is reminded of its clocks; where nobody has, all are."""
    locked_at = models.DateTimeField(null=True)
    """When the person who reported it locked their own account."""
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=rules.SECURITY_CASE.states), name="support_case_state"
            ),
            models.CheckConstraint(
                condition=Q(severity__in=[one.value for one in rules.Severity]), name="support_case_severity"
            ),
            models.CheckConstraint(
                condition=Q(ofqual__in=[one.value for one in rules.Outcome])
                & Q(ico__in=[one.value for one in rules.Outcome]),
                name="support_case_clocks",
            ),
        ]
        indexes = [models.Index(fields=["-reported_at"], name="support_cases_newest")]


class CaseNote(models.Model):
    """One line of the log of a case: it is added to and never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(SecurityCase, models.CASCADE, related_name="notes")
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=200)
    by_id = models.UUIDField(null=True)
    text = models.TextField()
