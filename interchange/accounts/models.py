"""People and their memberships. National data: a person is looked up before any centre is known."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

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
    password_changed_at = models.DateTimeField(null=True)
    is_active = models.BooleanField(default=True)
    added_at = models.DateTimeField()

    USERNAME_FIELD = "id"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = People()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["login_id", "username"], name="accounts_person_sign_in")
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"


class Membership(models.Model):
    """What a person is at one centre, or, without a centre, at the awarding body."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    centre = models.ForeignKey("centres.Centre", models.PROTECT, null=True)
    roles = ArrayField(models.CharField(max_length=20), default=list)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "centre"], condition=Q(ended_at=None), nulls_distinct=False,
                name="accounts_one_membership",
            ),
        ]  # fmt: skip


class SignInTries(models.Model):
    """Wrong tries against one Login ID and username, kept whether or not such a person exists (5.2.2)."""

    key = models.CharField(primary_key=True, max_length=64)
    failures = models.IntegerField()
    since = models.DateTimeField(null=True)
    blocked_until = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)


class Activation(models.Model):
    """A one-use link with which a person sets the first password (5.1.10); only its hash is kept."""

    token_hash = models.CharField(primary_key=True, max_length=64)
    person = models.ForeignKey(Person, models.PROTECT)
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
