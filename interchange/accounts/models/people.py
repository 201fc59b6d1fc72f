"""People and what they are at which centre. National data: a person is looked up before any centre is known."""

from datetime import date, datetime
from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from interchange.core import clock
from interchange.core.identifiers import new_id


class People(BaseUserManager["Person"]):
    """Finds a person by what they sign in with."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(pk=str(username))


class Person(AbstractBaseUser):
    """One named person. Login ID and username together are theirs for good (2.3)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    login_id = models.CharField(max_length=10)
    username = models.CharField(max_length=70)
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    added_at = models.DateTimeField()

    password_changed_at = models.DateTimeField(null=True)
    password_extended_to = models.DateTimeField(null=True)
    """The last instant of the password where an administrator has extended it (5.1.2)."""
    password_extensions = models.IntegerField(default=0)
    """How often in a row it was extended since it was changed (5.1.4)."""
    reset_required_at = models.DateTimeField(null=True)
    """Since when a new password has to be set by a link (5.1.11)."""
    factor_lost_at = models.DateTimeField(null=True)
    """Since when a second factor has to be set up again (5.3.7)."""
    terms_version = models.CharField(max_length=20, blank=True)
    terms_accepted_at = models.DateTimeField(null=True)
    trained_on = models.DateField(null=True)
    """The day of the last yearly training in cyber security (section 9)."""
    anonymised_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "id"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = People()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["login_id", "username"], name="accounts_person_sign_in")
        ]
        indexes = [models.Index(fields=["email"], name="accounts_person_email")]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"


class Memberships(models.QuerySet["Membership"]):
    """Memberships that say whether they count."""

    def current(self) -> Self:
        """Of people who have not left; some may be suspended, or not have used their link yet."""
        return self.filter(ended_at=None, person__is_active=True)

    def usable(self, at: datetime | None = None, day: date | None = None) -> Self:
        """With which somebody may sign in at this moment: not left, suspended, dormant or past the end date, and the
        centre neither on hold nor closed (4.4, 1.1). `day` is the day in London, where `at` is only given later."""
        at = at or clock.now()
        ended = Q(ends_on__lt=day or clock.london(at).date())
        suspended = Q(suspended_at__isnull=False) & (Q(suspended_until=None) | Q(suspended_until__gt=at))
        found = self.current().filter(dormant_at=None).exclude(ended).exclude(suspended)
        return found.filter(Q(centre=None) | Q(centre__admits=True))


class Membership(models.Model):
    """What a person is at one centre, or, without a centre, at the awarding body."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    centre = models.ForeignKey("centres.Centre", models.PROTECT, null=True, related_name="memberships")
    roles = ArrayField(models.CharField(max_length=20), default=list)
    added_at = models.DateTimeField(default=clock.now)
    activated_at = models.DateTimeField(null=True)
    """When the person first came in by the link; until then invited."""
    ends_on = models.DateField(null=True)
    """The last day, where one was set (4.2)."""
    purpose = models.CharField(max_length=200, blank=True)
    """Why, where access is time-boxed: a regulator's view, an exemption from 1.11 (3.3)."""
    suspended_at = models.DateTimeField(null=True)
    suspended_until = models.DateTimeField(null=True)
    suspended_why = models.TextField(blank=True)
    dormant_at = models.DateTimeField(null=True)
    reach_components = ArrayField(models.CharField(max_length=80), default=list)
    reach_groups = ArrayField(models.CharField(max_length=20), default=list)
    """The components, by slug, and teaching groups to which a teacher's eyes are narrowed; empty: all (R-ACT-3)."""
    last_signed_in_at = models.DateTimeField(null=True)
    glass_roles = ArrayField(models.CharField(max_length=20), default=list)
    """Roles added for an hour by break-glass (3.3), until `glass_until`."""
    glass_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.TextField(blank=True)

    objects = Memberships.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "centre"], condition=Q(ended_at=None), nulls_distinct=False,
                name="accounts_one_membership",
            ),
            models.CheckConstraint(
                condition=Q(suspended_at=None, suspended_until=None, suspended_why="")
                | Q(suspended_at__isnull=False) & ~Q(suspended_why=""),
                name="accounts_suspended_with_a_reason",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.person)


class RoleUse(models.Model):
    """The last day on which somebody used something that a role gives (4.8)."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="uses")
    role = models.CharField(max_length=20)
    last_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "role"], name="accounts_role_use_once")]


class Review(models.Model):
    """A centre's yearly review of who has access (4.8)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    centre = models.ForeignKey("centres.Centre", models.PROTECT)
    year = models.IntegerField()
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    completed_at = models.DateTimeField(null=True)
    completed_by = models.CharField(max_length=200, blank=True)
    reminded_on = models.DateField(null=True)
    overdue_at = models.DateTimeField(null=True)
    """When what follows from an overdue review was done."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "year"], name="accounts_one_review_a_year")]


class ReviewLine(models.Model):
    """What was decided about one user in a review: kept, changed or removed."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="lines")
    membership = models.ForeignKey(Membership, models.CASCADE)
    decision = models.CharField(max_length=10)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "membership"], name="accounts_one_line_a_user")
        ]


class Approval(models.Model):
    """Something that one person asks for and another has to approve before it happens (3.3)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    data = models.JSONField(default=dict)
    reason = models.TextField()
    centre = models.ForeignKey("centres.Centre", models.PROTECT, null=True)
    started_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True)
    """"approved", "refused" or "withdrawn"; empty while it waits."""
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome="approved", decided_by=models.F("started_by")),
                name="accounts_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "approved", "refused", "withdrawn"]),
                name="accounts_approval_outcome",
            ),
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=Q(outcome=""), name="accounts_one_open_approval"
            ),
        ]
