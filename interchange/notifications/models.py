"""What people are told, and how they want to be told it. National: a notice belongs to a person, not to a centre."""

from django.db import models
from django.db.models import Q

from interchange.core.identifiers import new_id


class Notice(models.Model):
    """One thing told to one person, on the page Notices and by mail; or, without a person, to an address alone.

    `mail_due_at` is empty where nothing is to be mailed. `held_until` is set while somebody is sending it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    address = models.EmailField(blank=True)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    body = models.TextField()
    link = models.CharField(max_length=300, blank=True)
    sealed_secret = models.TextField(blank=True)
    centre_id = models.IntegerField(null=True)
    made_at = models.DateTimeField()
    urgent = models.BooleanField()
    how = models.CharField(max_length=6)
    mail_due_at = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    tries = models.IntegerField(default=0)
    last_problem = models.CharField(max_length=200, blank=True)
    read_at = models.DateTimeField(null=True)
    once = models.CharField(max_length=120, null=True)  # noqa: DJ001  (null is not equal to null, and "" would be)
    """What a person is told once only, such as a deadline so many days before it; empty for what just happened."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "once"], name="notifications_told_once"),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(address=""), name="notifications_notice_to_somebody"
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(sealed_secret=""), name="notifications_secret_wiped_when_sent"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-made_at"], name="notifications_of_person"),
            models.Index(fields=["person"], condition=Q(read_at=None), name="notifications_unread"),
            models.Index(
                fields=["mail_due_at"], condition=Q(sent_at=None, mail_due_at__isnull=False),
                name="notifications_to_mail",
            ),
        ]  # fmt: skip


class NoticeChoice(models.Model):
    """How a person wants to be told of one kind, where it is not the usual way."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey("accounts.Person", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    how = models.CharField(max_length=6)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="notifications_one_choice")]
