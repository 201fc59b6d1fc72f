"""Mark sheets, their marks, and what was submitted of them. Every row belongs to one centre."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from interchange.assessment.rules import sheets
from interchange.core.tenancy import CentreKey, CentreOwned


class MarkSheet(CentreOwned):
    """The marks of one component at one centre in one series; `version` counts its submissions."""

    series = models.ForeignKey("catalogue.Series", models.PROTECT, db_index=False, related_name="+")
    component = models.ForeignKey("catalogue.Component", models.PROTECT, db_index=False, related_name="+")
    state = models.CharField(max_length=12, default=sheets.OPEN)
    version = models.IntegerField(default=0)
    reopened_reason = models.TextField(blank=True, default="")
    moderation_began_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre_id", "series", "component"], name="assessment_one_sheet"),
            models.CheckConstraint(
                condition=Q(state__in=sheets.MARK_SHEET.states), name="assessment_sheet_state"
            ),
        ]
        indexes = [models.Index(fields=["series", "component", "state"], name="assessment_sheets_of_board")]


class MarkSetting(CentreOwned):
    """What a centre has chosen for all its mark sheets."""

    two_persons = models.BooleanField(default=False)
    """Whether whoever submits may not be the only one who entered (3.2 note 4)."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre_id"], name="assessment_one_setting")]


class ValueColumns(models.Model):
    """What a candidate has for a component."""

    mark = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    absent = models.BooleanField(default=False)
    grade = models.CharField(max_length=10, blank=True, default="")
    reason = models.CharField(max_length=30, blank=True, default="")
    parts = ArrayField(models.DecimalField(max_digits=5, decimal_places=1, null=True), default=list)

    class Meta:
        abstract = True


class Mark(CentreOwned, ValueColumns):
    """One row of a sheet as it stands; there is none until something is typed."""

    sheet = CentreKey(MarkSheet, related_name="marks", db_index=False)
    entry = CentreKey("entries.Entry", related_name="+", db_index=False)
    checked = models.BooleanField(default=False)
    checked_by = models.CharField(max_length=200, blank=True, default="")
    version = models.IntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre_id", "sheet", "entry"], name="assessment_one_mark"),
            models.CheckConstraint(
                condition=Q(absent=False) | Q(mark=None, grade=""), name="assessment_absent_has_no_mark"
            ),
            models.CheckConstraint(
                condition=Q(mark=None) | Q(mark__gte=0), name="assessment_mark_not_negative"
            ),
        ]
        indexes = [models.Index(fields=["centre_id", "sheet", "saved_at"], name="assessment_marks_since")]


class SecondMark(CentreOwned, ValueColumns):
    """What a second person keyed blind for the same row (R-MK-8); differences are listed."""

    sheet = CentreKey(MarkSheet, related_name="second_marks", db_index=False)
    entry = CentreKey("entries.Entry", related_name="+", db_index=False)
    keyed_at = models.DateTimeField()
    keyed_by = models.CharField(max_length=200)
    keyed_by_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre_id", "sheet", "entry"], name="assessment_one_second_mark"
            ),
        ]


class Declaration(CentreOwned):
    """One of the three ticks of R-NEA-7, with name, time and address."""

    sheet = CentreKey(MarkSheet, related_name="declarations", db_index=False)
    kind = models.CharField(max_length=30)
    made_by = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    address = models.GenericIPAddressField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre_id", "sheet", "kind"], name="assessment_one_declaration"),
            models.CheckConstraint(
                condition=Q(kind__in=list(sheets.DECLARATIONS)), name="assessment_declaration_kind"
            ),
        ]


class Submission(CentreOwned):
    """One sending of a sheet: what the receipt and the iMS1 show, whatever happens to the sheet later (R-IMS-2)."""

    sheet = CentreKey(MarkSheet, related_name="submissions", db_index=False)
    version = models.IntegerField()
    request_key = models.UUIDField()
    receipt = models.CharField(max_length=20)
    check_code = models.CharField(max_length=9)
    digest = models.CharField(max_length=64)
    heading = models.JSONField()
    totals = models.JSONField()
    why = models.TextField(blank=True, default="")
    submitted_at = models.DateTimeField()
    submitted_by = models.CharField(max_length=200)
    received_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre_id", "sheet", "version"], name="assessment_one_version"),
            models.UniqueConstraint(fields=["centre_id", "request_key"], name="assessment_submitted_once"),
            models.UniqueConstraint(fields=["centre_id", "receipt"], name="assessment_one_receipt"),
        ]


class SubmittedMark(CentreOwned, ValueColumns):
    """One line of a submission, with the candidate as they were called then."""

    submission = CentreKey(Submission, related_name="lines", db_index=False)
    entry = CentreKey("entries.Entry", related_name="+", db_index=False)
    position = models.IntegerField()
    number = models.CharField(max_length=4)
    name = models.CharField(max_length=210)
    uci = models.CharField(max_length=13)
    teaching_group = models.CharField(max_length=20, blank=True, default="")
    late_added_on = models.DateField(null=True)
    carried_forward = models.BooleanField(default=False)
    previous = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre_id", "submission", "position"], name="assessment_one_line"
            ),
        ]


class ChangeRequest(CentreOwned, ValueColumns):
    """A wish to change one submitted mark (R-CHG-4); the columns of the value hold what is asked for."""

    sheet = CentreKey(MarkSheet, related_name="change_requests", db_index=False)
    entry = CentreKey("entries.Entry", related_name="+", db_index=False)
    number = models.CharField(max_length=4)
    name = models.CharField(max_length=210)
    old = models.CharField(max_length=20)
    state = models.CharField(max_length=12, default=sheets.REQUESTED)
    why = models.TextField()
    evidence = models.TextField(blank=True, default="")
    request_key = models.UUIDField()
    requested_at = models.DateTimeField()
    requested_by = models.CharField(max_length=200)
    requested_by_id = models.UUIDField(null=True)
    countersigned_by = models.CharField(max_length=200, blank=True, default="")
    countersigned_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True, default="")
    decision = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre_id", "request_key"], name="assessment_change_asked_once"),
            models.CheckConstraint(
                condition=Q(state__in=sheets.CHANGE_REQUEST.states), name="assessment_change_state"
            ),
        ]


class ExtensionRequest(CentreOwned):
    """A wish for more time, for the whole sheet or for named candidates (R-DL-2)."""

    sheet = CentreKey(MarkSheet, related_name="extension_requests", db_index=False)
    numbers = ArrayField(models.CharField(max_length=4), default=list)
    until = models.DateField()
    granted_until = models.DateField(null=True)
    state = models.CharField(max_length=12, default=sheets.REQUESTED)
    why = models.TextField()
    request_key = models.UUIDField()
    requested_at = models.DateTimeField()
    requested_by = models.CharField(max_length=200)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True, default="")
    decision = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre_id", "request_key"], name="assessment_extension_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=sheets.EXTENSION_REQUEST.states), name="assessment_extension_state"
            ),
        ]
