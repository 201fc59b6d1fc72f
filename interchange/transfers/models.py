"""Candidates who sit elsewhere or come very late. Every row belongs to one centre, and points at no other's."""

from django.db import models
from django.db.models import Q

from interchange.core import clock
from interchange.core.tenancy import CentreKey, CentreOwned
from interchange.transfers.rules import cases


class Transfer(CentreOwned):
    """A candidate of this centre sits written papers at another one (R-TRF-1 to 4)."""

    series = models.ForeignKey("catalogue.Series", models.PROTECT, db_index=False, related_name="+")
    candidate = CentreKey("entries.Candidate", db_index=False, related_name="transfers")
    host = models.ForeignKey("centres.Centre", models.PROTECT, db_index=False, related_name="+")
    """The centre where the papers are sat: national, no row of that centre's own."""
    reference = models.CharField(max_length=12)
    state = models.CharField(max_length=10, default=cases.STARTED)
    ground = models.CharField(max_length=20)
    details = models.TextField(blank=True)
    """Why, in words; it may tell of health or family, and stays with the entering centre and the awarding body."""
    each_pence = models.PositiveIntegerField(null=True)
    pence = models.PositiveIntegerField(null=True)
    """What was shown before it was sent, for each paper and together; never counted anew."""
    late = models.BooleanField(default=False)
    request_key = models.UUIDField()
    started_at = models.DateTimeField(default=clock.now)
    started_by = models.CharField(max_length=200)
    started_by_id = models.UUIDField(null=True)
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    """When the host centre accepted or refused, and in which words."""
    answer = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decision = models.TextField(blank=True)
    """What the awarding body said, or why the case was cancelled."""
    touched_at = models.DateTimeField(default=clock.now)
    """When anything last happened to it."""

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=cases.TRANSFER.states), name="transfer_state_is_known"
            ),
            models.UniqueConstraint(fields=["centre_id", "request_key"], name="transfer_once"),
            models.UniqueConstraint(fields=["centre_id", "reference"], name="transfer_reference"),
        ]
        indexes = [
            models.Index(fields=["centre_id", "candidate"], name="transfer_of_candidate"),
            models.Index(fields=["state", "sent_at"], name="transfer_waiting"),
            models.Index(fields=["touched_at"], name="transfer_last_touched"),
        ]

    def __str__(self) -> str:
        return self.reference


class TransferPaper(CentreOwned):
    """One written paper of a transfer, with the entry that brings it."""

    transfer = CentreKey(Transfer, related_name="papers")
    entry = CentreKey("entries.Entry", db_index=False, related_name="transferred")
    component = models.ForeignKey("catalogue.Component", models.PROTECT, db_index=False, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre_id", "transfer", "component"], name="transfer_paper_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.component_id)


class HostRequest(CentreOwned):
    """What the host centre is shown of a transfer, and nothing more: a copy that belongs to the host (R-TRF-2).

    `transfer` is the number of the case at the entering centre, and no key to it: the host cannot follow it.
    """

    transfer = models.UUIDField()
    reference = models.CharField(max_length=12)
    series = models.ForeignKey("catalogue.Series", models.PROTECT, db_index=False, related_name="+")
    from_number = models.CharField(max_length=5)
    from_name = models.CharField(max_length=200)
    candidate_number = models.CharField(max_length=4)
    candidate_name = models.CharField(max_length=201)
    uci = models.CharField(max_length=13)
    """The candidate keeps the numbers of the entering centre (R-TRF-3)."""
    papers = models.JSONField(default=list)
    """`{"code", "title", "on", "starts", "minutes"}` each, as the timetable said when it was sent."""
    state = models.CharField(max_length=10, default=cases.ASKED)
    asked_at = models.DateTimeField(default=clock.now)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answered_by_id = models.UUIDField(null=True)
    touched_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=cases.HOST_REQUEST.states), name="host_request_state"
            ),
            models.UniqueConstraint(fields=["centre_id", "transfer"], name="host_request_once"),
        ]
        indexes = [
            models.Index(fields=["centre_id", "-asked_at"], name="host_request_newest"),
            models.Index(fields=["touched_at"], name="host_request_last_touched"),
        ]

    def __str__(self) -> str:
        return self.reference


class SiteApplication(CentreOwned):
    """Timetabled written exams at another address (R-ALT-1)."""

    series = models.ForeignKey("catalogue.Series", models.PROTECT, db_index=False, related_name="+")
    reference = models.CharField(max_length=12)
    state = models.CharField(max_length=12, default=cases.SUBMITTED)
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300)
    postcode = models.CharField(max_length=8)
    first_on = models.DateField()
    last_on = models.DateField()
    papers = models.JSONField(default=list)
    """`{"component", "code", "title", "on"}` each: the papers that are sat there."""
    numbers = models.JSONField(default=list)
    """The candidates who sit there; empty for all of those papers."""
    how_many = models.PositiveIntegerField(default=0)
    """How many candidates that were when it was sent."""
    invigilation = models.TextField()
    ground = models.CharField(max_length=20)
    details = models.TextField(blank=True)
    request_key = models.UUIDField()
    sent_at = models.DateTimeField(default=clock.now)
    sent_by = models.CharField(max_length=200)
    sent_by_id = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decision = models.TextField(blank=True)
    touched_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-sent_at"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=cases.SITE.states), name="site_state_is_known"),
            models.CheckConstraint(condition=Q(last_on__gte=models.F("first_on")), name="site_days_in_order"),
            models.UniqueConstraint(fields=["centre_id", "request_key"], name="site_once"),
        ]
        indexes = [
            models.Index(fields=["centre_id", "-sent_at"], name="site_newest"),
            models.Index(fields=["first_on"], name="site_by_day"),
            models.Index(fields=["touched_at"], name="site_last_touched"),
        ]

    def __str__(self) -> str:
        return self.reference


class LateArrival(CentreOwned):
    """A candidate who came very late to an exam, as the centre reports it (R-VLA-1)."""

    series = models.ForeignKey("catalogue.Series", models.PROTECT, db_index=False, related_name="+")
    candidate = CentreKey("entries.Candidate", db_index=False, related_name="late_arrivals")
    component = models.ForeignKey("catalogue.Component", models.PROTECT, db_index=False, related_name="+")
    reference = models.CharField(max_length=12)
    state = models.CharField(max_length=12, default=cases.SUBMITTED)
    published_at = models.DateTimeField()
    minutes = models.PositiveIntegerField()
    """Start and length of the paper as they were published when the form was sent."""
    arrived_at = models.DateTimeField()
    supervised_from = models.DateTimeField()
    began_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    reason = models.TextField()
    due_on = models.DateField()
    overdue = models.BooleanField(default=False)
    """Whether the form came after that day."""
    request_key = models.UUIDField()
    sent_at = models.DateTimeField(default=clock.now)
    sent_by = models.CharField(max_length=200)
    sent_by_id = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decision = models.TextField(blank=True)
    touched_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-sent_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=cases.ARRIVAL.states), name="arrival_state_is_known"
            ),
            models.UniqueConstraint(fields=["centre_id", "request_key"], name="arrival_once"),
            models.UniqueConstraint(
                fields=["centre_id", "candidate", "component"],
                condition=~Q(state=cases.CANCELLED),
                name="arrival_once_for_a_paper",
            ),
        ]
        indexes = [
            models.Index(fields=["centre_id", "-sent_at"], name="arrival_newest"),
            models.Index(fields=["touched_at"], name="arrival_last_touched"),
        ]

    def __str__(self) -> str:
        return self.reference
