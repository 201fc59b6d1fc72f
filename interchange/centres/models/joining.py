"""How a centre joins: who asked, what was applied for, what was agreed, and who is to administer."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from interchange.centres.models.centres import Centre
from interchange.centres.rules import states
from interchange.core import clock
from interchange.core.identifiers import new_id
from interchange.core.tenancy import CentreKey, CentreOwned


class AccessRequest(models.Model):
    """Somebody asked for access to a centre; whether there is one is found out later, where nobody watches (1.3)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=5)
    name = models.CharField(max_length=120)
    email = models.EmailField()
    asked_at = models.DateTimeField(default=clock.now)
    address = models.GenericIPAddressField(null=True)
    outcome = models.CharField(max_length=20, blank=True)
    """"told", "told before", "nobody" or "unknown"; empty until the job has run."""

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["address", "asked_at"], name="centres_asked_from"),
            models.Index(fields=["number", "-asked_at"], name="centres_asked_about"),
        ]


class Application(models.Model):
    """A place that wants to become a centre, before it is one; of the awarding body alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    state = models.CharField(max_length=20, default=states.ENQUIRY)
    number = models.CharField(max_length=5, blank=True)
    """Its National Centre Number, where it has one; once approved, the centre's."""
    name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    street = models.CharField(max_length=200, blank=True)
    town = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    website = models.CharField(max_length=200, blank=True)
    head_name = models.CharField(max_length=200, blank=True)
    """As a hint where to look: how the head is reached the awarding body finds out by itself (1.7)."""
    contact_name = models.CharField(max_length=120)
    contact_job = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField()
    contact_phone = models.CharField(max_length=40, blank=True)
    wants_gq = models.BooleanField(default=False)
    wants_vq = models.TextField(blank=True)
    """Vocational qualifications, one a line: number and title."""
    steps_done = ArrayField(models.CharField(max_length=20), default=list)
    started_at = models.DateTimeField(default=clock.now)
    started_from = models.GenericIPAddressField(null=True)
    saved_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decision = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=states.OF_APPLICATIONS), name="centres_application_state"
            ),
            models.CheckConstraint(
                condition=Q(state=states.ENQUIRY, sent_at=None)
                | ~Q(state=states.ENQUIRY) & Q(sent_at__isnull=False),
                name="centres_application_sent",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "sent_at"], name="centres_application_queue"),
            models.Index(fields=["contact_email", "started_at"], name="centres_application_of"),
        ]


class AgreementVersion(models.Model):
    """The text of the Agreement as it stands from a day on; never changed, only followed by another (1.6)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    text = models.TextField()
    text_hash = models.CharField(max_length=64)
    from_on = models.DateField()
    published_at = models.DateTimeField(default=clock.now)
    published_by = models.CharField(max_length=200)


class Agreement(CentreOwned):
    """One Agreement: the exact text, who did what with it, in what capacity, when and from where (1.6)."""

    class Occasion(models.TextChoices):
        JOINING = "joining", "The centre joins"
        CHANGE = "change", "Administrators change"

    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="+")
    text_hash = models.CharField(max_length=64)
    occasion = models.CharField(max_length=10, choices=Occasion)
    state = models.CharField(max_length=20, default=states.SENT)
    sent_at = models.DateTimeField(default=clock.now)
    sent_by = models.CharField(max_length=200)
    sent_by_id = models.UUIDField(null=True)
    """Where the awarding body's staff sent it: who, and so who may not appoint (3.3)."""
    sent_to = models.EmailField(blank=True)
    returned_at = models.DateTimeField(null=True)
    returned_by = models.CharField(max_length=200, blank=True)
    returned_capacity = models.CharField(max_length=120, blank=True)
    returned_from = models.GenericIPAddressField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.CharField(max_length=200, blank=True)
    accepted_capacity = models.CharField(max_length=120, blank=True)
    accepted_from = models.GenericIPAddressField(null=True)
    leaver = models.CharField(max_length=200, blank=True)
    """The administrator who has left, by name (1.12)."""
    leaver_id = models.UUIDField(null=True)
    successor = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=states.AGREEMENT.states), name="centres_agreement_state"
            ),
            models.CheckConstraint(
                condition=~Q(state=states.ACCEPTED) | Q(accepted_at__isnull=False, returned_at__isnull=False),
                name="centres_agreement_accepted",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["centre_id", "-sent_at"], name="centres_agreements_of"),
            models.Index(
                fields=["state"],
                condition=Q(state__in=(states.SENT, states.RETURNED)),
                name="centres_agreement_open",
            ),
        ]


class Nomination(CentreOwned):
    """Somebody named as Centre Administrator, until appointed or not (1.4, 1.7 to 1.11)."""

    agreement = CentreKey(Agreement, related_name="nominations")
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    email = models.EmailField()
    scopes = ArrayField(models.CharField(max_length=2))
    state = models.CharField(max_length=20, default=states.NOMINATED)
    nominated_at = models.DateTimeField(default=clock.now)
    nominated_by = models.CharField(max_length=200)
    nominated_by_id = models.UUIDField(null=True)
    agreed_at = models.DateTimeField(null=True)
    """When the nominee agreed to manage other people's accounts (1.8)."""
    agreed_from = models.GenericIPAddressField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=200, blank=True)
    confirmed_from = models.GenericIPAddressField(null=True)
    appointed_at = models.DateTimeField(null=True)
    appointed_by = models.CharField(max_length=200, blank=True)
    membership_id = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=states.NOMINATION.states), name="centres_nomination_state"),
            models.CheckConstraint(
                condition=~Q(state=states.APPOINTED)
                | Q(confirmed_at__isnull=False, agreed_at__isnull=False, appointed_at__isnull=False),
                name="centres_appointed_as_agreed",
            ),
            models.UniqueConstraint(
                fields=["centre_id", "email"], condition=Q(state__in=states.OPEN_NOMINATIONS),
                name="centres_nominated_once",
            ),
        ]  # fmt: skip
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["state"],
                condition=Q(state__in=states.OPEN_NOMINATIONS),
                name="centres_nomination_open",
            )
        ]

    @property
    def name(self) -> str:
        """As pages show it."""
        return f"{self.first_name} {self.last_name}"


class Link(models.Model):
    """A link of an application, an agreement or a nomination; only the hash of its token is kept.

    That of an application works until it is sent, the others once.
    """

    class Purpose(models.TextChoices):
        APPLICATION = "application", "Fill in the application"
        AGREEMENT = "agreement", "Return the agreement"
        NOMINEE = "nominee", "Agree to be administrator"
        HEAD = "head", "Confirm as head of centre"

    token_hash = models.CharField(primary_key=True, max_length=64)
    purpose = models.CharField(max_length=12, choices=Purpose)
    centre = models.ForeignKey(Centre, models.PROTECT, null=True, related_name="+")
    subject_id = models.UUIDField()
    address = models.EmailField()
    made_at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["subject_id"], name="centres_links_of")]
