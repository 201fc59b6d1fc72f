"""Messages between a centre and the awarding body, with what was attached (B4). A centre sees its own alone."""

from django.db import models
from django.db.models import Q

from interchange.core import clock
from interchange.core.tenancy import CentreKey, CentreOwned
from interchange.support.rules import threads as rules


class Thread(CentreOwned):
    """One matter: what a centre wrote, what was answered, and how it stands."""

    reference = models.CharField(max_length=12)
    subject = models.CharField(max_length=150)
    category = models.CharField(max_length=20, choices=[(one.value, one.label) for one in rules.Category])
    page = models.CharField(max_length=300, blank=True)
    """The page on which somebody asked for help (E3)."""
    about = models.CharField(max_length=100, blank=True)
    """A reference of the centre's own: an assessment code, a receipt, a candidate number."""
    state = models.CharField(max_length=10, default=rules.NEW)
    opened_at = models.DateTimeField(default=clock.now)
    opened_by = models.CharField(max_length=200)
    opened_by_id = models.UUIDField()
    assigned_to = models.CharField(max_length=200, blank=True)
    assigned_to_id = models.UUIDField(null=True)
    moved_at = models.DateTimeField(default=clock.now)
    """When it came into this state: how long somebody waits already."""
    last_post_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre_id", "reference"], name="support_thread_reference"),
            models.CheckConstraint(condition=Q(state__in=rules.THREAD.states), name="support_thread_state"),
            models.CheckConstraint(
                condition=Q(state=rules.CLOSED, closed_at__isnull=False)
                | ~Q(state=rules.CLOSED) & Q(closed_at=None),
                name="support_thread_closed_at",
            ),
        ]
        indexes = [
            models.Index(fields=["centre_id", "-last_post_at"], name="support_threads_of_centre"),
            models.Index(
                fields=["state", "moved_at"], condition=~Q(state=rules.CLOSED), name="support_threads_waiting"
            ),
        ]


class Post(CentreOwned):
    """What one person wrote. An internal note is read by the awarding body alone."""

    thread = CentreKey(Thread, related_name="posts")
    author = models.CharField(max_length=200)
    author_id = models.UUIDField()
    is_staff = models.BooleanField(default=False)
    is_internal = models.BooleanField(default=False)
    text = models.TextField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_internal=False) | Q(is_staff=True),
                name="support_notes_are_the_awarding_body_s",
            )
        ]
        indexes = [models.Index(fields=["centre_id", "thread", "at"], name="support_posts_of_thread")]


class Attachment(CentreOwned):
    """A file: sent with a post, or uploaded by somebody who has not sent the words yet."""

    post = CentreKey(Post, related_name="attachments", null=True)
    uploaded_by_id = models.UUIDField()
    uploaded_at = models.DateTimeField(default=clock.now)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=10)
    size = models.IntegerField()
    digest = models.CharField(max_length=64)
    stored = models.CharField(max_length=100)
    scanned = models.BooleanField()
    """Whether a virus scanner has seen it; where none is set up, none has."""

    class Meta:
        indexes = [
            models.Index(fields=["centre_id", "post"], name="support_files_of_post"),
            models.Index(fields=["uploaded_at"], condition=Q(post=None), name="support_files_not_sent"),
        ]
